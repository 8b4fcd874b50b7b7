import numpy as np
import pytest

from likeness.evaluation.blinks import blinking

RATE_HZ = 50.0


def eyes(blinks, duration_s=20.0, open_lids=0.3, depth=0.9):
    """Both lids: each blink (start, length) is a triangle down to `1 - depth` of the open eye."""
    times_s = ((np.arange(round(duration_s * RATE_HZ)) + 0.5) / RATE_HZ).astype(np.float32)
    opening = np.full(len(times_s), open_lids)
    for start_s, length_s in blinks:
        half = length_s / 2
        shut = np.clip(1 - np.abs(times_s - start_s - half) / half, 0, 1)
        opening *= 1 - depth * shut
    return times_s, np.stack([opening, opening], axis=1).astype(np.float32)


def test_blinks_are_found_where_they_are():
    found = blinking(*eyes([(2.0, 0.3), (5.0, 0.3), (11.0, 0.3)]), RATE_HZ)
    assert [b.middle_s for b in found.blinks] == pytest.approx([2.15, 5.15, 11.15], abs=0.01)
    assert found.per_minute == pytest.approx(9.0)
    # A triangle to a tenth is below 62 % for (0.9 - 0.38) / 0.9 of its length.
    assert found.duration_ms == pytest.approx(300 * (0.9 - 0.38) / 0.9, abs=8)


def test_a_squint_and_a_look_down_are_no_blinks():
    times_s, opening = eyes([(2.0, 0.3)], depth=0.45)
    assert blinking(times_s, opening, RATE_HZ).blinks == ()
    times_s, opening = eyes([])
    opening[200:280] *= 0.2
    assert blinking(times_s, opening, RATE_HZ).blinks == ()


def test_narrow_eyes_blink_too():
    assert len(blinking(*eyes([(2.0, 0.3)], open_lids=0.12), RATE_HZ).blinks) == 1


def test_variation_of_the_gaps():
    regular = blinking(*eyes([(t, 0.2) for t in (2, 4, 6, 8, 10, 12)]), RATE_HZ)
    assert regular.gap_variation == pytest.approx(0.0, abs=0.01)
    uneven = blinking(*eyes([(t, 0.2) for t in (1, 2, 3, 7, 8, 16)]), RATE_HZ)
    gaps = np.array([1, 1, 4, 1, 8])
    assert uneven.gap_variation == pytest.approx(gaps.std(ddof=1) / gaps.mean(), rel=0.02)


def test_too_few_blinks_for_a_variation():
    found = blinking(*eyes([(2.0, 0.3)]), RATE_HZ)
    assert found.gap_variation is None
    nothing = blinking(*eyes([]), RATE_HZ)
    assert (nothing.per_minute, nothing.duration_ms) == (0.0, None)

import numpy as np
import pytest
from benchmarks.lip_contact import closures, open_vowels
from benchmarks.tracking import Track

from likeness.core.speech import Phone

FRAME_S = 0.04


def track(gaps):
    times_s = (np.arange(len(gaps), dtype=np.float32) + 0.5) * np.float32(FRAME_S)
    return Track(times_s, np.array(gaps, np.float32))


def phone(arpabet, start_s, end_s):
    return Phone(arpabet=arpabet, ipa="", start_s=start_s, end_s=end_s)


def test_contact_in_the_phone_is_seen_with_its_offset():
    gaps = [0.2, 0.2, 0.2, 0.01, 0.0, 0.01, 0.2, 0.2]
    (found,) = closures(track(gaps), (phone("B", 0.10, 0.22),), ((0.12, 0.2),))
    assert found.is_closed
    assert found.is_planned
    assert found.offset_s == pytest.approx(0.18 - 0.16)


def test_open_lips_and_missing_plans_are_told():
    (found,) = closures(track([0.2] * 8), (phone("M", 0.10, 0.22),), ())
    assert not found.is_closed
    assert not found.is_planned
    assert found.offset_s is None
    assert found.gap == pytest.approx(0.2)


def test_contact_next_to_the_phone_counts_up_to_one_frame():
    near, far = [0.2, 0.2, 0.0, 0.2, 0.2, 0.2], [0.2, 0.0, 0.2, 0.2, 0.2, 0.2]
    assert closures(track(near), (phone("P", 0.13, 0.17),), None)[0].is_closed
    assert not closures(track(far), (phone("P", 0.13, 0.17),), None)[0].is_closed


def test_only_bilabials_inside_of_the_film_count():
    phones = (phone("T", 0.1, 0.2), phone("B", 5.0, 5.1))
    assert closures(track([0.0] * 8), phones, None) == ()


def test_open_vowels_are_judged_in_their_middle():
    gaps = [0.0, 0.0, 0.0, 0.15, 0.15, 0.0, 0.0, 0.0]
    found = open_vowels(track(gaps), (phone("AA", 0.12, 0.20), phone("IY", 0.0, 0.1), phone("EH", 0.2, 0.3)))
    assert [(one.arpabet, one.is_closed) for one in found] == [("AA", False), ("EH", True)]

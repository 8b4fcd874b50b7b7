import dataclasses
from fractions import Fraction

import numpy as np
import pytest

from likeness.core.direction import Direction, Expressiveness
from likeness.core.performance import Performance
from likeness.core.rig import EXPRESSION_NAMES
from likeness.core.speech import Phone, PhoneSource
from likeness.core.timing import n_frames_for
from likeness.performance import perform
from likeness.performance.mouth import expression_lip_gap, expression_mouth_width

FPS = Fraction(25)
ARRAYS = (
    "expression", "head_deg", "head_shift", "gaze_deg", "breath", "tongue", "closed_mouth", "head_scale",
    "shoulders",
)  # fmt: skip
FRAME_RATES = (Fraction(24), FPS, Fraction(30), Fraction(60), Fraction(30000, 1001))


def frame_times(performance: Performance):
    return (np.arange(performance.n_frames) + 0.5) / float(performance.fps)


@pytest.mark.parametrize("fps", FRAME_RATES)
def test_rows_cover_the_film(short_talk, fps):
    result = perform(short_talk, Direction(), fps, 0)
    n_frames = n_frames_for(short_talk.duration_s, fps)
    assert result.fps == fps
    assert result.expression_names == EXPRESSION_NAMES
    for name, width in zip(ARRAYS, ((53,), (3,), (2,), (2,), (), (3,), (), (), ()), strict=True):
        array = getattr(result, name)
        assert array.shape == (n_frames, *width)
        assert array.dtype == np.float32
        assert np.isfinite(array).all()


def test_same_seed_same_film_other_seed_other_take(short_talk):
    first, again, other = (perform(short_talk, Direction(), FPS, seed) for seed in (7, 7, 8))
    for name in ARRAYS:
        assert np.array_equal(getattr(first, name), getattr(again, name))
    assert first.events == again.events
    assert np.abs(first.head_deg - other.head_deg).max() > 1.0
    assert not np.array_equal(first.expression, other.expression)
    gaps = [expression_lip_gap(take.expression) for take in (first, other)]
    times_s = frame_times(first)
    said = np.zeros(len(times_s), bool)
    for phone in short_talk.phones:
        said |= (times_s > phone.start_s) & (times_s < phone.end_s)
    assert np.abs(gaps[0] - gaps[1])[said].max() < 0.05


@pytest.mark.parametrize("fps", FRAME_RATES)
@pytest.mark.parametrize("speed", [0.5, 1.0, 1.5])
def test_bilabials_close_for_a_frame(make_speech, fps, speed):
    speech = make_speech("M AA M AA|B EY B IY|P AH P AH . AE P AH L|W IH M EH N|B AA B", speed=speed)
    result = perform(speech, Direction(), fps, 3)
    gap, times_s = expression_lip_gap(result.expression), frame_times(result)
    for phone in speech.phones:
        if phone.arpabet in {"P", "B", "M"}:
            near = (times_s > phone.start_s - 0.06) & (times_s < phone.end_s + 0.02)
            assert gap[near].min() <= 0.005, phone


def test_open_vowels_are_seen_open(talk):
    result = perform(talk, Direction(), FPS, 0)
    gap, times_s = expression_lip_gap(result.expression), frame_times(result)
    middles = [
        0.5 * (p.start_s + p.end_s) for p in talk.phones if p.arpabet in {"AA", "AE", "AH", "EH", "AY"}
    ]
    seen = np.array([gap[np.argmin(np.abs(times_s - middle_s))] for middle_s in middles])
    assert np.mean(seen < 0.02) <= 0.03


def test_lips_move_like_those_of_people(talk):
    """Ranges measured on real speakers, in eye distances."""
    result = perform(talk, Direction(), FPS, 0)
    gap = np.maximum(expression_lip_gap(result.expression), 0.0)
    times_s = frame_times(result)
    spoken = np.any([(times_s >= p.start_s) & (times_s < p.end_s) for p in talk.phones], axis=0)
    assert 0.07 <= gap[spoken].mean() <= 0.14
    assert 0.14 <= np.percentile(gap[spoken], 95) <= 0.33
    width = expression_mouth_width(result.expression)
    assert np.percentile(width, 5) <= 0.74
    assert np.percentile(width, 95) >= 0.84
    speed = np.diff(gap) * 25
    assert 1.0 <= np.percentile(speed[speed > 0.02], 95) <= 2.9
    assert speed.max() <= 3.0


@pytest.mark.parametrize("seed", range(4))
def test_mouth_is_shut_in_a_long_pause(make_speech, seed):
    """Within a second after the last sound, parted as it may be at first."""
    speech = make_speech("HH EH L OW . Y EH S", pause_s=3.0)
    result = perform(speech, Direction(), FPS, seed)
    gap, times_s = expression_lip_gap(result.expression), frame_times(result)
    last_s = next(
        a.end_s for a, b in zip(speech.phones, speech.phones[1:], strict=False) if b.start_s > a.end_s + 1
    )
    pause = (times_s > last_s + 1.15) & (times_s < last_s + 2.2)
    assert gap[pause].max() < 0.02
    assert np.ptp(result.head_deg[pause], axis=0).max() > 0.3


def test_coefficients_stay_in_range(talk):
    result = perform(talk, Direction(Expressiveness.HIGH), FPS, 5)
    assert result.expression.min() >= 0.0
    assert result.expression.max() <= 1.2
    assert result.breath.min() >= 0.0
    assert result.breath.max() <= 1.0
    assert (np.abs(result.head_deg).max(axis=0) <= (7.0, 8.0, 6.0)).all()


def test_events_are_named_and_in_order(talk):
    events = perform(talk, Direction(), FPS, 0).events
    assert {event.kind for event in events} >= {
        "blink",
        "saccade",
        "nod",
        "brow_raise",
        "posture",
        "breath",
        "closure",
    }
    starts = [event.start_s for event in events]
    assert starts == sorted(starts)
    assert all(event.end_s > event.start_s for event in events)


@pytest.mark.parametrize("duration_s", [0.0, 0.01, 0.1, 5.0])
def test_no_speech_keeps_the_mouth_of_the_picture(speech_from_phones, duration_s):
    speech = speech_from_phones([], duration_s, source=PhoneSource.NONE)
    result = perform(speech, Direction(), FPS, 0)
    assert (result.closed_mouth == 0.0).all()
    assert expression_lip_gap(result.expression).max() < 0.01


def test_odd_phones_are_survived(speech_from_phones):
    phones = [
        Phone("B", "b", 0.0, 0.0),
        Phone("B", "b", 0.0, 0.05),
        Phone("AA", "ɑ", 0.04, 0.2),
        Phone("SIL", "", 0.2, 0.3),
        Phone("M", "m", 0.3, 0.9),
        Phone("XX", "?", 0.9, 2.0),
    ]
    for source in PhoneSource:
        speech = dataclasses.replace(speech_from_phones(phones, 1.0), source=source)
        assert np.isfinite(perform(speech, Direction(), FPS, 0).expression).all()


def test_livelier_means_more_motion(talk):
    takes = [perform(talk, Direction(level), FPS, 1) for level in Expressiveness]
    pitch_yaw_sd = [take.head_deg.std(axis=0)[:2] for take in takes]
    for sd_deg, (low, high) in zip(pitch_yaw_sd, ((1.0, 2.0), (2.5, 4.5), (4.0, 6.0)), strict=True):
        assert (sd_deg >= low).all()
        assert (sd_deg <= high).all()
    openings = [expression_lip_gap(take.expression).mean() for take in takes]
    assert openings == sorted(openings)

import numpy as np
import pytest

from likeness.core.speech import Phone
from likeness.evaluation.lip_closures import GapCurve
from likeness.evaluation.mouth_motion import mouth_motion, silences, silent_mouth
from likeness.evaluation.signals import Stretch


def curve(gap, rate_hz=25.0):
    times_s = ((np.arange(len(gap)) + 0.5) / rate_hz).astype(np.float32)
    return GapCurve(times_s, np.asarray(gap, np.float32), rate_hz)


def test_size_and_pace():
    gap = np.tile([0.0, 0.1, 0.2, 0.1], 25)
    found = mouth_motion(curve(gap), np.linspace(0.7, 0.9, 100).astype(np.float32))
    assert found.gap_mean == pytest.approx(0.1)
    assert found.speed_95 == pytest.approx(2.5)
    assert found.closures_per_s == pytest.approx(6.25)
    assert found.closure_ms == pytest.approx(40)
    assert (found.width_5, found.width_95) == pytest.approx((0.71, 0.89))


def test_lips_that_never_meet():
    found = mouth_motion(curve([0.1] * 50), np.ones(50, np.float32))
    assert found.closure_ms is None
    assert found.closures_per_s == 0


def test_silences_lie_around_the_phones():
    phones = [Phone("AA", "", 0.5, 1.0), Phone("B", "", 1.0, 1.2), Phone("T", "", 1.4, 2.0)]
    assert silences(phones, 3.0) == (Stretch(0.0, 0.5), Stretch(2.0, 3.0))


def test_a_shut_mouth_is_right():
    found = silent_mouth(curve([0.0] * 50), [Stretch(0.0, 2.0)])
    assert found.wrong_openings == ()
    assert found.wrong_percent == 0
    assert found.silent_s == pytest.approx(1.75, abs=0.05)


def test_an_open_mouth_is_wrong_and_breath_is_not():
    gap = np.zeros(100)
    gap[50:60], gap[20:30] = 0.2, 0.06
    found = silent_mouth(curve(gap), [Stretch(0.0, 4.0)])
    assert [(round(o.start_s, 2), round(o.end_s, 2)) for o in found.wrong_openings] == [(2.0, 2.4)]
    assert found.wrong_percent == pytest.approx(100 * 0.4 / 3.75, rel=0.03)


def test_both_ends_of_a_silence_are_free():
    gap = np.zeros(100)
    gap[25:28], gap[70:75] = 0.2, 0.2
    found = silent_mouth(curve(gap), [Stretch(1.0, 3.0)])
    assert found.wrong_openings == ()


def test_one_frame_is_no_opening():
    gap = np.zeros(100)
    gap[50] = 0.3
    assert silent_mouth(curve(gap), [Stretch(0.0, 4.0)]).wrong_openings == ()


def test_flutter_is_quick_movement():
    times_s = (np.arange(100) + 0.5) / 25
    slow, quick = (0.03 + 0.02 * np.sin(2 * np.pi * f * times_s) for f in (0.5, 6.0))
    flutters = [silent_mouth(curve(gap), [Stretch(0.0, 4.0)]).flutter for gap in (slow, quick)]
    assert flutters[0] < 0.002
    assert flutters[1] == pytest.approx(0.02 / np.sqrt(2), rel=0.1)


def test_no_silence_nothing_to_tell():
    assert silent_mouth(curve([0.0] * 50), []) is None
    assert silent_mouth(curve([0.0] * 50), [Stretch(0.5, 0.9)]) is None

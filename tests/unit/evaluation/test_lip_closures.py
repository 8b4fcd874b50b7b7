import numpy as np
import pytest

from likeness.core.speech import Phone
from likeness.evaluation.lip_closures import GapCurve, bilabials, contacts, open_vowels


def curve(values, rate_hz=25.0):
    gap = np.array(values, np.float32)
    return GapCurve(((np.arange(len(gap)) + 0.5) / rate_hz).astype(np.float32), gap, rate_hz)


def phone(name, start_s, end_s):
    return Phone(name, "", start_s, end_s)


def test_one_shown_frame_is_enough_and_none_is_not():
    gaps = [0.2] * 25
    gaps[10] = 0.01
    closed = bilabials(curve(gaps), [phone("P", 0.39, 0.41)])
    assert [p.is_closed for p in closed] == [True]
    gaps[10] = 0.021
    assert [p.is_closed for p in bilabials(curve(gaps), [phone("P", 0.39, 0.41)])] == [False]


def test_a_closure_beside_its_phone_does_not_count():
    gaps = [0.2] * 25
    gaps[10] = 0.0
    # Frame 10 is on the screen from 0.40 to 0.44 s.
    assert not bilabials(curve(gaps), [phone("M", 0.45, 0.6)])[0].is_closed
    assert bilabials(curve(gaps), [phone("M", 0.43, 0.6)])[0].is_closed


def test_only_bilabials_are_asked():
    names = [p.arpabet for p in bilabials(curve([0.0] * 25), [phone(n, 0.2, 0.4) for n in "PFBTM"])]
    assert names == ["P", "B", "M"]


def test_phones_after_the_film_are_left_out():
    assert bilabials(curve([0.0] * 25), [phone("P", 1.2, 1.3)]) == ()
    assert open_vowels(curve([0.0] * 25), [phone("AA", 0.95, 1.3)]) == ()


def test_vowels_are_judged_inside_and_when_long_enough():
    gaps = [0.0] * 5 + [0.15] * 5 + [0.0] * 15
    shown = open_vowels(curve(gaps), [phone("AA", 0.16, 0.44), phone("AE", 0.4, 0.8), phone("AO", 0.6, 0.65)])
    assert [(p.arpabet, p.is_closed) for p in shown] == [("AA", False), ("AE", True)]


def ramp(closes_s, opens_s, rate_hz=25.0):
    """An opening of 0.2 that falls to nothing over 80 ms around one instant and rises around another."""
    times_s = (np.arange(50) + 0.5) / rate_hz
    return np.interp(
        times_s, [closes_s - 0.04, closes_s + 0.04, opens_s - 0.04, opens_s + 0.04], [0.2, 0, 0, 0.2]
    )


@pytest.mark.parametrize("late_s", [-0.06, -0.02, 0.0, 0.03])
@pytest.mark.parametrize("rate_hz", [25.0, 50.0])
def test_offsets_are_those_of_the_movement(late_s, rate_hz):
    found = contacts(curve(ramp(0.6 + late_s, 0.75 + late_s, rate_hz), rate_hz), [phone("B", 0.6, 0.75)])
    # The line falls through 0.02 a little after its middle, and rises through it a little before.
    assert found[0].closing_offset_s == pytest.approx(late_s + 0.032, abs=0.5 / rate_hz)
    assert found[0].opening_offset_s == pytest.approx(late_s - 0.032, abs=0.5 / rate_hz)


def test_an_open_mouth_has_no_contact():
    assert contacts(curve([0.1] * 50), [phone("B", 0.6, 0.75)]) == ()


def test_a_shut_mouth_has_no_closing_and_no_opening():
    (found,) = contacts(curve([0.0] * 50), [phone("B", 0.6, 0.75)])
    assert found.closing_offset_s is None
    assert found.opening_offset_s is None


def test_trembling_near_nothing_is_no_closing():
    gaps = [0.03] * 15 + [0.0] * 4 + [0.2] * 31
    (found,) = contacts(curve(gaps), [phone("B", 0.6, 0.75)])
    assert found.closing_offset_s is None
    assert found.opening_offset_s is not None


def test_neighbours_are_one_contact():
    gaps = ramp(0.6, 0.9)
    found = contacts(curve(gaps), [phone("M", 0.6, 0.75), phone("P", 0.75, 0.9), phone("P", 1.4, 1.5)])
    assert [(c.start_s, c.end_s) for c in found] == [(0.6, 0.9)]


def test_a_closing_far_away_belongs_to_something_else():
    gaps = [0.2] * 5 + [0.0] * 30 + [0.2] * 15
    (found,) = contacts(curve(gaps), [phone("P", 1.2, 1.3)])
    assert found.closing_offset_s is None
    assert found.opening_offset_s == pytest.approx(0.1, abs=0.02)


def test_short_vowels_are_judged_in_their_middle():
    """At 25 frames per second the quarter points of 100 ms lie in the ramps to the sounds beside it."""
    gaps = [0.0] * 25
    gaps[10] = 0.12  # one frame open, at 0.42 s
    (seen,) = open_vowels(curve(gaps), [phone("AA", 0.37, 0.47)])
    assert not seen.is_closed
    (shut,) = open_vowels(curve([0.0] * 25), [phone("AA", 0.37, 0.47)])
    assert shut.is_closed

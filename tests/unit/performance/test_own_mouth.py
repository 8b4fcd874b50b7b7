import numpy as np

from likeness.performance.closures import Closure
from likeness.performance.grid import TimeGrid
from likeness.performance.mouth import CHANNELS, channel
from likeness.performance.own_mouth import closed_mouth_curve

GRID = TimeGrid(400)


def mouth(**values):
    curves = np.zeros((GRID.n_samples, len(CHANNELS)))
    for name, value in values.items():
        curves[:, channel(name)] = value
    return curves


def test_a_part_of_the_opening_stays_where_no_sound_needs_the_lips():
    for each in (mouth(), mouth(jaw_open=0.5, stretch=0.4)):
        closed = closed_mouth_curve(each, (), GRID)
        assert closed.shape == (GRID.n_samples,)
        assert np.ptp(closed) < 1e-9
        assert 0.5 < closed[0] < 0.8


def test_lips_that_meet_round_or_tuck_in_start_from_closed_ones():
    for each in (mouth(pucker=0.6), mouth(funnel=0.5), mouth(roll_lower=0.4), mouth(press=0.5)):
        np.testing.assert_allclose(closed_mouth_curve(each, (), GRID), 1.0)


def test_the_whole_closure_is_shut_and_nothing_jumps():
    closure = Closure(0.8, 0.9)
    closed = closed_mouth_curve(mouth(), (closure, Closure(1.0, 1.05)), GRID)
    np.testing.assert_allclose(closed[GRID.window(0.8, 0.9)], 1.0)
    np.testing.assert_allclose(closed[GRID.window(1.0, 1.05)], 1.0)
    assert closed[0] == closed[-1] < 0.9
    assert np.abs(np.diff(closed)).max() < 0.04


def test_closures_at_the_ends_of_the_film_are_shut():
    closed = closed_mouth_curve(mouth(), (Closure(0.0, 0.05), Closure(GRID.end_s - 0.05, GRID.end_s)), GRID)
    assert closed[0] == closed[-1] == 1.0

import numpy as np

from likeness.performance.closures import Closure
from likeness.performance.grid import TimeGrid
from likeness.performance.mouth import CHANNELS, channel
from likeness.performance.own_mouth import closed_mouth_curve
from likeness.performance.segments import Segment
from likeness.performance.targets import REST

GRID = TimeGrid(400)


def mouth(**values):
    curves = np.zeros((GRID.n_samples, len(CHANNELS)))
    for name, value in values.items():
        curves[:, channel(name)] = value
    return curves


def closed_in(curves, closures=(), segments=(), seed=0):
    return closed_mouth_curve(np.random.default_rng(seed), curves, closures, segments, GRID)


def test_a_part_of_the_opening_stays_where_no_sound_needs_the_lips():
    for each in (mouth(), mouth(jaw_open=0.5, stretch=0.4)):
        closed = closed_in(each)
        assert closed.shape == (GRID.n_samples,)
        assert np.ptp(closed) < 1e-9
        assert 0.5 < closed[0] < 0.8


def test_lips_that_meet_round_or_tuck_in_start_from_closed_ones():
    for each in (mouth(pucker=0.6), mouth(funnel=0.5), mouth(roll_lower=0.4), mouth(press=0.5)):
        np.testing.assert_allclose(closed_in(each), 1.0)


def test_the_whole_closure_is_shut_and_nothing_jumps():
    closure = Closure(0.8, 0.9)
    closed = closed_in(mouth(), (closure, Closure(1.0, 1.05)))
    np.testing.assert_allclose(closed[GRID.window(0.8, 0.9)], 1.0)
    np.testing.assert_allclose(closed[GRID.window(1.0, 1.05)], 1.0)
    assert closed[0] == closed[-1] < 0.9
    assert np.abs(np.diff(closed)).max() < 0.04


def test_closures_at_the_ends_of_the_film_are_shut():
    closed = closed_in(mouth(), (Closure(0.0, 0.05), Closure(GRID.end_s - 0.05, GRID.end_s)))
    assert closed[0] == closed[-1] == 1.0


def spoken_around(start_s, end_s):
    return (
        Segment(REST, 0.0, 0.2),
        Segment("AA", 0.2, start_s),
        Segment(REST, start_s, end_s),
        Segment("AA", end_s, GRID.end_s),
    )


def test_in_a_pause_the_lips_settle_and_belong_to_the_next_sound_at_its_end():
    closed = closed_in(mouth(), segments=spoken_around(0.5, 1.1))
    speaking = closed[GRID.window(0.0, 0.45)]
    assert np.ptp(speaking) < 1e-9, "the smile at the start stays"
    resting = closed[GRID.window(0.95, 0.97)].min()
    assert resting > speaking[0] + 0.1
    assert closed[GRID.window(1.11, 1.2)].max() < speaking[0] + 1e-6
    assert np.abs(np.diff(closed)).max() < 0.04


def test_in_a_long_pause_the_smile_comes_back():
    grid = TimeGrid(1200)
    segments = (Segment("AA", 0.0, 0.5), Segment(REST, 0.5, grid.end_s))
    curves = np.zeros((grid.n_samples, len(CHANNELS)))
    closed = closed_mouth_curve(np.random.default_rng(1), curves, (), segments, grid)
    assert closed[grid.window(1.0, 1.05)].min() > closed[0] + 0.1
    np.testing.assert_allclose(closed[-5:], closed[0])


def test_every_pause_settles_in_its_own_way():
    depths = {
        round(float(closed_in(mouth(), (), spoken_around(0.5, 1.1), seed).max()), 3) for seed in range(8)
    }
    assert len(depths) > 4

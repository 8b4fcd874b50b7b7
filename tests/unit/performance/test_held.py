import numpy as np
import pytest

from likeness.performance.grid import RATE_HZ, TimeGrid, grid_for
from likeness.performance.held import breathe
from likeness.performance.mouth import CHANNELS, channel, lip_gap
from likeness.performance.segments import Segment


@pytest.fixture
def held():
    """A vowel of three seconds, open by the same amount all the time."""
    from fractions import Fraction

    grid = grid_for(4.0, Fraction(25))
    mouth = np.zeros((grid.n_samples, len(CHANNELS)))
    mouth[:, channel("jaw_open")] = 0.4
    return grid, mouth, (Segment("AA", 0.5, 3.5),)


def _gap(held, seed=0) -> np.ndarray:
    grid, mouth, segments = held
    return lip_gap(breathe(np.random.default_rng(seed), mouth, segments, grid))


def _inside(grid: TimeGrid) -> slice:
    return grid.window(0.8, 3.3)


def test_a_held_vowel_moves_but_stays_open(held):
    gap, before = _gap(held), lip_gap(held[1])
    inside = _inside(held[0])
    assert gap[inside].std() > 0.02 * before[0]
    assert gap[inside].min() > 0.5 * before[0]


def test_it_does_not_tremble(held):
    """Nothing moves at the rate of a vibrato."""
    gap = np.concatenate([_gap(held, seed)[_inside(held[0])] for seed in range(4)])
    power = np.abs(np.fft.rfft(gap - gap.mean())) ** 2
    hz = np.fft.rfftfreq(gap.size, 1 / RATE_HZ)
    assert power[(hz > 4) & (hz < 8)].sum() < 0.03 * power[(hz > 0.1) & (hz < 4)].sum()


def test_it_sinks_towards_its_end(held):
    grid = held[0]
    early, late = grid.window(0.8, 1.4), grid.window(2.8, 3.3)
    sunk = [_gap(held, seed)[late].mean() < _gap(held, seed)[early].mean() for seed in range(12)]
    assert np.mean(sunk) > 0.7


def test_short_vowels_and_the_rest_are_left_alone(held):
    grid, mouth, _ = held
    short = (Segment("AA", 1.0, 1.3), Segment("S", 1.3, 3.0))
    assert breathe(np.random.default_rng(0), mouth, short, grid) is mouth
    outside = grid.window(0.0, 0.3)
    np.testing.assert_allclose(_gap(held)[outside], lip_gap(mouth)[outside], atol=1e-6)

import numpy as np

from likeness.performance import limits
from likeness.performance.closures import Closure
from likeness.performance.grid import RATE_HZ, TimeGrid
from likeness.performance.mouth import CHANNELS, channel, lip_gap


def jaw(values):
    mouth = np.zeros((len(values), len(CHANNELS)))
    mouth[:, channel("jaw_open")] = values
    return mouth


def test_speed_is_bound_and_closures_stay():
    mouth = limits.limit_speed(jaw(np.r_[np.full(50, 0.6), np.zeros(10), np.full(50, 0.6)]))
    gap = lip_gap(mouth)
    assert np.abs(np.diff(gap)).max() * RATE_HZ <= limits.MAX_OPENING_SPEED + 1e-6
    assert np.allclose(gap[50:60], 0.0)


def test_slow_curves_are_left_alone():
    slow = jaw(np.linspace(0.0, 0.4, 200))
    assert np.allclose(limits.limit_speed(slow), slow)


def test_wide_openings_bend():
    gap = lip_gap(limits.limit_opening(jaw(np.array([0.1, 0.3, 0.6, 1.0]))))
    assert np.isclose(gap[0], lip_gap(jaw(np.array([0.1])))[0])
    assert gap.max() <= 0.401
    assert (np.diff(gap) >= 0).all()


def test_contact_is_ensured():
    mouth = limits.ensure_contact(jaw(np.full(200, 0.05)), (Closure(0.4, 0.5),), TimeGrid(200))
    assert lip_gap(mouth)[80:101].max() < 0.0
    assert lip_gap(mouth)[60] > 0.0


def test_ranges():
    mouth = limits.limit_ranges(np.full((3, len(CHANNELS)), 5.0))
    assert mouth[0, channel("pucker")] == 1.2
    assert mouth[0, channel("jaw_open")] == 1.0

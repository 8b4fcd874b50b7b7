from fractions import Fraction

import numpy as np
import pytest

from likeness.core.speech import LipCurves, PhoneSource
from likeness.performance.following import follow_sound
from likeness.performance.grid import grid_for
from likeness.performance.mouth import CHANNELS, channel, lip_gap

GRID = grid_for(2.0, Fraction(25))


def _lips(opening):
    return LipCurves(0.01, np.asarray(opening, np.float32))


def _mouth(jaw=0.2):
    mouth = np.zeros((GRID.n_samples, len(CHANNELS)))
    mouth[:, channel("jaw_open")] = jaw
    return mouth


def test_lips_open_where_an_opening_is_heard():
    heard = np.zeros(200)
    heard[100:150] = 1.0
    gap = lip_gap(follow_sound(_mouth(), _lips(heard), PhoneSource.RECOGNIZED, GRID, 1.0))
    assert gap[GRID.index(1.25)] > 0.2
    assert gap[GRID.index(0.5)] < 0.05
    assert gap.min() >= 0.0


def test_known_words_leave_less_to_what_is_heard():
    lips = _lips(np.ones(200))
    gaps = [
        lip_gap(follow_sound(_mouth(), lips, source, GRID, 1.0))[GRID.index(1.0)]
        for source in (PhoneSource.SYNTHESIZED, PhoneSource.ALIGNED, PhoneSource.RECOGNIZED)
    ]
    assert gaps == sorted(gaps)
    assert gaps[0] == pytest.approx(lip_gap(_mouth())[0])
    assert gaps[2] > gaps[1] > gaps[0] + 0.02


def test_size_scales_the_opening():
    lips = _lips(np.ones(200))
    small, large = (
        lip_gap(follow_sound(_mouth(), lips, PhoneSource.RECOGNIZED, GRID, size))[GRID.index(1.0)]
        for size in (0.6, 1.4)
    )
    assert large > 1.6 * small


@pytest.mark.parametrize("lips", [None, _lips([])])
def test_without_curves_nothing_changes(lips):
    mouth = _mouth()
    assert follow_sound(mouth, lips, PhoneSource.RECOGNIZED, GRID, 1.0) is mouth

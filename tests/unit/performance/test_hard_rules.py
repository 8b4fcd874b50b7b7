import numpy as np

from likeness.performance import hard_rules
from likeness.performance.grid import TimeGrid
from likeness.performance.mouth import CHANNELS, channel, lip_gap
from likeness.performance.segments import Segment

GRID = TimeGrid(200)


def wide_open():
    mouth = np.zeros((GRID.n_samples, len(CHANNELS)))
    mouth[:, channel("jaw_open")] = 0.4
    mouth[:, channel("pucker")] = 0.5
    return mouth


def test_sibilants_narrow_the_jaw():
    mouth = hard_rules.narrow_sibilant_jaw(wide_open(), (Segment("S", 0.4, 0.5),), GRID)
    assert mouth[GRID.index(0.45), channel("jaw_open")] <= 0.08
    assert mouth[GRID.index(0.2), channel("jaw_open")] == 0.4


def test_f_tucks_the_lower_lip():
    mouth = hard_rules.tuck_lower_lip(wide_open(), (Segment("F", 0.4, 0.5),), GRID)
    middle = mouth[GRID.index(0.45)]
    assert middle[channel("roll_lower")] > 0.4
    assert 0.0 < lip_gap(middle) < 0.05
    assert 0.0 < middle[channel("pucker")] < 0.5


def test_a_vowel_opens_the_lips():
    shut = np.zeros((GRID.n_samples, len(CHANNELS)))
    mouth = hard_rules.open_vowels(shut, (Segment("IY", 0.4, 0.5),), GRID)
    assert lip_gap(mouth).max() > 0.05


def test_speech_without_closures_stays_apart():
    shut = np.zeros((GRID.n_samples, len(CHANNELS)))
    gap = lip_gap(hard_rules.keep_apart(shut, (Segment("T", 0.4, 0.6), Segment("SIL", 0.6, 1.0)), GRID))
    assert gap[GRID.window(0.42, 0.58)].min() > 0.025
    assert gap[GRID.index(0.9)] == 0.0

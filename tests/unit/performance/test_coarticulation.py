import numpy as np

from likeness.performance.coarticulation import coarticulate
from likeness.performance.grid import TimeGrid
from likeness.performance.mouth import channel, lip_gap
from likeness.performance.segments import Segment

GRID = TimeGrid(600)


def run(*parts):
    segments, time_s = [], 0.0
    for symbol, length_s in parts:
        segments.append(Segment(symbol, time_s, time_s + length_s))
        time_s += length_s
    return coarticulate(tuple(segments), GRID)


def test_long_vowel_holds():
    gap = lip_gap(run(("SIL", 0.5), ("AA", 2.0), ("SIL", 0.5)))
    assert np.ptp(gap[GRID.window(1.0, 1.9)]) < 0.01


def test_rounding_leads_over_consonants():
    mouth = run(("SIL", 0.4), ("IY", 0.2), ("S", 0.1), ("T", 0.1), ("UW", 0.3), ("SIL", 0.4))
    pucker = mouth[:, channel("pucker")]
    assert pucker[GRID.index(0.6)] > 0.25
    assert pucker[GRID.index(0.45)] < 0.2
    assert pucker[GRID.index(0.95)] > 0.8


def test_lips_part_before_the_first_sound():
    gap = lip_gap(run(("SIL", 1.0), ("AA", 0.3), ("SIL", 1.0)))
    assert gap[GRID.index(0.7)] < 0.01
    assert gap[GRID.index(0.93)] > 0.03


def test_curves_are_smooth():
    mouth = run(("SIL", 0.3), ("AA", 0.2), ("T", 0.1), ("IY", 0.2), ("SH", 0.1), ("OW", 0.2), ("SIL", 0.4))
    assert np.abs(np.diff(mouth, axis=0)).max() < 0.08

from fractions import Fraction

import numpy as np
import pytest

from likeness.performance.closures import close_lips, closures_of
from likeness.performance.coarticulation import coarticulate
from likeness.performance.grid import TimeGrid
from likeness.performance.mouth import channel, lip_gap
from likeness.performance.segments import Segment


def row(*parts, start_s=0.2):
    segments = []
    for symbol, length_s in parts:
        segments.append(Segment(symbol, start_s, start_s + length_s))
        start_s += length_s
    return tuple(segments)


@pytest.mark.parametrize("fps", [24, 25, 30, 60])
@pytest.mark.parametrize("length_s", [0.01, 0.04, 0.08, 0.3])
def test_no_closure_is_shorter_than_a_frame(fps, length_s):
    segments = row(("AA", 0.15), ("B", length_s), ("AA", 0.15))
    (closure,) = closures_of(segments, Fraction(fps))
    assert closure.end_s - closure.start_s >= 1 / fps + 0.005
    assert closure.start_s >= segments[1].start_s - 0.061


def test_held_consonant_stays_closed_but_a_stop_does_not():
    (hum,) = closures_of(row(("AA", 0.2), ("M", 1.0), ("AA", 0.2)), Fraction(25))
    (stop,) = closures_of(row(("AA", 0.2), ("B", 1.0), ("AA", 0.2)), Fraction(25))
    assert hum.end_s - hum.start_s > 0.9
    assert stop.end_s - stop.start_s < 0.15


def test_neighbours_become_one_closure():
    assert len(closures_of(row(("AA", 0.2), ("M", 0.08), ("P", 0.08), ("AA", 0.2)), Fraction(25))) == 1


def test_short_vowel_between_closures_gets_room():
    segments = row(("B", 0.1), ("AH", 0.04), ("B", 0.1), ("AA", 0.2))
    first, second = closures_of(segments, Fraction(25))
    assert second.start_s - first.end_s > 0.055


def test_lips_touch_and_press_over_the_closure():
    segments = row(("AA", 0.2), ("P", 0.1), ("AA", 0.2))
    grid = TimeGrid(200)
    open_mouth = coarticulate(segments, grid)
    closures = closures_of(segments, Fraction(25))
    mouth = close_lips(open_mouth, closures, grid)
    inside = grid.window(closures[0].start_s, closures[0].end_s)
    assert lip_gap(open_mouth)[inside].min() > 0.0
    assert lip_gap(mouth)[inside].max() < 0.0
    assert mouth[inside, channel("press")].min() > 0.3
    assert np.array_equal(mouth[:40], open_mouth[:40])

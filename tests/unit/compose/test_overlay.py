import numpy as np

from likeness.compose import Overlay
from likeness.compose.overlay import around, intersection


def patch(left, top, width=4, height=3):
    return Overlay(np.arange(height * width * 4, dtype=np.uint8).reshape(height, width, 4), left, top)


def test_inside_cuts_to_the_box():
    part = patch(2, 1).inside((3, 2, 20, 20))
    assert part is not None
    assert part.box_px == (3, 2, 6, 4)
    np.testing.assert_array_equal(part.rgba, patch(2, 1).rgba[1:, 1:])


def test_nothing_inside_is_none():
    assert patch(2, 1).inside((6, 0, 20, 20)) is None
    assert patch(2, 1).inside((0, 0, 0, 0)) is None
    assert patch(-9, 1).inside((0, 0, 20, 20)) is None


def test_boxes():
    assert around() == (0, 0, 0, 0)
    assert around((5, 5, 5, 9), (1, 2, 3, 4)) == (1, 2, 3, 4)
    assert intersection((0, 0, 4, 4), (2, 2, 9, 9)) == (2, 2, 4, 4)

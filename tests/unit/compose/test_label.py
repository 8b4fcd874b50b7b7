import numpy as np
import pytest

from likeness.compose import label_overlay


@pytest.mark.parametrize("corner", ["top_left", "top_right", "bottom_left", "bottom_right"])
@pytest.mark.parametrize("size", [(640, 360), (360, 640), (128, 128), (3840, 2160)])
def test_lies_in_its_corner(corner, size):
    left, top, right, bottom = label_overlay(corner, size).box_px
    assert 0 <= left < right <= size[0]
    assert 0 <= top < bottom <= size[1]
    assert (left < size[0] - right) == corner.endswith("left")
    assert (top < size[1] - bottom) == corner.startswith("top")


def test_letters_are_light_and_the_plate_is_dark_and_thin():
    rgba = label_overlay("top_left", (1280, 720)).rgba
    light = rgba[..., 0] > 150
    assert 0.08 < light.mean() < 0.4
    plate = (rgba[..., 0] < 40) & (rgba[..., 3] > 100)
    assert 0.4 < plate.mean() < 0.9
    assert rgba[plate][:, 3].max() < 200
    assert rgba[0, 0, 3] < 60  # rounded


def test_letters_grow_with_the_film():
    heights = [label_overlay("top_left", (w, w)).rgba.shape[0] for w in (128, 360, 720, 2160)]
    assert heights == sorted(set(heights))
    assert heights[3] == pytest.approx(3 * heights[2], rel=0.05)


def test_same_label_is_the_same_bytes():
    first, second = (label_overlay("top_left", (640, 360)).rgba for _ in range(2))
    np.testing.assert_array_equal(first, second)

import itertools

import numpy as np
import pytest

from likeness.compose import colour_backdrop, image_backdrop
from likeness.compose.new_backdrop import covering


def test_one_colour():
    canvas = colour_backdrop((1, 2, 3), (6, 4))
    assert canvas.shape == (4, 6, 3)
    assert (canvas == (1, 2, 3)).all()


@pytest.mark.parametrize("image", [(40, 60), (60, 40), (50, 50), (7, 200), (1, 1), (301, 299)])
@pytest.mark.parametrize("canvas", [(64, 36), (36, 64), (50, 50)])
def test_placement_covers_the_canvas_with_its_middle(image, canvas):
    place = covering(image, canvas)
    for offset, length, side in (
        (place.offset_x_px, image[1] * place.scale, canvas[0]),
        (place.offset_y_px, image[0] * place.scale, canvas[1]),
    ):
        assert offset <= 0
        assert offset + length > side - 1
        assert abs(2 * offset + length - side) <= 2


def test_what_is_too_wide_is_cut_evenly():
    image = np.zeros((20, 60, 3), np.uint8)
    image[:, 20:40] = 200
    np.testing.assert_array_equal(image_backdrop(image, (20, 20)), np.full((20, 20, 3), 200))


def test_blur_keeps_the_light_and_lamps_bright():
    image = np.zeros((90, 160, 3), np.uint8)
    image[40:50, 75:85] = 255
    soft = image_backdrop(image, (160, 90), 1.0).astype(float)
    assert soft[45, 80].max() < 255
    light = ((soft / 255) ** 2.2).sum() / ((image / 255) ** 2.2).sum()
    assert light == pytest.approx(1.0, abs=0.05)
    # in stored values the spot would have lost its light: 100 pixels of 255 are more than are left of them
    assert soft.sum() > 1.3 * image.sum()
    assert (soft[:, :, 0] > 25).sum() > 300


def test_more_blur_is_softer_and_none_is_none():
    image = np.random.default_rng(0).integers(0, 256, (90, 160, 3), dtype=np.uint8)
    detail = [
        np.abs(np.diff(image_backdrop(image, (160, 90), blur).astype(int), axis=1)).mean()
        for blur in (0.0, 0.1, 0.3, 0.6, 1.0)
    ]
    assert all(more > less for more, less in itertools.pairwise(detail))
    np.testing.assert_array_equal(image_backdrop(image, (160, 90), 0.0), image)

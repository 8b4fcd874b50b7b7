import numpy as np
import pytest

from likeness.core.canvas import Placement
from likeness.core.scaling import scale_to_canvas


def waves(width=200, height=150, channels=3):
    y, x = np.mgrid[0:height, 0:width].astype(np.float64) + 0.5
    values = [110 + 60 * np.sin((k + 1) * x / 23) * np.cos(y / (19 + k)) for k in range(channels)]
    return np.round(np.stack(values, axis=-1)).astype(np.uint8)


def wave_at(x, y):
    return 110 + 60 * np.sin(x / 23) * np.cos(y / 19)


@pytest.mark.parametrize("scale", [0.37, 0.5, 1.0, 1.7, 3.0])
@pytest.mark.parametrize("offset", [(0.0, 0.0), (13.0, -8.0), (4.5, 2.25)])
def test_canvas_is_scale_times_picture_plus_offset(scale, offset):
    placement = Placement(400, 300, scale, *offset)
    left, top, width, height = 30, 20, 40, 25
    part = scale_to_canvas(waves(), placement, (left, top, width, height))
    y, x = np.mgrid[top : top + height, left : left + width] + 0.5
    expected = wave_at((x - offset[0]) / scale, (y - offset[1]) / scale)
    in_picture = ((x - offset[0]) / scale < 196) & ((y - offset[1]) / scale < 146)
    assert part.shape == (height, width, 3)
    assert np.abs(part[..., 0] - expected)[in_picture].max() < 3.0


def test_rectangles_are_cut_from_one_whole():
    placement = Placement(300, 220, 1.4, 7.0, -3.0)
    whole = scale_to_canvas(waves(), placement, (0, 0, 280, 200))
    part = scale_to_canvas(waves(), placement, (50, 40, 60, 70))
    np.testing.assert_array_equal(part, whole[40:110, 50:110])


def test_scale_one_on_whole_pixels_is_a_copy():
    image = waves(channels=4)
    cut = scale_to_canvas(image, Placement(300, 220, 1.0, 20.0, 10.0), (20, 10, 200, 150))
    np.testing.assert_array_equal(cut, image)


def test_reducing_does_not_alias():
    stripes = np.zeros((128, 128), np.uint8)
    stripes[:, ::2] = 255
    small = scale_to_canvas(stripes, Placement(32, 32, 0.25, 0.0, 0.0), (0, 0, 32, 32))
    assert np.abs(small.astype(int) - 128).max() <= 1


@pytest.mark.parametrize("scale", [0.4, 0.85, 1.0, 1.6])
@pytest.mark.parametrize("density", [3, 5])
def test_denser_samples_hold_the_canvas_pixels(scale, density):
    placement, rectangle = Placement(300, 220, scale, 4.3, -2.6), (10, 5, 70, 50)
    dense = scale_to_canvas(waves(), placement, rectangle, density)
    assert dense.shape == (50 * density, 70 * density, 3)
    middle = slice(density // 2, None, density)
    np.testing.assert_array_equal(dense[middle, middle], scale_to_canvas(waves(), placement, rectangle))


def test_enlarged_edges_have_no_halo_and_stay_crisp():
    image = np.full((24, 40), 60, np.uint8)
    image[:, 20:] = 190
    row = scale_to_canvas(image, Placement(220, 130, 5.3, 0.0, 0.0), (0, 0, 212, 127))[60]
    assert row.min() == 60 and row.max() == 190
    assert ((row > 65) & (row < 185)).sum() <= 5, "no wider than a pixel of the picture"


def test_enlarged_slopes_are_even():
    ramp = (np.mgrid[:20, :40][1] * 5 + 20).astype(np.uint8)
    row = scale_to_canvas(ramp, Placement(200, 100, 5.0, 0.0, 0.0), (0, 0, 200, 100))[50, 20:180]
    np.testing.assert_allclose(row, 20 + 5 * ((np.arange(20, 180) + 0.5) / 5 - 0.5), atol=1.1)

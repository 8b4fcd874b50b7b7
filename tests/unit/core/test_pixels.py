import numpy as np
import pytest

from likeness.core.pixels import (
    blur,
    box_mean,
    polygon_mask,
    polygon_pixels,
    resize_area,
    resize_linear,
    sample_cubic,
    to_bytes,
    to_unit,
    warp_linear,
)

SQUARE = np.array([[2, 1], [6, 1], [6, 4], [2, 4]], np.float32)


@pytest.mark.parametrize("dtype", [np.uint8, np.float32])
def test_types_and_channels_stay(dtype):
    image = np.random.default_rng(0).integers(0, 255, (9, 12, 3)).astype(dtype)
    y, x = np.mgrid[0:9, 0:12].astype(np.float32)
    results = (
        resize_area(image, (12, 9)),
        resize_linear(image, (12, 9)),
        blur(image, 0.8),
        box_mean(image, 1),
        sample_cubic(image, x, y),
        warp_linear(image, np.eye(2, 3, dtype=np.float32), (12, 9)),
    )
    assert [(result.dtype, result.shape) for result in results] == [(image.dtype, image.shape)] * 6


def test_area_is_the_mean_of_what_it_covers():
    image = np.arange(24, dtype=np.float32).reshape(4, 6)
    means = image.reshape(2, 2, 2, 3).mean((1, 3))
    np.testing.assert_allclose(resize_area(image, (2, 2)), means)


def test_box_mean_has_the_radius_it_says():
    image = np.zeros((9, 9), np.float32)
    image[4, 4] = 25.0
    spread = box_mean(image, 2)
    assert (spread[2:7, 2:7] == 1.0).all()
    assert spread.sum() == pytest.approx(25.0)


def test_maps_count_from_pixel_centres():
    image = np.arange(20, dtype=np.float32).reshape(4, 5)
    x, y = np.array([[3.0]], np.float32), np.array([[2.0]], np.float32)
    assert sample_cubic(image, x, y)[0, 0] == image[2, 3]


def test_warp_shows_nothing_beyond_the_image():
    shift = np.array([[1, 0, 2], [0, 1, 0]], np.float32)
    moved = warp_linear(np.full((3, 4), 9, np.uint8), shift, (4, 3))
    np.testing.assert_array_equal(moved, np.array([[0, 0, 9, 9]] * 3))


def test_polygons_cover_their_inside():
    for filled in (polygon_mask((10, 8), SQUARE) == 255, polygon_pixels((10, 8), SQUARE)):
        assert filled.shape == (8, 10)
        assert filled[1:5, 2:7].all()
        assert filled.sum() == 20


def test_subpixel_polygon_follows_its_outline():
    steps = [int((polygon_mask((40, 40), SQUARE * 4 + shift) > 0).sum()) for shift in (0.0, 0.5)]
    narrow = int((polygon_mask((40, 40), SQUARE * 3.9) > 0).sum())
    assert narrow < steps[0]
    assert polygon_pixels((40, 40), SQUARE * 4).sum() == steps[0]


def test_bytes_are_rounded_and_cut_off():
    values = np.array([-3.0, 0.4, 0.6, 254.6, 300.0], np.float32)
    np.testing.assert_array_equal(to_bytes(values), np.array([0, 0, 1, 255, 255], np.uint8))
    np.testing.assert_array_equal(to_bytes(to_unit(np.arange(256, dtype=np.uint8)) * 255), np.arange(256))

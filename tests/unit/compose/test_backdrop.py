import cv2
import numpy as np

from likeness.compose import backdrop
from likeness.compose.backdrop import picture_coverage
from likeness.core.canvas import Placement


def gradient(height, width):
    down, across = np.mgrid[0:height, 0:width]
    return np.stack([40 + 150 * down / height, 40 + 150 * across / width, 0 * down + 90], axis=2).astype(
        np.uint8
    )


def test_scale_one_keeps_the_pixels():
    plate = np.random.default_rng(0).integers(0, 256, (40, 60, 3), dtype=np.uint8)
    np.testing.assert_array_equal(backdrop(plate, Placement(60, 40, 1.0, 0.0, 0.0)), plate)


def test_whole_offsets_shift_by_whole_pixels():
    plate = np.random.default_rng(0).integers(0, 256, (40, 60, 3), dtype=np.uint8)
    shifted = backdrop(plate, Placement(50, 30, 1.0, -4.0, -7.0))
    np.testing.assert_array_equal(shifted, plate[7:37, 4:54])


def test_enlarging_agrees_with_resize():
    plate = gradient(40, 60)
    ours = backdrop(plate, Placement(120, 80, 2.0, 0.0, 0.0)).astype(int)
    theirs = cv2.resize(plate, (120, 80), interpolation=cv2.INTER_CUBIC).astype(int)
    assert np.abs(ours - theirs).max() <= 1


def test_shrinking_averages_instead_of_skipping():
    checks = (np.indices((400, 400)).sum(axis=0) % 2 * 255).astype(np.uint8)
    plate = np.repeat(checks[:, :, None], 3, axis=2)
    small = backdrop(plate, Placement(100, 100, 0.25, 0.0, 0.0))
    assert abs(int(small.min()) - 127) <= 2
    assert abs(int(small.max()) - 127) <= 2


def test_contain_fills_the_sides_with_a_darker_blur():
    plate = gradient(200, 100)
    canvas = backdrop(plate, Placement(400, 200, 1.0, 150.0, 0.0))
    np.testing.assert_array_equal(canvas[:, 150:250], plate)
    sides = np.concatenate([canvas[:, :150], canvas[:, 250:]], axis=1)
    assert 0.5 * plate.mean() < sides.mean() < 0.9 * plate.mean()
    assert np.abs(np.diff(sides[:, :150].astype(int), axis=1)).max() <= 3


def test_coverage_is_none_when_the_picture_fills_the_canvas():
    assert picture_coverage((40, 60), Placement(60, 40, 1.0, 0.0, 0.0)) is None
    assert picture_coverage((40, 60), Placement(60, 40, 2.0, -30.0, -20.0)) is None


def test_coverage_has_a_smooth_edge():
    coverage = picture_coverage((10, 10), Placement(20, 10, 1.0, 5.25, 0.0))
    assert coverage is not None
    assert coverage[0].tolist() == [0] * 5 + [191] + [255] * 9 + [64] + [0] * 4

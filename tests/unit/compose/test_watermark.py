import numpy as np
import pytest

from likeness.compose import watermark_overlay
from likeness.core.watermarking import Watermark

CANVAS = (200, 100)
RGB = np.random.default_rng(3).integers(0, 256, (10, 20, 3), dtype=np.uint8)


def mark(**values):
    return Watermark(file="mark.png", **values)


@pytest.mark.parametrize(
    ("position", "corner"),
    [
        ("top_left", (20, 5)),
        ("top_right", (160, 5)),
        ("bottom_left", (20, 85)),
        ("bottom_right", (160, 85)),
    ],
)
def test_lies_in_its_corner_at_its_own_size(position, corner):
    overlay = watermark_overlay(RGB, None, mark(position=position, offset_x=0.1, offset_y=0.05), CANVAS)
    assert (overlay.left_px, overlay.top_px) == corner
    np.testing.assert_array_equal(overlay.rgba[..., :3], RGB)
    assert (overlay.rgba[..., 3] == 255).all()


def test_usual_place_is_the_lower_right_corner():
    overlay = watermark_overlay(RGB, None, mark(), CANVAS)
    assert overlay.box_px == (176, 88, 196, 98)


def test_opacity_and_transparency_multiply():
    alpha = np.tile(np.array([0, 100, 255, 255], np.uint8), (10, 5))
    overlay = watermark_overlay(RGB, alpha, mark(opacity=0.5), CANVAS)
    expected = np.rint(alpha * 0.5)
    assert np.abs(overlay.rgba[..., 3] - expected).max() <= 1
    seen = alpha == 255
    np.testing.assert_array_equal(overlay.rgba[..., :3][seen], RGB[seen])


@pytest.mark.parametrize("scale", [0.5, 2.0, 3.7])
def test_scale_multiplies_its_size(scale):
    overlay = watermark_overlay(RGB, None, mark(scale=scale, offset_x=0, offset_y=0), CANVAS)
    assert overlay.rgba.shape[:2] == (round(10 * scale), round(20 * scale))
    assert overlay.box_px[2:] == CANVAS


def test_colours_of_transparent_pixels_do_not_leak_into_a_scaled_edge():
    rgb = np.zeros((40, 40, 3), np.uint8)
    rgb[:, 20:] = (255, 255, 255)
    alpha = np.zeros((40, 40), np.uint8)
    alpha[:, 20:] = 255
    overlay = watermark_overlay(rgb, alpha, mark(scale=0.37), CANVAS)
    covered = overlay.rgba[..., 3] > 40
    assert covered.any()
    assert overlay.rgba[..., :3][covered].min() > 245


def test_what_is_larger_than_the_frame_is_cut_and_not_made():
    overlay = watermark_overlay(RGB, None, mark(scale=20, offset_x=0, offset_y=0), CANVAS)
    assert overlay.box_px == (0, 0, 200, 100)
    small = watermark_overlay(RGB[-5:, -10:], None, mark(scale=20, offset_x=0, offset_y=0), CANVAS)
    difference = np.abs(overlay.rgba.astype(int) - small.rgba)[85:, 85:]
    assert difference.max() <= 1  # further up the interpolation sees what was cut


def test_unseen_marks_are_none():
    assert watermark_overlay(RGB, None, mark(opacity=0), CANVAS) is None
    assert watermark_overlay(RGB, None, mark(offset_x=1, position="top_left"), CANVAS) is None

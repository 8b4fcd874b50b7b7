from dataclasses import replace

import numpy as np

from likeness.core.canvas import Placement
from likeness.rendering.texture import canvas_texture


def test_whole_picture_at_scale_one_is_the_picture(photo):
    texture = canvas_texture(photo, Placement(600, 600, 1.0, 20.0, 30.0))
    assert (texture.left_px, texture.top_px) == (20, 30)
    np.testing.assert_array_equal(texture.rgba[..., :3], photo.foreground_rgb)
    np.testing.assert_array_equal(texture.rgba[..., 3], photo.alpha)


def test_only_the_canvas_and_a_margin_are_kept(photo):
    texture = canvas_texture(photo, Placement(200, 100, 4.0, -800.0, -700.0))
    height, width = texture.rgba.shape[:2]
    assert (texture.left_px, texture.top_px) == (-12, -6)
    assert (width, height) == (224, 112)


def test_margin_ends_where_the_picture_ends(photo):
    texture = canvas_texture(photo, Placement(1024, 1100, 2.0, 0.0, 76.0))
    height, width = texture.rgba.shape[:2]
    assert (texture.left_px, texture.top_px, width, height) == (0, 76, 1024, 1024)


def test_alpha_is_scaled_as_the_colours(photo):
    half = replace(photo, foreground_rgb=np.repeat(photo.alpha[..., None], 3, axis=2))
    texture = canvas_texture(half, Placement(300, 300, 0.6, -3.0, -2.0))
    np.testing.assert_array_equal(texture.rgba[..., 0], texture.rgba[..., 3])

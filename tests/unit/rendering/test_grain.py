from dataclasses import replace

import numpy as np
import pytest

from likeness.rendering.grain import skin_grain, tiled_grain
from likeness.rendering.texture import canvas_texture


@pytest.fixture(scope="module")
def grain_of(drawing, drawing_placement):
    """Return a function: the grain that is found in a picture of these grey levels (H, W)."""

    def found(grey):
        rgb = np.repeat(grey.round().clip(0, 255).astype(np.uint8)[..., None], 3, axis=2)
        portrait = replace(drawing, foreground_rgb=rgb)
        placement = replace(drawing_placement, scale=1.0)
        return skin_grain(portrait, placement, canvas_texture(portrait, placement))

    return found


@pytest.mark.parametrize("sigma", [0.0, 2.0, 4.0])
def test_noise_of_the_picture_is_found(sigma, drawing, grain_of):
    noise = np.random.default_rng(3).normal(128, sigma, drawing.alpha.shape)
    grain = grain_of(noise)
    assert grain.shape[0] == grain.shape[1] > 12
    assert grain.std() == pytest.approx(sigma, rel=0.2, abs=0.1)
    assert grain.mean() == pytest.approx(0, abs=1e-3)


def test_strong_structure_is_limited(drawing, grain_of):
    noise = np.random.default_rng(3).normal(128, 40, drawing.alpha.shape)
    assert 4 < grain_of(noise).std() <= 6


def test_structure_keeps_its_direction(drawing, grain_of):
    """Brush strokes and lines of compression are no white noise."""
    strokes = np.repeat(np.random.default_rng(3).normal(128, 3, (drawing.alpha.shape[0], 1)), 8, axis=1)
    grain = grain_of(np.tile(strokes, (1, drawing.alpha.shape[1] // 8 + 1))[:, : drawing.alpha.shape[1]])
    assert np.abs(np.diff(grain, axis=1)).mean() < 0.05 * np.abs(np.diff(grain, axis=0)).mean()


def test_shading_is_no_grain(drawing, grain_of):
    x = np.linspace(60, 200, drawing.alpha.shape[1])
    assert grain_of(np.tile(x, (drawing.alpha.shape[0], 1))).std() < 0.6


def test_plain_skin_is_taken_and_not_the_features(drawing, grain_of):
    """Half of the face is covered by a beard."""
    noise = np.random.default_rng(3).normal(0, 1, drawing.alpha.shape)
    middle = int(drawing.face.rest_px[:468, 1].mean())
    noise[middle:] *= 20
    assert grain_of(128 + noise).std() < 2


def test_folds_in_smooth_skin_are_left_out(drawing, grain_of):
    """Lines all over the face, with even skin in few places only."""
    height, width = drawing.alpha.shape
    grey = 128 + np.random.default_rng(3).normal(0, 1, (height, width))
    oval = drawing.face.rest_px[:468, :2]
    left, right = int(np.percentile(oval[:, 0], 30)), int(np.percentile(oval[:, 0], 70))
    grey[::12, :left] = grey[::12, right:] = 60
    assert grain_of(grey).std() < 2


def test_a_face_out_of_the_frame_has_none(drawing, drawing_placement):
    placement = replace(drawing_placement, scale=1.0, offset_x_px=-5 * drawing.size_px[0])
    texture = canvas_texture(drawing, replace(drawing_placement, scale=1.0))
    assert not skin_grain(drawing, placement, texture).any()


def test_tiles_are_mirrored():
    patch = np.arange(12, dtype=np.float32).reshape(3, 4)
    tiled = tiled_grain(patch, 9)
    assert tiled.shape == (9, 9)
    np.testing.assert_array_equal(tiled[:3, :4], patch)
    np.testing.assert_array_equal(tiled[:3, 4:8], patch[:, ::-1])
    np.testing.assert_array_equal(tiled_grain(patch, 2), patch[:2, :2])

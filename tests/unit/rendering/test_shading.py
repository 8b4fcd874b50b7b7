from dataclasses import replace

import numpy as np
import pytest

from likeness.rendering.mesh import N_FACE
from likeness.rendering.shading import build_shading, shade_skin, skin_ratio
from likeness.rendering.texture import canvas_texture

SMILE = {"mouth_smile": 0.7, "cheek_squint": 0.4}
CHEEKS = [50, 280]


@pytest.fixture(scope="module")
def shading(photo, photo_placement):
    return build_shading(photo, photo_placement, canvas_texture(photo, photo_placement))


@pytest.fixture(scope="module")
def moved(photo):
    """Return the face (468, 3) in picture pixels with one shape at some strength."""

    def move(shapes, state):
        delta = np.tensordot(state(shapes).expression, photo.face.expression_px, axes=1)
        return (photo.face.rest_px + delta)[:N_FACE].astype(np.float32)

    return move


def on_layer(photo, scale=1.0):
    points = photo.face.rest_px[:N_FACE] * np.float32(scale)
    points[:, :2] += 20 - points[:, :2].min(0)
    return points


def grey_layer(points, value=150):
    width, height = np.ceil(points[:, :2].max(0)).astype(int) + 20
    return np.full((height, width, 4), value, np.uint8)


def lit_from(photo, direction):
    """Return the portrait painted with a light of its own."""
    height, width = photo.alpha.shape
    x = np.linspace(-1, 1, width)[None] * direction[0] + np.linspace(-1, 1, height)[:, None] * direction[1]
    grain = np.random.default_rng(0).normal(0, 6, (height, width))
    paint = np.clip(140 + 100 * x + grain, 0, 255).astype(np.uint8)
    return replace(photo, foreground_rgb=np.repeat(paint[..., None], 3, axis=2))


def test_the_face_at_rest_is_left_alone(photo, shading):
    np.testing.assert_allclose(skin_ratio(shading.rest_px, shading), 1.0, atol=1e-5)
    points = on_layer(photo)
    layer = grey_layer(points)
    shade_skin(layer, points, shading.rest_px, shading)
    assert (layer == 150).all()


def test_a_smile_changes_cheeks_but_neither_lips_nor_the_face_s_rim(moved, state, shading, rig):
    ratio = skin_ratio(moved(SMILE, state), shading)
    assert np.abs(ratio - 1.0).max() > 0.03
    assert ratio.min() >= 0.85
    assert ratio.max() <= 1.15
    for name in ("lip_outer_upper", "lip_inner_lower", "face_oval", "eyelid_left_upper"):
        np.testing.assert_array_equal(ratio[rig.contours[name]], 1.0)


def test_the_side_of_the_light_is_read_from_the_picture(photo, photo_placement):
    lights = []
    for direction in ((1.0, 0.0), (-1.0, 0.0), (0.0, -1.0)):
        lit = lit_from(photo, direction)
        lights.append(build_shading(lit, photo_placement, canvas_texture(lit, photo_placement)).light)
    assert lights[0][1] > 0.05 > -0.05 > lights[1][1]
    assert lights[2][2] < lights[0][2]


def test_skin_that_turns_from_the_light_gets_darker(photo, photo_placement):
    """Cheeks turned towards image right by a stretched depth: bright under light from there, else dark."""
    turned = photo.face.rest_px[:N_FACE].copy()
    turned[:, 2] += 0.35 * (turned[:, 0] - turned[:, 0].mean())
    ratios = []
    for side in (-1.0, 1.0):
        lit = lit_from(photo, (side, 0.0))
        shading = build_shading(lit, photo_placement, canvas_texture(lit, photo_placement))
        ratios.append(float(skin_ratio(turned, shading)[CHEEKS].mean()))
    assert ratios[1] > ratios[0] + 0.01


def test_shading_is_smooth_and_keeps_alpha(photo, moved, state, shading):
    points = on_layer(photo, scale=2.0)
    layer = grey_layer(points)
    shade_skin(layer, points, moved(SMILE, state), shading)
    assert (layer[..., 3] == 150).all()
    assert np.ptp(layer[..., 0]) >= 4
    assert np.abs(np.diff(layer[..., 0].astype(int), axis=0)).max() <= 3
    assert np.abs(np.diff(layer[..., 0].astype(int), axis=1)).max() <= 3


def test_a_layer_shows_the_ratio_at_each_point(photo, moved, state, shading):
    points = on_layer(photo, scale=2.0)
    layer = grey_layer(points, 200)
    face = moved(SMILE, state)
    shade_skin(layer, points, face, shading)
    ratio = skin_ratio(face, shading)
    x, y = points[CHEEKS, :2].astype(int).T
    np.testing.assert_allclose(layer[y, x, 0] / 200, ratio[CHEEKS], atol=0.02)


def test_a_face_out_of_the_layer_changes_nothing(photo, moved, state, shading):
    points = on_layer(photo) + np.array([5000, 0, 0], np.float32)
    layer = grey_layer(on_layer(photo))
    shade_skin(layer, points, moved(SMILE, state), shading)
    assert (layer == 150).all()


def test_drawings_and_animals_are_not_shaded(photo, photo_placement):
    texture = canvas_texture(photo, photo_placement)
    drawing = replace(photo, mouth=replace(photo.mouth, is_drawing=True))
    for other in (drawing, replace(photo, is_template=True)):
        assert build_shading(other, photo_placement, texture) is None


def test_flat_paint_is_not_shaded(photo, photo_placement):
    """Pictures between drawing and photo: a soft shadow on flat colour looks like a smudge."""
    height, width = photo.alpha.shape
    flat = replace(photo, foreground_rgb=np.full((height, width, 3), (230, 180, 160), np.uint8))
    painted = build_shading(flat, photo_placement, canvas_texture(flat, photo_placement))
    assert painted is None

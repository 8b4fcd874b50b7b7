from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from likeness.compose import layout
from likeness.core.canvas import Placement
from likeness.core.scaling import scale_to_canvas
from likeness.core.spec import Output
from likeness.rendering import PortraitRenderer
from likeness.testing.astronaut import astronaut_path


@pytest.fixture(scope="module")
def states(state):
    """Every moving part at least once."""
    return (
        state(),
        state({"jaw_open": 0.45, "mouth_lower_down": 0.1}, closed_mouth=1.0),
        state({"eye_blink": 1.0, "brow_outer_up": 0.5}),
        state({"mouth_pucker": 0.85, "jaw_open": 0.2}, closed_mouth=1.0, head_deg=(3.0, 8.0, -4.0)),
        state({"jaw_open": 0.3}, closed_mouth=0.5, tongue=(1.0, 1.0, 1.0), gaze_deg=(10.0, -4.0)),
        state(breath=1.0, head_shift=(0.05, 0.02), head_deg=(-6.0, -8.0, 6.0)),
    )


def psnr_db(a, b):
    error = np.mean((a.astype(np.float64) - b.astype(np.float64)) ** 2)
    return 10 * np.log10(255**2 / max(error, 1e-12))


def test_rest_is_the_scaled_photo(photo, state):
    placement = layout(photo.size_px, photo.head_box, Output(resolution="720p", fit="cover"))
    layer = PortraitRenderer(photo, placement).render(state())
    height, width = layer.rgba.shape[:2]
    rectangle = (layer.left_px, layer.top_px, width, height)
    picture = scale_to_canvas(np.asarray(Image.open(astronaut_path()).convert("RGB")), placement, rectangle)
    subject = layer.rgba[..., 3] == 255
    assert subject.mean() > 0.2
    assert psnr_db(layer.rgba[..., :3][subject], picture[subject]) >= 45


@pytest.mark.parametrize("kind", ["photo", "drawing"])
def test_rest_alpha_is_the_matte(kind, request, state):
    portrait, placement, renderer = (
        request.getfixturevalue(name) for name in (kind, f"{kind}_placement", f"{kind}_renderer")
    )
    layer = renderer.render(state())
    height, width = layer.rgba.shape[:2]
    matte = scale_to_canvas(portrait.alpha, placement, (layer.left_px, layer.top_px, width, height))
    assert np.abs(layer.rgba[..., 3].astype(int) - matte).mean() < 0.2


@pytest.mark.parametrize("kind", ["photo", "drawing"])
def test_frames_do_not_depend_on_order_or_on_the_renderer(kind, request, states):
    renderer = request.getfixturevalue(f"{kind}_renderer")
    forward = [renderer.render(each).rgba for each in states]
    backward = [renderer.render(each).rgba for each in reversed(states)][::-1]
    fresh = PortraitRenderer(request.getfixturevalue(kind), request.getfixturevalue(f"{kind}_placement"))
    for number, each in enumerate(states):
        np.testing.assert_array_equal(forward[number], backward[number])
        np.testing.assert_array_equal(forward[number], fresh.render(each).rgba)
        assert number == 0 or not np.array_equal(forward[number], forward[0])


def test_threads_draw_the_same_bytes(photo_renderer, states):
    alone = [photo_renderer.render(each).rgba.tobytes() for each in states]
    with ThreadPoolExecutor(2) as pool:
        together = list(pool.map(lambda each: photo_renderer.render(each).rgba.tobytes(), states * 4))
    assert together == alone * 4


def test_nothing_given_is_changed(photo, photo_placement, states):
    kept = {name: getattr(photo, name).copy() for name in ("foreground_rgb", "alpha", "plate_rgb")}
    rest, coefficients = photo.face.rest_px.copy(), [each.expression.copy() for each in states]
    renderer = PortraitRenderer(photo, photo_placement)
    for each in states:
        renderer.render(each)
    for name, array in kept.items():
        np.testing.assert_array_equal(getattr(photo, name), array)
    np.testing.assert_array_equal(photo.face.rest_px, rest)
    for each, before in zip(states, coefficients, strict=True):
        np.testing.assert_array_equal(each.expression, before)


def test_layer_lies_on_the_canvas(photo_placement, photo_renderer, states):
    for each in states:
        layer = photo_renderer.render(each)
        height, width = layer.rgba.shape[:2]
        assert layer.left_px >= 0
        assert layer.top_px >= 0
        assert layer.left_px + width <= photo_placement.canvas_width_px
        assert layer.top_px + height <= photo_placement.canvas_height_px
        assert layer.rgba.dtype == np.uint8


@pytest.mark.parametrize(("angles", "direction"), [((0.0, 8.0, 0.0), -1), ((0.0, -8.0, 0.0), 1)])
def test_yaw_moves_the_face_in_the_picture(
    drawing, drawing_placement, drawing_renderer, state, angles, direction
):
    frames = [drawing_renderer.render(each).rgba for each in (state(), state(head_deg=angles))]
    lips = [_centre_of_lips(frame) for frame in frames]
    unit = drawing.face.eye_distance_px * drawing_placement.scale
    assert direction * (lips[1] - lips[0]) > 0.05 * unit


def _centre_of_lips(rgba):
    """Return the mean column of the red of the drawn lips."""
    red, green = (rgba[..., k].astype(int) for k in (0, 1))
    lips = (red > 150) & (green < 125) & (rgba[..., 3] == 255)
    lips[: len(lips) // 2] = False
    assert lips.sum() > 100
    return float(np.nonzero(lips)[1].mean())


def test_turned_face_is_turned_less_by_the_renderer(photo, photo_placement, state):
    turn = np.array([[0.88, 0, 0.475], [0, 1, 0], [-0.475, 0, 0.88]], np.float32)  # 28 degrees
    turned = PortraitRenderer(replace(photo, fit=replace(photo.fit, rotation=turn)), photo_placement)
    rest, away = (turned.render(each).rgba for each in (state(), state(head_deg=(0.0, 8.0, 0.0))))
    free = PortraitRenderer(photo, photo_placement)
    freely = free.render(state(head_deg=(0.0, 8.0, 0.0))).rgba
    moved, moved_freely = (np.abs(frame.astype(int) - rest).mean() for frame in (away, freely))
    assert 0.1 < moved < 0.8 * moved_freely


def test_subject_in_a_corner_of_the_canvas(photo, state):
    placement = Placement(200, 200, 1.0, -330.0, -300.0)
    layer = PortraitRenderer(photo, placement).render(
        state({"eye_blink": 1.0, "jaw_open": 0.5}, closed_mouth=1.0)
    )
    height, width = layer.rgba.shape[:2]
    picture = scale_to_canvas(photo.alpha, placement, (layer.left_px, layer.top_px, width, height))
    inside = slice(0, photo.size_px[0] - 330 - layer.left_px)  # the compositor cuts off what lies beyond
    assert picture[:, inside].size > 0.8 * picture.size
    assert np.abs(layer.rgba[..., 3].astype(int) - picture)[:, inside].max() <= 1

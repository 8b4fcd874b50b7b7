from dataclasses import replace

import cv2
import numpy as np
import pytest

from likeness.core.pixels import polygon_pixels
from likeness.portrait.drawn_eye_outline import DrawnEye
from likeness.portrait.eyes import _almond, _widened, eye_geometry
from likeness.portrait.picture import read_picture


@pytest.fixture(scope="module")
def rgb(drawn_picture):
    return read_picture(drawn_picture).rgb


def test_right_eye_is_the_subject_s(drawing):
    right, left = drawing.eyes
    assert right.iris_center_px[0] < left.iris_center_px[0]


def test_lids_run_from_the_outer_to_the_inner_corner(drawing):
    right, left = drawing.eyes
    for lid in ("upper_lid_px", "lower_lid_px"):
        assert getattr(right, lid)[0, 0] < getattr(right, lid)[-1, 0]
        assert getattr(left, lid)[0, 0] > getattr(left, lid)[-1, 0]
    for eye in (right, left):
        assert eye.upper_lid_px.shape == eye.lower_lid_px.shape == (9, 2)
        assert (eye.upper_lid_px[3:6, 1] < eye.lower_lid_px[3:6, 1]).all()
        assert eye.brow_px[:, 1].max() < eye.upper_lid_px[:, 1].min()


def test_iris_is_where_it_is_drawn(drawing, rgb):
    for eye in drawing.eyes:
        x, y = (round(float(v)) for v in eye.iris_center_px)
        patch = rgb[y - 20 : y + 20, x - 20 : x + 20].astype(int)
        green = (patch[..., 1] > patch[..., 0] + 18) & (patch[..., 1] > patch[..., 2] + 8)
        middle = np.argwhere(green).mean(0) - 20
        assert np.abs(middle).max() < 4
        assert eye.iris_radius_px == pytest.approx(np.sqrt(green.sum() / np.pi), rel=0.45)


def test_open_eyes_of_people_can_move(photo, drawing):
    assert all(eye.is_movable for eye in (*photo.eyes, *drawing.eyes))


def test_an_eye_that_is_shut_keeps_the_other_one_still(drawing, rgb, rig):
    points = drawing.face.rest_px.copy()
    lower, upper = (rig.contours[f"eyelid_right_{lid}"] for lid in ("lower", "upper"))
    points[upper] = points[lower] + (points[upper] - points[lower]) * 0.1
    eyes = eye_geometry(rgb, replace(drawing.face, rest_px=points), rig)
    assert not any(eye.is_movable for eye in eyes)  # nobody winks at every blink


def test_eyes_behind_dark_glass_cannot_move(drawing, rgb, rig):
    dark = rgb.copy()
    for eye in drawing.eyes:
        lens = np.concatenate([eye.upper_lid_px, eye.lower_lid_px[::-1]])
        middle = lens.mean(0)
        dark[polygon_pixels(rgb.shape[1::-1], middle + (lens - middle) * 1.25)] = (22, 20, 24)
    assert not any(eye.is_movable for eye in eye_geometry(dark, drawing.face, rig))


def _with_eyeballs(drawing, rgb, sizes):
    """Draw eyeballs of these sizes (eye distances) over the eyes; return the picture."""
    shown = np.full_like(rgb, (226, 178, 150))
    for eye, size in zip(drawing.eyes, sizes, strict=True):
        x, y = (round(float(v)) for v in (eye.upper_lid_px.mean(0) + eye.lower_lid_px.mean(0)) / 2)
        half = round(size * drawing.face.eye_distance_px)
        cv2.ellipse(shown, (x, y), (half, half), 0, 0, 360, (240, 240, 244), -1, cv2.LINE_AA)
        cv2.circle(shown, (x, y), round(0.6 * half), (60, 90, 190), -1, cv2.LINE_AA)
    return shown


def test_big_drawn_eyes_get_the_outline_of_the_picture(drawing, rgb, rig):
    eyes = eye_geometry(_with_eyeballs(drawing, rgb, (0.27, 0.27)), drawing.face, rig)
    for eye, before in zip(eyes, drawing.eyes, strict=True):
        assert eye.is_movable and eye.is_drawn
        height = float((eye.lower_lid_px - eye.upper_lid_px)[4, 1])
        assert height == pytest.approx(0.54 * drawing.face.eye_distance_px, rel=0.12)
        assert height > 1.7 * float((before.lower_lid_px - before.upper_lid_px)[4, 1])


def test_eyes_unlike_each_other_are_left_alone(drawing, rgb, rig):
    eyes = eye_geometry(_with_eyeballs(drawing, rgb, (0.30, 0.22)), drawing.face, rig)
    assert not any(eye.is_movable or eye.is_drawn for eye in eyes)


def _found(eye, growth, size=1.2):
    middle = (eye.upper_lid_px.mean(0) + eye.lower_lid_px.mean(0)) / 2
    upper, lower = (
        (middle + (lid - middle) * size).astype(np.float32) for lid in (eye.upper_lid_px, eye.lower_lid_px)
    )
    return DrawnEye(upper, lower, eye.iris_center_px, eye.iris_radius_px, growth)


def _opened(eye, opening):
    width = float(np.linalg.norm(eye.upper_lid_px[-1] - eye.upper_lid_px[0]))
    gap = float(np.linalg.norm(eye.upper_lid_px[3:6] - eye.lower_lid_px[3:6], axis=1).mean())
    lower = eye.upper_lid_px + (eye.lower_lid_px - eye.upper_lid_px) * (opening * width / gap)
    return replace(eye, lower_lid_px=lower.astype(np.float32))


@pytest.mark.parametrize(
    ("opening", "growths", "is_wider"),
    [(0.5, (1.7, 1.75), True), (0.3, (1.7, 1.75), False), (0.5, (1.5, 1.9), False), (0.5, (1.1, 1.1), False)],
    ids=["wide open", "narrow", "unlike", "as found"],
)
def test_lids_are_widened_to_alike_eyeballs_of_wide_eyes(drawing, opening, growths, is_wider):
    eyes = tuple(_opened(eye, opening) for eye in drawing.eyes)
    wider = _widened(eyes, *(_found(eye, growth) for eye, growth in zip(eyes, growths, strict=True)))
    for eye, new in zip(eyes, wider, strict=True):
        heights = [float((e.lower_lid_px - e.upper_lid_px)[4, 1]) for e in (eye, new)]
        assert (heights[1] > 1.1 * heights[0]) == is_wider
        # still from the outer to the inner corner
        directions = [np.sign(e.upper_lid_px[-1, 0] - e.upper_lid_px[0, 0]) for e in (eye, new)]
        assert directions[0] == directions[1]


def test_lids_of_an_almond_are_smooth_and_meet():
    along = np.linspace(-10.0, 10.0, 9)
    arch = 4.0 * (1 - (along / 12) ** 2)
    wave = 0.4 * np.cos(3 * along)
    places, upper, lower = _almond(along, -arch + wave, arch + wave)
    assert places[0] == pytest.approx(-12, abs=0.5)  # lids meet a little beyond what was found
    assert places[-1] == pytest.approx(12, abs=0.5)
    np.testing.assert_allclose((lower - upper)[[0, -1]], 0, atol=1e-6)
    assert np.all(lower >= upper)
    bends = np.sign(np.diff(lower, 2))[1:-1]
    assert np.all(bends == bends[0])  # no waves

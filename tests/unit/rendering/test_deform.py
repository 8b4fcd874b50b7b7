from dataclasses import replace

import numpy as np
import pytest

from likeness.core.rig import EXPRESSION_NAMES, expression_index
from likeness.portrait.fit import rotation_from_vector
from likeness.rendering.deform import (
    expression_offset,
    head_motion,
    head_rotation,
    moved_points,
    within_view,
)
from likeness.rendering.mesh import N_FACE, subject_mesh

NOSE_TIP, CROWN = 1, 10


@pytest.fixture(scope="module", params=["photo", "drawing"])
def portrait(request):
    return request.getfixturevalue(request.param)


def turned_by(portrait, yaw_deg):
    turn = rotation_from_vector(np.array([0.0, np.radians(yaw_deg), 0.0])).astype(np.float32)
    return replace(portrait, fit=replace(portrait.fit, rotation=turn))


def inner_gap(portrait, points, rig):
    upper, lower = rig.contours["lip_inner_upper"], rig.contours["lip_inner_lower"]
    return (points[upper, :2] - points[lower, :2]) @ portrait.face.up


def test_signs_of_head_angles():
    nose, crown = np.array([0.0, 0.0, -1.0]), np.array([0.0, -1.0, 0.0])
    assert (head_rotation(10, 0, 0) @ nose)[1] > 0.1, "pitch + = nose down"
    assert (head_rotation(0, 10, 0) @ nose)[0] < -0.1, "yaw + = nose to image left"
    assert (head_rotation(0, 0, 10) @ crown)[0] > 0.1, "roll + = crown to image right"


def test_rotation_is_roll_after_yaw_after_pitch():
    turn = head_rotation(20, 30, 40)
    steps = head_rotation(0, 0, 40) @ head_rotation(0, 30, 0) @ head_rotation(20, 0, 0)
    np.testing.assert_allclose(turn, steps, atol=1e-6)
    np.testing.assert_allclose(turn @ turn.T, np.eye(3), atol=1e-6)


def test_fit_reports_the_pose_in_the_same_signs(drawing):
    for angles in ((5.0, 0.0, 0.0), (0.0, -20.0, 0.0), (3.0, 10.0, -8.0)):
        fit = replace(drawing.fit, rotation=head_rotation(*angles))
        np.testing.assert_allclose(fit.pose_deg, angles, atol=1e-3)


def test_zero_state_moves_nothing(portrait, state):
    mesh = subject_mesh(portrait)
    np.testing.assert_allclose(moved_points(portrait, mesh, state()), mesh.rest_px, atol=1e-3)


@pytest.mark.parametrize(
    ("angles", "axis", "sign"), [((6, 0, 0), 1, 1), ((0, 8, 0), 0, -1), ((0, -8, 0), 0, 1)]
)
def test_nose_goes_where_the_angle_says(portrait, state, angles, axis, sign):
    mesh = subject_mesh(portrait)
    moved = moved_points(portrait, mesh, state(head_deg=tuple(map(float, angles)))) - mesh.rest_px
    assert sign * moved[NOSE_TIP, axis] > 0.05 * portrait.face.eye_distance_px
    still = mesh.head_weight == 0
    np.testing.assert_allclose(moved[still], 0, atol=1e-3)


def test_head_shift_is_in_eye_distances(portrait, state):
    mesh = subject_mesh(portrait)
    moved = moved_points(portrait, mesh, state(head_shift=(0.2, -0.1))) - mesh.rest_px
    expected = np.array([0.2, -0.1]) * portrait.face.eye_distance_px
    np.testing.assert_allclose(moved[NOSE_TIP, :2], expected, atol=1e-2)


@pytest.mark.parametrize("scale", [0.94, 1.06])
def test_a_lean_changes_the_head_most_and_the_shoulders_less(drawing, state, scale):
    mesh, face = subject_mesh(drawing), drawing.face
    moved = moved_points(drawing, mesh, state(head_scale=scale))
    before, after = mesh.rest_px - face.pivot_px, moved - face.pivot_px
    np.testing.assert_allclose(after[:N_FACE], scale * before[:N_FACE], rtol=1e-4, atol=1e-2)
    size = np.linalg.norm(after, axis=1) / np.linalg.norm(before, axis=1) - 1.0
    below_chin = (mesh.rest_px[:, :2] - face.rest_px[152, :2]) @ -face.up / face.eye_distance_px
    shoulders = (below_chin > 1.3) & (below_chin < 1.7)
    assert shoulders.sum() > 5
    share = size[shoulders] / (scale - 1.0)
    assert 0.1 < share.max() < 0.6
    at_the_end = mesh.rest_px[:, 1] > drawing.size_px[1]
    assert np.abs(moved[at_the_end, :2] - mesh.rest_px[at_the_end, :2]).max() < 0.02 * face.eye_distance_px


def test_size_and_turn_are_one_motion_of_the_skull(drawing, state):
    mesh, face = subject_mesh(drawing), drawing.face
    leaning = state(head_scale=1.05, head_deg=(3.0, -6.0, 4.0), head_shift=(0.1, 0.0))
    moved = moved_points(drawing, mesh, leaning)[NOSE_TIP, :2]
    skull = head_motion(leaning) @ (mesh.rest_px[NOSE_TIP] - face.pivot_px) + face.pivot_px
    np.testing.assert_allclose(moved, skull[:2] + np.array([0.1 * face.eye_distance_px, 0.0]), atol=1e-2)


def test_lids_are_not_moved_by_the_mesh(portrait, state):
    mesh = subject_mesh(portrait)
    lids = state({"eye_blink": 1.0, "eye_wide": 1.0, "eye_squint": 1.0, "eye_look_down": 1.0})
    assert not expression_offset(portrait, mesh, lids).any()
    assert expression_offset(portrait, mesh, state({"brow_outer_up": 1.0})).any()


def test_jaw_opens_the_lips_by_the_measured_amount(drawing, state, rig):
    mesh = subject_mesh(drawing)
    moved = moved_points(drawing, mesh, state({"jaw_open": 1.0}))
    gap = inner_gap(drawing, moved, rig)[5] / drawing.face.eye_distance_px
    assert gap == pytest.approx(0.52 * drawing.face.mouth_size, rel=0.1)


@pytest.mark.parametrize("name", [n for n in EXPRESSION_NAMES if n.startswith(("jaw", "mouth"))])
def test_no_shape_makes_lips_cross(portrait, state, rig, name):
    mesh = subject_mesh(portrait)
    for amount, closed in ((1.0, 1.0), (1.0, 0.0), (0.4, 0.7)):
        moved = mesh.rest_px + expression_offset(portrait, mesh, state({name: amount}, closed_mouth=closed))
        assert inner_gap(portrait, moved, rig).min() > -1e-3 * portrait.face.eye_distance_px


def test_no_sum_of_shapes_makes_lips_cross(portrait, state, rig):
    mesh, random = subject_mesh(portrait), np.random.default_rng(5)
    names = [name for name in EXPRESSION_NAMES if name.startswith(("jaw", "mouth"))]
    touched = 0
    for _ in range(60):
        shapes = dict(zip(names, random.uniform(0, 1, len(names)) ** 3, strict=True))
        moved = mesh.rest_px + expression_offset(portrait, mesh, state(shapes, closed_mouth=random.uniform()))
        gap = inner_gap(portrait, moved, rig) / portrait.face.eye_distance_px
        assert gap.min() > -1e-3
        touched += int(gap[1:-1].min() < 1e-3)
    assert touched > 5, "the draws must reach contact, else the test says nothing"


def test_lips_in_contact_share_one_line(drawing, state, rig):
    mesh = subject_mesh(drawing)
    pressed = state({"mouth_close": 1.0, "mouth_left": 0.6, "mouth_press": 1.0})
    moved = mesh.rest_px + expression_offset(drawing, mesh, pressed)
    upper, lower = rig.contours["lip_inner_upper"], rig.contours["lip_inner_lower"]
    np.testing.assert_allclose(moved[upper, :2], moved[lower, :2], atol=1e-3)


def test_a_smile_of_the_picture_is_not_added_twice(photo, state):
    mesh, k = subject_mesh(photo), expression_index("mouth_smile_left")
    assert photo.fit.expression[k] > 0.3
    laughing = np.abs(expression_offset(photo, mesh, state({"mouth_smile_left": 1.0}))).max()
    neutral_fit = replace(photo.fit, expression=np.zeros_like(photo.fit.expression))
    neutral = replace(photo, fit=neutral_fit)
    assert laughing < 0.8 * np.abs(expression_offset(neutral, mesh, state({"mouth_smile_left": 1.0}))).max()


def test_expressions_fade_around_the_face(drawing, state):
    mesh = subject_mesh(drawing)
    moved = np.linalg.norm(expression_offset(drawing, mesh, state({"jaw_open": 1.0})), axis=1)
    distance = np.linalg.norm(mesh.rest_px[:, :2] - drawing.face.rest_px[152, :2], axis=1)
    rings = np.arange(len(mesh.rest_px)) >= N_FACE
    assert moved[rings & (distance < 0.3 * drawing.face.eye_distance_px)].max() > 10
    assert moved[rings & (mesh.expression_fade == 0)].max() == 0


@pytest.mark.parametrize("seen_deg", [0.0, 11.0, -11.0])
def test_frontal_faces_turn_freely(drawing, state, seen_deg):
    asked = state(head_deg=(2.0, 8.0, 1.0))
    assert within_view(turned_by(drawing, seen_deg), asked) is asked


@pytest.mark.parametrize("side", [1.0, -1.0])
def test_turned_faces_turn_less(drawing, state, side):
    def share(seen_deg, asked_deg):
        asked = state(head_deg=(2.0, asked_deg, 1.0))
        pitch, yaw, roll = within_view(turned_by(drawing, seen_deg), asked).head_deg
        assert (pitch, roll) == (2.0, 1.0)
        return yaw / asked_deg

    away = [share(side * seen, side * 8.0) for seen in (13, 20, 30, 45)]
    back = [share(side * seen, side * -8.0) for seen in (13, 20, 30, 45)]
    assert away == sorted(away, reverse=True)
    assert back == sorted(back, reverse=True)
    assert all(0.0 < each <= 1.0 for each in (*away, *back))
    assert share(side * 18.0, side * -8.0) * 8.0 < 4.5, "farther, the hidden cheek comes out"

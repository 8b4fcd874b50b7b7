import numpy as np
import pytest

from likeness.core.rig import EXPRESSION_NAMES, expression_index
from likeness.portrait.fit import fit_head
from likeness.portrait.geometry import face_geometry, lip_gaps

LOWER_LIP_DOWN, UPPER_LIP_UP = 14, 13


@pytest.fixture
def landmarks(rig):
    """A made-up face, 90 px between the eyes, its lips closed and its inner contours one line."""
    points = rig.neutral * np.float32(90)
    points[:, :2] += (320, 300)
    return points.astype(np.float32)


def geometry_of(landmarks, rig):
    return face_geometry(landmarks, fit_head(landmarks, rig), rig)


def opened(landmarks, rig, amount):
    return (landmarks + 90 * amount * rig.expression[expression_index("jaw_open")]).astype(np.float32)


def test_rest_is_the_landmarks(landmarks, rig):
    face = geometry_of(opened(landmarks, rig, 0.4), rig)
    np.testing.assert_array_equal(face.rest_px[:, :2], opened(landmarks, rig, 0.4)[:, :2])


def test_rest_of_the_photo_is_what_was_measured(photo, face_models):
    from likeness.portrait import read_picture
    from likeness.portrait.found_face import find_face
    from likeness.testing.astronaut import astronaut_path

    measured = find_face(read_picture(astronaut_path()), face_models, 1, None).landmarks_px
    np.testing.assert_array_equal(photo.face.rest_px[:, :2], measured[:, :2])


def test_depth_is_that_of_the_fit(landmarks, rig):
    flattened = landmarks.copy()
    flattened[:, 2] = 7.0
    face = geometry_of(flattened, rig)
    np.testing.assert_allclose(face.rest_px[:468, 2], 90 * rig.neutral[:468, 2], atol=2.0)


def test_unit_up_and_pivot(landmarks, rig):
    face = geometry_of(landmarks, rig)
    assert face.eye_distance_px == pytest.approx(90, rel=0.01)
    np.testing.assert_allclose(face.up, (0, -1), atol=0.01)
    expected = rig.head_pivot * 90 + (320, 300, 0)
    np.testing.assert_allclose(face.pivot_px, expected, atol=3.0)


def test_up_follows_the_roll(landmarks, rig):
    quarter = landmarks.copy()
    # crown to image right: (x, y) -> (-y, x) about the middle
    quarter[:, 0], quarter[:, 1] = 320 - (landmarks[:, 1] - 300), 300 + (landmarks[:, 0] - 320)
    np.testing.assert_allclose(geometry_of(quarter, rig).up, (1, 0), atol=0.02)


def test_shapes_have_the_size_of_the_face(landmarks, rig):
    face = geometry_of(landmarks, rig)
    brow = expression_index("brow_outer_up_left")
    np.testing.assert_allclose(face.expression_px[brow], 90 * rig.expression[brow], atol=0.5)
    jaw = face.expression_px[expression_index("jaw_open")][152, 1]
    assert jaw == pytest.approx(90 * face.mouth_size * 0.44, rel=0.1)


def test_small_mouths_move_less_but_not_as_little_as_they_are_small(landmarks, rig):
    narrow = landmarks.copy()
    mouth = np.abs(rig.neutral[:, 1] - rig.neutral[13, 1]) < 0.25
    narrow[mouth, 0] = 320 + (narrow[mouth, 0] - 320) * 0.5
    sizes = [geometry_of(points, rig).mouth_size for points in (landmarks, narrow)]
    assert sizes[0] == pytest.approx(1.0, abs=0.05)
    assert 0.6 < sizes[1] / sizes[0] < 0.85


def test_nearly_closed_lips_become_one_line(landmarks, rig):
    parted = landmarks.copy()
    parted[rig.contours["lip_inner_lower"][1:-1], 1] += 0.01 * 90
    face = geometry_of(parted, rig)
    np.testing.assert_allclose(lip_gaps(face.rest_px, rig, face.up), 0, atol=1e-4)
    assert not face.close_mouth_px.any()


@pytest.mark.parametrize("amount", [0.1, 0.3, 0.6])
def test_closed_lips_of_an_open_mouth_meet(landmarks, rig, amount):
    face = geometry_of(opened(landmarks, rig, amount), rig)
    assert lip_gaps(face.rest_px, rig, face.up).max() > 0.04 * 90
    closed = lip_gaps(face.rest_px + face.close_mouth_px, rig, face.up)
    np.testing.assert_allclose(closed, 0, atol=0.01)


def test_closed_mouth_of_the_photo_meets(photo, rig):
    face = photo.face
    open_gap = lip_gaps(face.rest_px, rig, face.up).max()
    closed = lip_gaps(face.rest_px + face.close_mouth_px, rig, face.up)
    assert open_gap > 0.08 * face.eye_distance_px
    assert np.abs(closed).max() < 0.02 * open_gap


def test_closing_moves_lips_and_chin_but_no_eyes(landmarks, rig):
    face = geometry_of(opened(landmarks, rig, 0.4), rig)
    moved = np.linalg.norm(face.close_mouth_px, axis=1)
    eyes = np.concatenate([rig.contours[f"eyelid_{side}_upper"] for side in ("right", "left")])
    assert moved[LOWER_LIP_DOWN] > moved[UPPER_LIP_UP]
    assert moved[152] > 0.3 * moved[LOWER_LIP_DOWN]
    assert moved[eyes].max() < 0.02 * moved[LOWER_LIP_DOWN]


def test_gaps_are_positive_when_open(landmarks, rig):
    up = np.array([0, -1], np.float32)
    assert lip_gaps(opened(landmarks, rig, 0.5), rig, up)[5] > 10
    crossed = landmarks.copy()
    crossed[rig.contours["lip_inner_lower"], 1] -= 3
    assert lip_gaps(crossed, rig, up)[5] == pytest.approx(-3, abs=0.2)
    assert len(EXPRESSION_NAMES) == 53

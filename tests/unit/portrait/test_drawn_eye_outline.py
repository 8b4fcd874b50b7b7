import cv2
import numpy as np
import pytest

from likeness.portrait.drawn_eye_outline import find_drawn_eye

_SKIN, _WHITE, _IRIS, _LASH = (224, 178, 150), (236, 236, 240), (70, 90, 190), (34, 24, 22)
_CENTER, _HALF_WIDTH, _HALF_HEIGHT = (200, 180), 48, 56


def _lids(tilt_px=0.0):
    """Landmarks as a network sees them: a small eye inside the big one, outer corner at the left."""
    x = np.linspace(-36, 36, 9)
    arch = 16 * np.sqrt(np.clip(1 - (x / 36) ** 2, 0, 1))
    slope = tilt_px * x / 36
    upper = np.stack([_CENTER[0] + x, _CENTER[1] + 8 + slope - arch], axis=1)
    lower = np.stack([_CENTER[0] + x, _CENTER[1] + 8 + slope + arch], axis=1)
    return upper.astype(np.float32), lower.astype(np.float32)


@pytest.fixture()
def big_eye():
    rgb = np.full((400, 400, 3), _SKIN, np.uint8)
    rgb[:60] = (150, 60, 50)  # hair
    cv2.ellipse(
        rgb, (_CENTER[0], _CENTER[1] - 8), (_HALF_WIDTH, _HALF_HEIGHT), 0, 0, 360, _LASH, -1, cv2.LINE_AA
    )
    cv2.ellipse(rgb, _CENTER, (_HALF_WIDTH, _HALF_HEIGHT), 0, 0, 360, _WHITE, -1, cv2.LINE_AA)
    cv2.circle(rgb, (_CENTER[0] + 6, _CENTER[1] + 4), 30, _IRIS, -1, cv2.LINE_AA)
    cv2.circle(rgb, (_CENTER[0] + 6, _CENTER[1] + 4), 12, (20, 20, 40), -1, cv2.LINE_AA)
    return rgb


def test_the_whole_eyeball_is_found(big_eye):
    eye = find_drawn_eye(big_eye, *_lids())
    assert eye is not None
    left, right = eye.upper_lid_px[0, 0], eye.upper_lid_px[-1, 0]
    assert left == pytest.approx(_CENTER[0] - _HALF_WIDTH, abs=6)
    assert right == pytest.approx(_CENTER[0] + _HALF_WIDTH, abs=6)
    assert eye.lower_lid_px[4, 1] == pytest.approx(_CENTER[1] + _HALF_HEIGHT, abs=5)
    # the lashes above the white are not part of the eyeball
    assert eye.upper_lid_px[4, 1] == pytest.approx(_CENTER[1] - _HALF_HEIGHT, abs=6)


def test_lids_run_from_the_outer_to_the_inner_corner(big_eye):
    eye = find_drawn_eye(big_eye, *_lids())
    assert eye is not None
    for lid in (eye.upper_lid_px, eye.lower_lid_px):
        assert lid.shape == (9, 2)
        assert (np.diff(lid[:, 0]) > 0).all()
    mirrored = tuple((lid * (-1, 1) + (399, 0)).astype(np.float32) for lid in _lids())
    other = find_drawn_eye(np.ascontiguousarray(big_eye[:, ::-1]), *mirrored)
    assert other is not None
    assert (np.diff(other.upper_lid_px[:, 0]) < 0).all()


def test_iris_is_where_it_is_drawn(big_eye):
    eye = find_drawn_eye(big_eye, *_lids())
    assert eye is not None
    assert np.linalg.norm(eye.iris_center_px - (_CENTER[0] + 6, _CENTER[1] + 4)) < 5
    assert eye.iris_radius_px == pytest.approx(30, rel=0.25)


def test_slanted_landmarks_find_the_same_eyeball(big_eye):
    eye = find_drawn_eye(big_eye, *_lids(tilt_px=8.0))
    assert eye is not None
    assert eye.lower_lid_px[:, 1].max() == pytest.approx(_CENTER[1] + _HALF_HEIGHT, abs=7)


def test_big_eyes_grow_and_people_s_do_not(big_eye):
    assert find_drawn_eye(big_eye, *_lids()).growth > 3


def test_an_eye_as_small_as_its_landmarks_does_not_grow():
    rgb = np.full((400, 400, 3), _SKIN, np.uint8)
    upper, lower = _lids()
    cv2.fillPoly(rgb, [np.concatenate([upper, lower[::-1]]).astype(np.int32)], _WHITE)
    assert find_drawn_eye(rgb, upper, lower).growth < 1.5


def test_the_same_picture_gives_the_same_outline(big_eye):
    first, second = (find_drawn_eye(big_eye, *_lids()) for _ in range(2))
    np.testing.assert_array_equal(first.upper_lid_px, second.upper_lid_px)

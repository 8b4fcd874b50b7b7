import cv2
import numpy as np
import pytest

from likeness.portrait.cat_faces import CatFace
from likeness.portrait.face_guess import guess_face_points


def face_of_fur(tilt_deg=0.0, side_px=400):
    """Two dark eyes and a nose on a light head, on a wall; returns eyes (2, 2) too."""
    turn = cv2.getRotationMatrix2D((side_px / 2, side_px / 2), tilt_deg, 1.0)
    places = np.array([[140, 170], [260, 170], [200, 250]], np.float64) @ turn[:, :2].T + turn[:, 2]
    rgb = np.full((side_px, side_px, 3), 150, np.uint8)
    cv2.circle(rgb, (200, 200), 150, (214, 196, 170), -1, cv2.LINE_AA)
    for (x, y), radius in zip(places, (16, 16, 20), strict=True):
        cv2.circle(rgb, (round(x), round(y)), radius, (40, 30, 28), -1, cv2.LINE_AA)
    return rgb, places[:2]


@pytest.mark.parametrize("tilt_deg", [0.0, 12.0])
def test_two_like_spots_are_taken_for_eyes(tilt_deg):
    rgb, eyes = face_of_fur(tilt_deg)
    guess = guess_face_points(rgb, None)
    np.testing.assert_allclose(guess[:2], eyes, atol=6)
    along, down = guess[1] - guess[0], guess[6] - guess[:2].mean(0)
    assert abs(float(along @ down)) < 1e-2 * float(np.linalg.norm(along) * np.linalg.norm(down))
    assert guess[3, 0] < guess[5, 0] < guess[4, 0]


def test_what_may_be_a_cat_goes_before():
    rgb, _ = face_of_fur()
    points = np.arange(14, dtype=np.float32).reshape(7, 2)
    assert guess_face_points(rgb, CatFace(0.6, points)) is points
    assert guess_face_points(rgb, CatFace(0.1, points)) is not points


def test_plain_pictures_and_edges_give_no_guess():
    half = np.full((200, 200, 3), 220, np.uint8)
    half[:, 100:] = 30
    for rgb in (np.full((200, 200, 3), 90, np.uint8), half):
        assert guess_face_points(rgb, None) is None

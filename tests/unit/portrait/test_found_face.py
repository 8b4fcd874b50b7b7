import cv2
import numpy as np
import pytest

from likeness.errors import NoFaceFoundError
from likeness.portrait import found_face
from likeness.portrait.face_points import POINT_NAMES
from likeness.portrait.found_face import find_face
from likeness.portrait.picture import Picture
from likeness.testing.drawn_animals import drawn_parrot


def eye_distance(landmarks):
    return float(np.linalg.norm(landmarks[[263, 362], :2].mean(0) - landmarks[[33, 133], :2].mean(0)))


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_face_on_its_side_is_turned_upright(astronaut, models, turns):
    lying = Picture(np.ascontiguousarray(np.rot90(astronaut, turns)), None)
    found, upright = find_face(lying, models, 1, None), find_face(Picture(astronaut, None), models, 1, None)
    assert (found.quarter_turns + turns) % 4 == 0
    np.testing.assert_array_equal(found.picture.rgb, astronaut)
    np.testing.assert_allclose(found.landmarks_px, upright.landmarks_px, atol=0.2)


@pytest.mark.parametrize("tilt_deg", [30, -20])
def test_a_tilted_face_has_the_same_landmarks(astronaut, models, tilt_deg):
    upright = find_face(Picture(astronaut, None), models, 1, None).landmarks_px
    matrix = cv2.getRotationMatrix2D((223.0, 118.0), tilt_deg, 1.0)
    tilted = cv2.warpAffine(
        astronaut, matrix, (512, 512), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    found = find_face(Picture(np.asarray(tilted, np.uint8), None), models, 1, None).landmarks_px
    expected = upright[:, :2] @ matrix[:, :2].T + matrix[:, 2]
    error = np.linalg.norm(found[:, :2] - expected, axis=1)[:468].mean()
    assert error < 0.02 * eye_distance(upright)


def test_refusal_carries_a_guess(models, monkeypatch):
    def refuse(*_):
        raise NoFaceFoundError("No face.")

    monkeypatch.setattr(found_face, "find_faces", refuse)
    with pytest.raises(NoFaceFoundError, match="No face") as refused:
        find_face(Picture(drawn_parrot().rgb, None), models, 1, None)
    guess = refused.value.guessed_points
    assert tuple(guess) == POINT_NAMES
    assert guess["right_eye"][0] < guess["left_eye"][0]
    assert guess["chin"][1] > guess["mouth"][1] > guess["nose"][1] > guess["left_eye"][1]


def test_nothing_is_guessed_from_a_bare_wall(models):
    with pytest.raises(NoFaceFoundError) as refused:
        find_face(Picture(np.full((300, 300, 3), 128, np.uint8), None), models, 1, None)
    assert refused.value.guessed_points == {}

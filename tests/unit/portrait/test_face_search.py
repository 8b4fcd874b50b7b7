import cv2
import numpy as np
import pytest

from likeness.errors import (
    FaceCutOffError,
    FaceTooSmallError,
    FaceTurnedAwayError,
    NoFaceFoundError,
    OptionInvalidError,
)
from likeness.portrait.face_models import FaceModels
from likeness.portrait.face_search import find_faces, pick_face
from likeness.typing import RgbImage

_FACE_CENTRE = (223, 118)
"""Of the astronaut."""


def _shrunk(rgb: RgbImage, scale: float, side_px: int) -> RgbImage:
    """Return a gray square with the small picture in its middle."""
    small = cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    canvas = np.full((side_px, side_px, 3), 128, np.uint8)
    start = (side_px - small.shape[0]) // 2
    canvas[start : start + small.shape[0], start : start + small.shape[1]] = small
    return canvas


def test_one_face(models: FaceModels, astronaut: RgbImage) -> None:
    faces = find_faces(astronaut, models)
    assert len(faces) == 1
    box = faces[0].box
    centre = (box.left + box.width / 2, box.top + box.height / 2)
    assert centre == pytest.approx(_FACE_CENTRE, abs=8)
    assert box.width == pytest.approx(92, abs=3)
    assert faces[0].score > 0.8


def test_same_result_twice(models: FaceModels, astronaut: RgbImage) -> None:
    first, second = find_faces(astronaut, models)[0], find_faces(astronaut, models)[0]
    assert np.array_equal(first.landmarks_px, second.landmarks_px)


def test_two_faces_largest_first(models: FaceModels, astronaut: RgbImage) -> None:
    face = astronaut[:240, 110:340]
    pair = np.full((300, 500, 3), 100, np.uint8)
    pair[20:260, 250:480] = face
    small = cv2.resize(face, None, fx=0.8, fy=0.8, interpolation=cv2.INTER_AREA)
    pair[20 : 20 + small.shape[0], 20 : 20 + small.shape[1]] = small
    faces = find_faces(pair, models)
    assert [face.box.left > 240 for face in faces] == [True, False]
    assert pick_face(faces, 2) is faces[1]
    for number in (0, 3):
        with pytest.raises(OptionInvalidError, match="from 1 to 2"):
            pick_face(faces, number)


def test_dark_picture_needs_more_looks(models: FaceModels, astronaut: RgbImage) -> None:
    dark = (astronaut * 0.06).astype(np.uint8)
    found, expected = find_faces(dark, models)[0], find_faces(astronaut, models)[0]
    assert np.linalg.norm(found.landmarks_px[:, :2] - expected.landmarks_px[:, :2], axis=1).mean() < 5


def test_small_face_in_a_large_picture(models: FaceModels, astronaut: RgbImage) -> None:
    faces = find_faces(_shrunk(astronaut, 0.8, 1400), models)
    assert faces[0].box.width == pytest.approx(0.8 * 92, abs=5)


def test_plain_colour_and_noise_hold_no_face(models: FaceModels) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (300, 300, 3), np.uint8)
    for rgb in (noise, np.full((300, 300, 3), 90, np.uint8)):
        with pytest.raises(NoFaceFoundError, match="face points"):
            find_faces(rgb, models)


@pytest.mark.parametrize("quarter_turns", [1, 2, 3])
def test_face_that_is_not_upright(models: FaceModels, astronaut: RgbImage, quarter_turns: int) -> None:
    with pytest.raises(FaceTurnedAwayError, match="upright"):
        find_faces(np.ascontiguousarray(np.rot90(astronaut, quarter_turns)), models)


def test_cut_off_face(models: FaceModels, astronaut: RgbImage) -> None:
    with pytest.raises(FaceCutOffError, match="edge"):
        find_faces(np.ascontiguousarray(astronaut[:, 205:]), models)


def test_too_small_face(models: FaceModels, astronaut: RgbImage) -> None:
    with pytest.raises(FaceTooSmallError, match="48"):
        find_faces(_shrunk(astronaut, 0.4, 256), models)

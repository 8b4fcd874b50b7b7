"""Every odd file gives a right result or one clear line."""

import time
from pathlib import Path

import numpy as np

from likeness.errors import PictureError
from likeness.portrait.face_models import FaceModels
from likeness.portrait.face_search import find_faces
from likeness.portrait.picture import read_picture

_EXPECTED = {
    "empty.jpg": "image_unreadable",
    "flat_8000.png": "image_too_large",
    "half_face.jpg": "face_cut_off",
    "no_face_coffee.png": "no_face_found",
    "not_an_image.png": "image_unreadable",
    "profile_224.png": "face_turned_away",
    "tiny_64.png": "image_too_small",
    "truncated.jpg": "image_unreadable",
}
_MAX_SECONDS = 5.0


def test_odd_files(models: FaceModels, test_pictures: Path) -> None:
    reference = find_faces(read_picture(test_pictures / "bad" / "png_named.jpg").rgb, models)[0]
    for path in sorted((test_pictures / "bad").iterdir()):
        start_s = time.perf_counter()
        try:
            faces = find_faces(read_picture(path).rgb, models)
        except PictureError as error:
            assert error.code == _EXPECTED.get(path.name), path.name
            assert "\n" not in error.message
        else:
            assert path.name not in _EXPECTED
            if path.name == "two_faces.jpg":
                assert len(faces) == 2
            else:
                apart = np.abs(faces[0].landmarks_px[:, :2] - reference.landmarks_px[:, :2])
                assert apart.mean() < 2, path.name
        assert time.perf_counter() - start_s < _MAX_SECONDS


def test_portraits_of_people_are_found_at_once(models: FaceModels, test_pictures: Path) -> None:
    animals = ("p20", "p21", "p22", "p23")
    for path in sorted((test_pictures / "portraits").iterdir()):
        if not path.name.startswith(animals):
            assert len(find_faces(read_picture(path).rgb, models)) == 1, path.name

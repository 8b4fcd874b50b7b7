import json

import numpy as np
import pytest

from likeness.errors import FacePointsInvalidError
from likeness.portrait import FaceChoice, prepare_portrait
from likeness.portrait.face_points import POINT_NAMES, read_face_points, template_landmarks

GOOD = {
    "right_eye": [100, 120],
    "left_eye": [180.5, 122],
    "nose": [140, 165],
    "mouth_right": [112, 205],
    "mouth_left": [168, 206],
    "mouth": [140, 204],
    "chin": [141, 262],
}
SHAPE = (400, 300, 3)


@pytest.fixture
def write(tmp_path):
    def file_of(content):
        path = tmp_path / "points.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return path

    return file_of


def test_good_file_is_read_in_order(write):
    points = read_face_points(write(GOOD), SHAPE)
    assert points.dtype == np.float32
    np.testing.assert_allclose(points, [GOOD[name] for name in POINT_NAMES])


@pytest.mark.parametrize(
    ("content", "hint"),
    [
        ("", "cannot be read"),
        ("{not json", "cannot be read"),
        ("[1, 2, 3]", "right_eye"),
        ("null", "right_eye"),
        ({name: GOOD[name] for name in POINT_NAMES if name != "chin"}, "chin"),
        ({**GOOD, "nose": [140]}, "nose"),
        ({**GOOD, "nose": [140, 165, 3]}, "nose"),
        ({**GOOD, "nose": ["140", "165"]}, "nose"),
        ({**GOOD, "nose": {"x": 140, "y": 165}}, "nose"),
        ({**GOOD, "nose": [None, 165]}, "nose"),
        ({**GOOD, "mouth": [140, 401]}, "outside"),
        ({**GOOD, "mouth": [-1, 204]}, "outside"),
        ({**GOOD, "left_eye": [110, 121]}, "closer than 20"),
        ({**GOOD, "nose": [float("nan"), 165]}, "nose"),
        ({**GOOD, "nose": [float("inf"), 165]}, "nose"),
        ({**GOOD, "nose": [10**400, 165]}, "nose"),
        ({**GOOD, "nose": [True, 165]}, "nose"),
        ("[" * 100_000, "cannot be read"),
    ],
)
def test_bad_files_are_told_apart(write, content, hint):
    with pytest.raises(FacePointsInvalidError, match=hint) as caught:
        read_face_points(write(content), SHAPE)
    assert caught.value.code == "face_points_invalid"
    assert "\n" not in caught.value.message


def test_missing_file_and_binary_file(tmp_path):
    binary = tmp_path / "points.json"
    binary.write_bytes(b"\xff\xfe\x00\x81")
    for path in (tmp_path / "none.json", tmp_path, binary):
        with pytest.raises(FacePointsInvalidError):
            read_face_points(path, SHAPE)


def test_mesh_goes_through_the_points(rig):
    points = np.array([GOOD[name] for name in POINT_NAMES], np.float32)
    landmarks = template_landmarks(points, rig)
    eye = (landmarks[33] + landmarks[133]) / 2
    assert landmarks.shape == (478, 3)
    for found, name in ((eye, "right_eye"), (landmarks[1], "nose"), (landmarks[152], "chin")):
        np.testing.assert_allclose(found[:2], GOOD[name], atol=1.0)


def test_mesh_of_the_rig_s_own_points_is_the_rig(rig):
    ids = ((33, 133), (263, 362), (1,), (61,), (291,), (13, 14), (152,))
    own = np.array([rig.neutral[list(each), :2].mean(0) for each in ids]) * 120 + (200, 150)
    landmarks = template_landmarks(own.astype(np.float32), rig)
    np.testing.assert_allclose(landmarks[:, :2], rig.neutral[:, :2] * 120 + (200, 150), atol=1.0)
    np.testing.assert_allclose(landmarks[:, 2], rig.neutral[:, 2] * 120, rtol=0.01, atol=0.1)


def test_portrait_by_points_needs_no_detector(write, drawing, drawn_picture, face_models):
    mesh = drawing.face.rest_px[:, :2]
    ids = ((33, 133), (263, 362), (1,), (61,), (291,), (13, 14), (152,))
    content = {
        name: [float(v) for v in mesh[list(each)].mean(0)]
        for name, each in zip(POINT_NAMES, ids, strict=True)
    }
    portrait = prepare_portrait(drawn_picture, face_models, FaceChoice(points_file=write(content)))
    apart = (
        np.linalg.norm(portrait.face.rest_px[:468, :2] - mesh[:468], axis=1) / drawing.face.eye_distance_px
    )
    assert apart.mean() < 0.12
    assert portrait.face.eye_distance_px == pytest.approx(drawing.face.eye_distance_px, rel=0.1)

import json

import numpy as np
import pytest

from likeness.errors import FacePointsInvalidError
from likeness.portrait import FaceChoice, prepare_portrait
from likeness.portrait.face_points import (
    POINT_NAMES,
    FacePoints,
    landmarks_of_points,
    read_face_points,
    template_landmarks,
)

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
    points = read_face_points(write(GOOD), SHAPE).seven
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
        ({**GOOD, "mouth_lin": [[112, 205], [140, 204], [168, 206]]}, "'mouth_line' meant"),
        ({**GOOD, "whiskers": True}, "'whiskers'"),
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


def turned(points, degrees):
    """Turn the points around the middle of the picture."""
    angle = np.radians(degrees)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return {name: list((np.array(xy) - (150, 180)) @ turn * 0.8 + (150, 200)) for name, xy in points.items()}


@pytest.mark.parametrize(
    ("changes", "hint"),
    [
        ({"right_eye": GOOD["left_eye"], "left_eye": GOOD["right_eye"]}, "eyes are swapped"),
        ({"mouth_right": GOOD["mouth_left"], "mouth_left": GOOD["mouth_right"]}, "corners of the mouth"),
        ({name: [50 + 30 * i, 100 + 20 * i] for i, name in enumerate(POINT_NAMES)}, "not below the eyes"),
        ({name: [50 + 30 * i, 100] for i, name in enumerate(POINT_NAMES)}, "not below the eyes"),
        ({"mouth": [140, 121]}, "mouth is not below"),
        ({"nose": [140, 20]}, "nose is above"),
        ({"nose": GOOD["chin"], "chin": GOOD["nose"]}, "mouth is not below the nose"),
        ({"chin": GOOD["mouth"]}, "chin"),
        ({"mouth_right": GOOD["mouth"], "mouth_left": GOOD["mouth"]}, "corners"),
        ({"mouth": [180, 204]}, "between its corners"),
        ({"mouth_right": [112, 60]}, "corner of the mouth is not below"),
        ({"right_eye": [100, 20], "left_eye": [140, 20], "chin": [280, 390]}, "beside"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
@pytest.mark.parametrize("degrees", [0, 30, -90, 180])
def test_points_that_are_no_face_are_refused(write, changes, hint, degrees):
    with pytest.raises(FacePointsInvalidError, match=hint) as caught:
        read_face_points(write(turned(GOOD | changes, degrees)), (1000, 1000, 3))
    assert "subject's own" in caught.value.message


@pytest.mark.parametrize("degrees", [0, 30, -90, 180])
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"nose": [140, 121], "chin": [140, 215]},
        {
            "nose": [140, 320],
            "mouth_right": [90, 340],
            "mouth_left": [190, 340],
            "mouth": [140, 345],
            "chin": [141, 390],
        },
        {
            "nose": [185, 165],
            "mouth_right": [150, 205],
            "mouth_left": [185, 206],
            "mouth": [175, 204],
            "chin": [165, 262],
        },
    ],
    ids=["person", "drawing", "dog", "three quarters"],
)
def test_faces_of_all_kinds_and_tilts_are_accepted(write, changes, degrees):
    points = turned(GOOD | changes, degrees)
    found = read_face_points(
        write({name: [x + 300, y + 300] for name, (x, y) in points.items()}), (1000, 1000, 3)
    )
    assert np.isfinite(found.seven).all()


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


def test_lines_are_read_and_scaled(write):
    content = GOOD | {"mouth_line": [[112, 205], [140, 200], [168, 206]]}
    points = read_face_points(write(content), SHAPE)
    assert set(points.lines) == {"mouth_line"}
    half = points.scaled(0.5)
    np.testing.assert_allclose(half.lines["mouth_line"], np.array(content["mouth_line"]) / 2)
    np.testing.assert_allclose(half.seven, points.seven / 2)


@pytest.mark.parametrize(
    ("lines", "hint"),
    [
        ({"mouth_line": "wide"}, "mouth_line"),
        ({"mouth_line": [[112, 205], [168, 206]]}, "list of 3"),
        ({"mouth_line": [[112, 205], [140, None], [168, 206]]}, "mouth_line"),
        ({"mouth_line": [[112, 205], [140, 500], [168, 206]]}, "outside"),
        ({"mouth_line": [[112, 205]] * 3}, "no width"),
        ({"lower_mouth_line": [[112, 205], [140, 220], [168, 206]]}, "needs 'mouth_line'"),
        ({"right_eye_outline": [[90, 120], [100, 110], [110, 120]]}, "list of 6"),
        ({"mouth_line": [[i, 200] for i in range(201)]}, "to 200"),
    ],
)
def test_bad_lines_are_refused(write, lines, hint):
    with pytest.raises(FacePointsInvalidError, match=hint):
        read_face_points(write(GOOD | lines), SHAPE)


@pytest.mark.parametrize("direction", [1, -1])
def test_lips_lie_on_the_given_lines(rig, direction):
    upper = np.array([[112, 205], [126, 200], [140, 203], [154, 200], [168, 206]], np.float32)
    lower = np.array([[112, 205], [140, 236], [168, 206]], np.float32)
    seven = np.array([GOOD[name] for name in POINT_NAMES], np.float32)
    lines = {"mouth_line": upper[::direction], "lower_mouth_line": lower[::direction]}
    landmarks = landmarks_of_points(FacePoints(seven, lines), rig)
    assert landmarks[13, 1] == pytest.approx(203, abs=1)
    assert landmarks[14, 1] == pytest.approx(236, abs=1)
    corners = landmarks[[78, 308], :2]
    np.testing.assert_allclose(corners, upper[[0, -1]], atol=1)
    plain = landmarks_of_points(FacePoints(seven), rig)
    np.testing.assert_allclose(landmarks[[33, 263]], plain[[33, 263]], atol=0.1)

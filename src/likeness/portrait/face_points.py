"""Faces that no detector knows: a template mesh laid through a few points given by the user.

The file is JSON, positions in picture pixels::

    {"right_eye": [x, y], "left_eye": [x, y], "nose": [x, y], "mouth_right": [x, y],
     "mouth_left": [x, y], "mouth": [x, y], "chin": [x, y]}

Right and left are the subject's own. The mesh is a thin-plate spline of the rig's neutral face (Bookstein
1989, "Principal warps") through the seven points.
"""

import json
from pathlib import Path

import numpy as np

from likeness.core.rig import FaceRig
from likeness.errors import FacePointsInvalidError
from likeness.typing import Matrix, Points2, Points3

POINT_NAMES = ("right_eye", "left_eye", "nose", "mouth_right", "mouth_left", "mouth", "chin")
_RIG_POINTS = ((33, 133), (263, 362), (1,), (61,), (291,), (13, 14), (152,))
_SMOOTHING = 1e-3
_MIN_EYE_DISTANCE_PX = 20.0
_LARGEST_POSITION = 1e15
# Least distances along the face in eye distances. They are small: noses of drawings lie between the eyes,
# and muzzles of animals far below. What fails them cannot be laid into a face at all.
_LEAST_EYES_TO_MOUTH = 0.15
_LEAST_EYES_TO_NOSE = -0.25
_LEAST_NOSE_TO_MOUTH = 0.02
_LEAST_MOUTH_TO_CHIN = 0.08
_LEAST_MOUTH_WIDTH = 0.15
_MOST_BESIDE = 2.5


def read_face_points(path: Path, picture_shape: tuple[int, ...]) -> Points2:
    """Return the (7, 2) points of a file, in the order of `POINT_NAMES`.

    Raises
    ------
    FacePointsInvalidError
        The file cannot be read; a point is missing, not a pair of numbers, or outside of the picture; or
        the points do not lie like those of a face.

    """
    if path.exists() and not path.is_file():  # a pipe would be waited for without end
        raise FacePointsInvalidError(f"{path.name} is not a file. Give a JSON file of face points.")
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise FacePointsInvalidError(
            f"The face points in {path.name} cannot be read ({error}). "
            "Give a JSON file as described in docs/cli.md."
        ) from error
    points = np.array([_point(content, name, path) for name in POINT_NAMES], np.float32)
    height, width = picture_shape[:2]
    inside = (points >= 0).all(1) & (points[:, 0] <= width) & (points[:, 1] <= height)
    if not inside.all():
        name = POINT_NAMES[int(np.flatnonzero(~inside)[0])]
        raise FacePointsInvalidError(
            f"The face point '{name}' lies outside of the picture ({width} x {height} pixels). Correct it."
        )
    if float(np.linalg.norm(points[1] - points[0])) < _MIN_EYE_DISTANCE_PX:
        raise FacePointsInvalidError(
            "The two eyes are closer than 20 pixels. Check the face points or use a larger picture."
        )
    fault = _fault(points.astype(np.float64))
    if fault:
        raise FacePointsInvalidError(
            f"These points are not those of a face: {fault}. Right and left are the subject's own: "
            "the right eye of a face that looks at you is on the left of the picture."
        )
    return points


def _fault(points: Matrix) -> str:
    """Return what is wrong with the (7, 2) points, if anything is."""
    along = points[1] - points[0]
    # Upright and in eye distances: x from eye to eye, y down the face, however the head is tilted.
    axes = np.stack([along, (-along[1], along[0])], axis=1) / float(along @ along)
    upright = (points - points[:2].mean(0)) @ axes
    _, _, nose, mouth_right, mouth_left, mouth, chin = upright
    checks = (
        (mouth[1] >= _LEAST_EYES_TO_MOUTH, "the mouth is not below the eyes, or the eyes are swapped"),
        (nose[1] >= _LEAST_EYES_TO_NOSE, "the nose is above the eyes"),
        (mouth[1] - nose[1] >= _LEAST_NOSE_TO_MOUTH, "the mouth is not below the nose"),
        (chin[1] - mouth[1] >= _LEAST_MOUTH_TO_CHIN, "the chin is not below the mouth"),
        (
            mouth_left[0] - mouth_right[0] >= _LEAST_MOUTH_WIDTH,
            "the corners of the mouth are swapped or in one",
        ),
        (mouth_right[0] < mouth[0] < mouth_left[0], "the middle of the mouth is not between its corners"),
        (min(mouth_right[1], mouth_left[1]) > 0, "a corner of the mouth is not below the eyes"),
        (bool((np.abs(upright[:, 0]) <= _MOST_BESIDE).all()), "a point is far beside the face"),
    )
    return next((fault for is_right, fault in checks if not is_right), "")


def template_landmarks(points: Points2, rig: FaceRig) -> Points3:
    """Return (478, 3) landmarks: the rig's neutral face bent through the (7, 2) points."""
    anchors = np.array([rig.neutral[list(ids), :2].mean(0) for ids in _RIG_POINTS], np.float64)
    eye_distance = float(np.linalg.norm(points[1] - points[0]))
    flat = _thin_plate(anchors, points.astype(np.float64), rig.neutral[:, :2].astype(np.float64))
    depth = rig.neutral[:, 2:] * eye_distance
    return np.asarray(np.concatenate([flat, depth], axis=1), np.float32)


def _point(content: object, name: str, path: Path) -> tuple[float, float]:
    value = content.get(name) if isinstance(content, dict) else None
    if not (isinstance(value, list) and len(value) == 2 and all(_is_position(v) for v in value)):
        raise FacePointsInvalidError(
            f"The face point '{name}' is missing in {path.name} or is not [x, y]. "
            f"Needed are: {', '.join(POINT_NAMES)}."
        )
    return float(value[0]), float(value[1])


def _is_position(value: object) -> bool:
    """Tell numbers from truth values, infinities, and integers too long for a float."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _LARGEST_POSITION


def _thin_plate(source: Matrix, target: Matrix, at: Matrix) -> Matrix:
    """Map `at` (N, 2) by the spline that takes `source` (K, 2) to `target` (K, 2)."""

    def kernel(a: Matrix, b: Matrix) -> Matrix:
        squared = ((a[:, None] - b[None]) ** 2).sum(-1)
        return np.asarray(squared * np.log(squared + 1e-12))

    n = len(source)
    system = np.zeros((n + 3, n + 3))
    system[:n, :n] = kernel(source, source) + _SMOOTHING * np.eye(n)
    system[:n, n] = system[n, :n] = 1.0
    system[:n, n + 1 :] = source
    system[n + 1 :, :n] = source.T
    weights = np.linalg.solve(system, np.concatenate([target, np.zeros((3, 2))]))
    affine = weights[n] + at @ weights[n + 1 :]
    return np.asarray(kernel(at, source) @ weights[:n] + affine)

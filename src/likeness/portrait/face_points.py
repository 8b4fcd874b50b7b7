"""Faces that no detector knows: a template mesh laid through a few points given by the user.

The file is JSON, positions in picture pixels::

    {"right_eye": [x, y], "left_eye": [x, y], "nose": [x, y], "mouth_right": [x, y],
     "mouth_left": [x, y], "mouth": [x, y], "chin": [x, y]}

Right and left are the subject's own. The mesh is a thin-plate spline of the rig's neutral face (Bookstein
1989, "Principal warps") through the seven points. Optional lines, lists of positions, say more::

    "mouth_line": [...]          where the lips part, from corner to corner (of an open mouth: the upper edge)
    "lower_mouth_line": [...]    the lower edge of an open mouth, from corner to corner
    "right_eye_outline": [...]   around an eye
    "left_eye_outline": [...]

and `"teeth": true` asks for rows of human teeth, which animals do not get.
"""

import difflib
import json
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeGuard

import numpy as np

from likeness.core.rig import FaceRig
from likeness.errors import FacePointsInvalidError
from likeness.portrait.dragging import drag_jaw, drag_lines
from likeness.portrait.picture import turn_points
from likeness.typing import IntArray, Matrix, Points2, Points3

POINT_NAMES = ("right_eye", "left_eye", "nose", "mouth_right", "mouth_left", "mouth", "chin")
RIG_POINTS = ((33, 133), (263, 362), (1,), (61,), (291,), (13, 14), (152,))
"""Mesh points whose middle each of the seven is."""

_SMOOTHING = 1e-3
_RIGHT_INNER_CORNER = 78
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


LINE_NAMES = ("mouth_line", "lower_mouth_line", "right_eye_outline", "left_eye_outline")
_LEAST_POINTS = {"mouth_line": 3, "lower_mouth_line": 3, "right_eye_outline": 6, "left_eye_outline": 6}
_MOST_POINTS = 200
_TEETH = "teeth"


@dataclass(frozen=True)
class FacePoints:
    """What the user says about where a face is; picture pixels."""

    seven: Points2
    """(7, 2) in the order of `POINT_NAMES`."""

    lines: dict[str, Points2] = field(default_factory=dict)
    """Those of `LINE_NAMES` that are given, (N, 2) each."""

    has_teeth: bool = False
    """Whether the mouth shows human teeth."""

    def scaled(self, factor: float) -> "FacePoints":
        """Return the points on a picture of another size."""
        return self._moved(lambda points: np.asarray(points * factor, np.float32))

    def turned(self, size_px: tuple[int, int], quarter_turns: int) -> "FacePoints":
        """Return the points on a picture of the given width and height that was turned, see `turn_points`."""
        return self._moved(lambda points: turn_points(points, size_px, quarter_turns))

    @property
    def turns_to_upright(self) -> int:
        """How often `numpy.rot90` must turn the picture so that the face is tilted by 45 degrees at most."""
        right, down = (self.seven[1] - self.seven[0]).tolist()
        return round(math.atan2(down, right) / (math.pi / 2)) % 4

    def _moved(self, move: Callable[[Points2], Points2]) -> "FacePoints":
        lines = {name: move(line) for name, line in self.lines.items()}
        return FacePoints(move(self.seven), lines, self.has_teeth)


def read_face_points(path: Path, picture_shape: tuple[int, ...]) -> FacePoints:
    """Return the points and lines of a file.

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
    _check_names(content, path)
    for name, point in zip(POINT_NAMES, points, strict=True):
        _check_inside(name, point[None], picture_shape)
    lines = {name: _line(content[name], name) for name in LINE_NAMES if content.get(name) is not None}
    for name, line in lines.items():
        _check_inside(name, line, picture_shape)
    if "lower_mouth_line" in lines and "mouth_line" not in lines:
        raise FacePointsInvalidError("'lower_mouth_line' needs 'mouth_line' too. Give both, or neither.")
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
    return FacePoints(points, lines, _has_teeth(content))


def _check_names(content: dict[str, object], path: Path) -> None:
    """Refuse names that nothing is known of: a line that is misspelled would be missed without a word."""
    known = (*POINT_NAMES, *LINE_NAMES, _TEETH)
    unknown = [name for name in content if name not in known]
    if not unknown:
        return
    near = difflib.get_close_matches(unknown[0], known, 1)
    meant = f" Is '{near[0]}' meant?" if near else ""
    raise FacePointsInvalidError(
        f"'{unknown[0]}' in {path.name} is no face point.{meant} Known are: {', '.join(known)}."
    )


def _has_teeth(content: dict[str, object]) -> bool:
    value = content.get(_TEETH, False)
    if not isinstance(value, bool):
        raise FacePointsInvalidError("'teeth' of the face points is neither true nor false. Correct it.")
    return value


def _check_inside(name: str, points: Points2, picture_shape: tuple[int, ...]) -> None:
    height, width = picture_shape[:2]
    if not ((points >= 0).all() and (points[:, 0] <= width).all() and (points[:, 1] <= height).all()):
        raise FacePointsInvalidError(
            f"The face point '{name}' lies outside of the picture ({width} x {height} pixels). Correct it."
        )


def _line(value: object, name: str) -> Points2:
    least = _LEAST_POINTS[name]
    points = value if isinstance(value, list) else []
    if not (least <= len(points) <= _MOST_POINTS and all(_is_pair(point) for point in points)):
        raise FacePointsInvalidError(
            f"The face points '{name}' are not a list of {least} to {_MOST_POINTS} pairs [x, y]. Correct it."
        )
    line = np.array(points, np.float32)
    if float(np.ptp(line[:, 0])) < 1.0:
        raise FacePointsInvalidError(f"The face points '{name}' have no width. Correct them.")
    return line


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


def landmarks_of_points(points: FacePoints, rig: FaceRig) -> Points3:
    """Return (478, 3) landmarks: a template bent through the points, its lips on the lines of the mouth."""
    landmarks = template_landmarks(points.seven, rig)
    upper = points.lines.get("mouth_line")
    if upper is None:
        return landmarks
    unit = float(np.linalg.norm(points.seven[1] - points.seven[0]))
    right_corner = points.seven[POINT_NAMES.index("mouth_right")]
    ids = {name: rig.contours[name] for name in ("lip_inner_upper", "lip_inner_lower")}
    closed = _from_corner(upper, right_corner, ids["lip_inner_upper"])
    landmarks = drag_lines(landmarks, tuple((each, closed) for each in ids.values()), unit)
    lower = points.lines.get("lower_mouth_line")
    if lower is None:
        return landmarks
    return drag_jaw(
        landmarks, (ids["lip_inner_lower"], _from_corner(lower, right_corner, ids["lip_inner_lower"])), rig
    )


def _from_corner(line: Points2, right_corner: Points2, ids: IntArray) -> Points2:
    """Return a point of a line of the mouth for each of a lip's points, whichever end the user began with."""
    even = _evenly(line, len(ids))
    ends = np.linalg.norm(even[[0, -1]] - right_corner, axis=1)
    is_rightward = ids[0] == _RIGHT_INNER_CORNER
    return even if (ends[0] <= ends[1]) == is_rightward else even[::-1]


def _evenly(line: Points2, n: int) -> Points2:
    """Return n points at even distances along a line (N, 2)."""
    along = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
    at = np.linspace(0.0, along[-1], n)
    return np.stack([np.interp(at, along, line[:, k]) for k in (0, 1)], axis=1).astype(np.float32)


def template_landmarks(points: Points2, rig: FaceRig) -> Points3:
    """Return (478, 3) landmarks: the rig's neutral face bent through the (7, 2) points."""
    anchors = np.array([rig.neutral[list(ids), :2].mean(0) for ids in RIG_POINTS], np.float64)
    eye_distance = float(np.linalg.norm(points[1] - points[0]))
    flat = _thin_plate(anchors, points.astype(np.float64), rig.neutral[:, :2].astype(np.float64))
    depth = rig.neutral[:, 2:] * eye_distance
    return np.asarray(np.concatenate([flat, depth], axis=1), np.float32)


def _point(content: object, name: str, path: Path) -> tuple[float, float]:
    value = content.get(name) if isinstance(content, dict) else None
    if not _is_pair(value):
        raise FacePointsInvalidError(
            f"The face point '{name}' is missing in {path.name} or is not [x, y]. "
            f"Needed are: {', '.join(POINT_NAMES)}."
        )
    return float(value[0]), float(value[1])


def _is_pair(value: object) -> TypeGuard[list[float]]:
    return isinstance(value, list) and len(value) == 2 and all(_is_position(v) for v in value)


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

"""Lips keep their area: a stretched mouth has thinner lips, a rounded one thicker lips.

The measured shapes do so in depth, where lips roll in; seen from the front, stretched lips stay too full.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from likeness.core.portrait import FaceGeometry
from likeness.core.rig import FaceRig, load_rig
from likeness.typing import FloatArray, Points2, Points3

_N_FACE = 468
_KEPT = 0.8  # of a change of area is taken back
_SURE = 0.06  # change of width, as a share, from which all of it is
_FACTOR_RANGE = (0.72, 1.25)  # of a lip's thickness
_ALONG, _AROUND = 0.05, 0.12  # eye distances: along a lip points follow its nearest part, skin fades out
_LEAST_AREA = 2e-3  # square eye distances: lips that are hardly seen tell nothing
_SIDES = ("upper", "lower")
_CORNERS = (61, 291)


@dataclass(frozen=True)
class LipArea:
    """The lips of one face at rest, upper one first, and what thickens them."""

    area: tuple[float, float]
    """Square picture pixels; 0 = too small to tell."""

    width_px: float
    """Between the corners."""

    thicker_px: tuple[FloatArray, FloatArray]
    """(468, 2) displacement that doubles the thickness of a lip, the skin beside it following."""


def lip_area(face: FaceGeometry) -> LipArea:
    """Measure the lips of one face."""
    rig, unit = load_rig(), face.eye_distance_px
    rest = np.asarray(face.rest_px[:_N_FACE, :2], np.float32)
    found = [_area(rest, side, rig) for side in _SIDES]
    upper, lower = (area if area > _LEAST_AREA * unit**2 else 0.0 for area in found)
    return LipArea(
        area=(upper, lower),
        width_px=_width(rest),
        thicker_px=(
            _thicker(rest, "upper", face.up, unit),
            _thicker(rest, "lower", -face.up, unit),
        ),
    )


def keep_area(moved: Points3, lips: LipArea) -> FloatArray:
    """Return (468, 2) the displacement that gives moved lips (468, 3) back the area that they have at rest.

    Only what the width of the mouth explains is taken back: lips that roll in are hidden, not squeezed.
    """
    rig, points = load_rig(), np.asarray(moved[:, :2], np.float32)
    stretch = _width(points) / max(lips.width_px, 1e-6)
    sure = min(1.0, abs(stretch - 1.0) / _SURE)
    out = np.zeros((_N_FACE, 2), np.float32)
    for side, area, thicker in zip(_SIDES, lips.area, lips.thicker_px, strict=True):
        if area <= 0.0:
            continue
        growth = _area(points, side, rig) / area
        # a wide mouth never thickens its lips, a narrow one never thins them
        if (growth - 1.0) * (stretch - 1.0) <= 0.0:
            continue
        # and what it thickens is not more than what it became narrower
        factor = min(1.0 / max(growth, 1e-3), max(1.0, 1.0 / max(stretch, 1e-3)))
        low, high = _FACTOR_RANGE
        out += np.float32(min(max(_KEPT * sure * (factor - 1.0), low - 1.0), high - 1.0)) * thicker
    return out


def _width(points: Points2) -> float:
    return float(np.linalg.norm(points[_CORNERS[1]] - points[_CORNERS[0]]))


def _area(points: Points2, side: str, rig: FaceRig) -> float:
    """Return what lies between the outer and the inner contour of a lip."""
    outer, inner = (points[rig.contours[f"lip_{edge}_{side}"]] for edge in ("outer", "inner"))
    x, y = np.concatenate([outer, inner[::-1]]).T
    return abs(float((x * np.roll(y, -1) - y * np.roll(x, -1)).sum())) / 2


def _thicker(rest: Points2, side: str, away: FloatArray, unit_px: float) -> FloatArray:
    """Return (468, 2) the displacement that doubles the thickness of one lip at rest.

    `away` (2,) points from the mouth to the skin beside this lip.
    """
    rig = load_rig()
    outer, inner = (rest[rig.contours[f"lip_{edge}_{side}"]] for edge in ("outer", "inner"))
    thickness = outer - inner
    thickness[[0, -1]] = 0.0  # corners stay sharp
    to_outer = np.linalg.norm(rest[:, None] - outer, axis=2) / unit_px
    to_inner = np.linalg.norm(rest[:, None] - inner, axis=2) / unit_px
    near = np.exp(-((to_outer / _ALONG) ** 2)) + 1e-9
    direction = near @ thickness / near.sum(1, keepdims=True)
    outline = np.concatenate([outer, inner[::-1]]).astype(np.float32)
    depth = np.array([cv2.pointPolygonTest(outline, (float(x), float(y)), True) for x, y in rest]) / unit_px
    within = to_inner.min(1) / np.maximum(to_inner.min(1) + to_outer.min(1), 1e-6)
    beside = ((rest - inner.mean(0)) @ away > 0.0) * np.exp(-((to_outer.min(1) / _AROUND) ** 2))
    share = np.where(depth >= 0.0, within, beside)
    share[rig.contours[f"lip_outer_{side}"][1:-1]] = 1.0
    share[rig.contours[f"lip_inner_{side}"]] = 0.0
    other = "lower" if side == "upper" else "upper"
    for edge in ("outer", "inner"):
        share[rig.contours[f"lip_{edge}_{other}"]] = 0.0
    return np.asarray(direction * share[:, None], np.float32)

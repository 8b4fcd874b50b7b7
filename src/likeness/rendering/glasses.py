"""Glasses: whether the picture shows a frame, and the part of the face that must not bend under it.

A frame is seen where it crosses bare skin: its bridge on the nose between the eyes, its rims on the cheeks
below them. Rimless glasses are not found; nothing of them is seen to bend either.
"""

import cv2
import numpy as np

from likeness.core.portrait import FaceGeometry
from likeness.core.rig import load_rig
from likeness.typing import AlphaImage, FloatArray, Points2, RgbImage

_BRIDGE = (-0.28, 0.3)  # eye distances below the line of the eyes: where a bridge can be
_RIM = (0.16, 0.62)  # the same for the lower rims, below the middle of each eye
_ACROSS = (-0.04, 0.0, 0.04)  # eye distances: columns that are looked at
_N_SAMPLES = 96
_BAND = (0.02, 0.2)  # eye distances: how thick a frame is
_CONTRAST = 26.0  # grey levels between frame and skin on both sides
_SOFT = 0.22  # eye distances over which skin is free again
_ABOVE, _BELOW, _BESIDE = 0.3, 0.5, 0.35  # eye distances around the eyes that a frame covers


def has_glasses(rgb: RgbImage, face: FaceGeometry) -> bool:
    """Tell whether a frame crosses the nose and both cheeks of the face in a picture (H, W, 3)."""
    right, left = _eyes(face)
    light = np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), np.uint8)
    middle = np.asarray((right + left) / 2, np.float32)
    return _is_crossed(light, face, middle, _BRIDGE) and all(
        _is_crossed(light, face, eye, _RIM) for eye in (right, left)
    )


def rigid_share(points: Points2, face: FaceGeometry) -> FloatArray:
    """Return (N,) 0-1 how much points (N, 2) in picture pixels are held by a frame."""
    right, left = _eyes(face)
    unit = face.eye_distance_px
    across = (left - right) / max(float(np.linalg.norm(left - right)), 1e-6)
    local = (points - (right + left) / 2) / unit
    x, down = np.abs(local @ across), -(local @ face.up)
    half = float(np.linalg.norm(left - right)) / unit / 2
    beyond = np.maximum(x - half - _BESIDE, 0.0)
    vertical = np.maximum(np.maximum(-_ABOVE - down, down - _BELOW), 0.0)
    t = np.clip(1.0 - np.hypot(beyond, vertical) / _SOFT, 0.0, 1.0)
    return np.asarray(t * t * (3 - 2 * t), np.float32)


def _eyes(face: FaceGeometry) -> tuple[FloatArray, FloatArray]:
    """Return the middle (2,) of the subject's right and left eye."""
    contours = load_rig().contours
    right, left = (
        face.rest_px[np.concatenate([contours[f"eyelid_{side}_{lid}"] for lid in ("upper", "lower")]), :2]
        for side in ("right", "left")
    )
    return np.asarray(right.mean(0), np.float32), np.asarray(left.mean(0), np.float32)


def _is_crossed(light: AlphaImage, face: FaceGeometry, start: FloatArray, span: tuple[float, float]) -> bool:
    """Tell whether a band of another brightness crosses the lines that run down the face from a point."""
    unit, up = face.eye_distance_px, face.up
    right = np.array([-up[1], up[0]], np.float32)
    down = np.linspace(span[0], span[1], _N_SAMPLES, dtype=np.float32)
    found = []
    for across in _ACROSS:
        path = start + unit * (across * right - down[:, None] * up)
        values = cv2.remap(light, path[None, :, 0] - 0.5, path[None, :, 1] - 0.5, cv2.INTER_LINEAR)[0]
        found.append(_has_band(values.astype(np.float32), (span[1] - span[0]) / (_N_SAMPLES - 1)))
    return all(found)


def _has_band(profile: FloatArray, step: float) -> bool:
    """Tell whether a profile (N,) has a dark or bright band; `step`: eye distances between samples."""
    least, most = max(1, round(_BAND[0] / step)), round(_BAND[1] / step)
    side = max(2, round(0.05 / step))
    total = np.concatenate([[0.0], np.cumsum(profile)])
    for width in range(least, most, 2):
        first = np.arange(side, len(profile) - side - width)
        inside = (total[first + width] - total[first]) / width
        before = (total[first] - total[first - side]) / side
        after = (total[first + width + side] - total[first + width]) / side
        darker = np.minimum(before, after) - inside
        brighter = inside - np.maximum(before, after)
        if float(np.maximum(darker, brighter).max()) > _CONTRAST:
            return True
    return False

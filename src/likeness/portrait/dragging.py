"""Moving lines of landmarks to where the picture shows them, the skin around following."""

import numpy as np
import numpy.typing as npt

from likeness.core.rig import FaceRig
from likeness.typing import Points2, Points3

MovedLine = tuple[npt.NDArray[np.int32], Points2]
"""Indices (N,) of landmarks and where they belong (N, 2), picture pixels."""

_FALLOFF = 0.14  # eye distances over which the skin follows
_BESIDE = 0.25  # eye distances beside the mouth over which the cheek follows the jaw
_CHIN = 152


def drag_lines(landmarks_px: Points3, lines: tuple[MovedLine, ...], unit: float) -> Points3:
    """Return landmarks (478, 3) with lines of them at new places and the others pulled along.

    `unit` is the eye distance in pixels. Irises, the last ten points, stay.
    """
    ids = np.concatenate([line[0] for line in lines])
    targets = np.concatenate([line[1] for line in lines])
    shifts = targets - landmarks_px[ids, :2]
    distance = np.linalg.norm(landmarks_px[:468, None, :2] - landmarks_px[None, ids, :2], axis=2) / unit
    nearest = np.exp(-((distance / 0.05) ** 2)) + 1e-9
    follow = np.exp(-((distance.min(1) / _FALLOFF) ** 2))
    moved = landmarks_px.copy()
    moved[:468, :2] += (nearest @ shifts / nearest.sum(1)[:, None]) * follow[:, None]
    moved[ids, :2] = targets
    return moved


def drag_jaw(landmarks_px: Points3, lower_lip: MovedLine, rig: FaceRig) -> Points3:
    """Return landmarks (478, 3) of a closed mouth with the inner line of the lower lip at a new place.

    All that lies between lip and chin is moved closer together, so that nothing folds however far the mouth
    is open; the chin itself stays, it is where the user put it.
    """
    ids, targets = lower_lip
    shifts = targets - landmarks_px[ids, :2]
    order = np.argsort(rig.neutral[ids, 0])
    line = rig.neutral[ids][order]
    x, y = rig.neutral[:468, 0], rig.neutral[:468, 1]
    lip_y = np.interp(x, line[:, 0], line[:, 1])
    share = np.clip((rig.neutral[_CHIN, 1] - y) / (rig.neutral[_CHIN, 1] - lip_y), 0.0, 1.0)
    beside = np.maximum(np.abs(x) - line[-1, 0], 0.0)
    share *= np.exp(-((beside / _BESIDE) ** 2)) * (y > lip_y)
    moved = landmarks_px.copy()
    for axis in (0, 1):
        moved[:468, axis] += share * np.interp(x, line[:, 0], shifts[order, axis])
    moved[ids, :2] = targets
    return moved

"""Moving lines of landmarks to where the picture shows them, the skin around following."""

import numpy as np
import numpy.typing as npt

from likeness.typing import Points2, Points3

MovedLine = tuple[npt.NDArray[np.int32], Points2]
"""Indices (N,) of landmarks and where they belong (N, 2), picture pixels."""

_FALLOFF = 0.14  # eye distances over which the skin follows


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

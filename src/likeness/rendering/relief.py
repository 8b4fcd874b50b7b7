"""Depth without cliffs: where a head bends away from view, its surface must not fold when it turns.

Along the outline of a face the landmark network puts points of very different depth almost onto each other.
A turn would draw out the skin between them on one side, and push the cheek over the ear with a jagged cut on
the other.
"""

import numpy as np
import numpy.typing as npt

from likeness.typing import BoolArray, FloatArray, IntArray, Points3

STEEPEST = 2.0
"""Depth per distance in the picture: a yaw of 10 degrees then stretches or squeezes skin by about a third."""

_N_PASSES = 400
_SETTLED = 1e-3  # of the largest distance


def eased_depth(points: Points3, triangles: IntArray, is_free: BoolArray) -> FloatArray:
    """Return (N,) depths that lean nowhere too steeply on the triangles (T, 3).

    Only points that are free, (N,), change. Each triangle that is too steep asks its corners for the nearest
    plane that is not; a corner does what its triangles ask on average, so that depth spreads into the
    neighbourhood instead of vanishing. Thin triangles are judged along and across: steps across one that is
    thinner than a hair are as wrong as those along it.
    """
    triangles = triangles[is_free[triangles].any(axis=1)]
    flat = points[triangles, :2].astype(np.float64)
    axes, lengths, _ = np.linalg.svd(flat - flat.mean(axis=1, keepdims=True), full_matrices=False)
    # what fixed corners do not take, free ones do
    share = 3.0 / np.maximum(is_free[triangles].sum(axis=1), 1)
    depth = points[:, 2].astype(np.float64)
    settled = _SETTLED * float(lengths.max(initial=0.0))
    for _ in range(_N_PASSES):
        asked = _planes(depth[triangles], axes, lengths) - depth[triangles]
        is_steep = np.abs(asked).max(axis=1) > 1e-9
        if float(np.abs(asked).max(initial=0.0)) < settled:
            break
        corners = triangles[is_steep]
        wanted = _summed(corners, asked[is_steep] * share[is_steep, None], len(points))
        counted = _summed(corners, np.ones(corners.shape), len(points))
        depth += np.where(is_free, wanted / np.maximum(counted, 1.0), 0.0)
    return depth.astype(np.float32)


_Floats = npt.NDArray[np.float64]


def _planes(depth: _Floats, axes: _Floats, lengths: _Floats) -> _Floats:
    """Return (T, 3) depths of the corners, near those given, on planes that are not too steep.

    `axes` (T, 3, 2): the corners along and across each triangle, of length 1; `lengths` (T, 2).
    """
    mean = depth.mean(axis=1, keepdims=True)
    rise = np.einsum("tki,tk->ti", axes, depth - mean)
    most = STEEPEST * lengths[:, 0]
    along = np.clip(rise[:, 0], -most, most)
    left = np.sqrt(1.0 - (along / np.maximum(most, 1e-12)) ** 2) * STEEPEST * lengths[:, 1]
    across = np.clip(rise[:, 1], -left, left)
    return np.asarray(mean + axes[..., 0] * along[:, None] + axes[..., 1] * across[:, None])


def _summed(corners: IntArray, values: _Floats, n_points: int) -> _Floats:
    return np.asarray(np.bincount(corners.ravel(), values.ravel(), n_points), np.float64)

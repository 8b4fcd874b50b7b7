"""Depth without cliffs: where a head bends away from view, its surface must not fold when it turns.

Along the outline of a face the landmark network puts points of very different depth almost onto each other.
A turn would draw out the skin between them on one side, and push the cheek over the ear with a jagged cut on
the other.
"""

import numpy as np

from likeness.typing import BoolArray, FloatArray, IntArray, Points3

STEEPEST = 1.7
"""Depth per distance in the picture: a yaw of 8 degrees then stretches or squeezes skin by a quarter."""

_N_PASSES = 150
_LEAST_DISTANCE = 1e-3  # of the largest distance: points on each other get one depth


def eased_depth(points: Points3, edges: IntArray, is_free: BoolArray) -> FloatArray:
    """Return (N,) depths whose steps along the edges (E, 2) are nowhere too steep.

    Only points that are free, (N,), change; steps between two that are not remain. The ends of a step meet
    each other half-way, so that depth spreads into the neighbourhood instead of vanishing.
    """
    edges = edges[is_free[edges].any(axis=1)]
    first, second = edges.T
    distance = np.linalg.norm(points[first, :2] - points[second, :2], axis=1)
    most = STEEPEST * np.maximum(distance, _LEAST_DISTANCE * distance.max(initial=0.0))
    share = is_free.astype(np.float64)
    both = share[first] + share[second]
    n_edges = np.maximum(np.bincount(edges.ravel(), minlength=len(points)), 1)
    depth = points[:, 2].astype(np.float64)
    for _ in range(_N_PASSES):
        step = depth[second] - depth[first]
        excess = (step - np.clip(step, -most, most)) / both
        wanted = np.bincount(first, excess * share[first], len(points))
        wanted -= np.bincount(second, excess * share[second], len(points))
        steep = np.bincount(first, excess != 0.0, len(points)) + np.bincount(
            second, excess != 0.0, len(points)
        )
        depth += wanted / np.clip(steep, 1, n_edges)
    return depth.astype(np.float32)

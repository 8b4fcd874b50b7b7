"""The turn of the head from landmarks that expressions do not move."""

import numpy as np

from likeness.core.rig import load_rig
from likeness.typing import FloatArray, Matrix

STILL_POINTS = (
    10, 151, 9, 8, 168, 6, 197, 195, 33, 133, 362, 263, 127, 356, 234, 454, 21, 251, 54, 284, 103, 332,
    162, 389,
)  # fmt: skip
"""Forehead, bridge of the nose, corners of the eyes, temples: 24 points on bone."""

_N_ROUNDS = 3
_MIN_COSINE = 1e-6


def head_angles_deg(points: FloatArray) -> FloatArray:
    """Return pitch, yaw, roll of each frame against the mean pose of the film.

    The mean shape of the still points is found by turning all frames onto each other (Gower 1975,
    "Generalized Procrustes analysis") and is itself turned to face the camera as the rig's neutral face does,
    so that the three angles are those of the head and not of the picture.

    Args:
        points: (T, 478, 3) landmarks.

    Returns:
        (T, 3) degrees; + = nose down, nose to image left, crown to image right. The mean of each is 0.
    """
    still = points[:, STILL_POINTS].astype(np.float64)
    angles = _angles_deg(_turns(mean_shape(still), _normalized(still)))
    return np.asarray(angles - angles.mean(axis=0), np.float32)


def in_face_frame(points: FloatArray) -> FloatArray:
    """Return the landmarks with the turn of the head taken out.

    Args:
        points: (T, 478, 3) landmarks.

    Returns:
        (T, 478, 3) about the middle of the still points, in distances of the outer eye corners.
    """
    still = points[:, STILL_POINTS].astype(np.float64)
    turns = _turns(mean_shape(still), _normalized(still))
    unit = np.linalg.norm(points[:, 263] - points[:, 33], axis=1)[:, np.newaxis, np.newaxis]
    centred = (points - still.mean(axis=1, keepdims=True)) / np.maximum(unit, 1e-3)
    return np.asarray(np.einsum("tki,tij->tkj", centred, turns), np.float32)


def mean_shape(still: Matrix) -> Matrix:
    """Return the mean (K, 3) of shapes (T, K, 3), of size 1, facing the camera as the rig's neutral face
    does."""
    shapes = _normalized(still)
    model = _normalized(load_rig().neutral[list(STILL_POINTS)].astype(np.float64)[np.newaxis])[0]
    mean = model
    for _ in range(_N_ROUNDS):
        turns = _turns(mean, shapes)
        mean = np.einsum("tji,tkj->tki", turns, shapes).mean(axis=0)
        mean = mean @ _turns(mean, model[np.newaxis])[0].T
    return np.asarray(mean)


def _normalized(shapes: Matrix) -> Matrix:
    """Return shapes (T, K, 3) about their centres, scaled to size 1."""
    centred = shapes - shapes.mean(axis=1, keepdims=True)
    size = np.sqrt(np.square(centred).sum(axis=(1, 2), keepdims=True))
    return np.asarray(centred / np.maximum(size, 1e-9))


def _turns(source: Matrix, targets: Matrix) -> Matrix:
    """Return (T, 3, 3) rotations that best take a shape (K, 3) to shapes (T, K, 3) (Kabsch 1976)."""
    left, _, right = np.linalg.svd(np.einsum("ki,tkj->tij", source, targets))
    sign = np.sign(np.linalg.det(left @ right))
    mirror = np.repeat(np.eye(3)[np.newaxis], len(targets), axis=0)
    mirror[:, 2, 2] = sign
    rotations = np.swapaxes(right, 1, 2) @ mirror @ np.swapaxes(left, 1, 2)
    return np.asarray(rotations)


def _angles_deg(turns: Matrix) -> Matrix:
    """Return (T, 3) pitch, yaw, roll of rotations Rz(roll) Ry(yaw) Rx(pitch)."""
    pitch = np.arctan2(turns[:, 2, 1], turns[:, 2, 2])
    yaw = np.arcsin(np.clip(-turns[:, 2, 0], -1, 1))
    roll = np.arctan2(turns[:, 1, 0], turns[:, 0, 0])
    return np.asarray(np.degrees(np.stack([pitch, yaw, roll], axis=1)))

"""Fit of the rig to the landmarks of one picture: pose, identity, expression.

Weak perspective, alternating pose (Gauss-Newton) and coefficients (box-constrained ridge least squares).
Weights and priors: the recipe measured with the rig; mean residual on people about 1 % of the eye distance.
Landmarks of which it is known how unsure they are count less, and so do those that the rig cannot reach
(Cauchy weights): a hand or hair over a cheek does not turn the head.
"""

import numpy as np

from likeness.core.portrait import HeadFit
from likeness.core.rig import FaceRig
from likeness.typing import FloatArray, Matrix, Points3

_N_ROUNDS = 8
_SIGMA = 0.02  # accepted landmark error in eye distances
_OUTLIER = 0.06  # error in eye distances at which a landmark counts half
_UNSURE = 0.04  # spread in eye distances at which a landmark counts half
_PLAIN_ROUNDS = 2  # before the first pose is found, a far landmark says nothing
_ODD_RESIDUAL, _ODD_SPREAD = 0.03, 0.05  # at which confidence falls to one half
_IDENTITY_LIMIT = 3.0  # standard deviations
_EXPRESSION_SD = 0.25
_N_SWEEPS = 25


def fit_head(landmarks_px: Points3, rig: FaceRig, spread: FloatArray | None = None) -> HeadFit:
    """Explain landmarks by the rig.

    Parameters
    ----------
    landmarks_px
        (478, 3) float32; only x and y are used.
    rig
        The measured head.
    spread
        (478,) how unsure each landmark is, in eye distances; None = all are meant exactly, as those of a
        template: then the fit is plain least squares.
    """
    target = landmarks_px[:, :2].astype(np.float64)
    weight = own_weight = _weight(rig.fit_weight, spread, _UNSURE)
    neutral = rig.neutral.astype(np.float64)
    basis = np.concatenate([rig.identity, rig.expression]).astype(np.float64)
    coefficients: Matrix = np.zeros(len(basis))
    scale, rotation, translation = _start_pose(neutral, target, weight)
    shape: Matrix = neutral
    error: Matrix = np.zeros(len(neutral))
    for k in range(_N_ROUNDS):
        scale, rotation, translation = _refine_pose(shape, target, weight, (scale, rotation, translation))
        rows = _as_rows(basis, rotation)
        wanted = ((target - translation) / scale - neutral @ rotation[:2].T).reshape(-1)
        row_weight = np.repeat(weight, 2) / _SIGMA**2
        coefficients = _box_ridge(rows, wanted, row_weight, _prior_and_limits(rig), coefficients)
        shape = neutral + np.tensordot(coefficients, basis, axes=1)
        error = np.linalg.norm(scale * shape @ rotation[:2].T + translation - target, axis=1) / scale
        if spread is not None and k >= _PLAIN_ROUNDS:
            weight = _weight(own_weight, error, _OUTLIER)
    n_identity = len(rig.identity)
    return HeadFit(
        scale_px=float(scale),
        rotation=rotation.astype(np.float32),
        translation_px=translation.astype(np.float32),
        identity=coefficients[:n_identity].astype(np.float32),
        expression=coefficients[n_identity:].astype(np.float32),
        residual=float(error[:468].mean()),
    )


def fit_confidence(residual: float, spread: FloatArray) -> float:
    """Return how far landmarks can be trusted, 0-1, from the error of the fit and the spread of the looks.

    Photos and paintings of people reach 0.65 to 0.9, drawings with huge eyes 0.4 to 0.5, a dog 0.2.

    >>> round(fit_confidence(0.01, np.full(478, 0.012, np.float32)), 2)
    0.85
    """
    looks = 1.0 / (1.0 + (float(spread[:468].mean()) / _ODD_SPREAD) ** 2)
    return float(looks / (1.0 + (residual / _ODD_RESIDUAL) ** 2))


def fitted_points(fit: HeadFit, neutral: Points3, identity: FloatArray) -> Points3:
    """Return rig points with the person's identity, posed in picture pixels, expression left out.

    `neutral` is (N, 3) in rig units and `identity` (40, N, 3); the result is (N, 3), z in pixels.
    """
    shape = neutral + np.tensordot(fit.identity, identity, axes=1)
    posed = fit.scale_px * shape @ fit.rotation.T
    posed[:, :2] += fit.translation_px
    return posed.astype(np.float32)


def _weight(weight: FloatArray | Matrix, error: FloatArray | Matrix | None, half_at: float) -> Matrix:
    """Return Cauchy weights: one half of `weight` where the error is `half_at`."""
    if error is None:
        return weight.astype(np.float64)
    return np.asarray(weight / (1.0 + (error.astype(np.float64) / half_at) ** 2))


def _prior_and_limits(rig: FaceRig) -> tuple[Matrix, Matrix, Matrix]:
    """Return weight of the square, lowest and highest value of each coefficient, identity first."""
    n_identity, n_expression = len(rig.identity), len(rig.expression)
    prior = np.concatenate([np.ones(n_identity), np.full(n_expression, _EXPRESSION_SD**-2)])
    low = np.concatenate([np.full(n_identity, -_IDENTITY_LIMIT), np.zeros(n_expression)])
    high = np.concatenate([np.full(n_identity, _IDENTITY_LIMIT), np.ones(n_expression)])
    return prior, low, high


def _start_pose(shape: Matrix, target: Matrix, weight: Matrix) -> tuple[float, Matrix, Matrix]:
    """Weighted affine fit, then the nearest scaled rotation."""
    w = weight[:, None]
    mean_shape = (shape * w).sum(0) / w.sum()
    mean_target = (target * w).sum(0) / w.sum()
    a = (shape - mean_shape) * w
    affine = np.linalg.solve(a.T @ (shape - mean_shape) + 1e-6 * np.eye(3), a.T @ (target - mean_target)).T
    scale = float(np.sqrt(np.linalg.norm(affine[0]) * np.linalg.norm(affine[1])))
    third = np.cross(affine[0], affine[1]) / max(scale, 1e-9) ** 2
    u, _, vt = np.linalg.svd(np.vstack([affine / scale, third]))
    rotation = u @ np.diag([1.0, 1.0, np.linalg.det(u @ vt)]) @ vt
    return scale, rotation, mean_target - scale * rotation[:2] @ mean_shape


def _refine_pose(
    shape: Matrix, target: Matrix, weight: Matrix, pose: tuple[float, Matrix, Matrix]
) -> tuple[float, Matrix, Matrix]:
    """Gauss-Newton on scale, rotation vector and translation."""
    scale, rotation, translation = pose
    root = np.sqrt(weight)
    for _ in range(5):
        turned = shape @ rotation.T
        residual = (target - scale * turned[:, :2] - translation) * root[:, None]
        x, y, z = turned.T
        zero, one = np.zeros_like(x), np.ones_like(x)
        along_x = np.stack([x, zero, scale * z, -scale * y, one, zero], axis=1)
        along_y = np.stack([y, -scale * z, zero, scale * x, zero, one], axis=1)
        jacobian = np.stack([along_x, along_y], axis=1) * root[:, None, None]
        rows = jacobian.reshape(-1, 6)
        step = np.linalg.lstsq(rows, residual.reshape(-1), rcond=None)[0]
        scale = max(scale + float(step[0]), 1e-3)
        rotation = rotation_from_vector(step[1:4]) @ rotation
        translation = translation + step[4:]
    return scale, rotation, translation


def rotation_from_vector(vector: Matrix) -> Matrix:
    """Return the (3, 3) rotation about `vector` by its length in radians (Rodrigues)."""
    angle = float(np.linalg.norm(vector))
    if angle < 1e-12:
        return np.eye(3)
    x, y, z = vector / angle
    k = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    return np.asarray(np.eye(3) + np.sin(angle) * k + (1.0 - np.cos(angle)) * (k @ k))


def _as_rows(basis: Matrix, rotation: Matrix) -> Matrix:
    """Project displacements (K, N, 3) to the picture plane as a (2N, K) design matrix in eye distances."""
    flat = (basis @ rotation[:2].T).reshape(len(basis), -1)
    return flat.T


def _box_ridge(
    rows: Matrix, wanted: Matrix, row_weight: Matrix, box: tuple[Matrix, Matrix, Matrix], start: Matrix
) -> Matrix:
    """Minimise weighted squares plus prior * c^2 within limits by projected coordinate descent."""
    prior, low, high = box
    weighted = rows * row_weight[:, None]
    hessian = weighted.T @ rows + np.diag(prior)
    right = weighted.T @ wanted
    c = start.copy()
    diagonal = hessian.diagonal()
    for _ in range(_N_SWEEPS):
        for k in range(len(c)):
            c[k] += (right[k] - hessian[k] @ c) / diagonal[k]
            c[k] = min(max(c[k], low[k]), high[k])
    return c

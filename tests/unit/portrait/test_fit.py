from itertools import product

import numpy as np
import pytest

from likeness.core.rig import expression_index
from likeness.portrait.fit import fit_confidence, fit_head, fitted_points, rotation_from_vector
from likeness.rendering.deform import head_rotation

SCALE_PX, MIDDLE_PX = 80.0, np.array([300.0, 260.0])


def landmarks_of(rig, angles_deg=(0.0, 0.0, 0.0), identity=None, expression=None):
    """Project the rig as a camera would: (478, 3) landmarks."""
    shape = rig.neutral.astype(np.float64)
    if identity is not None:
        shape = shape + np.tensordot(identity, rig.identity, axes=1)
    for name, amount in (expression or {}).items():
        shape = shape + amount * rig.expression[expression_index(name)]
    posed = SCALE_PX * shape @ head_rotation(*angles_deg).T
    posed[:, :2] += MIDDLE_PX
    return posed.astype(np.float32)


@pytest.mark.parametrize("angles_deg", list(product((-12.0, 8.0), (-25.0, 0.0, 15.0), (-20.0, 5.0))))
def test_pose_is_recovered(rig, angles_deg):
    fit = fit_head(landmarks_of(rig, angles_deg), rig)
    np.testing.assert_allclose(fit.pose_deg, angles_deg, atol=0.5)
    assert fit.scale_px == pytest.approx(SCALE_PX, rel=0.01)
    np.testing.assert_allclose(fit.translation_px, MIDDLE_PX, atol=0.5)
    assert fit.residual < 0.002


def test_average_face_has_average_coefficients(rig):
    fit = fit_head(landmarks_of(rig), rig)
    assert np.abs(fit.identity).max() < 0.05
    assert fit.expression.max() < 0.02


def test_identity_is_recovered_without_the_pose_following(rig):
    identity = np.random.default_rng(4).normal(0, 0.8, len(rig.identity)).astype(np.float32)
    fit = fit_head(landmarks_of(rig, (3.0, -10.0, 4.0), identity), rig)
    assert fit.residual < 0.004
    np.testing.assert_allclose(fit.pose_deg, (3.0, -10.0, 4.0), atol=3.0)
    assert np.corrcoef(fit.identity[:12], identity[:12])[0, 1] > 0.9


@pytest.mark.parametrize(
    "expression", [{"jaw_open": 0.5}, {"mouth_smile_left": 0.6, "mouth_smile_right": 0.6}]
)
def test_expression_is_recovered(rig, expression):
    fit = fit_head(landmarks_of(rig, (0.0, 8.0, 0.0), expression=expression), rig)
    for name, amount in expression.items():
        assert fit.expression[expression_index(name)] == pytest.approx(amount, abs=0.12)
    assert fit.residual < 0.004


def test_coefficients_keep_their_limits(rig):
    wild = landmarks_of(rig, expression={"jaw_open": 1.8, "mouth_funnel": -0.9})
    wild[:, 1] = (wild[:, 1] - MIDDLE_PX[1]) * 1.6 + MIDDLE_PX[1]
    fit = fit_head(wild, rig)
    assert fit.expression.min() >= 0
    assert fit.expression.max() <= 1
    assert np.abs(fit.identity).max() <= 3


def test_residual_tells_noise_and_strange_faces(rig):
    noise = np.random.default_rng(1).normal(0, 0.03 * SCALE_PX, (478, 3)).astype(np.float32)
    noisy = fit_head(landmarks_of(rig) + noise, rig)
    assert 0.02 < noisy.residual < 0.05
    scrambled = landmarks_of(rig)[np.random.default_rng(2).permutation(478)]
    assert fit_head(scrambled, rig).residual > 0.2


def test_photo_is_explained_as_people_are(photo):
    assert photo.fit.residual < 0.018
    assert np.abs(photo.fit.pose_deg).max() < 8
    assert photo.fit.expression[expression_index("mouth_smile_left")] > 0.3


def test_fitted_points_are_the_projection_without_expression(rig):
    angles = (5.0, -8.0, 3.0)
    fit = fit_head(landmarks_of(rig, angles, expression={"jaw_open": 0.5}), rig)
    points = fitted_points(fit, rig.neutral, rig.identity)
    far = np.linalg.norm(points[:, :2] - landmarks_of(rig, angles)[:, :2], axis=1)
    assert points.shape == (478, 3)
    assert far.mean() < 0.03 * SCALE_PX


def test_rotation_vector_follows_rodrigues():
    quarter = rotation_from_vector(np.array([0.0, 0.0, np.pi / 2]))
    np.testing.assert_allclose(quarter @ [1, 0, 0], [0, 1, 0], atol=1e-12)
    turn = rotation_from_vector(np.array([0.3, -0.7, 0.2]))
    np.testing.assert_allclose(turn @ turn.T, np.eye(3), atol=1e-12)
    np.testing.assert_array_equal(rotation_from_vector(np.zeros(3)), np.eye(3))


def test_a_hand_over_a_cheek_does_not_turn_the_head(rig):
    angles_deg = (3.0, -10.0, 4.0)
    wild = landmarks_of(rig, angles_deg)
    cheek = np.flatnonzero((rig.neutral[:468, 0] > 0.45) & (rig.neutral[:468, 1] > 0.2))
    wild[cheek, :2] += (0.35 * SCALE_PX, 0.1 * SCALE_PX)
    sure = np.full(478, 0.01, np.float32)
    unsure = sure.copy()
    unsure[cheek] = 0.2
    errors_deg = [
        np.abs(np.subtract(fit_head(wild, rig, spread).pose_deg, angles_deg)).max()
        for spread in (None, sure, unsure)
    ]
    assert errors_deg[1] < 0.6 * errors_deg[0]
    assert errors_deg[2] < errors_deg[1]


def test_confidence_falls_with_error_and_with_disagreement():
    calm, wandering = (np.full(478, spread, np.float32) for spread in (0.01, 0.06))
    good = fit_confidence(0.01, calm)
    assert 0.8 < good < 1.0
    assert fit_confidence(0.03, calm) < 0.6 * good
    assert fit_confidence(0.01, wandering) < 0.5 * good

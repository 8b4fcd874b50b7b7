import numpy as np
import pytest

from likeness.portrait.face_search import find_faces
from likeness.portrait.refinement import refine_landmarks, settled
from likeness.portrait.region import region_along_face, region_of_landmarks


@pytest.fixture(scope="module")
def landmarks(astronaut, models):
    return find_faces(astronaut, models)[0].landmarks_px


def apart(one, other):
    return float(np.linalg.norm(one[:468, :2] - other[:468, :2], axis=1).mean())


def test_where_the_search_began_does_not_matter(astronaut, models, landmarks):
    shaken = landmarks + np.array([4.0, -3.0, 0.0], np.float32)
    shaken[:, :2] = (shaken[:, :2] - shaken[:, :2].mean(0)) * 1.12 + shaken[:, :2].mean(0)
    one, other = (refine_landmarks(astronaut, start, models.mesh) for start in (landmarks, shaken))
    assert apart(one.landmarks_px, other.landmarks_px) < 0.25
    raw = settled(astronaut, shaken, models.mesh).landmarks_px
    assert apart(one.landmarks_px, raw) < 1.5, "it is still the same face"


def test_mirrored_picture_has_mirrored_landmarks(astronaut, models, landmarks, rig):
    """A single look takes left for right by some hundredths of the eye distance."""
    width = astronaut.shape[1]
    flipped = np.ascontiguousarray(astronaut[:, ::-1])
    start = landmarks[rig.mirror].copy()
    start[:, 0] = width - start[:, 0]
    own = refine_landmarks(astronaut, landmarks, models.mesh).landmarks_px
    other = refine_landmarks(flipped, start, models.mesh).landmarks_px[rig.mirror].copy()
    other[:, 0] = width - other[:, 0]
    once = settled(flipped, start, models.mesh).landmarks_px[rig.mirror].copy()
    once[:, 0] = width - once[:, 0]
    assert apart(own, other) < 0.6 * apart(settled(astronaut, landmarks, models.mesh).landmarks_px, once)


def test_noise_is_told_by_the_spread(astronaut, models, landmarks):
    noise = np.random.default_rng(3).normal(0, 70, astronaut.shape)
    noisy = np.clip(astronaut + noise, 0, 255).astype(np.uint8)
    clean, buried = (refine_landmarks(rgb, landmarks, models.mesh) for rgb in (astronaut, noisy))
    assert 0.0 < float(clean.spread.mean()) < 0.03
    assert float(buried.spread.mean()) > 1.5 * float(clean.spread.mean())


def test_square_along_the_face_turns_with_it(landmarks):
    upright = region_along_face(landmarks)
    usual = region_of_landmarks(landmarks)
    assert upright.side_px == pytest.approx(usual.side_px, rel=0.05)
    angle = np.deg2rad(40)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    turned = landmarks.copy()
    turned[:, :2] = landmarks[:, :2] @ turn.T
    tilted = region_along_face(turned)
    assert tilted.side_px == pytest.approx(upright.side_px, rel=1e-3)
    assert tilted.rotation_rad - upright.rotation_rad == pytest.approx(angle, abs=1e-3)
    np.testing.assert_allclose(
        (tilted.centre_x_px, tilted.centre_y_px), turn @ (upright.centre_x_px, upright.centre_y_px), atol=0.05
    )

from pathlib import Path

import numpy as np
import pytest

from likeness.portrait.attention_mesh import sample_features, subset_matrix, transform_points
from likeness.portrait.detector import detection_region
from likeness.portrait.face_models import FaceModels
from likeness.portrait.face_search import measure_landmarks
from likeness.portrait.flexbuffer import Setting
from likeness.portrait.region import Region, bounding_box, region_of_landmarks
from likeness.typing import Points3, RgbImage


@pytest.fixture(scope="module")
def reference() -> Points3:
    """Landmarks of the astronaut in pixels, by MediaPipe 0.10.21 (static image mode, refined)."""
    with np.load(Path(__file__).parent / "astronaut_landmarks.npz") as file:
        return np.asarray(file["landmarks_px"], np.float32)


def test_landmarks_equal_the_reference(models: FaceModels, astronaut: RgbImage, reference: Points3) -> None:
    region = detection_region(models.short_range.detect(astronaut)[0])
    result = models.mesh.measure(astronaut, region)
    width_px = np.ptp(reference[:, 0])
    apart = np.linalg.norm(result.landmarks_px[:, :2] - reference[:, :2], axis=1) / width_px
    assert apart.mean() < 5e-5, "mean difference in face widths"
    assert apart.max() < 3e-4
    assert np.abs(result.landmarks_px[:, 2] - reference[:, 2]).mean() / width_px < 5e-5
    assert result.face_probability > 0.999


def test_no_face_in_plain_colour(models: FaceModels) -> None:
    plain = np.full((200, 200, 3), 120, np.uint8)
    assert models.mesh.measure(plain, Region(100, 100, 150)).face_probability < 0.1


def test_mesh_follows_a_shift_and_a_turn(models: FaceModels, astronaut: RgbImage, reference: Points3) -> None:
    turned = np.ascontiguousarray(np.rot90(astronaut))
    # A quarter turn to the left carries (x, y) to (y, width - x).
    expected = np.stack([reference[:, 1], 512 - reference[:, 0]], axis=1)
    result = measure_landmarks(turned, models, region_of_landmarks(expected))
    assert np.linalg.norm(result.landmarks_px[:, :2] - expected, axis=1).mean() < 1.5


def test_fixed_region_from_mesh_and_box(models: FaceModels, astronaut: RgbImage, reference: Points3) -> None:
    from_mesh = measure_landmarks(astronaut, models, reference)
    from_box = measure_landmarks(astronaut, models, bounding_box(reference))
    assert np.linalg.norm(from_mesh.landmarks_px - from_box.landmarks_px, axis=1).mean() < 1.5


def test_subset_matrix_of_a_level_box() -> None:
    settings: dict[str, Setting] = {
        "left_rotation_idx": 0, "right_rotation_idx": 1, "target_rotation_radians": 0.0,
        "scale_x": 2.0, "scale_y": 1.0, "output_width": 16, "output_height": 16,
    }  # fmt: skip
    landmarks = np.array([[10, 20, 0], [18, 20, 0], [14, 24, 0]], np.float32)
    matrix = subset_matrix(landmarks, np.array([0, 1, 2], np.int32), settings)
    corners = transform_points(np.array([[0, 0], [16, 16], [8, 8]], np.float32), matrix)
    assert np.allclose(corners, [[6, 20], [22, 24], [14, 22]], atol=1e-5)


def test_sample_features_is_bilinear_and_zero_outside() -> None:
    features = np.arange(12, dtype=np.float32).reshape(3, 4, 1)
    same = sample_features(features, np.eye(4, dtype=np.float32), (4, 3))
    assert np.allclose(same, features)
    shift = np.eye(4, dtype=np.float32)
    shift[0, 3] = 0.5
    shifted = sample_features(features, shift, (4, 3))[..., 0]
    assert np.allclose(shifted[:, :3], features[:, :3, 0] + 0.5)
    assert np.allclose(shifted[:, 3], 0)

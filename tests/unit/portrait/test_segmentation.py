import numpy as np
import pytest

from likeness.portrait.face_models import FaceModels
from likeness.portrait.face_search import find_faces
from likeness.portrait.segmentation import (
    face_coverage,
    grabcut_subject,
    person_probability,
    segment_subject,
)
from likeness.typing import Points3, RgbImage


@pytest.fixture(scope="module")
def landmarks_px(models: FaceModels, astronaut: RgbImage) -> Points3:
    return find_faces(astronaut, models)[0].landmarks_px


def test_network_separates_the_astronaut(
    models: FaceModels, astronaut: RgbImage, landmarks_px: Points3
) -> None:
    probability = segment_subject(astronaut, models.segmentation, landmarks_px)
    assert probability.shape == (512, 512)
    assert probability.dtype == np.float32
    assert 0 <= probability.min() <= probability.max() <= 1
    assert face_coverage(probability, landmarks_px) > 0.98
    assert probability[20:200, 5:60].mean() < 0.2, "the flag"
    assert probability[330:500, 150:300].mean() > 0.9, "the suit"
    assert np.array_equal(probability, person_probability(astronaut, models.segmentation))


def test_grabcut_keeps_face_and_hair(astronaut: RgbImage, landmarks_px: Points3) -> None:
    first = grabcut_subject(astronaut, landmarks_px)
    np.random.default_rng(3)
    assert np.array_equal(first, grabcut_subject(astronaut, landmarks_px))
    assert face_coverage(first, landmarks_px) > 0.95
    assert first[:150, 450:].mean() < 0.3


def test_grabcut_takes_over_where_the_network_misses_the_face(
    models: FaceModels, landmarks_px: Points3
) -> None:
    plain = np.full((512, 512, 3), 30, np.uint8)
    plain[60:180, 170:280] = (210, 160, 130)
    assert face_coverage(person_probability(plain, models.segmentation), landmarks_px) < 0.9
    probability = segment_subject(plain, models.segmentation, landmarks_px)
    assert face_coverage(probability, landmarks_px) > 0.8

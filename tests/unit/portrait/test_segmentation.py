import cv2
import numpy as np
import pytest

from likeness.core.pixels import blur
from likeness.core.portrait import Portrait
from likeness.core.rig import load_rig
from likeness.portrait.face_models import FaceModels
from likeness.portrait.face_search import find_faces
from likeness.portrait.segmentation import (
    face_coverage,
    grabcut_subject,
    no_further,
    person_probability,
    segment_subject,
    settle_unsure,
    sure_face,
)
from likeness.typing import BoolArray, FloatArray, Points3, RgbImage


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


def unsure_scene() -> tuple[RgbImage, FloatArray, BoolArray]:
    """Return a brown figure before a light wall, and a network that is unsure of a part of each."""
    y, x = np.mgrid[0:400, 0:300]
    is_subject = (np.hypot((x - 150) / 80, (y - 220) / 130) < 1) | (y > 330)
    grain = np.random.default_rng(0).normal(0, 4, (400, 300, 1))
    colours = np.where(is_subject[..., None], (90, 55, 40), (200, 205, 190))
    probability = np.where(is_subject, 0.98, 0.02)
    probability[180:260, 90:140] = 0.45  # hair
    probability[180:260, 240:290] = 0.6  # wall
    return (
        np.clip(colours + grain, 0, 255).astype(np.uint8),
        probability.astype(np.float32),
        np.asarray(is_subject),
    )


def test_colours_decide_where_the_network_is_unsure() -> None:
    rgb, probability, is_subject = unsure_scene()
    settled = settle_unsure(rgb, probability)
    assert settled.dtype == np.float32
    assert settled[190:250, 100:130].min() > 0.95
    assert settled[190:250, 250:280].max() < 0.05
    assert ((settled > 0.5) == is_subject).mean() > 0.995
    np.testing.assert_array_equal(settled, settle_unsure(rgb, probability))


def test_soft_edges_and_what_is_sure_stay() -> None:
    """Edges are the matte's affair; what the network is sure of stays even against the colours."""
    rgb, probability, is_subject = unsure_scene()
    sure = np.where(is_subject, 0.98, 0.02).astype(np.float32)
    soft = blur(sure, 1.5)
    np.testing.assert_array_equal(settle_unsure(rgb, soft), soft)
    soft[20:60, 20:60] = 0.97  # a piece of wall
    probability[20:60, 20:60] = 0.97
    assert settle_unsure(rgb, probability)[30:50, 30:50].min() > 0.9


def test_no_colours_to_learn_from() -> None:
    flat = np.full((200, 150), 0.5, np.float32)
    np.testing.assert_array_equal(settle_unsure(unsure_scene()[0][:200, :150], flat), flat)


def test_large_pictures_are_settled_at_their_size() -> None:
    rgb, probability, _ = unsure_scene()
    large = settle_unsure(
        np.kron(rgb, np.ones((3, 3, 1), np.uint8)), np.kron(probability, np.ones((3, 3), np.float32))
    )
    assert large.shape == (1200, 900)
    assert large[600:720, 310:380].min() > 0.95


def test_drawn_hair_is_not_see_through(drawing: Portrait) -> None:
    """The network is unsure of the flat hair beside the neck."""
    column = drawing.alpha[430:560, 200:215]
    assert drawing.foreground_rgb[430:560, 200:215, 0].mean() < 110, "hair"
    assert column.min() == 255


def test_outline_of_a_template_is_not_believed(landmarks_px: Points3) -> None:
    """An animal's head may be narrower than the oval: only its middle and the eyes are sure."""
    oval = sure_face(landmarks_px, is_template=False)
    inner = sure_face(landmarks_px, is_template=True)
    np.testing.assert_array_equal(oval, landmarks_px[load_rig().contours["face_oval"], :2])
    areas = [cv2.contourArea(outline) for outline in (inner, oval)]
    assert 0.2 < areas[0] / areas[1] < 0.75
    for iris in landmarks_px[[468, 473], :2]:
        assert cv2.pointPolygonTest(inner, (float(iris[0]), float(iris[1])), False) > 0


def test_narrow_heads_are_cut_out_as_they_are(models: FaceModels, landmarks_px: Points3) -> None:
    """Wall beside the head but inside the template's oval stays wall."""
    rgb = np.full((512, 512, 3), (90, 110, 140), np.uint8)
    oval = landmarks_px[load_rig().contours["face_oval"], :2]
    (left, top), (right, bottom) = oval.min(0), oval.max(0)
    centre = ((left + right) / 2, (top + bottom) / 2)
    cv2.ellipse(rgb, (centre, (0.78 * (right - left), 1.3 * (bottom - top)), 0.0), (200, 180, 150), -1)
    beside = (int(centre[1]), int(left + 0.05 * (right - left)))
    cut = grabcut_subject(rgb, landmarks_px, is_template=True)
    assert cut[int(centre[1]), int(centre[0])] > 0.95
    assert cut[beside] < 0.1
    assert segment_subject(rgb, models.segmentation, landmarks_px, is_template=True)[beside] < 0.1


def test_a_close_look_claims_nothing_far_from_the_subject():
    whole, close = np.zeros((2, 200, 300), np.float32)
    whole[50:150, 100:200] = 1.0
    close[48:152, 98:202] = 0.8
    close[60:80, 240:280] = 1.0
    kept = no_further(close, whole)
    assert kept[60:80, 240:280].max() == 0.0
    np.testing.assert_array_equal(kept[48:152, 98:202], close[48:152, 98:202])

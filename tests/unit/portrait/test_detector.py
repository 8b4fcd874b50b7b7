from pathlib import Path

import numpy as np
import pytest

from likeness.portrait.detector import FULL_RANGE, SHORT_RANGE, View, anchor_centres, merge_overlaps
from likeness.portrait.face_models import FaceModels
from likeness.portrait.region import region_of_picture
from likeness.typing import RgbImage


@pytest.mark.parametrize(("name", "min_score"), [("short_range", 0.5), ("full_range", 0.6)])
def test_detection_equals_the_reference(
    models: FaceModels, astronaut: RgbImage, name: str, min_score: float
) -> None:
    with np.load(Path(__file__).parent / "astronaut_landmarks.npz") as file:
        expected = file[name]
    found = getattr(models, name).detect(astronaut, min_score=min_score)
    values = [[d.score, d.box.left, d.box.top, d.box.width, d.box.height] for d in found]
    assert np.allclose(values, expected, atol=0.02)


def test_nothing_on_plain_colour(models: FaceModels) -> None:
    plain = np.full((300, 500, 3), 128, np.uint8)
    assert models.short_range.detect(plain) == models.full_range.detect(plain) == ()


def test_turned_view_finds_the_turned_face(models: FaceModels, astronaut: RgbImage) -> None:
    upright = models.short_range.detect(astronaut)[0]
    turned = np.ascontiguousarray(np.rot90(astronaut, 2))
    whole = region_of_picture(turned)
    view = View(type(whole)(whole.centre_x_px, whole.centre_y_px, whole.side_px, np.pi), 0)
    found = models.short_range.detect(turned, view)[0]
    assert found.score == pytest.approx(upright.score, abs=0.02)
    # One pixel of the network is 4 of the picture; the face is 95 wide.
    assert np.allclose(found.key_points_px, 512 - upright.key_points_px, atol=8)
    assert abs(abs(found.roll_rad) - np.pi) < 0.2


def test_anchor_centres_lie_inside() -> None:
    for layout in (SHORT_RANGE, FULL_RANGE):
        centres = anchor_centres(layout)
        assert centres.min() > 0
        assert centres.max() < 1


def test_overlapping_boxes_are_averaged_by_score() -> None:
    values = np.zeros((3, 16), np.float32)
    values[:, :4] = [[0, 0, 1, 1], [0.1, 0, 1.1, 1], [3, 3, 4, 4]]
    merged = merge_overlaps(values, np.array([0.9, 0.3, 0.5], np.float32))
    assert [round(score, 3) for _, score in merged] == [0.9, 0.5]
    assert merged[0][0][0] == pytest.approx(0.025)

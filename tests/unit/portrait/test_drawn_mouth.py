import cv2
import numpy as np
import pytest

from likeness.portrait.drawn_mouth import follow_drawn_mouth

_SKIN, _HOLE = (236, 190, 160), (150, 50, 60)


@pytest.fixture()
def flat_face(drawing, rig):
    """Landmarks with parted lips on a face without any features."""
    points = drawing.face.rest_px.copy()
    upper, lower = (rig.contours[f"lip_inner_{side}"] for side in ("upper", "lower"))
    arch = np.sin(np.linspace(0, np.pi, 11)) * 0.05 * drawing.face.eye_distance_px
    points[lower, 1] = points[upper, 1] + 2 * arch
    points[upper, 1] -= arch
    width, height = drawing.size_px
    return np.full((height, width, 3), _SKIN, np.uint8), points


def _hole(points, rig, grown_px):
    """A drawn mouth: the inner lips with their lower edge lowered."""
    upper, lower = (points[rig.contours[f"lip_inner_{side}"], :2] for side in ("upper", "lower"))
    arch = np.sin(np.linspace(0, np.pi, 11))[:, None] * (0, grown_px)
    return np.concatenate([upper, (lower + arch)[::-1]])


def test_inner_lips_move_to_the_edge_of_the_hole(flat_face, rig, drawing):
    rgb, points = flat_face
    grown = 0.10 * drawing.face.eye_distance_px
    hole = _hole(points, rig, grown)
    cv2.fillPoly(rgb, [np.round(hole).astype(np.int32)], _HOLE, cv2.LINE_AA)
    moved = follow_drawn_mouth(rgb, points, rig)
    low = moved[rig.contours["lip_inner_lower"], 1].max()
    assert low == pytest.approx(hole[:, 1].max(), abs=0.03 * drawing.face.eye_distance_px)
    assert low > points[rig.contours["lip_inner_lower"], 1].max() + 0.6 * grown
    outer = moved[rig.contours["lip_outer_lower"], 1].max()
    assert outer > low


def test_far_points_stay(flat_face, rig, drawing):
    rgb, points = flat_face
    hole = _hole(points, rig, 0.10 * drawing.face.eye_distance_px)
    cv2.fillPoly(rgb, [np.round(hole).astype(np.int32)], _HOLE, cv2.LINE_AA)
    moved = follow_drawn_mouth(rgb, points, rig)
    lids = rig.contours["eyelid_left_upper"]
    assert np.abs(moved[lids] - points[lids]).max() < 0.01
    np.testing.assert_array_equal(moved[468:], points[468:])


def test_a_hole_within_the_inner_lips_changes_nothing(flat_face, rig):
    rgb, points = flat_face
    cv2.fillPoly(rgb, [np.round(_hole(points, rig, 0.0)).astype(np.int32)], _HOLE, cv2.LINE_AA)
    assert follow_drawn_mouth(rgb, points, rig) is points


def test_a_closed_mouth_changes_nothing(drawing, rig):
    width, height = drawing.size_px
    rgb = np.full((height, width, 3), _SKIN, np.uint8)
    points = drawing.face.rest_px
    assert follow_drawn_mouth(rgb, points, rig) is points

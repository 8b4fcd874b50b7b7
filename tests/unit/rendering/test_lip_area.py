import numpy as np
import pytest

from likeness.core.rig import EXPRESSION_NAMES, expression_index
from likeness.rendering.lip_area import keep_area, lip_area

N_FACE = 468


def moved(face, **shapes):
    """Return the face (468, 3) with shapes, both sides alike, without any correction."""
    points = face.rest_px[:N_FACE].copy()
    for name, value in shapes.items():
        sides = [name] if name in EXPRESSION_NAMES else [f"{name}_left", f"{name}_right"]
        for each in sides:
            points += value * face.expression_px[expression_index(each), :N_FACE]
    return points


def area(points, side, rig):
    outer, inner = (points[rig.contours[f"lip_{edge}_{side}"], :2] for edge in ("outer", "inner"))
    x, y = np.concatenate([outer, inner[::-1]]).T
    return abs(float((x * np.roll(y, -1) - y * np.roll(x, -1)).sum())) / 2


def corrected(face, points):
    out = points.copy()
    out[:, :2] += keep_area(points, lip_area(face))
    return out


def test_lips_at_rest_are_left_alone(drawing):
    assert not keep_area(drawing.face.rest_px[:N_FACE], lip_area(drawing.face)).any()


@pytest.mark.parametrize("shape", ["mouth_smile", "mouth_stretch"])
@pytest.mark.parametrize("side", ["upper", "lower"])
def test_stretched_lips_get_thinner(shape, side, drawing, rig):
    face = drawing.face
    wide = moved(face, **{shape: 0.7})
    before, after = (
        area(points, side, rig) / area(face.rest_px, side, rig) for points in (wide, corrected(face, wide))
    )
    assert before > 1.08
    assert abs(after - 1.0) < 0.45 * (before - 1.0)


def test_rounded_lips_are_never_thinned(drawing, rig):
    face = drawing.face
    round_ = moved(face, mouth_pucker=1.0)
    for side in ("upper", "lower"):
        assert area(corrected(face, round_), side, rig) >= area(round_, side, rig) - 1e-3


@pytest.mark.parametrize("shape", ["mouth_roll_lower", "jaw_open"])
def test_lips_that_roll_in_or_open_keep_their_shape(shape, drawing):
    points = moved(drawing.face, **{shape: 0.5})
    shift = np.abs(corrected(drawing.face, points) - points).max()
    assert shift < 0.012 * drawing.face.eye_distance_px


def test_corners_and_inner_edges_stay_and_the_rest_of_the_face_too(drawing, rig):
    face = drawing.face
    wide = moved(face, mouth_smile=0.8)
    shift = np.linalg.norm(corrected(face, wide) - wide, axis=1) / face.eye_distance_px
    inner = np.concatenate([rig.contours["lip_inner_upper"], rig.contours["lip_inner_lower"]])
    assert shift[inner].max() == 0.0
    assert shift[[61, 291]].max() == 0.0
    assert shift[[0, 17]].min() > 0.004
    assert shift[[4, 152, 33, 263]].max() < 0.002

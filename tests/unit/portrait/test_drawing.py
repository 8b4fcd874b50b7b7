import cv2
import numpy as np
import pytest

from likeness.core.pixels import blur
from likeness.portrait.drawing import drawn_inside, ink_of, is_drawing

_SKIN, _PEN = (236, 190, 160), (70, 30, 40)


@pytest.fixture()
def paper(drawing):
    width, height = drawing.size_px
    return np.full((height, width, 3), _SKIN, np.uint8)


def draw_nose(rgb, face, width_px):
    points = np.round(face.rest_px[[6, 197, 4, 94, 2], :2] * 16).astype(np.int32)
    cv2.polylines(rgb, [points], False, _PEN, width_px, cv2.LINE_AA, 4)
    points = np.round(face.rest_px[[205, 207, 212, 202], :2] * 16).astype(np.int32)
    cv2.polylines(rgb, [points], False, _PEN, width_px, cv2.LINE_AA, 4)


def test_flat_colour_with_lines_is_a_drawing(paper, drawing):
    draw_nose(paper, drawing.face, 4)
    assert is_drawing(paper, drawing.face)


def test_shaded_skin_is_no_drawing(paper, drawing, photo):
    shade = np.linspace(0.6, 1.0, paper.shape[1])[None, :, None]
    assert not is_drawing((paper * shade).astype(np.uint8), drawing.face)
    assert not is_drawing(photo.foreground_rgb, photo.face)


def test_the_project_s_drawn_portrait_is_a_drawing_also_when_blurred(drawing):
    for sigma in (0.1, 1.0):
        assert is_drawing(blur(drawing.foreground_rgb, sigma), drawing.face)


@pytest.mark.parametrize("share", [0.025, 0.035])
def test_width_and_colour_of_the_pen_are_measured(share, paper, drawing, rig):
    width = round(share * drawing.face.eye_distance_px)
    draw_nose(paper, drawing.face, width)
    ink = ink_of(paper, drawing.face, rig)
    assert ink.width_px == pytest.approx(width, rel=0.45)
    np.testing.assert_allclose(ink.rgb, _PEN, atol=25)


def test_without_lines_a_dark_shade_of_the_skin_is_drawn_with(paper, drawing, rig):
    ink = ink_of(paper, drawing.face, rig)
    assert 0 < ink.width_px < 0.05 * drawing.face.eye_distance_px
    np.testing.assert_allclose(ink.rgb / ink.rgb[0], np.array(_SKIN) / _SKIN[0], atol=0.05)


def test_colours_of_an_open_drawn_mouth(photo, rig):
    """The photo laughs: its lips enclose an opening."""
    face = photo.face
    rgb = np.full_like(photo.foreground_rgb, 200)
    upper, lower = (face.rest_px[rig.contours[f"lip_inner_{s}"], :2] for s in ("upper", "lower"))
    outline = np.round(np.concatenate([upper, lower[::-1]])).astype(np.int32)
    cv2.fillPoly(rgb, [outline], (200, 90, 100))
    found = drawn_inside(rgb, face, rig)
    np.testing.assert_allclose(found.light_rgb, (200, 90, 100), atol=2)
    assert (found.dark_rgb < found.light_rgb).all()
    cv2.fillPoly(rgb, [outline], (250, 250, 250))
    assert drawn_inside(rgb, face, rig) is None


def test_closed_mouths_tell_no_colours(drawing, rig):
    assert drawn_inside(drawing.foreground_rgb, drawing.face, rig) is None

import numpy as np
import pytest

from likeness.core.pixels import blur, polygon_pixels
from likeness.portrait.mouth_look import mouth_look
from likeness.portrait.picture import read_picture
from likeness.testing.astronaut import astronaut_path


@pytest.fixture(scope="module")
def rgb():
    return read_picture(astronaut_path()).rgb


@pytest.fixture(scope="module")
def drawn_rgb(drawn_picture):
    return read_picture(drawn_picture).rgb


def mean(colour):
    return float(colour.mean())


def test_teeth_of_a_laughing_person_are_seen(photo):
    assert photo.mouth.shows_teeth
    assert photo.mouth.teeth_rgb.min() > 180


def test_closed_lips_show_no_teeth_and_get_ivory(drawing):
    assert not drawing.mouth.shows_teeth
    red, green, blue = drawing.mouth.teeth_rgb
    assert red >= green >= blue > 120


def test_a_red_open_mouth_shows_no_teeth(photo, rgb, rig):
    lips = [photo.face.rest_px[rig.contours[f"lip_inner_{side}"], :2] for side in ("upper", "lower")]
    red = rgb.copy()
    red[polygon_pixels((512, 512), np.concatenate([lips[0], lips[1][::-1]]))] = (170, 60, 60)
    assert not mouth_look(red, photo.face, rig).shows_teeth


def test_dark_pictures_have_a_dark_mouth(drawing, drawn_rgb, rig):
    bright = mouth_look(drawn_rgb, drawing.face, rig)
    dark = mouth_look((drawn_rgb * 0.45).astype(np.uint8), drawing.face, rig)
    for part in ("teeth_rgb", "gum_rgb", "tongue_rgb", "cavity_rgb"):
        assert mean(getattr(dark, part)) == pytest.approx(0.45 * mean(getattr(bright, part)), rel=0.1)


def test_grey_pictures_have_a_grey_mouth(drawing, drawn_rgb, rig):
    grey = np.repeat(drawn_rgb.mean(axis=2, keepdims=True).astype(np.uint8), 3, axis=2)
    look = mouth_look(grey, drawing.face, rig)
    for part in (look.teeth_rgb, look.gum_rgb, look.tongue_rgb):
        assert float(np.ptp(part)) < 3


def test_pale_faces_with_red_lips_have_red_tongues(drawing, drawn_rgb, rig):
    grey = np.repeat(drawn_rgb.mean(axis=2, keepdims=True).astype(np.uint8), 3, axis=2)
    painted = grey.copy()
    lip = [drawing.face.rest_px[rig.contours[f"lip_{edge}_lower"], :2] for edge in ("outer", "inner")]
    painted[polygon_pixels(grey.shape[1::-1], np.concatenate([lip[0], lip[1][::-1]]))] = (190, 40, 50)
    look = mouth_look(painted, drawing.face, rig)
    assert look.tongue_rgb[0] > 1.5 * look.tongue_rgb[1]
    assert float(np.ptp(look.teeth_rgb)) < 10


def test_fur_does_not_colour_the_tongue(drawing, drawn_rgb, rig):
    green = (drawn_rgb.mean(axis=2, keepdims=True) * (0.5, 1.0, 0.5)).astype(np.uint8)
    red, level, blue = mouth_look(green, drawing.face, rig, is_template=True).tongue_rgb
    assert red > 1.5 * level and red > 1.5 * blue


def test_light_falls_from_teeth_to_cavity(photo, drawing):
    for look in (photo.mouth, drawing.mouth):
        assert mean(look.teeth_rgb) > mean(look.gum_rgb) > mean(look.cavity_rgb)


def test_flat_paint_is_a_drawing_and_grain_is_not(drawing, drawn_rgb, rig):
    flat = np.full_like(drawn_rgb, 180)
    noisy = flat + np.random.default_rng(0).integers(0, 24, flat.shape).astype(np.uint8)
    assert mouth_look(flat, drawing.face, rig).is_drawing
    assert not mouth_look(noisy, drawing.face, rig).is_drawing


def test_blurred_pictures_are_measured_as_blurred(drawing, drawn_rgb, rig):
    widths = [mouth_look(blur(drawn_rgb, sigma), drawing.face, rig).sharpness_px for sigma in (0.5, 1.5, 3.0)]
    assert widths == sorted(widths)
    assert widths[2] == pytest.approx(3.0, rel=0.35)


@pytest.mark.parametrize("cast", [(1.0, 0.82, 0.45), (1.0, 1.0, 0.6), (0.8, 1.0, 0.8)])
def test_coloured_light_makes_teeth_neither_yellow_nor_olive(drawing, drawn_rgb, rig, cast):
    red, green, blue = mouth_look((drawn_rgb * cast).astype(np.uint8), drawing.face, rig).teeth_rgb
    assert green <= (red + blue) / 2 + 1e-3
    assert max(red, blue) - min(red, blue) <= 0.2 * max(red, blue) + 1e-3

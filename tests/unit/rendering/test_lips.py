from dataclasses import replace

import numpy as np
import pytest

from likeness.core.pixels import polygon_pixels
from likeness.rendering.lips import lip_look
from likeness.rendering.texture import canvas_texture

RED = (170, 80, 85)


def painted(portrait, rig, glint=None):
    """Return the portrait with a plain red lower lip and perhaps a spot of a colour on it."""
    edges = [portrait.face.rest_px[rig.contours[f"lip_{edge}_lower"], :2] for edge in ("outer", "inner")]
    rgb = portrait.foreground_rgb.copy()
    size = rgb.shape[1::-1]
    rgb[polygon_pixels(size, np.concatenate([edges[0], edges[1][::-1]]))] = RED
    if glint is not None:
        band = [edges[1] + share * (edges[0] - edges[1]) for share in (0.4, 0.7)]
        rgb[polygon_pixels(size, np.concatenate([band[0][4:7], band[1][4:7][::-1]]))] = glint
    return replace(portrait, foreground_rgb=rgb)


def look(portrait, placement):
    return lip_look(portrait, placement, canvas_texture(portrait, placement))


def test_inner_skin_is_darker_and_redder_than_the_lip(photo, photo_placement, rig):
    inner = look(painted(photo, rig), photo_placement).inner_rgb
    assert (inner < np.array(RED)).all()
    assert inner[0] / inner[1] > RED[0] / RED[1]


def test_light_on_the_lip_makes_it_wet_and_paint_does_not(photo, photo_placement, rig):
    assert look(painted(photo, rig), photo_placement).wetness == 0.0
    assert look(painted(photo, rig, (235, 220, 220)), photo_placement).wetness > 0.5
    assert look(painted(photo, rig, (255, 100, 110)), photo_placement).wetness < 0.3


def test_lips_out_of_the_frame_are_matt(photo, photo_placement):
    away = replace(photo_placement, offset_y_px=photo_placement.offset_y_px - 600)
    found = look(photo, away)
    assert found.wetness == 0.0
    assert found.inner_rgb == pytest.approx(photo.mouth.tongue_rgb * 0.8)

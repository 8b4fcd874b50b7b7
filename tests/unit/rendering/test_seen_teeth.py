from dataclasses import replace

import numpy as np
import pytest

from likeness.rendering.seen_teeth import seen_teeth
from likeness.rendering.texture import canvas_texture


@pytest.fixture(scope="module")
def seen(photo, photo_placement):
    return seen_teeth(photo, photo_placement, canvas_texture(photo, photo_placement))


def on_canvas(portrait, placement, points):
    return portrait.face.rest_px[points, :2] * placement.scale + (
        placement.offset_x_px,
        placement.offset_y_px,
    )


def test_cut_out_lies_between_the_lips(photo, photo_placement, seen, rig):
    lips = [on_canvas(photo, photo_placement, rig.contours[f"lip_inner_{s}"]) for s in ("upper", "lower")]
    ys, xs = np.nonzero(seen.rgba[..., 3] > 128)
    assert ys.size > 200
    assert xs.min() + seen.left_px >= np.concatenate(lips)[:, 0].min()
    assert ys.min() + seen.top_px >= lips[0][:, 1].min()
    assert ys.max() + seen.top_px <= lips[1][:, 1].max()


def test_teeth_are_bright_and_premultiplied(seen):
    alpha = seen.rgba[..., 3].astype(int)
    assert (seen.rgba[..., :3].max(-1) <= alpha + 1).all()
    assert seen.rgba[alpha > 250][:, :3].mean() > 160
    assert (seen.rgba[alpha == 0] == 0).all()


def test_edge_hangs_below_the_seam(seen):
    assert 0.02 <= seen.edge_drop <= 0.17


def test_pictures_without_teeth_give_none(photo, photo_placement, drawing, drawing_placement):
    assert seen_teeth(drawing, drawing_placement, canvas_texture(drawing, drawing_placement)) is None
    dark = replace(photo, foreground_rgb=photo.foreground_rgb // 8)
    assert seen_teeth(dark, photo_placement, canvas_texture(dark, photo_placement)) is None


def test_mouth_out_of_the_frame_gives_none(photo, photo_placement):
    away = replace(photo_placement, offset_y_px=photo_placement.offset_y_px - 500)
    assert seen_teeth(photo, away, canvas_texture(photo, away)) is None

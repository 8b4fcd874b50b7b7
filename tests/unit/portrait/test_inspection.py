from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from likeness.errors import PictureError
from likeness.portrait import FaceChoice, inspect_picture
from likeness.portrait.inspection import draw_overlay, verdict
from likeness.rendering.deform import head_rotation
from likeness.testing.astronaut import astronaut_path


def test_overlay_is_written_and_the_verdict_is_sensible(tmp_path, face_models):
    overlay = tmp_path / "overlay.png"
    lines = inspect_picture(astronaut_path(), face_models, FaceChoice(), overlay)
    with Image.open(overlay) as image:
        assert (image.format, image.mode, image.size) == ("PNG", "RGB", (1024, 512))
    text = " ".join(lines)
    assert "39 pixels between the eyes" in text
    assert "The face is small" in text
    assert "mouth is open" in text
    assert lines[-1].startswith("Usable")
    assert all("\n" not in line for line in lines)


def test_good_picture_is_called_good(drawing):
    assert verdict(drawing)[-1].startswith("Good")
    assert len(verdict(drawing)) == 3


@pytest.mark.parametrize(
    ("change", "hint"),
    [
        (lambda p: replace(p, fit=replace(p.fit, residual=0.05)), "unusual proportions"),
        (lambda p: replace(p, fit=replace(p.fit, rotation=head_rotation(0, 30, 0))), "turned"),
        (lambda p: replace(p, eyes=(replace(p.eyes[0], is_movable=False), p.eyes[1])), "will not blink"),
        (lambda p: replace(p, face=replace(p.face, eye_distance_px=40.0)), "small"),
    ],
)
def test_each_limit_is_said(drawing, change, hint):
    lines = verdict(change(drawing))
    assert any(hint in line for line in lines[1:-1])
    assert lines[-1].startswith("Usable")


def test_overlay_shows_mesh_left_and_cut_out_right(drawing, rig):
    overlay = draw_overlay(drawing, rig)
    width, height = drawing.size_px
    assert overlay.shape == (height, 2 * width, 3)
    left, right = overlay[:, :width].astype(int), overlay[:, width:].astype(int)
    x, y = (int(v) for v in drawing.face.rest_px[1, :2])
    assert (left[y, x, 0] - left[y, x, 1:] > 60).all(), "points are red"
    opaque = drawing.alpha == 255
    np.testing.assert_array_equal(right[opaque], drawing.foreground_rgb[opaque])
    assert set(np.unique(right[drawing.alpha == 0])) == {165, 205}


def test_large_pictures_get_a_handy_overlay(drawing, rig):
    large = replace(
        drawing,
        foreground_rgb=np.repeat(np.repeat(drawing.foreground_rgb, 2, 0), 2, 1),
        plate_rgb=np.repeat(np.repeat(drawing.plate_rgb, 2, 0), 2, 1),
        alpha=np.repeat(np.repeat(drawing.alpha, 2, 0), 2, 1),
    )
    assert draw_overlay(large, rig).shape == (1280, 2048, 3)


def test_no_face_leaves_no_file(tmp_path, face_models):
    picture, overlay = tmp_path / "wall.png", tmp_path / "overlay.png"
    Image.fromarray(np.full((200, 200, 3), 128, np.uint8)).save(picture)
    with pytest.raises(PictureError):
        inspect_picture(picture, face_models, FaceChoice(), overlay)
    assert not overlay.exists()

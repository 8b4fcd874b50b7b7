import json
from dataclasses import fields

import numpy as np
import pytest
from PIL import Image

from likeness.errors import NoFaceFoundError, OptionInvalidError
from likeness.portrait import FaceChoice, prepare, prepare_portrait
from likeness.portrait.prepare import head_box
from likeness.testing.astronaut import astronaut_path


def test_everything_has_the_size_of_the_picture(photo):
    assert photo.size_px == (512, 512)
    assert photo.foreground_rgb.shape == photo.plate_rgb.shape == (512, 512, 3)
    assert photo.alpha.dtype == photo.foreground_rgb.dtype == photo.plate_rgb.dtype == np.uint8


def test_subject_and_background_are_the_picture(photo):
    picture = np.asarray(Image.open(astronaut_path()).convert("RGB"))
    opaque = photo.alpha == 255
    assert opaque.mean() > 0.3
    np.testing.assert_array_equal(photo.foreground_rgb[opaque], picture[opaque])
    clear = photo.alpha == 0
    assert (photo.plate_rgb[clear] == picture[clear]).mean() > 0.85


def test_plate_has_no_face(photo):
    """Where the face was, the filled background is smooth."""
    box = photo.head_box
    inside = np.s_[int(box.top + 40) : int(box.bottom - 40), int(box.left + 30) : int(box.right - 30)]
    assert np.abs(np.diff(photo.plate_rgb[inside].astype(int), axis=0)).mean() < 5
    assert np.abs(np.diff(photo.foreground_rgb[inside].astype(int), axis=0)).mean() > 4


def test_same_picture_gives_the_same_portrait(drawing, drawn_picture, face_models):
    again = prepare_portrait(drawn_picture, face_models)
    for name in ("foreground_rgb", "alpha", "plate_rgb"):
        np.testing.assert_array_equal(getattr(again, name), getattr(drawing, name))
    for field in fields(again.face):
        np.testing.assert_array_equal(getattr(again.face, field.name), getattr(drawing.face, field.name))


def test_own_transparency_is_the_matte(tmp_path, face_models):
    rgba = np.asarray(Image.open(astronaut_path()).convert("RGBA")).copy()
    y, x = np.mgrid[0:512, 0:512]
    rgba[..., 3] = np.clip((190 - np.hypot(x - 225, y - 130)) * 20, 0, 255)
    path = tmp_path / "cut.png"
    Image.fromarray(rgba).save(path)
    portrait = prepare_portrait(path, face_models)
    np.testing.assert_array_equal(portrait.alpha, rgba[..., 3])
    opaque = portrait.alpha == 255
    np.testing.assert_array_equal(portrait.foreground_rgb[opaque], rgba[opaque][:, :3])
    assert np.ptp(portrait.plate_rgb[500, 500]) == 0


def test_a_few_transparent_pixels_are_no_matte(tmp_path, face_models, photo):
    rgba = np.asarray(Image.open(astronaut_path()).convert("RGBA")).copy()
    rgba[:8, :8, 3] = 0
    path = tmp_path / "corner.png"
    Image.fromarray(rgba).save(path)
    assert np.abs(prepare_portrait(path, face_models).alpha.astype(int) - photo.alpha).mean() < 3


def test_head_box_holds_face_and_hair(photo, drawing, rig):
    for portrait in (photo, drawing):
        oval = portrait.face.rest_px[rig.contours["face_oval"], :2]
        box = portrait.head_box
        assert box.left < oval[:, 0].min()
        assert box.right > oval[:, 0].max()
        assert box.bottom > oval[:, 1].max()
        assert box.top < oval[:, 1].min() - 0.3 * portrait.face.eye_distance_px
    assert drawing.head_box.top == pytest.approx(np.flatnonzero((drawing.alpha > 128).any(1))[0], abs=4)


def test_head_box_without_hair_ends_at_the_forehead(photo, rig):
    box = head_box(np.zeros_like(photo.alpha), photo.face, rig)
    assert box.top == pytest.approx(photo.face.rest_px[rig.contours["face_oval"], 1].min(), abs=1)


def test_large_pictures_are_reduced(tmp_path, face_models, monkeypatch):
    monkeypatch.setattr(prepare, "_WORK_SIDE_PX", 400)
    path = tmp_path / "wide.png"
    with Image.open(astronaut_path()) as image:
        image.convert("RGBA").crop((0, 0, 512, 384)).save(path)
    portrait = prepare_portrait(path, face_models)
    assert portrait.size_px == (400, 300)
    assert portrait.alpha.shape == (300, 400)


def test_face_that_is_not_there(face_models, tmp_path):
    path = tmp_path / "wall.png"
    Image.fromarray(np.full((300, 300, 3), 90, np.uint8)).save(path)
    with pytest.raises(NoFaceFoundError):
        prepare_portrait(path, face_models)


def test_second_face_of_a_picture_with_one(face_models):
    with pytest.raises(OptionInvalidError):
        prepare_portrait(astronaut_path(), face_models, FaceChoice(number=2))


def test_face_points_count_in_pixels_of_the_file(drawn_picture, drawing, face_models, tmp_path, monkeypatch):
    """Also when the picture is reduced for work."""
    face = drawing.face.rest_px
    named = {
        "right_eye": (33, 133), "left_eye": (263, 362), "nose": (1,), "mouth_right": (61,),
        "mouth_left": (291,), "mouth": (13, 14), "chin": (152,),
    }  # fmt: skip
    points = {name: face[list(ids), :2].mean(0).astype(float).tolist() for name, ids in named.items()}
    file = tmp_path / "points.json"
    file.write_text(json.dumps(points))
    choice = FaceChoice(points_file=file)
    whole = prepare_portrait(drawn_picture, face_models, choice)
    assert whole.is_template and not drawing.is_template
    monkeypatch.setattr(prepare, "_WORK_SIDE_PX", 400)
    reduced = prepare_portrait(drawn_picture, face_models, choice)
    shrink = 400 / max(drawing.size_px)
    assert max(reduced.size_px) == 400
    np.testing.assert_allclose(
        reduced.face.rest_px[:468, :2], whole.face.rest_px[:468, :2] * shrink, atol=0.6
    )

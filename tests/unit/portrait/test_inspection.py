import json
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from likeness.errors import NoFaceFoundError, PictureError
from likeness.portrait import FaceChoice, InspectionFiles, inspect_picture, inspection
from likeness.portrait.face_points import POINT_NAMES, RIG_POINTS, read_face_points
from likeness.portrait.inspection import draw_overlay, verdict
from likeness.portrait.picture import turn_points
from likeness.rendering.deform import head_rotation
from likeness.testing.astronaut import astronaut_path
from likeness.testing.drawn_animals import drawn_dog


def test_overlay_is_written_and_the_verdict_is_sensible(tmp_path, face_models):
    overlay = tmp_path / "overlay.png"
    lines = inspect_picture(astronaut_path(), face_models, FaceChoice(), InspectionFiles(overlay))
    with Image.open(overlay) as image:
        assert (image.format, image.mode, image.size) == ("PNG", "RGB", (1024, 512))
    text = " ".join(lines)
    assert "40 pixels between the eyes" in text
    assert "confidence 0.8" in text
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
    x, y = (int(v) for v in drawing.face.rest_px[205, :2])
    assert (left[y, x, 0] - left[y, x, 1:] > 60).all(), "points are red"
    for ids in RIG_POINTS:
        x, y = (int(v) for v in drawing.face.rest_px[list(ids), :2].mean(0))
        assert left[y, x].tolist() == [255, 70, 200], "handles lie on top"
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
        inspect_picture(picture, face_models, FaceChoice(), InspectionFiles(overlay))
    assert not overlay.exists()


def test_of_a_dog_the_guess_is_drawn_and_written(tmp_path, face_models, monkeypatch):
    dog = drawn_dog()
    picture, files = tmp_path / "dog.png", InspectionFiles(tmp_path / "overlay.png", tmp_path / "points.json")
    Image.fromarray(dog.rgb).save(picture)
    refusal = NoFaceFoundError("No face.", {name: dog.face_points[name] for name in POINT_NAMES})

    def refuse(*_):
        raise refusal

    monkeypatch.setattr(inspection, "prepare_portrait", refuse)
    lines = inspect_picture(picture, face_models, FaceChoice(), files)
    assert lines[-1] == "Not usable without face points."
    assert set(json.loads(files.face_points.read_text())) == set(POINT_NAMES)
    with Image.open(files.overlay) as overlay:
        pixels = np.asarray(overlay)
    x, y = (round(value) for value in dog.face_points["left_eye"])
    assert pixels[y, x].tolist() == [255, 70, 200]
    np.testing.assert_array_equal(pixels[-50:], dog.rgb[-50:])


def test_corrected_points_of_a_dog_give_the_same_points_again(tmp_path, face_models):
    """What inspect writes can be given back, again and again, also when the head hangs to the side."""
    dog = drawn_dog()
    for turns in (0, 1):
        picture, given = tmp_path / "dog.png", tmp_path / "given.json"
        size = dog.rgb.shape[1::-1]
        Image.fromarray(np.rot90(dog.rgb, turns)).save(picture)
        turned = {
            name: turn_points(np.array(value).reshape(-1, 2), size, turns).tolist()
            for name, value in dog.face_points.items()
        }
        given.write_text(json.dumps({name: v[0] if name in POINT_NAMES else v for name, v in turned.items()}))
        out = InspectionFiles(tmp_path / "overlay.png", tmp_path / "out.json")
        lines = inspect_picture(picture, face_models, FaceChoice(points_file=given), out)
        assert any("not a person's" in line for line in lines)
        assert any("stand upright" in line for line in lines) == (turns == 1)
        again = json.loads(out.face_points.read_text())
        for name in POINT_NAMES[:3]:
            np.testing.assert_allclose(again[name], turned[name][0], atol=2.0)
        assert set(again) >= {"mouth_line", "right_eye_outline", "left_eye_outline"}
        read_face_points(out.face_points, np.rot90(dog.rgb, turns).shape)

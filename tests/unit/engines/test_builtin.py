from fractions import Fraction

import numpy as np
import pytest

from likeness.core.direction import Direction
from likeness.core.portrait import Portrait
from likeness.engines import PictureOptions, builtin, find_engine
from likeness.engines.builtin import MODEL_DIR_VARIABLE, BuiltinEngine
from likeness.engines.contract import Engine, FrameRenderer, PreparedPicture
from likeness.errors import ModelMissingError, OptionInvalidError
from likeness.testing import tone_speech
from likeness.testing.astronaut import astronaut_path


def test_keeps_the_contract():
    assert isinstance(BuiltinEngine(), Engine)
    assert isinstance(find_engine("avatar_iv"), BuiltinEngine)


def test_from_picture_to_frame(drawing, drawn_picture, drawing_placement):
    engine = BuiltinEngine()
    prepared = engine.prepare(drawn_picture, PictureOptions())
    assert isinstance(prepared, Portrait)
    assert isinstance(prepared, PreparedPicture)
    np.testing.assert_array_equal(prepared.alpha, drawing.alpha)
    renderer = engine.renderer(prepared, drawing_placement)
    assert isinstance(renderer, FrameRenderer)
    performance = engine.perform(tone_speech("one two"), Direction(), Fraction(25), 3)
    layer = renderer.render(performance.state(performance.n_frames // 2))
    assert layer.rgba.shape[2] == 4


def test_numbers_of_faces_start_at_zero():
    with pytest.raises(OptionInvalidError, match="Face 2"):
        BuiltinEngine().prepare(astronaut_path(), PictureOptions(face=2))


def test_inspect_writes_the_overlay(drawn_picture, tmp_path):
    lines = BuiltinEngine().inspect(drawn_picture, PictureOptions(), tmp_path / "overlay.png")
    assert lines[0].startswith("A face was found")
    assert (tmp_path / "overlay.png").stat().st_size > 10_000


def test_pictures_of_other_engines_are_refused(drawing_placement):
    with pytest.raises(TypeError, match="another engine"):
        BuiltinEngine().renderer(object(), drawing_placement)


def test_folder_of_models_can_be_named(monkeypatch, tmp_path, drawn_picture):
    monkeypatch.setenv(MODEL_DIR_VARIABLE, str(tmp_path))
    with pytest.raises(ModelMissingError):
        BuiltinEngine().prepare(drawn_picture, PictureOptions())


@pytest.fixture
def kept(monkeypatch, tmp_path):
    """The folder of prepared portraits, empty."""
    monkeypatch.delenv("LIKENESS_NO_CACHE", raising=False)
    monkeypatch.setenv("LIKENESS_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache" / "portraits"


def test_a_picture_is_prepared_once(kept, monkeypatch, drawn_picture, drawing):
    first = BuiltinEngine().prepare(drawn_picture, PictureOptions())
    assert len(list(kept.iterdir())) == 1
    monkeypatch.setattr(builtin, "prepare_portrait", None)
    monkeypatch.setattr(builtin, "_models", None)
    again = BuiltinEngine().prepare(drawn_picture, PictureOptions())
    for name in ("foreground_rgb", "alpha", "plate_rgb"):
        np.testing.assert_array_equal(getattr(again, name), getattr(first, name))
        np.testing.assert_array_equal(getattr(again, name), getattr(drawing, name))
    assert again.head_box == first.head_box


def test_broken_portraits_are_prepared_again(kept, drawn_picture, drawing):
    BuiltinEngine().prepare(drawn_picture, PictureOptions())
    (file,) = kept.iterdir()
    size = file.stat().st_size
    file.write_bytes(file.read_bytes()[:-1000])
    again = BuiltinEngine().prepare(drawn_picture, PictureOptions())
    np.testing.assert_array_equal(again.plate_rgb, drawing.plate_rgb)
    assert file.stat().st_size == size, "and kept anew"


@pytest.mark.usefixtures("kept")
def test_another_face_is_another_portrait(drawn_picture):
    BuiltinEngine().prepare(drawn_picture, PictureOptions())
    with pytest.raises(OptionInvalidError, match="Face 2"):
        BuiltinEngine().prepare(drawn_picture, PictureOptions(face=2))


@pytest.mark.parametrize("way", ["argument", "variable"])
def test_nothing_is_kept_when_not_wanted(way, kept, monkeypatch, drawn_picture):
    if way == "variable":
        monkeypatch.setenv("LIKENESS_NO_CACHE", "1")
    BuiltinEngine(keeps_portraits=way == "variable").prepare(drawn_picture, PictureOptions())
    assert not kept.exists()


def test_a_folder_that_cannot_be_written_is_no_reason_to_fail(kept, drawn_picture):
    kept.parent.write_text("a file in the way")
    assert BuiltinEngine().prepare(drawn_picture, PictureOptions()).size_px == (640, 800)

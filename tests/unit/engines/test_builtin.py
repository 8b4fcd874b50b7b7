from fractions import Fraction

import numpy as np
import pytest

from likeness.core.direction import Direction
from likeness.core.portrait import Portrait
from likeness.engines import PictureOptions, find_engine
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

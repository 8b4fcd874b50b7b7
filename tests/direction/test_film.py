"""Prompt, enhance and emotion from the spec to the result of a film."""

import json

import pytest
from PIL import Image

import likeness
from likeness.core.scene import Scene
from likeness.core.spec import Output, VideoSpec
from likeness.errors import OptionInvalidError
from likeness.testing import drawn_portrait

pytestmark = pytest.mark.usefixtures("doubles")


@pytest.fixture
def scene(tmp_path):
    Image.fromarray(drawn_portrait(160, 200)).save(tmp_path / "me.png")

    def make(**fields):
        scene = Scene(picture=tmp_path / "me.png", script="Hello there! Really?", **fields)
        spec = VideoSpec(scenes=(scene,), output=Output(resolution="360p", fps=10))
        return likeness.render(spec, tmp_path / "film.mp4")

    return make


def test_ignored_words_are_in_the_result_and_warned_of(scene):
    prompt = 'nods and waves; winks when saying "apples"; blorps'
    result = scene(motion_prompt=prompt)
    assert [words.text for words in result.scenes[0].report.ignored] == ["waves", "winks", "blorps"]
    assert len([line for line in result.warnings if "has no effect" in line]) == 3
    assert result.scenes[0].report.motion_prompt == prompt
    assert result.scenes[0].report.additions == ()


def test_additions_are_in_the_result(scene):
    result = scene(motion_prompt="smiles", enhance=True, emotion="Friendly")
    assert result.scenes[0].report.motion_prompt.startswith("smiles. ")
    assert result.scenes[0].report.additions
    json.dumps([addition.why for addition in result.scenes[0].report.additions])


def test_an_unknown_emotion_stops_before_any_work(scene):
    with pytest.raises(OptionInvalidError, match="Broadcaster"):
        scene(emotion="zebra")


def test_prompts_have_a_greatest_length(scene):
    with pytest.raises(OptionInvalidError, match="motion_prompt"):
        scene(motion_prompt="x" * 5001)

import json
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from likeness.core.direction import Direction
from likeness.core.rig import EXPRESSION_NAMES
from likeness.testing import DrawnEngine, tone_speech
from likeness.timeline import Part, timeline, timeline_file


@pytest.fixture
def content():
    speech = tone_speech("Hello world")
    performance = DrawnEngine().perform(speech, Direction(), Fraction(30000, 1001), 7)
    return timeline([Part(0.0, speech.duration_s, speech, performance)])


def test_says_its_format_and_version(content):
    assert (content["format"], content["version"]) == ("likeness.timeline", 1)


def test_words_point_into_the_script(content):
    for word in content["words"]:
        start = word["char_start"]
        assert content["script"][start : start + len(word["text"])] == word["text"]


def test_phones_are_in_order(content):
    edges = [edge for phone in content["phones"] for edge in (phone["start_s"], phone["end_s"])]
    assert edges == sorted(edges)
    assert content["phones"][1] == {"ipa": "ɑː", "arpabet": "AA", "start_s": 0.12, "end_s": 0.36, "stress": 1}


def test_every_curve_has_a_value_per_frame(content):
    performance = content["performance"]
    assert performance["fps"] == {"numerator": 30000, "denominator": 1001}
    assert set(EXPRESSION_NAMES) < set(performance["curves"])
    assert {len(curve) for curve in performance["curves"].values()} == {performance["n_frames"]}


def test_curves_that_an_engine_leaves_out_are_those_of_the_picture(content):
    curves = content["performance"]["curves"]
    assert set(curves["head_scale"]) == {1.0}
    assert set(curves["shoulders"]) == {0.0}


def test_size_of_the_head_and_shoulders_are_written():
    speech = tone_speech("Hello world")
    plain = DrawnEngine().perform(speech, Direction(), Fraction(25), 7)
    ramp = np.linspace(-0.05, 0.05, plain.n_frames, dtype=np.float32)
    leaning_performance = replace(plain, head_scale=1.0 + ramp, shoulders=10.0 * ramp)
    leaning = timeline([Part(0.0, speech.duration_s, speech, leaning_performance)])
    curves = leaning["performance"]["curves"]
    assert (curves["head_scale"][0], curves["head_scale"][-1]) == (0.95, 1.05)
    assert (curves["shoulders"][0], curves["shoulders"][-1]) == (-0.5, 0.5)


def test_survives_json(content):
    assert json.loads(json.dumps(content, allow_nan=False)) == content


def test_file_appears_only_after_success(tmp_path, content):
    output = tmp_path / "t.json"
    with pytest.raises(ZeroDivisionError), timeline_file(content, output):
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []
    with timeline_file(content, output):
        assert not output.exists()
    assert json.loads(output.read_text(encoding="utf-8")) == content


def test_no_file_is_fine(tmp_path, content):
    with timeline_file(content, None):
        pass
    assert list(tmp_path.iterdir()) == []


def test_several_scenes_tell_when_they_are_seen():
    speech = tone_speech("Hello world")
    performance = DrawnEngine().perform(speech, Direction(), Fraction(25), 7)
    parts = [Part(0.0, 2.0, speech, performance), Part(2.0, 3.5, None, None), Part(3.5, 5.0, speech, None)]
    content = timeline(parts)
    assert content["version"] == 2
    spoken, silent, narrated = content["scenes"]
    assert [scene["start_s"] for scene in content["scenes"]] == [0.0, 2.0, 3.5]
    assert "performance" in spoken
    assert silent == {"start_s": 2.0, "end_s": 3.5}
    assert "performance" not in narrated
    assert [word["text"] for word in narrated["words"]] == ["Hello", "world"]

import json
from fractions import Fraction

import numpy as np
import pytest

from likeness.core.direction import Direction
from likeness.core.speech import PhoneSource
from likeness.errors import TimelineInvalidError
from likeness.evaluation import read_timeline
from likeness.evaluation.timeline_reading import spoken_timeline
from likeness.testing import DrawnEngine, tone_speech
from likeness.timeline import Part, timeline


@pytest.fixture
def content():
    speech = tone_speech("Hello world")
    performance = DrawnEngine().perform(speech, Direction(), Fraction(25), 7)
    return timeline([Part(0.0, speech.duration_s, speech, performance)])


def test_reads_what_was_written(content, tmp_path):
    path = tmp_path / "t.json"
    path.write_text(json.dumps(content))
    said = read_timeline(path)
    assert [p.arpabet for p in said.phones] == ["M", "AA", "M", "AA"]
    assert said.phones[1].end_s == pytest.approx(0.36)
    assert [w.text for w in said.words] == ["Hello", "world"]
    assert said.source is PhoneSource.SYNTHESIZED
    assert len(said.curves.times_s) == content["performance"]["n_frames"]
    assert said.curves.times_s[0] == pytest.approx(0.02)


def test_silences_are_no_phones(content):
    content["phones"].append({"ipa": "", "arpabet": "SIL", "start_s": 0.8, "end_s": 0.9, "stress": 0})
    assert "SIL" not in [p.arpabet for p in spoken_timeline(content).phones]


def test_planned_opening_grows_with_the_jaw(content):
    curves = content["performance"]["curves"]
    jaw = np.linspace(0, 0.5, content["performance"]["n_frames"])
    for name in curves:
        curves[name] = [0.0] * len(jaw)
    curves["jaw_open"] = jaw.tolist()
    opening = spoken_timeline(content).curves.opening()
    assert opening[0] == 0
    assert np.all(np.diff(opening) > 0)
    assert 0.1 < opening[-1] < 0.6
    curves["mouth_close"] = jaw.tolist()
    assert spoken_timeline(content).curves.opening()[-1] < opening[-1]


def test_a_film_of_speech_alone_has_no_curves(content):
    del content["performance"]
    said = spoken_timeline(content)
    assert (said.curves, said.events) == (None, ())


def damaged(change):
    def apply(content):
        change(content)
        return json.dumps(content)

    return apply


@pytest.mark.parametrize(
    "write",
    [
        lambda _: "no json",
        lambda _: "[]",
        lambda _: "[" * 100_000,
        lambda _: '{"format": "likeness.timeline", "version": 99}',
        lambda _: '{"format": "another", "version": 1}',
        damaged(lambda c: c.pop("phones")),
        damaged(lambda c: c["phones"][0].pop("start_s")),
        damaged(lambda c: c["phones"][0].update(start_s="soon")),
        damaged(lambda c: c.update(phones=[3])),
        damaged(lambda c: c.update(words=None)),
        damaged(lambda c: c.update(phone_source="dreamt")),
        damaged(lambda c: c["performance"]["fps"].update(denominator=0)),
        damaged(lambda c: c["performance"]["curves"].update(jaw_open=[0.0])),
        damaged(lambda c: c.update(performance=[1])),
    ],
)
def test_what_is_no_timeline_is_refused(content, tmp_path, write):
    path = tmp_path / "t.json"
    path.write_text(write(content))
    with pytest.raises(TimelineInvalidError, match=r"t\.json"):
        read_timeline(path)


def test_missing_file_and_folder(tmp_path):
    for path in (tmp_path / "nothing.json", tmp_path):
        with pytest.raises(TimelineInvalidError, match="no timeline file"):
            read_timeline(path)
    (tmp_path / "bytes.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(TimelineInvalidError, match="cannot be read"):
        read_timeline(tmp_path / "bytes.json")


def test_films_of_several_scenes_are_refused_with_what_to_do(tmp_path):
    path = tmp_path / "t.json"
    path.write_text(json.dumps(timeline([Part(0.0, 1.0, None, None)])))
    with pytest.raises(TimelineInvalidError, match="Make a film of its own"):
        read_timeline(path)

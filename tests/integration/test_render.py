"""The whole path with the drawn engine and the tone voice: what lies in the files that come out."""

import json
import threading
from fractions import Fraction

import av
import numpy as np
import pytest
from PIL import Image

import likeness
from likeness.core.progress import CancelToken
from likeness.core.scene import Scene
from likeness.core.spec import Output, VideoSpec
from likeness.core.voice import Voice
from likeness.errors import (
    CancelledError,
    ImageUnreadableError,
    NoFaceFoundError,
    OptionInvalidError,
    OutputNotWritableError,
)
from likeness.testing import drawn_portrait, tone_speech
from likeness.testing.drawn_engine import DrawnRenderer

TONE_VOICE = Voice("test:tone", "Tone", "en", "English", "unknown", "test", 1)
SCRIPT = "one two three four five six seven eight"


class Recorder:
    """A listener that remembers."""

    def __init__(self):
        self.stages = []
        self.lock = threading.Lock()

    def begin(self, stage, n_steps):
        self.stages.append([stage, n_steps, 0])

    def advance(self, n_steps=1):
        with self.lock:
            self.stages[-1][2] += n_steps


@pytest.fixture(autouse=True)
def doubles(monkeypatch):
    monkeypatch.setenv("LIKENESS_ENGINE", "likeness.testing.drawn_engine:DrawnEngine")
    monkeypatch.setattr("likeness.speech.find_voice", lambda *_: TONE_VOICE, raising=False)
    monkeypatch.setattr("likeness.speech.synthesize", lambda script, *_: tone_speech(script), raising=False)


@pytest.fixture
def picture(tmp_path_factory):
    file = tmp_path_factory.mktemp("picture") / "drawn.png"
    Image.fromarray(drawn_portrait(240, 300)).save(file)
    return file


def spec(picture, seed=0, face=1, **output):
    scene = Scene(picture=picture, script=SCRIPT, face=face)
    return VideoSpec(scenes=(scene,), output=Output(**({"resolution": "360p"} | output)), seed=seed)


def decoded(path):
    with av.open(path) as container:
        return np.stack([frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)])


def test_film_is_what_was_asked_for(picture, tmp_path):
    output = tmp_path / "film.mp4"
    result = likeness.render(spec(picture, aspect="9:16", fps=Fraction(30)), output)
    with av.open(output) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        assert (video.width, video.height, video.average_rate) == (360, 640, 30)
        assert (video.start_time, audio.start_time) == (0, 0)
        assert video.frames == result.n_frames == round(result.speech.duration_s * 30)
        difference_s = video.duration * video.time_base - audio.duration * audio.time_base
    assert abs(difference_s) < 0.02
    assert (result.width_px, result.height_px, result.fps) == (360, 640, 30)
    assert result.duration_s == pytest.approx(result.n_frames / 30)
    assert list(tmp_path.iterdir()) == [output]


def test_mouth_moves_with_the_words(picture, tmp_path):
    output = tmp_path / "film.mp4"
    result = likeness.render(spec(picture, aspect="auto"), output)
    frames = decoded(output)
    # The mouth of the drawn face is the only dark and strong red on the canvas.
    reds, greens = frames[..., 0].astype(int), frames[..., 1].astype(int)
    red = ((reds - greens > 65) & (reds < 160)).sum(axis=(1, 2))
    times = (np.arange(result.n_frames) + 0.5) / 25
    is_vowel = np.zeros(result.n_frames, dtype=bool)
    for phone in result.speech.phones:
        if phone.arpabet == "AA":
            is_vowel |= (times >= phone.start_s) & (times < phone.end_s)
    assert red[is_vowel].min() > 2 * red[~is_vowel].max()


def test_same_seed_same_film_other_seed_other_film(picture, tmp_path):
    files = []
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        likeness.render(spec(picture, seed=seed), tmp_path / f"{name}.mp4")
        files.append((tmp_path / f"{name}.mp4").read_bytes())
    assert files[0] == files[1]
    assert files[0] != files[2]


def test_number_of_cores_changes_nothing(picture, tmp_path, monkeypatch):
    for n_workers in (1, 3):
        monkeypatch.setattr("likeness.pipeline._n_workers", lambda n=n_workers: n)
        likeness.render(spec(picture), tmp_path / f"{n_workers}.mp4")
    assert (tmp_path / "1.mp4").read_bytes() == (tmp_path / "3.mp4").read_bytes()


def test_timeline_agrees_with_the_film(picture, tmp_path):
    result = likeness.render(spec(picture), tmp_path / "film.mp4", timeline=tmp_path / "film.json")
    content = json.loads((tmp_path / "film.json").read_text(encoding="utf-8"))
    assert content["performance"]["n_frames"] == result.n_frames
    assert [word["text"] for word in content["words"]] == SCRIPT.split()
    assert result.timeline == tmp_path / "film.json"


def test_every_stage_is_told_and_completed(picture, tmp_path):
    recorder = Recorder()
    result = likeness.render(spec(picture), tmp_path / "film.mp4", listener=recorder)
    names = [stage for stage, _, _ in recorder.stages]
    assert names == ["picture and speech", "performance", "canvas", "frames", "film"]
    assert all(done == expected for _, expected, done in recorder.stages)
    assert recorder.stages[3][1] == result.n_frames


def test_older_film_is_replaced_only_by_a_complete_one(picture, tmp_path):
    output = tmp_path / "film.mp4"
    output.write_text("old")
    with pytest.raises(NoFaceFoundError):
        likeness.render(spec(picture, face=3), output)
    assert output.read_text() == "old"
    likeness.render(spec(picture), output)
    assert decoded(output).shape[0] > 50


def test_cancelling_while_frames_are_drawn(picture, tmp_path, monkeypatch):
    cancel = CancelToken()
    drawn = []
    render = DrawnRenderer.render

    def counted(self, state):
        drawn.append(1)
        if len(drawn) == 20:
            cancel.cancel()
        return render(self, state)

    monkeypatch.setattr(DrawnRenderer, "render", counted)
    with pytest.raises(CancelledError):
        likeness.render(spec(picture), tmp_path / "film.mp4", cancel=cancel, timeline=tmp_path / "t.json")
    assert len(drawn) < 40
    assert list(tmp_path.iterdir()) == []


def test_failure_of_a_frame_keeps_its_cause_and_leaves_nothing(picture, tmp_path, monkeypatch):
    def broken(*_):
        raise ZeroDivisionError("in the renderer")

    monkeypatch.setattr(DrawnRenderer, "render", broken)
    with pytest.raises(ZeroDivisionError, match="in the renderer") as caught:
        likeness.render(spec(picture), tmp_path / "film.mp4")
    assert any("broken" in entry.name for entry in caught.traceback)
    assert list(tmp_path.iterdir()) == []


def test_failure_at_the_end_removes_both_files(picture, tmp_path, monkeypatch):
    def broken(*_):
        raise ZeroDivisionError

    monkeypatch.setattr("likeness.encode.film.encode_sound", broken)
    with pytest.raises(ZeroDivisionError):
        likeness.render(spec(picture), tmp_path / "film.mp4", timeline=tmp_path / "t.json")
    assert list(tmp_path.iterdir()) == []


def test_speech_error_arrives_unchanged(picture, tmp_path, monkeypatch):
    def broken(*_):
        raise likeness.LikenessError("no voice today")

    monkeypatch.setattr("likeness.speech.synthesize", broken, raising=False)
    with pytest.raises(likeness.LikenessError, match="no voice today"):
        likeness.render(spec(picture), tmp_path / "film.mp4")


def test_unreadable_picture(tmp_path):
    file = tmp_path / "p.jpg"
    file.write_text("not a picture")
    with pytest.raises(ImageUnreadableError):
        likeness.render(spec(file), tmp_path / "film.mp4")


@pytest.mark.parametrize(
    ("name", "error"),
    [("film.avi", OptionInvalidError), ("film", OptionInvalidError), ("no/film.mp4", OutputNotWritableError)],
)
def test_impossible_outputs_are_refused_before_any_work(picture, tmp_path, monkeypatch, name, error):
    monkeypatch.setattr("likeness.speech.synthesize", lambda *_: pytest.fail("worked in vain"), raising=False)
    with pytest.raises(error):
        likeness.render(spec(picture), tmp_path / name)


def test_film_and_timeline_need_two_names(picture, tmp_path):
    with pytest.raises(OptionInvalidError, match="timeline"):
        likeness.render(spec(picture), tmp_path / "a.mp4", timeline=tmp_path / "a.mp4")


@pytest.mark.parametrize("name", ["film", "timeline"])
def test_inputs_are_never_overwritten(tmp_path, name):
    recording = tmp_path / "talk.mp4"
    recording.write_bytes(b"the only copy")
    files = {"film": tmp_path / "film.mp4", "timeline": tmp_path / "film.json", name: recording}
    scene = Scene(picture=tmp_path / "me.jpg", audio=recording)
    with pytest.raises(OptionInvalidError, match="input"):
        likeness.render(VideoSpec(scenes=(scene,)), files["film"], timeline=files["timeline"])
    assert recording.read_bytes() == b"the only copy"


def test_paths_may_be_text(picture, tmp_path):
    result = likeness.render(spec(picture), str(tmp_path / "film.mp4"), timeline=str(tmp_path / "t.json"))
    assert result.timeline == tmp_path / "t.json"
    assert result.timeline.is_file()
    assert result.warnings == ()


def test_what_is_no_spec_is_refused(tmp_path):
    with pytest.raises(OptionInvalidError, match="not by str"):
        likeness.render("me.jpg", tmp_path / "film.mp4")


def test_watermark_lies_over_every_frame_in_its_corner(picture, tmp_path):
    file = tmp_path / "mark.png"
    Image.new("RGB", (40, 20), (255, 0, 0)).save(file)
    mark = {"file": file, "position": "top_right", "offset_x": 0, "offset_y": 0}
    likeness.render(spec(picture, aspect="1:1", watermark=mark), tmp_path / "film.mp4")
    frames = decoded(tmp_path / "film.mp4").astype(int)
    inside, beside = frames[:, 2:18, -38:-2], frames[:, 2:18, -90:-50]
    assert np.abs(inside - (255, 0, 0)).mean() < 12
    assert np.abs(beside - (255, 0, 0)).mean() > 60


def test_output_does_not_replace_its_watermark(picture, tmp_path):
    with pytest.raises(OptionInvalidError, match="input"):
        likeness.render(spec(picture, watermark={"file": tmp_path / "a.mp4"}), tmp_path / "a.mp4")

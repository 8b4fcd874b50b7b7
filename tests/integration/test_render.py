"""The whole path with the drawn engine and the tone voice: what lies in the files that come out."""

import json
from fractions import Fraction

import av
import numpy as np
import pytest
from PIL import Image

import likeness
from likeness.core.captioning import Captions
from likeness.core.extra_files import ExtraFiles
from likeness.core.progress import CancelToken
from likeness.core.scene import Scene
from likeness.core.spec import Output, VideoSpec
from likeness.errors import (
    CancelledError,
    ImageUnreadableError,
    NoFaceFoundError,
    OptionInvalidError,
    OutputNotWritableError,
    VideoUnreadableError,
)
from likeness.testing import Recorder
from likeness.testing.drawn_engine import DrawnRenderer
from likeness.testing.grey_video import GreyVideo, grey_of

pytestmark = pytest.mark.usefixtures("doubles")
SCRIPT = "one two three four five six seven eight"


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
        likeness.render(spec(picture, seed=seed, c2pa=False), tmp_path / f"{name}.mp4")
        files.append((tmp_path / f"{name}.mp4").read_bytes())
    assert files[0] == files[1]
    assert files[0] != files[2]


def test_number_of_cores_changes_nothing(picture, tmp_path, monkeypatch):
    for n_workers in (1, 3):
        monkeypatch.setattr("likeness.pipeline._n_workers", lambda n=n_workers: n)
        likeness.render(spec(picture, c2pa=False), tmp_path / f"{n_workers}.mp4")
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
    names = [stage.name for stage in recorder.stages]
    assert names == ["picture and speech", "performance", "canvas", "frames", "film"]
    assert all(stage.n_done == stage.n_steps for stage in recorder.stages)
    assert recorder.stages[3].n_steps == result.n_frames


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


def frames_with_alpha(path):
    """Decode with libvpx: FFmpeg's own decoder of VP9 drops the alpha."""
    with av.open(path) as container:
        stream = container.streams.video[0]
        if stream.codec_context.name == "vp9":
            decoder = av.CodecContext.create("libvpx-vp9", "r")
            decoder.extradata = stream.codec_context.extradata
            frames = [frame for packet in container.demux(stream) for frame in decoder.decode(packet)]
        else:
            frames = list(container.decode(stream))
        return np.stack([frame.to_ndarray(format="rgba") for frame in frames])


def with_background(picture, background, **output):
    scene = Scene(picture=picture, script="one two", background=background)
    return VideoSpec(scenes=(scene,), output=Output(**({"resolution": "360p", "aspect": "1:1"} | output)))


def test_colour_lies_behind_the_subject(picture, tmp_path):
    film = with_background(picture, {"kind": "colour", "colour": "#2060c0"})
    likeness.render(film, tmp_path / "film.mp4")
    frames = decoded(tmp_path / "film.mp4").astype(int)
    corners = np.concatenate([frames[:, :40, :40], frames[:, :40, -40:]])
    assert np.abs(corners - (0x20, 0x60, 0xC0)).max() <= 6
    assert np.abs(frames[:, 170, 180] - (0x20, 0x60, 0xC0)).sum(-1).min() > 60  # the face


def test_image_lies_behind_the_subject(picture, tmp_path):
    behind = np.zeros((90, 90, 3), np.uint8)
    behind[:45] = (250, 240, 20)
    Image.fromarray(behind).save(tmp_path / "behind.png")
    film = with_background(picture, {"kind": "image", "file": tmp_path / "behind.png"})
    likeness.render(film, tmp_path / "film.mp4")
    frames = decoded(tmp_path / "film.mp4").astype(int)
    assert np.abs(frames[:, :40, :40] - (250, 240, 20)).max() <= 8
    assert frames[:, -20:, :40].max() <= 8


def test_video_lies_behind_the_subject_whatever_the_chunks(picture, tmp_path):
    GreyVideo(n_frames=7, fps=Fraction(10)).write(tmp_path / "behind.mp4")
    film = with_background(picture, {"kind": "video", "file": tmp_path / "behind.mp4"})
    result = likeness.render(film, tmp_path / "film.mp4")
    frames = decoded(tmp_path / "film.mp4").astype(float)
    assert len(frames) == result.n_frames > 20  # more than one round, more than one chunk
    for index, frame in enumerate(frames):
        shown = int((index + 0.5) / 25 * 10) % 7
        assert abs(frame[:40, :40].mean() - grey_of(shown)) < 3


def test_video_lies_around_a_picture_that_is_kept(picture, tmp_path):
    GreyVideo(n_frames=5).write(tmp_path / "behind.mp4")
    around = {"kind": "keep", "around": {"kind": "video", "file": tmp_path / "behind.mp4"}}
    film = with_background(picture, around, aspect="16:9", fit="contain")
    likeness.render(film, tmp_path / "film.mp4")
    frames = decoded(tmp_path / "film.mp4").astype(float)
    own = decoded_own(picture, tmp_path, aspect="16:9", fit="contain")
    for index, frame in enumerate(frames):
        assert abs(frame[:, :100].mean() - grey_of(int((index + 0.5) / 25 * 10) % 5)) < 3
    middle = np.s_[:, 20:80, 200:440]
    assert np.abs(frames[middle] - own[middle]).mean() < 3


def decoded_own(picture, tmp_path, **output):
    likeness.render(with_background(picture, None, **output), tmp_path / "own.mp4")
    return decoded(tmp_path / "own.mp4").astype(float)


@pytest.mark.parametrize(
    ("name", "background", "output"),
    [
        ("film.webm", None, {"container": "webm"}),
        ("film.mov", {"kind": "remove"}, {"container": "mov", "codec": "prores4444"}),
    ],
)
def test_removed_background_is_transparent_and_marks_are_not(picture, tmp_path, name, background, output):
    Image.new("RGB", (40, 20), (255, 0, 0)).save(tmp_path / "mark.png")
    mark = {"file": tmp_path / "mark.png", "position": "top_right", "offset_x": 0, "offset_y": 0}
    likeness.render(with_background(picture, background, watermark=mark, **output), tmp_path / name)
    frames = frames_with_alpha(tmp_path / name).astype(int)
    alpha = frames[..., 3]
    assert alpha[:, :40, :40].max() <= 2
    assert alpha[:, 150:200, 170:190].min() >= 253  # the face
    assert alpha[:, 3:17, -36:-4].min() >= 250
    assert np.abs(frames[:, 4:16, -34:-6, :3] - (255, 0, 0)).mean() < 14


def test_output_does_not_replace_its_background(picture, tmp_path):
    film = with_background(picture, {"kind": "video", "file": tmp_path / "a.mp4"})
    with pytest.raises(OptionInvalidError, match="input"):
        likeness.render(film, tmp_path / "a.mp4")


def test_bad_backgrounds_are_found_before_the_picture_is_read(tmp_path):
    for kind, error in (("image", ImageUnreadableError), ("video", VideoUnreadableError)):
        with pytest.raises(error):
            likeness.render(
                with_background(tmp_path / "none.png", {"kind": kind, "file": tmp_path / "no.x"}),
                tmp_path / "film.mp4",
            )


@pytest.mark.parametrize("style", ["default", "word", "karaoke"])
def test_captions_are_drawn_into_the_film_and_written_beside_it(picture, tmp_path, style):
    plain = likeness.render(spec(picture), tmp_path / "plain.mp4")
    extras = ExtraFiles(captions=(tmp_path / "film.srt", tmp_path / "film.VTT", tmp_path / "film.ass"))
    captioned = spec(picture, captions=Captions(burned_in=style))
    result = likeness.render(captioned, tmp_path / "film.mp4", extras=extras)
    assert plain.cues == result.cues
    assert " ".join(text for cue in result.cues for text in cue.texts) == SCRIPT
    srt, vtt, ass = (file.read_bytes() for file in extras.captions)
    assert srt.startswith(b"1\r\n00:00:00,000 --> ")
    assert vtt.startswith(b"WEBVTT\n\n")
    assert ass.startswith(b"\xef\xbb\xbf[Script Info]\r\n")
    assert all(SCRIPT.encode() in text for text in (srt, vtt, ass))
    frame = round((result.cues[0].start_s + result.cues[0].end_s) / 2 * 25)
    difference = np.abs(
        decoded(tmp_path / "film.mp4")[frame].astype(int) - decoded(tmp_path / "plain.mp4")[frame]
    ).max(axis=2)
    rows = np.flatnonzero((difference > 100).any(axis=1))
    assert rows.size
    assert 0.8 * 360 < rows.min() < rows.max() < 0.96 * 360


def test_captions_need_names_of_their_own(picture, tmp_path):
    extras = ExtraFiles(captions=(tmp_path / "film.srt",))
    with pytest.raises(OptionInvalidError, match="both"):
        likeness.render(spec(picture), tmp_path / "film.mp4", timeline=tmp_path / "film.srt", extras=extras)
    assert list(tmp_path.iterdir()) == []

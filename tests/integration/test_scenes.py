"""Films of several scenes with the drawn engine and the tone voice: order, sizes, sound, errors."""

import json

import av
import numpy as np
import pytest
from PIL import Image

import likeness
from likeness.cli.app import run
from likeness.core.audio import AudioClip
from likeness.core.scene import ImageScene, Scene, VideoScene
from likeness.core.spec import Output, VideoSpec
from likeness.errors import ImageUnreadableError
from likeness.testing import drawn_portrait
from likeness.testing.grey_video import GreyVideo, grey_of

pytestmark = pytest.mark.usefixtures("doubles")


@pytest.fixture
def pictures(tmp_path):
    Image.fromarray(drawn_portrait(240, 300)).save(tmp_path / "face.png")
    Image.new("RGB", (400, 240), (200, 30, 20)).save(tmp_path / "red.png")
    Image.new("RGB", (300, 200), (20, 40, 220)).save(tmp_path / "blue.png")
    return tmp_path


def decoded(path):
    with av.open(path) as container:
        pictures = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
    with av.open(path) as container:
        sound = [frame.to_ndarray() for frame in container.decode(audio=0)]
    return np.stack(pictures), np.concatenate(sound, axis=1)[0]


def scenes(folder):
    return (
        Scene(picture=folder / "face.png", script="one two three"),
        ImageScene(kind="image", picture=folder / "red.png", duration_s=0.6),
        ImageScene(kind="image", picture=folder / "blue.png", script="four five"),
        Scene(picture=folder / "face.png", script="six"),
    )


def test_scenes_follow_each_other(pictures):
    output = pictures / "film.mp4"
    spec = VideoSpec(scenes=scenes(pictures), output=Output(resolution="360p"))
    result = likeness.render(spec, output, timeline=pictures / "film.json")
    frames, sound = decoded(output)
    assert len(frames) == result.n_frames == sum(round(25 * (s.end_s - s.start_s)) for s in result.scenes)
    first, red, blue, last = result.scenes
    middle = [round(25 * (scene.start_s + scene.end_s) / 2) for scene in result.scenes]
    np.testing.assert_allclose(frames[middle[1]].mean((0, 1)), (200, 30, 20), atol=4)
    np.testing.assert_allclose(frames[middle[2]].mean((0, 1)), (20, 40, 220), atol=4)
    assert abs(len(sound) / 48_000 - result.duration_s) < 0.03
    edges = [(round(s.start_s * 48_000) + 2_000, round(s.end_s * 48_000) - 2_000) for s in result.scenes]
    loud = [float(np.abs(sound[start:stop]).max()) for start, stop in edges]
    assert loud[1] < 0.01
    assert min(loud[0], loud[2], loud[3]) > 0.05
    assert result.avatar_s == pytest.approx(first.end_s + last.end_s - last.start_s)
    assert result.speech_s == pytest.approx(result.duration_s - 0.6, abs=0.1)
    content = json.loads((pictures / "film.json").read_text())
    assert [set(scene) >= {"performance"} for scene in content["scenes"]] == [True, False, False, True]
    assert red.report.speech is None
    assert blue.report.speech.words[0].text == "four"


def test_scenes_melt_into_each_other(pictures):
    spec = VideoSpec(
        scenes=(
            ImageScene(kind="image", picture=pictures / "red.png", duration_s=1.0),
            ImageScene(kind="image", picture=pictures / "blue.png", duration_s=1.0),
        ),
        output=Output(resolution="360p", crossfade_s=0.4),
    )
    result = likeness.render(spec, pictures / "film.mp4")
    frames, _ = decoded(pictures / "film.mp4")
    assert len(frames) == result.n_frames == 40
    reds = frames[:, 100, 100, 0].astype(int)
    assert (np.diff(reds) <= 2).all()
    assert reds[0] > 190
    assert reds[-1] < 30
    assert 80 < reds[20] < 140


def test_one_bad_scene_is_found_before_anything_is_drawn(pictures):
    spec = VideoSpec(
        scenes=(*scenes(pictures), ImageScene(kind="image", picture=pictures / "no.png", duration_s=1))
    )
    with pytest.raises(ImageUnreadableError, match=r"no\.png"):
        likeness.render(spec, pictures / "film.mp4")
    assert not (pictures / "film.mp4").exists()


def test_film_command(pictures, capsys):
    description = {
        "scenes": [
            {"picture": "face.png", "script": "one"},
            {"kind": "image", "picture": "red.png", "duration_s": 0.5},
        ],
        "output": {"resolution": "360p", "aspect": "1:1", "fps": 30},
    }
    (pictures / "film.json").write_text(json.dumps(description))
    assert run(["film", str(pictures / "film.json"), "-o", str(pictures / "a.mp4"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["width_px"], told["height_px"], told["fps"]) == (360, 360, "30")
    assert len(told["scenes"]) == 2
    assert told["scenes"][1] == told["scenes"][1] | {"voice": None}
    frames, _ = decoded(pictures / "a.mp4")
    assert frames.shape == (told["n_frames"], 360, 360, 3)


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("{", "not JSON"),
        ("[]", "not a JSON object"),
        ('{"scenes": 5}', "no list of scenes"),
        ('{"scenes": []}', "scenes"),
        ('{"scenes": [{"picture": "a.png"}]}', "Scene 1"),
        ('{"scenes": [{"picture": "a.png", "script": "b"}, {"kind": "dance"}]}', "Scene 2"),
        ('{"scenes": [{"kind": "image", "picture": "a.png", "script": "b", "duration_s": 3}]}', "Scene 1"),
        ('{"scenes": [{"kind": "image", "picture": "a.png", "duration_s": 301}]}', "duration_s"),
        ('{"scenes": [{"picture": "a.png", "script": "b", "speed": 9}]}', "speed"),
        ('{"scenes": [{"picture": "a.png", "script": "b"}], "output": {"fps": "x"}}', "output"),
        ('{"scenes": [{"picture": "a.png", "script": "b"}], "colour": 1}', "colour"),
    ],
)
def test_what_is_wrong_with_a_description_is_named(content, named, tmp_path, capsys):
    (tmp_path / "film.json").write_text(content)
    assert run(["film", str(tmp_path / "film.json"), "-o", str(tmp_path / "a.mp4")]) == 2
    error = capsys.readouterr().err
    assert named in error
    assert "Traceback" not in error


def test_a_video_between_scenes(pictures):
    tone = 0.3 * np.sin(2 * np.pi * 440 * np.arange(48_000) / 48_000).astype(np.float32)
    video = GreyVideo(n_frames=10, sound=AudioClip(tone[:, None], 48_000)).write(pictures / "v.mkv")
    first = ImageScene(kind="image", picture=pictures / "red.png", duration_s=0.5)
    spec = VideoSpec(scenes=(first, VideoScene(kind="video", file=video)), output=Output(resolution="360p"))
    result = likeness.render(spec, pictures / "film.mp4")
    frames, sound = decoded(pictures / "film.mp4")
    shown = result.scenes[1]
    assert shown.end_s - shown.start_s == pytest.approx(1.0)
    assert abs(int(frames[-1][50, 300, 0]) - grey_of(9)) < 5
    start = round(shown.start_s * 48_000)
    assert np.abs(sound[: start - 2_000]).max() < 0.01
    assert np.abs(sound[start + 2_000 : start + 40_000]).max() > 0.25


def test_a_transparent_film_has_opaque_scenes_too(pictures):
    spec = VideoSpec(scenes=scenes(pictures)[:2], output=Output(resolution="360p", container="webm"))
    result = likeness.render(spec, pictures / "film.webm")
    with av.open(pictures / "film.webm") as container:
        stream = container.streams.video[0]
        decoder = av.CodecContext.create("libvpx-vp9", "r")
        decoder.extradata = stream.codec_context.extradata
        planes = []
        for packet in container.demux(stream):
            for frame in decoder.decode(packet):
                planes.append(frame.reformat(format="rgba").to_ndarray()[..., 3])
    alpha = np.stack(planes)
    speaker, still = (round(25 * (s.start_s + s.end_s) / 2) for s in result.scenes)
    assert alpha[speaker].min() == 0
    assert alpha[speaker].max() == 255
    assert alpha[still].min() > 245, "opaque but for what the codec loses"

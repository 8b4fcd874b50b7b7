"""Files beside the film, and films that go on where they were interrupted, with the drawn engine."""

import json

import av
import pytest
from PIL import Image

import likeness
from likeness.cli.app import run
from likeness.core.extra_files import ExtraFiles
from likeness.core.progress import CancelToken
from likeness.core.scene import Scene
from likeness.core.spec import Output, VideoSpec
from likeness.errors import CancelledError, DiskFullError, OptionInvalidError
from likeness.testing import Recorder, drawn_portrait
from likeness.testing.drawn_engine import DrawnRenderer

pytestmark = pytest.mark.usefixtures("doubles")
SCRIPT = "one two three four five six seven eight"


def spec(picture, script=SCRIPT, **output):
    scene = Scene(picture=picture, script=script)
    return VideoSpec(scenes=(scene,), output=Output(**({"resolution": "360p", "c2pa": False} | output)))


def everything(folder):
    return ExtraFiles(
        folder / "still.jpg", folder / "preview.gif", folder / "sound.opus", folder / "watch.mp4"
    )  # fmt: skip


def test_everything_beside_the_film(picture, tmp_path):
    extras = everything(tmp_path)
    result = likeness.render(spec(picture), tmp_path / "film.mp4", extras=extras)
    assert result.extras == extras
    assert {file.name for file in tmp_path.iterdir()} == {
        "film.mp4", "still.jpg", "preview.gif", "sound.opus", "watch.mp4",
    }  # fmt: skip
    with Image.open(extras.thumbnail) as still, Image.open(extras.preview) as preview:
        assert still.size == (result.width_px, result.height_px)
        assert preview.n_frames > 10
    for file in (tmp_path / "film.mp4", extras.watch):
        with av.open(file) as film:
            assert sum(1 for _ in film.decode(video=0)) == result.n_frames


def test_the_command_writes_them_and_tells(picture, tmp_path, capsys):
    words = ["render", str(picture), "--script", SCRIPT, "--resolution", "360p", "--json"]
    files = {"--thumbnail": "a.jpg", "--preview": "a.webp", "--sound": "a.wav", "--work-folder": "parts"}
    for option, name in files.items():
        words += [option, str(tmp_path / name)]
    assert run([*words, "--output", str(tmp_path / "a.mov"), "--quality", "40"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["extras"]["thumbnail"] == str(tmp_path / "a.jpg")
    assert {file.name for file in tmp_path.iterdir()} == {"a.mov", "a.jpg", "a.webp", "a.wav", "parts"}


def test_an_interrupted_film_goes_on(picture, tmp_path, monkeypatch):
    cancel, drawn, render = CancelToken(), [], DrawnRenderer.render

    def counted(self, state):
        drawn.append(1)
        if len(drawn) == 60:
            cancel.cancel()
        return render(self, state)

    monkeypatch.setattr(DrawnRenderer, "render", counted)
    monkeypatch.setattr("likeness.pipeline._n_workers", lambda: 1)
    with pytest.raises(CancelledError):
        likeness.render(spec(picture), tmp_path / "a.mp4", cancel=cancel, work_folder=tmp_path / "parts")
    assert not (tmp_path / "a.mp4").exists()
    n_first, recorder = len(drawn), Recorder()
    result = likeness.render(
        spec(picture), tmp_path / "a.mp4", work_folder=tmp_path / "parts", listener=recorder
    )
    assert len(drawn) - n_first < result.n_frames - 20
    (drawing,) = [stage for stage in recorder.stages if stage.name == "frames"]
    assert drawing.n_done == drawing.n_steps == result.n_frames
    likeness.render(spec(picture), tmp_path / "b.mp4")
    assert (tmp_path / "a.mp4").read_bytes() == (tmp_path / "b.mp4").read_bytes()


def test_another_film_takes_nothing_from_the_folder(picture, tmp_path):
    parts = tmp_path / "parts"
    likeness.render(spec(picture), tmp_path / "a.mp4", work_folder=parts)
    n_chunks = len(list(parts.iterdir()))
    likeness.render(spec(picture, "eight seven six"), tmp_path / "b.mp4", work_folder=parts)
    Image.fromarray(drawn_portrait(240, 300)[::-1]).save(picture)
    likeness.render(spec(picture), tmp_path / "c.mp4", work_folder=parts)
    assert len(list(parts.iterdir())) > 2 * n_chunks
    assert (tmp_path / "c.mp4").read_bytes() != (tmp_path / "a.mp4").read_bytes()


def test_failure_leaves_nothing(picture, tmp_path, monkeypatch):
    def broken(*_):
        raise ZeroDivisionError

    monkeypatch.setattr("likeness.encode.film.encode_sound", broken)
    with pytest.raises(ZeroDivisionError):
        likeness.render(spec(picture), tmp_path / "film.mp4", extras=everything(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_want_of_space_is_told_before_anything_is_drawn(picture, tmp_path, monkeypatch):
    monkeypatch.setattr("likeness.encode.space.shutil.disk_usage", lambda _: type("", (), {"free": 1000}))
    monkeypatch.setattr(DrawnRenderer, "render", lambda *_: pytest.fail("drawn in vain"))
    with pytest.raises(DiskFullError, match="needs about"):
        likeness.render(spec(picture), tmp_path / "film.mp4", extras=everything(tmp_path))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("output", [{"container": "webm"}, {"container": "mov", "codec": "prores4444"}])
def test_only_h264_can_be_watched_while_it_is_made(picture, tmp_path, output):
    film, extras = tmp_path / f"film.{output['container']}", ExtraFiles(watch=tmp_path / "w.mp4")
    with pytest.raises(OptionInvalidError, match="cannot be watched"):
        likeness.render(spec(picture, **output), film, extras=extras)


def test_two_files_need_two_names(picture, tmp_path):
    with pytest.raises(OptionInvalidError, match="Film and watch are both"):
        likeness.render(spec(picture), tmp_path / "a.mp4", extras=ExtraFiles(watch=tmp_path / "a.mp4"))

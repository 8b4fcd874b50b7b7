import json

import numpy as np
import pytest
from PIL import Image

from likeness.cli.app import run
from likeness.testing import drawn_portrait

FACE = drawn_portrait(200, 240)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(autouse=True)
def film(folder):
    return write(folder / "film.mp4", [FACE] * 10)


def write(path, frames):
    import av

    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25)
        stream.height, stream.width, stream.pix_fmt = *frames[0].shape[:2], "yuv420p"
        for rgb in frames:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(rgb, format="rgb24")))
        container.mux(stream.encode(None))
    return path


def timeline(folder, **change):
    content = {
        "format": "likeness.timeline", "version": 1, "phone_source": "aligned",
        "words": [{"text": "Mama", "start_s": 0.1, "end_s": 0.3, "char_start": 0}],
        "phones": [{"arpabet": "M", "ipa": "m", "start_s": 0.1, "end_s": 0.2, "stress": 0}],
    }  # fmt: skip
    (folder / "film.json").write_text(json.dumps(content | change))


def error_code(capsys):
    captured = capsys.readouterr()
    assert "Traceback" not in captured.err + captured.out
    lines = [line for line in captured.err.splitlines() if line.startswith("error [")]
    assert len(lines) == 1
    return lines[0].split("]")[0].removeprefix("error [")


def test_table_for_people(folder, capsys):
    timeline(folder)
    assert run(["evaluate", "film.mp4", "--timeline", "film.json"]) == 0
    told = capsys.readouterr().out
    line = next(line for line in told.splitlines() if line.startswith("p b m with closed lips"))
    assert "100.0 %" in line
    assert "n = 1" in line
    assert told.splitlines()[-1].startswith(
        "film.mp4: 0.4 s, 200x240, 25 frames per second, face seen in 100 %"
    )
    assert told.splitlines()[-1].endswith("phones aligned")


def test_json_for_machines(capsys):
    assert run(["evaluate", "film.mp4", "--json"]) == 0
    captured = capsys.readouterr()
    told = json.loads(captured.out)
    assert told["ok"] is True
    assert told["plot"] is None
    assert told["film"]["n_frames"] == 10
    assert captured.err == ""


def test_plot(folder, capsys):
    timeline(folder)
    assert run(["evaluate", "film.mp4", "--timeline", "film.json", "--plot", "plot.png"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "plot.png"
    with Image.open("plot.png") as image:
        assert image.width > 1000


@pytest.mark.parametrize(
    ("arguments", "exit_code", "code"),
    [
        ((), 2, "option_invalid"),
        (("missing.mp4",), 3, "video_unreadable"),
        (("notes.txt",), 3, "video_unreadable"),
        (("wall.mp4",), 3, "no_face_found"),
        (("film.mp4", "--timeline", "missing.json"), 3, "timeline_invalid"),
        (("film.mp4", "--timeline", "notes.txt"), 3, "timeline_invalid"),
        (("film.mp4", "--plot", "plot.jpg"), 2, "option_invalid"),
        (("film.mp4", "--plot", "missing/plot.png"), 3, "output_not_writable"),
        (("film.png", "--plot", "film.png"), 2, "option_invalid"),
    ],
)
def test_bad_input_is_one_line(folder, capsys, arguments, exit_code, code):
    (folder / "notes.txt").write_text("not a film")
    write(folder / "wall.mp4", [np.full((96, 96, 3), 128, np.uint8)] * 3)
    before = sorted(path.name for path in folder.iterdir())
    assert run(["evaluate", *arguments]) == exit_code
    assert error_code(capsys) == code
    assert sorted(path.name for path in folder.iterdir()) == before


def test_errors_for_machines(capsys):
    assert run(["evaluate", "missing.mp4", "--json"]) == 3
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "video_unreadable"

"""The program as a user meets it: text, exit codes, files."""

import json
import os
import signal
import subprocess
import sys
import time
import wave
from dataclasses import replace

import pytest
from PIL import Image

from likeness.cli.app import run
from likeness.testing import TONE_VOICE, drawn_portrait
from likeness.testing.drawn_engine import DrawnRenderer

ENGINE = "likeness.testing.drawn_engine:DrawnEngine"


pytestmark = pytest.mark.usefixtures("doubles", "folder_with_a_picture")


@pytest.fixture
def folder_with_a_picture(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    Image.fromarray(drawn_portrait(240, 300)).save(tmp_path / "me.png")


def film_options(*more):
    return ["render", "me.png", "--script", "one two", "-o", "out.mp4", "--resolution", "360p", *more]


def one_error_line(capsys):
    captured = capsys.readouterr()
    lines = captured.err.splitlines()
    assert "Traceback" not in captured.err
    errors = [line for line in lines if line.startswith("error [")]
    assert len(errors) == 1
    assert lines[-1] == errors[0]
    return errors[0]


def test_render_says_what_it_made(capsys, tmp_path):
    assert run(film_options("--timeline", "t.json", "--fps", "30000/1001")) == 0
    captured = capsys.readouterr()
    assert captured.out.startswith("out.mp4: 0.8 s, 640x360, 29.97 frames per second, made in ")
    assert "frames" in captured.err
    assert sorted(file.name for file in tmp_path.iterdir()) == ["me.png", "out.mp4", "t.json"]


def test_render_for_machines(capsys):
    assert run(film_options("--json")) == 0
    captured = capsys.readouterr()
    told = json.loads(captured.out)
    assert told["ok"] is True
    assert (told["output"], told["width_px"], told["n_frames"]) == ("out.mp4", 640, 21)
    assert captured.err == ""


def test_captions_of_a_film(capsys, tmp_path):
    assert (
        run(film_options("--captions", "a.srt", "--captions", "a.ass", "--burn-captions", "box", "--json"))
        == 0
    )
    assert json.loads(capsys.readouterr().out)["extras"] == {"captions_srt": "a.srt", "captions_ass": "a.ass"}
    assert (tmp_path / "a.srt").read_text(encoding="utf-8").endswith("one two\n\n")
    assert "one two" in (tmp_path / "a.ass").read_text(encoding="utf-8-sig")


def test_captions_of_a_recording_need_its_words(capsys):
    options = ["render", "me.png", "--audio", "a.wav", "-o", "out.mp4", "--captions", "a.srt"]
    assert run(options) == 2
    assert "need words" in one_error_line(capsys)


def test_script_from_a_file(capsys, tmp_path):
    (tmp_path / "script.txt").write_bytes(b"\xef\xbb\xbfone two three")
    assert (
        run(["render", "me.png", "--script-file", "script.txt", "-o", "o.mp4", "--resolution", "360p"]) == 0
    )
    assert capsys.readouterr().out.startswith("o.mp4: 1.3 s")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["render", "me.png", "-o", "out.mp4"], 2, "option_invalid"),
        (["render", "me.png", "--script", "a"], 2, "'--output'"),
        (["render"], 2, "option_invalid"),
        (["dance"], 2, "dance"),
        (["render", "me.png", "--frobnicate"], 2, "frobnicate"),
        (film_options("--speed", "2"), 2, "--speed"),
        (film_options("--speed", "fast"), 2, "--speed"),
        (film_options("--speed", "nan"), 2, "--speed"),
        (film_options("--pitch", "51"), 2, "--pitch"),
        (film_options("--resolution", "8k"), 2, "8k"),
        (film_options("--aspect", "3:2"), 2, "3:2"),
        (film_options("--fit", "stretch"), 2, "stretch"),
        (film_options("--fps", "5"), 2, "--fps"),
        (film_options("--fps", "1/0"), 2, "--fps"),
        (film_options("--fps", "inf"), 2, "--fps"),
        (film_options("--seed", "-1"), 2, "--seed"),
        (film_options("--face", "-1"), 2, "--face"),
        (film_options("--expressiveness", "mad"), 2, "mad"),
        (film_options("--script-file", "s.txt"), 2, "exclude"),
        (["render", "me.png", "--script-file", "s.txt", "-o", "out.mp4"], 2, "s.txt"),
        (["render", "me.png", "--script-file", "me.png", "-o", "out.mp4"], 2, "UTF-8"),
        (["render", "gone.png", "--script", "a", "-o", "out.mp4"], 3, "image_unreadable"),
        (film_options("--face", "2"), 3, "no_face_found"),
        (["render", "me.png", "--script", "a", "-o", "out.avi"], 2, ".mp4"),
        (["render", "me.png", "--script", "a", "-o", "no/out.mp4"], 3, "output_not_writable"),
        (film_options("--timeline", "no/t.json"), 3, "output_not_writable"),
        (["inspect", "gone.png", "-o", "o.png"], 3, "There is no picture gone.png. Check the path."),
        (["inspect", ".", "-o", "o.png"], 3, "is a directory"),
        (["render", "me.png", "--skript", "a"], 2, "no option --skript. Did you mean --script"),
        (["render", "me.png", "--frobnicate"], 2, "no option --frobnicate. See `likeness render --help`"),
        (["rendre"], 2, "Did you mean 'render'? See"),
        (film_options("--audio", "a.wav", "--voice", "espeak:de"), 2, "oice cannot change a recording"),
        (film_options("--audio", "a.wav", "--speed", "1.2"), 2, "peed cannot change a recording"),
        (film_options("--audio", "a.wav", "--language", "de"), 3, "There is no sound file a.wav"),
        (["render", "me.png", "--script", "a", "-o", "x" * 252 + ".mp4"], 3, "too long"),
        (["render", "me.png", "--script", "\udcff", "-o", "o.mp4"], 2, "--script is not text"),
        (["inspect", "me.png", "-o", "no/o.png"], 3, "output_not_writable"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_errors_are_one_line_with_a_code_and_leave_nothing(capsys, tmp_path, arguments, code, words):
    assert run(arguments) == code
    assert words in one_error_line(capsys)
    assert [file.name for file in tmp_path.iterdir()] == ["me.png"]


def test_errors_for_machines(capsys):
    assert run(film_options("--speed", "2", "--json")) == 2
    told = json.loads(capsys.readouterr().out)
    assert told["ok"] is False
    assert told["error"]["code"] == "option_invalid"


def test_unexpected_errors_are_one_line_too(capsys, monkeypatch):
    def broken(*_):
        raise ZeroDivisionError("surprise")

    monkeypatch.setattr(DrawnRenderer, "render", broken)
    assert run(film_options()) == 1
    line = one_error_line(capsys)
    assert "internal" in line
    assert "ZeroDivisionError: surprise" in line
    monkeypatch.setenv("LIKENESS_DEBUG", "1")
    assert run(film_options()) == 1
    assert "Traceback" in capsys.readouterr().err


def test_warnings_come_with_the_result(capsys, monkeypatch):
    monkeypatch.setattr("likeness.speech.find_voice", lambda *_: replace(TONE_VOICE, engine="flite"))
    assert run(film_options("--script", "one мир")) == 0
    captured = capsys.readouterr()
    (line,) = [line for line in captured.err.splitlines() if line.startswith("warning: ")]
    assert "test:tone cannot read мир" in line
    assert run(film_options("--script", "one мир", "--json")) == 0
    captured = capsys.readouterr()
    assert [line.removeprefix("warning: ")] == json.loads(captured.out)["warnings"]
    assert captured.err == ""


def test_recording_that_is_cut_short(capsys, tmp_path):
    with wave.open(str(tmp_path / "a.wav"), "wb") as file:
        file.setparams((1, 2, 16000, 0, "NONE", ""))
        file.writeframes(bytes(2 * 16000))
    (tmp_path / "a.wav").write_bytes((tmp_path / "a.wav").read_bytes()[:16000])
    assert run(["render", "me.png", "--audio", "a.wav", "-o", "o.mp4", "--resolution", "360p"]) == 0
    assert (
        "warning: The recording a.wav is cut short or damaged: 0.5 s of its 1.0 s" in capsys.readouterr().err
    )


def test_broken_engine(capsys, monkeypatch):
    monkeypatch.setenv("LIKENESS_ENGINE", "nowhere:Engine")
    assert run(film_options()) == 4
    assert "engine_broken" in one_error_line(capsys)


def test_inspect_writes_the_overlay(capsys, tmp_path):
    assert run(["inspect", "me.png", "-o", "seen.png"]) == 0
    assert "1 face" in capsys.readouterr().out
    with Image.open(tmp_path / "seen.png") as overlay:
        assert overlay.size == (240, 300)
    assert run(["inspect", "me.png", "-o", "seen.png", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["verdict"][0].startswith("1 face")


def test_inspect_writes_no_points_of_an_engine_without_any(capsys, tmp_path):
    assert run(["inspect", "me.png", "-o", "seen.png", "--face-points-out", "points.json"]) == 2
    assert "no face points" in one_error_line(capsys)
    assert not (tmp_path / "points.json").exists() and not (tmp_path / "seen.png").exists()
    assert run(["inspect", "me.png", "-o", "me.json", "--face-points-out", "me.json"]) == 2
    assert "another name" in one_error_line(capsys)


def test_help_and_version(capsys):
    assert run([]) == 0
    assert "render" in capsys.readouterr().out
    assert run(["--version"]) == 0
    assert capsys.readouterr().out.startswith("likeness ")
    assert run(["render", "--help"]) == 0
    assert "--timeline" in capsys.readouterr().out


INTERRUPTED = """
import sys, threading, time
import likeness.speech
from likeness.testing import TONE_VOICE, tone_speech
from likeness.testing.drawn_engine import DrawnEngine, DrawnRenderer
likeness.speech.find_voice = lambda *_: TONE_VOICE
likeness.speech.synthesize = lambda script, *_: tone_speech(script)

def slow(self, state):
    print("working", flush=True)
    time.sleep(0.01)
    return draw(self, state)

def stuck(*_):
    # Native code that does not look at any token.
    print("working", flush=True)
    time.sleep(60)

draw = DrawnRenderer.render
if sys.argv[1] == "stuck":
    DrawnEngine.perform = stuck
else:
    DrawnRenderer.render = slow
from likeness.cli.app import run
sys.exit(run(sys.argv[2:]))
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("kind", ["slow", "stuck"])
def test_interrupt_stops_soon_and_leaves_nothing(tmp_path, number, kind):
    words = " ".join(["word"] * 300)
    options = ["render", "me.png", "--script", words, "-o", "out.mp4", "--timeline", "t.json"]
    process = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED, kind, *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"LIKENESS_ENGINE": ENGINE},
    )
    with process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith("working")
        started_s = time.monotonic()
        process.send_signal(number)
        errors = process.stderr.read()
        assert process.wait(30) == 130
        elapsed_s = time.monotonic() - started_s
    # The promise is one second on a free machine; a busy one may be slower, but the film would take minutes.
    assert elapsed_s < 15
    assert errors.splitlines()[-1] == "error [cancelled]: The run was stopped."
    assert "Traceback" not in errors
    assert [file.name for file in tmp_path.iterdir()] == ["me.png"]

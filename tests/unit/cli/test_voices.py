import json

import pytest

from likeness.cli.app import run
from likeness.core.voice import Voice
from likeness.testing.tiny_voices import write_piper

VOICES = (
    Voice("espeak:en-gb", "British", "en-GB", "English", "male", "espeak", 1),
    Voice("espeak:de", "German", "de", "German", "unknown", "espeak", 1),
    Voice("flite:slt", "Slt", "en-US", "English", "female", "flite", 3),
)


@pytest.fixture(autouse=True)
def voices(monkeypatch):
    monkeypatch.setattr("likeness.speech.voices.list_voices", lambda: VOICES)


def test_table_names_them_all(capsys):
    assert run(["voices"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[1:]] == [voice.id for voice in VOICES]
    assert "statistical" in lines[3]


@pytest.mark.parametrize(
    ("language", "ids"),
    [
        ("en", ["espeak:en-gb", "flite:slt"]),
        ("EN-us", ["flite:slt"]),
        ("en_GB", ["espeak:en-gb"]),
        ("de", ["espeak:de"]),
    ],
)
def test_filter(capsys, language, ids):
    assert run(["voices", "--language", language, "--json"]) == 0
    assert [voice["id"] for voice in json.loads(capsys.readouterr().out)["voices"]] == ids


def test_unknown_language_is_refused_as_in_render(capsys):
    assert run(["voices", "--language", "e"]) == 3
    assert "error [language_not_supported]" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        (["--engine", "flite"], ["flite:slt"]),
        (["--gender", "male"], ["espeak:en-gb"]),
        (["--gender", "female", "--language", "en"], ["flite:slt"]),
    ],
)
def test_engine_and_gender(capsys, options, ids):
    assert run(["voices", *options, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["voices"]
    assert [voice["id"] for voice in told] == ids
    assert {voice["kind"] for voice in told} <= {"formant", "statistical"}


@pytest.mark.parametrize("options", [["--engine", "x"], ["--gender", "x"]])
def test_unknown_filters(options):
    assert run(["voices", *options]) == 2


def test_all_lists_the_speakers_of_espeak(capsys):
    assert run(["voices", "--all", "--language", "de"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1 + 1 + 103
    assert any(line.startswith("espeak:de+f3 ") and "female" in line for line in lines)


def test_add_and_remove(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("LIKENESS_VOICES_DIR", str(tmp_path / "voices"))
    model = write_piper(tmp_path / "shop", "en_US-tiny-medium")
    assert run(["voices", "add", str(model), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [voice["id"] for voice in told["voices"]] == ["piper:en_US-tiny-medium"]
    assert {len(file["sha256"]) for file in told["files"]} == {64}
    assert run(["voices", "remove", "piper:en_US-tiny-medium"]) == 0
    assert run(["voices", "remove", "piper:en_US-tiny-medium"]) == 3
    assert "error [voice_not_found]" in capsys.readouterr().err


def test_preview(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    output = tmp_path / "sample.wav"
    assert run(["voices", "preview", "espeak:de", "-o", str(output)]) == 0
    assert capsys.readouterr().out == f"{output}\n"
    assert output.stat().st_size > 20_000
    assert run(["voices", "preview", "espeak:de", "-o", str(tmp_path / "sample.mp3")]) == 2

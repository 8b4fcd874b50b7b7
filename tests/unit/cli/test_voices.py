import json

import pytest

from likeness.cli.app import run
from likeness.core.voice import Voice

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

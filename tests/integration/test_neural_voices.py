"""Whole films spoken by neural voices: tiny models with the signature of the real ones."""

import json
from pathlib import Path

import av
import pytest
from PIL import Image

from likeness.cli.app import run
from likeness.testing import drawn_portrait
from likeness.testing.tiny_voices import write_kokoro, write_piper


@pytest.mark.parametrize("voice", ["piper:en_US-tiny-medium", "kokoro:af_heart"])
def test_film(voice: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIKENESS_ENGINE", "likeness.testing.drawn_engine:DrawnEngine")
    monkeypatch.setenv("LIKENESS_VOICES_DIR", str(tmp_path / "voices"))
    write_piper(tmp_path / "voices", "en_US-tiny-medium")
    write_kokoro(tmp_path / "voices" / "kokoro", ("af_heart",))
    picture, film, timeline = tmp_path / "me.png", tmp_path / "film.mp4", tmp_path / "film.json"
    Image.fromarray(drawn_portrait(160, 200)).save(picture)
    command = ["render", str(picture), "--voice", voice, "--script", "My big map, 12 baby lambs."]
    assert run([*command, "--resolution", "360p", "-o", str(film), "--timeline", str(timeline)]) == 0
    told = json.loads(timeline.read_text())
    text = json.dumps(told)
    assert [word for word in ("My", "big", "map", "12", "baby", "lambs") if f'"{word}"' in text] == [
        "My", "big", "map", "12", "baby", "lambs",
    ]  # fmt: skip
    assert '"synthesized"' in text
    with av.open(str(film)) as container:
        assert {stream.type for stream in container.streams} == {"video", "audio"}
        assert container.duration / av.time_base > 1.5

import wave
from pathlib import Path

import pytest

from likeness.errors import OutputNotWritableError
from likeness.speech import find_voice, previews
from likeness.speech.previews import preview, preview_text, previews_folder


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path


def seconds(path: Path) -> float:
    with wave.open(str(path)) as file:
        return file.getnframes() / file.getframerate()


@pytest.mark.parametrize("voice_id", ["espeak:de+f3", "espeak:om", "espeak:ja", "espeak:cmn"])
def test_preview_is_a_short_sound(voice_id: str) -> None:
    path = preview(find_voice(voice_id, None))
    assert path.parent == previews_folder()
    assert 1 < seconds(path) < 8


def test_preview_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    voice = find_voice("espeak:en-us", None)
    first = preview(voice)
    monkeypatch.setattr(previews, "synthesize", None)
    assert preview(voice) == first
    assert [path.name for path in previews_folder().iterdir()] == [first.name]


def test_texts_are_in_the_language_of_the_voice() -> None:
    assert preview_text(find_voice("espeak:de", None)).startswith("Hallo")
    assert preview_text(find_voice("espeak:om", None)) == "1, 2, 3, 4, 5."


def test_a_folder_that_cannot_be_made(cache: Path) -> None:
    (cache / "likeness").touch()
    with pytest.raises(OutputNotWritableError):
        preview(find_voice("espeak:de", None))

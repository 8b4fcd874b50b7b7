import hashlib
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest

from likeness.errors import LikenessError, OutputNotWritableError, VoiceNotFoundError, VoiceUnusableError
from likeness.speech import list_voices
from likeness.speech.neural import adding, fetching
from likeness.speech.neural.adding import add_voice, remove_voice
from likeness.speech.neural.fetching import Source
from likeness.speech.neural.store import voices_folder
from likeness.testing.onnx_writer import TinyGraph
from likeness.testing.tiny_voices import TinyPiper, write_kokoro, write_piper


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """An address that serves the folder `shop`."""
    (tmp_path / "shop").mkdir()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=tmp_path / "shop")) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_piper_voice_from_a_path(voices: Path, tmp_path: Path) -> None:
    model = write_piper(tmp_path / "shop", "en_US-tiny-medium")
    added = add_voice(str(model))
    assert names(voices) == ["en_US-tiny-medium.onnx", "en_US-tiny-medium.onnx.json"]
    assert [voice.id for voice in added.voices] == ["piper:en_US-tiny-medium"]
    assert {file.sha256 for file in added.files} == {
        hashlib.sha256(path.read_bytes()).hexdigest() for path in voices.iterdir()
    }
    assert "piper:en_US-tiny-medium" in [voice.id for voice in list_voices()]


def test_a_piper_voice_from_the_network(voices: Path, tmp_path: Path, address: str) -> None:
    write_piper(tmp_path / "shop", "de_DE-tiny-low", TinyPiper(language="de_DE", espeak_voice="de"))
    told: list[int] = []
    add_voice(f"{address}/de_DE-tiny-low.onnx?download=true", told.append)
    assert names(voices) == ["de_DE-tiny-low.onnx", "de_DE-tiny-low.onnx.json"]
    assert told[-1] == (voices / "de_DE-tiny-low.onnx").stat().st_size


@pytest.mark.usefixtures("voices")
def test_kokoro_in_two_steps_by_a_file_address(tmp_path: Path) -> None:
    model, styles = write_kokoro(tmp_path / "shop", ("af_heart",))
    first = add_voice(model.as_uri())
    assert (first.voices, "voices" in first.note) == ((), True)
    second = add_voice(styles.as_uri())
    assert ([voice.id for voice in second.voices], second.note) == (["kokoro:af_heart"], "")


def other_model() -> bytes:
    graph = TinyGraph()
    graph.node("Neg", "x", name="y")
    return graph.model({"x": ("float32", (1,))}, {"y": ("float32", (1,))})


def mute_model() -> bytes:
    graph = TinyGraph()
    graph.node("Reshape", "scales", graph.constant([1, 1, 1, 3], "int64"), name="output")
    inputs = {"input": ("int64", (1, "n")), "input_lengths": ("int64", (1,)), "scales": ("float32", (3,))}
    return graph.model(inputs, {"output": ("float32", (1, 1, 1, 3))})


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("x.onnx", b"", "neither|cannot be read"),
        ("x.onnx", b"no model at all", "neither"),
        ("x.onnx", other_model(), "its inputs are x"),
        ("x.onnx", mute_model(), "no sound"),
        ("x.txt", b"words", "is no voice"),
        ("x.npz", b"PK\x03\x04", "cannot be read"),
        ("x.bin", b"words", "neither"),
    ],
)
def test_what_is_no_voice_is_refused(
    voices: Path, tmp_path: Path, name: str, content: bytes, complaint: str
) -> None:
    write_piper(tmp_path, "good").with_name("good.onnx.json").rename(tmp_path / "x.onnx.json")
    (tmp_path / name).write_bytes(content)
    with pytest.raises(VoiceUnusableError, match=complaint):
        add_voice(str(tmp_path / name))
    assert names(voices) == []


def test_a_piper_voice_without_description(voices: Path, tmp_path: Path) -> None:
    model = write_piper(tmp_path / "shop", "alone")
    model.with_name("alone.onnx.json").unlink()
    with pytest.raises(VoiceUnusableError, match=r"alone\.onnx\.json"):
        add_voice(str(model))
    assert names(voices) == []


@pytest.mark.parametrize(
    "place", ["ftp://x/y.onnx", "http://127.0.0.1:9/y.onnx", "/nowhere/y.onnx", "", "a\0.onnx"]
)
def test_what_is_not_there(voices: Path, place: str) -> None:
    with pytest.raises(LikenessError) as caught:
        add_voice(place)
    assert caught.value.code in ("voice_unusable", "option_invalid")
    assert names(voices) == []


@pytest.mark.usefixtures("voices")
def test_missing_on_the_network(address: str) -> None:
    with pytest.raises(VoiceUnusableError, match="404"):
        add_voice(f"{address}/none.onnx")


def test_too_large(voices: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = write_piper(tmp_path / "shop", "large")
    monkeypatch.setattr(adding, "MAX_MODEL_BYTES", 1000)
    with pytest.raises(VoiceUnusableError, match="larger than"):
        add_voice(str(model))
    assert names(voices) == []


def test_a_download_that_stops_early(voices: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = write_piper(tmp_path / "shop", "cut")
    with model.open("rb") as opened:
        monkeypatch.setattr(fetching, "_open", lambda *_: (opened, model.stat().st_size + 1))
        with pytest.raises(VoiceUnusableError, match="ended after"):
            add_voice("http://localhost/cut.onnx")
    assert names(voices) == []


def test_a_folder_that_cannot_be_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("LIKENESS_VOICES_DIR", str(tmp_path / "file" / "voices"))
    with pytest.raises(OutputNotWritableError):
        add_voice(str(write_piper(tmp_path / "shop", "tiny")))


def test_removing(voices: Path) -> None:
    write_piper(voices, "en_GB-many-medium", TinyPiper(("anna", "ben")))
    write_kokoro(voices, ("af_heart",))
    assert len(remove_voice("piper:en-gb-MANY-medium/ben")) == 2
    assert names(voices) == ["kokoro.onnx", "voices.npz"]
    remove_voice("kokoro:af_heart")
    assert names(voices) == []
    for voice_id in ("kokoro:af_heart", "espeak:de", "piper:../x"):
        with pytest.raises(VoiceNotFoundError):
            remove_voice(voice_id)


def test_one_of_several_files_of_styles(voices: Path) -> None:
    write_kokoro(voices, ("af_heart",))
    np.save(voices / "bm_own.npy", np.zeros((510, 1, 256), np.float32))
    assert [path.name for path in remove_voice("kokoro:bm_own")] == ["bm_own.npy"]


def test_the_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("LIKENESS_VOICES_DIR", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert voices_folder() == tmp_path / "likeness" / "voices"
    monkeypatch.delenv("XDG_DATA_HOME")
    assert voices_folder().parts[-4:] == (".local", "share", "likeness", "voices")


@pytest.mark.parametrize(
    ("place", "name", "beside"),
    [
        ("https://x.org/a%20b.onnx?raw=1", "a b.onnx", "https://x.org/a%20b.onnx.json?raw=1"),
        ("/tmp/v.onnx", "v.onnx", "/tmp/v.onnx.json"),
        ("file:///tmp/v%20w.onnx", "v w.onnx", "/tmp/v w.onnx.json"),
        ("https://x.org/.hidden.onnx", "hidden.onnx", "https://x.org/.hidden.onnx.json"),
        ("https://x.org/a%2F..%2Fb.onnx", "b.onnx", "https://x.org/a%2F..%2Fb.onnx.json"),
    ],
)
def test_sources(place: str, name: str, beside: str) -> None:
    assert (Source(place).name, Source(place).beside(".json").place) == (name, beside)

import subprocess
import sys
from pathlib import Path

import pytest

from likeness.errors import VoiceEngineError
from likeness.speech.espeak import client
from likeness.speech.espeak.client import ask

REQUEST = {"do": "speak", "voice": "gmw/en-US", "rate_wpm": 175, "pitch": 50, "texts": ["Hello."]}


def replace_worker(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, program: str) -> None:
    (tmp_path / "worker.py").write_text(program)
    monkeypatch.setattr(client, "__file__", str(tmp_path / "client.py"))


def test_answer_has_samples_words_and_phones() -> None:
    head, samples = ask(REQUEST)
    (piece,) = head["pieces"]
    assert head["sample_rate_hz"] == 22050
    assert len(samples) == 2 * piece["n_samples"] > 10000
    assert piece["words"][0][0] == 0
    assert "h" in [ipa for ipa, _ in piece["phones"]]


def test_worker_needs_only_the_standard_library() -> None:
    program = Path(client.__file__).with_name("worker.py")
    run = subprocess.run(
        [sys.executable, "-I", "-S", str(program)], input=b"{}", capture_output=True, check=True
    )
    assert b"error" in run.stdout


def test_unknown_voice_is_an_engine_error() -> None:
    with pytest.raises(VoiceEngineError, match="no voice"):
        ask({**REQUEST, "voice": "none/such"})


@pytest.mark.parametrize(
    "program",
    ["import os; os.abort()", "raise SystemExit(3)", "pass", "print('nonsense nonsense')"],
    ids=["killed", "failed", "silent", "nonsense"],
)
def test_broken_worker_is_an_engine_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, program: str
) -> None:
    replace_worker(monkeypatch, tmp_path, program)
    with pytest.raises(VoiceEngineError):
        ask(REQUEST)


def test_hanging_worker_is_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    replace_worker(monkeypatch, tmp_path, "import time; time.sleep(60)")
    monkeypatch.setattr(client, "_START_S", 0.3)
    with pytest.raises(VoiceEngineError, match="no answer"):
        ask(REQUEST)

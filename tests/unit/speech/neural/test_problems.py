from pathlib import Path

import numpy as np

from likeness.speech.neural.problems import voice_problems
from likeness.testing.tiny_voices import write_kokoro, write_piper


def test_good_voices_are_no_problem(voices: Path) -> None:
    assert voice_problems() == ()
    write_piper(voices, "en_US-tiny-medium")
    write_kokoro(voices / "kokoro", ("af_heart",))
    assert voice_problems() == ()


def test_every_problem_is_told(voices: Path) -> None:
    write_piper(voices, "alone").with_name("alone.onnx.json").unlink()
    write_piper(voices, "odd").with_name("odd.onnx.json").write_text("{}")
    (voices / "words.onnx").write_text("no model")
    np.save(voices / "af_own.npy", np.zeros((510, 1, 256), np.float32))
    told = voice_problems()
    assert [problem.split()[0] for problem in told] == [
        "af_own.npy",
        "alone.onnx",
        "odd.onnx.json",
        "words.onnx",
    ]
    assert "model" in told[0] and "alone.onnx.json" in told[1]

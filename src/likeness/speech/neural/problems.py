"""Files in the operator's folder of voices that cannot be used, with the reasons."""

from pathlib import Path

from likeness.errors import VoiceUnusableError
from likeness.speech.neural.piper_config import read_piper_config
from likeness.speech.neural.store import (
    VoiceFile,
    description_of,
    kind_of_file,
    kokoro_files,
    models_and_styles,
    piper_models,
)


def voice_problems() -> tuple[str, ...]:
    """Return a sentence for each file that was meant as a voice but is none; models are not loaded."""
    problems = [_problem(path) for path in models_and_styles()]
    return tuple(problem for problem in problems if problem)


def _problem(path: Path) -> str:
    try:
        if path in piper_models():
            read_piper_config(description_of(path))
        kind = kind_of_file(path)
    except VoiceUnusableError as error:
        return error.message
    if kind is VoiceFile.PIPER and path not in piper_models():
        return f"{path.name} lacks its description {path.name}.json beside it."
    if kind is not VoiceFile.PIPER and kokoro_files() is None:
        wanted = "voices (.bin, .npz or .npy)" if kind is VoiceFile.KOKORO else "model (.onnx)"
        return f"{path.name} lacks Kokoro's {wanted} beside it."
    return ""

"""The folder of the operator's voices."""

import mmap
import os
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from likeness.errors import VoiceUnusableError
from likeness.speech.neural.graph import summarize_graph
from likeness.speech.neural.styles import is_styles_file

VOICES_VARIABLE = "LIKENESS_VOICES_DIR"
"""Environment variable that names the folder."""

_PIPER_INPUTS = frozenset({"input", "input_lengths", "scales"})
_KOKORO_INPUTS = (frozenset({"tokens", "style", "speed"}), frozenset({"input_ids", "style", "speed"}))
HIDDEN_PREFIX = "."
"""Files with such names are not looked at: downloads that are not complete yet."""


class VoiceFile(StrEnum):
    """What a file in the folder is."""

    PIPER = "piper"
    """A Piper model; its description lies beside it under the same name with .json."""

    KOKORO = "kokoro"
    """A Kokoro model."""

    STYLES = "styles"
    """The styles, that is the voices, of Kokoro."""


@dataclass(frozen=True)
class KokoroFiles:
    """A Kokoro model and what gives it voices."""

    model: Path
    """.onnx file."""

    styles: tuple[Path, ...]
    """Files of styles in the same folder."""


def voices_folder() -> Path:
    """Return the folder of the operator's voices; it need not exist.

    LIKENESS_VOICES_DIR, else `likeness/voices` in the user's data folder.
    """
    if named := os.environ.get(VOICES_VARIABLE):
        return Path(named).expanduser()
    data = os.environ.get("XDG_DATA_HOME")
    return Path(data if data else Path.home() / ".local" / "share") / "likeness" / "voices"


def kind_of_file(path: Path) -> VoiceFile:
    """Return what a file is, by what it holds.

    Raises
    ------
    VoiceUnusableError
        It is neither a model of a known voice nor a file of styles, or cannot be read.
    """
    if is_styles_file(path):
        return VoiceFile.STYLES
    try:
        with path.open("rb") as file:
            # Left to be closed with its last reader: an error on the way still holds a part of it.
            content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        inputs = summarize_graph(memoryview(content)).inputs
    except (OSError, ValueError) as error:
        raise VoiceUnusableError(f"{path} cannot be read as a voice: {error}.") from error
    except VoiceUnusableError as error:
        raise VoiceUnusableError(
            f"{path.name} is neither a Piper or Kokoro model (.onnx) nor a file of Kokoro's voices "
            "(.bin, .npz, .npy)."
        ) from error
    if inputs >= _PIPER_INPUTS:
        return VoiceFile.PIPER
    if any(inputs >= wanted for wanted in _KOKORO_INPUTS):
        return VoiceFile.KOKORO
    raise VoiceUnusableError(
        f"{path.name} is a model, but neither of Piper nor of Kokoro; its inputs are "
        f"{', '.join(sorted(inputs))}."
    )


def description_of(model: Path) -> Path:
    """Return where the description of a Piper model lies."""
    return model.with_name(f"{model.name}.json")


def piper_models() -> tuple[Path, ...]:
    """Return the models that have a description beside them, by name."""
    return tuple(path for path in _files() if path.suffix == ".onnx" and description_of(path).is_file())


def models_and_styles() -> tuple[Path, ...]:
    """Return every file of the folder that may be meant as a model or as styles, by name."""
    return tuple(path for path in _files() if path.suffix == ".onnx" or is_styles_file(path))


def kokoro_files() -> KokoroFiles | None:
    """Return the first Kokoro model of the folder that has styles beside it."""
    files = _files()
    for model in files:
        if model.suffix != ".onnx" or description_of(model).is_file():
            continue
        styles = tuple(path for path in files if path.parent == model.parent and is_styles_file(path))
        if styles and _is_kokoro(model):
            return KokoroFiles(model, styles)
    return None


def _is_kokoro(path: Path) -> bool:
    try:
        return kind_of_file(path) is VoiceFile.KOKORO
    except VoiceUnusableError:
        return False


def _files() -> tuple[Path, ...]:
    """Return the files of the folder and of the folders in it, by name."""
    return tuple(sorted(_walk(voices_folder(), depth=2)))


def _walk(folder: Path, depth: int) -> Iterator[Path]:
    try:
        entries = list(folder.iterdir())
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith(HIDDEN_PREFIX):
            continue
        if entry.is_file():
            yield entry
        elif depth > 1 and entry.is_dir():
            yield from _walk(entry, depth - 1)

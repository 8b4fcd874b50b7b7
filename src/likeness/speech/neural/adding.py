"""`likeness voices add` and `remove`: the operator's voices come into their folder, checked, and leave it."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from likeness.core.voice import Voice
from likeness.errors import OutputNotWritableError, VoiceNotFoundError, VoiceUnusableError
from likeness.speech.neural import kokoro, piper
from likeness.speech.neural.fetching import Source, Told, fetch
from likeness.speech.neural.piper_config import read_piper_config
from likeness.speech.neural.runtime import MAX_MODEL_BYTES
from likeness.speech.neural.store import (
    HIDDEN_PREFIX,
    VoiceFile,
    description_of,
    kind_of_file,
    kokoro_files,
    piper_models,
    voices_folder,
)
from likeness.speech.neural.styles import read_style, style_names
from likeness.speech.utterance import EngineSettings

_DESCRIPTION_BYTES = 5_000_000
_TRIAL = "One, two."
_ENDINGS = (".onnx", ".bin", ".npz", ".npy")


@dataclass(frozen=True)
class AddedFile:
    """A file that was put into the folder of voices."""

    path: Path
    """Where it is now."""

    sha256: str
    """Its checksum in hexadecimal digits."""


@dataclass(frozen=True)
class AddedVoices:
    """What came of adding a file."""

    files: tuple[AddedFile, ...]
    """One, or two for a Piper voice."""

    voices: tuple[Voice, ...]
    """The voices that can be used now; none while a Kokoro model lacks its voices, or they lack a model."""

    note: str
    """What is still missing, in words; empty when nothing is."""


def add_voice(place: str, told: Told | None = None) -> AddedVoices:
    """Put a voice into the operator's folder.

    Nothing is put there unless it is a voice: a Piper model has to speak a few words first.

    Parameters
    ----------
    place
        Path or address (https, http, file) of a Piper model, beside which its .onnx.json is expected; of a
        Kokoro model; or of a file of Kokoro's voices.
    told
        Hears how many bytes have come.

    Raises
    ------
    VoiceUnusableError
        It is no such file, cannot be fetched, or does not speak.
    OutputNotWritableError
        The folder cannot be written.
    DiskFullError
        No space is left there.
    """
    source = Source(place)
    if not source.name.lower().endswith(_ENDINGS):
        raise VoiceUnusableError(
            f"{source.name or place} is no voice: give the .onnx file of a Piper or Kokoro model, or "
            "Kokoro's voices as .bin, .npz or .npy."
        )
    folder = voices_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f"{HIDDEN_PREFIX}incoming-", dir=folder) as work:
            return _added(source, Path(work), folder, told)
    except OSError as error:
        raise OutputNotWritableError(
            f"The folder of voices {folder} cannot be written: {error.strerror}."
        ) from error


def remove_voice(voice_id: str) -> tuple[Path, ...]:
    """Delete the files of a voice, all speakers of a Piper model together, and return their paths.

    Raises
    ------
    VoiceNotFoundError
        It is not one of the operator's voices.
    OutputNotWritableError
        Its files cannot be deleted.
    """
    paths = _files_of(voice_id)
    if not paths:
        own = [voice.id for voice in (*piper.PiperEngine().voices(), *kokoro.KokoroEngine().voices())]
        raise VoiceNotFoundError(
            f"{voice_id!r} is none of the voices that were added"
            + (f"; these are {', '.join(own[:8])}." if own else ": there are none.")
        )
    try:
        for path in paths:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise OutputNotWritableError(f"{error.filename} cannot be deleted: {error.strerror}.") from error
    return paths


def _files_of(voice_id: str) -> tuple[Path, ...]:
    engine, _, name = voice_id.strip().partition(":")
    wanted = name.partition("/")[0].lower().replace("_", "-")
    if engine == "piper":
        found = [path for path in piper_models() if path.stem.lower().replace("_", "-") == wanted]
        return tuple(file for path in found[:1] for file in (path, description_of(path)))
    files = kokoro_files()
    if engine != "kokoro" or files is None:
        return ()
    for path in files.styles:
        if wanted in (style.lower().replace("_", "-") for style in style_names(path)):
            is_last = len(files.styles) == 1
            return (path, files.model) if is_last else (path,)
    return ()


def _added(source: Source, work: Path, folder: Path, told: Told | None) -> AddedVoices:
    arrived = work / source.name
    checksum = fetch(source, arrived, MAX_MODEL_BYTES, told)
    kind = kind_of_file(arrived)
    if kind is VoiceFile.PIPER:
        description = description_of(arrived)
        own_checksum = fetch(source.beside(".json"), description, _DESCRIPTION_BYTES)
        config = read_piper_config(description)
        speaker = next(iter(config.speakers), "")
        _check_sound(piper.speak_with(arrived, speaker, [_TRIAL], EngineSettings(1.0, 0.0))[0].duration_s)
        # The model last: without it the description is not looked at.
        files = _put([(description, own_checksum), (arrived, checksum)], folder)
        return AddedVoices(files, tuple(piper.voices_of_model(files[-1].path, config)), "")
    if kind is VoiceFile.STYLES:
        for name in style_names(arrived)[:1]:
            read_style(arrived, name)
    files = _put([(arrived, checksum)], folder)
    voices = kokoro.KokoroEngine().voices()
    missing = "voices (.bin, .npz or .npy)" if kind is VoiceFile.KOKORO else "model (.onnx)"
    return AddedVoices(files, voices, "" if voices else f"Add Kokoro's {missing} too.")


def _check_sound(duration_s: float) -> None:
    if duration_s < 0.05:
        raise VoiceUnusableError("The model makes no sound; get its files anew.")


def _put(files: Sequence[tuple[Path, str]], folder: Path) -> tuple[AddedFile, ...]:
    added = []
    for path, checksum in files:
        target = folder / path.name
        path.replace(target)
        added.append(AddedFile(target, checksum))
    return tuple(added)

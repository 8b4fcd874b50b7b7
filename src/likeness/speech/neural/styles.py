"""Kokoro's voices: one table of styles each, in the forms in which they are passed on."""

import zipfile
from pathlib import Path

import numpy as np

from likeness.errors import VoiceUnusableError
from likeness.typing import FloatArray

N_LENGTHS, N_STYLE = 510, 256
_RAW_BYTES = N_LENGTHS * N_STYLE * 4
_SUFFIXES = frozenset({".bin", ".npz", ".npy"})
_ZIP, _NPY = b"PK", b"\x93NUMPY"


def is_styles_file(path: Path) -> bool:
    """Return whether a file may hold styles, by its name and its first bytes."""
    return path.suffix in _SUFFIXES and _form(path) != ""


def style_names(path: Path) -> tuple[str, ...]:
    """Return the names of the voices in a file, without reading them.

    Raises
    ------
    VoiceUnusableError
        The file is damaged.
    """
    if _form(path) != "zip":
        return (path.stem,)
    try:
        with zipfile.ZipFile(path) as archive:
            names = [name.removesuffix(".npy") for name in archive.namelist() if name.endswith(".npy")]
    except (OSError, zipfile.BadZipFile) as error:
        raise VoiceUnusableError(f"The voices in {path.name} cannot be read: {error}.") from error
    return tuple(sorted(name for name in names if "/" not in name))


def read_style(path: Path, name: str) -> FloatArray:
    """Read one voice.

    Returns
    -------
    (510, 256) float32: a style for each number of symbols, from 1.

    Raises
    ------
    VoiceUnusableError
        The file is damaged or holds something else.
    """
    try:
        if _form(path) == "raw":
            table = np.fromfile(path, np.dtype("<f4"))
        else:
            with path.open("rb") as file:
                loaded = np.load(file, allow_pickle=False)
                table = np.asarray(loaded[name] if isinstance(loaded, np.lib.npyio.NpzFile) else loaded)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise VoiceUnusableError(f"The voice {name} in {path.name} cannot be read: {error}.") from error
    if table.dtype.kind != "f" or table.size == 0 or table.size % N_STYLE:
        raise VoiceUnusableError(
            f"The voice {name} in {path.name} has the shape {table.shape} instead of "
            f"({N_LENGTHS}, 1, {N_STYLE})."
        )
    return table.reshape(-1, N_STYLE).astype(np.float32)


def _form(path: Path) -> str:
    try:
        with path.open("rb") as file:
            head = file.read(6)
        if head[:2] == _ZIP:
            return "zip"
        if head == _NPY:
            return "npy"
        return "raw" if path.stat().st_size == _RAW_BYTES else ""
    except OSError:
        return ""

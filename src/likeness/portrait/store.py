"""Prepared portraits on disk, so that a picture is analysed once.

One `.npz` file per portrait, read without pickle: arrays under the dotted names of their fields, all else as
JSON in the member `about`. The zip format keeps a CRC-32 of each member. A file that cannot be read, or says
something else than expected, counts as absent and is written anew. Several processes may use one folder:
files appear whole, under their final name, or not at all.
"""

import contextlib
import json
import os
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

import cv2
import numpy as np
import numpy.typing as npt

from likeness.core.portrait import Portrait
from likeness.portrait.fine_matting import matting_name
from likeness.portrait.model_files import SHA256

CACHE_VARIABLE = "LIKENESS_CACHE_DIR"
"""Environment variable that names the folder for everything that can be made again."""

NO_CACHE_VARIABLE = "LIKENESS_NO_CACHE"
"""Environment variable; any value = prepared portraits are neither read nor kept."""

FORMAT_VERSION = 1
"""Of the file; also part of the key."""

LIMIT_BYTES = 2 * 2**30
"""Most that the folder may hold; what was not used for longest goes first."""

_ABOUT = "about"
_SUFFIX, _PARTIAL_PREFIX = ".npz", ".part-"
_LONGEST_WRITE_S = 3600.0  # an unfinished file that is older was left behind
_LARGEST_PICTURE_BYTES = 256 * 2**20  # larger files are not worth reading twice
_PREPARING_CODE = ("portrait", "core")
_Values = dict[str, Any]


@dataclass(frozen=True)
class PortraitStore:
    """A folder of prepared portraits."""

    folder: Path
    """Made when needed, for this user only: it holds people's pictures."""

    limit_bytes: int = LIMIT_BYTES
    """Most that the folder may hold."""

    def load(self, key: str) -> Portrait | None:
        """Return the portrait kept under a key, every array bit by bit the same; None when there is none."""
        path = self._path(key)
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as content:
                about = json.loads(bytes(content[_ABOUT]))
                if about["format"] != FORMAT_VERSION or about["key"] != key:
                    return None
                arrays = {name: content[name] for name in content.files if name != _ABOUT}
            portrait: Portrait = _built(Portrait, "", arrays | about["values"])
        # Damaged files make zipfile and NumPy raise nearly every built-in exception.
        except Exception:
            return None
        with contextlib.suppress(OSError):
            os.utime(path)  # used just now: the last to be removed
        return portrait

    def save(self, key: str, portrait: Portrait) -> bool:
        """Keep a portrait; False when the folder cannot be written, which is no reason to fail."""
        values = _flat(portrait, "")
        arrays = {name: value for name, value in values.items() if isinstance(value, np.ndarray | np.generic)}
        plain = {name: value for name, value in values.items() if name not in arrays}
        about = json.dumps({"format": FORMAT_VERSION, "key": key, "values": plain}).encode()
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._write(key, {_ABOUT: np.frombuffer(about, np.uint8), **arrays})
            self._tidy(keep=self._path(key))
        except OSError:
            return False
        return True

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}{_SUFFIX}"

    def _write(self, key: str, members: Mapping[str, npt.ArrayLike]) -> None:
        number, name = tempfile.mkstemp(prefix=_PARTIAL_PREFIX, dir=self.folder)
        try:
            with os.fdopen(number, "wb") as file:
                np.savez(file, allow_pickle=False, **members)
            Path(name).replace(self._path(key))
        finally:
            Path(name).unlink(missing_ok=True)

    def _tidy(self, keep: Path) -> None:
        """Remove what was left behind unfinished, and the files used longest ago beyond the limit."""
        found: list[tuple[float, int, Path]] = []
        for path in self.folder.iterdir():
            with contextlib.suppress(OSError):  # another process may have removed it
                state = path.stat()
                if path.name.startswith(_PARTIAL_PREFIX):
                    if time.time() - state.st_mtime > _LONGEST_WRITE_S:
                        path.unlink()
                elif path.suffix == _SUFFIX:
                    found.append((state.st_mtime, state.st_size, path))
        total = sum(size for _, size, _ in found)
        for _, size, path in sorted(found):
            if total <= self.limit_bytes:
                return
            if path != keep:
                path.unlink(missing_ok=True)
                total -= size


def usual_store() -> PortraitStore | None:
    """Return the store of this user; None when LIKENESS_NO_CACHE is set or there is no place for one.

    LIKENESS_CACHE_DIR, else `likeness` in the user's cache folder.
    """
    if os.environ.get(NO_CACHE_VARIABLE):
        return None
    try:
        if named := os.environ.get(CACHE_VARIABLE):
            return PortraitStore(Path(named).expanduser() / "portraits")
        cache = os.environ.get("XDG_CACHE_HOME")
        return PortraitStore(Path(cache if cache else Path.home() / ".cache") / "likeness" / "portraits")
    except RuntimeError:  # a user without a home
        return None


def portrait_key(picture: Path, face_number: int, points_file: Path | None) -> str | None:
    """Return the key (64 hexadecimal digits) of all that decides how a prepared portrait looks.

    The bytes of picture and face points, the choice of the face, the format of the file, the checksums of the
    networks, and the code and figures that do the work: a portrait of an older version is not used.

    Parameters
    ----------
    picture
        Picture file.
    face_number
        1 = the largest face.
    points_file
        JSON file of face points.

    Returns
    -------
    None when a file cannot be read or is no ordinary file; preparing it then says why.
    """
    parts = [str(FORMAT_VERSION), _maker(), *SHA256.values(), str(face_number)]
    try:
        for file in (picture, points_file):
            parts.append("" if file is None else _checksum(file))
    except (OSError, ValueError):
        return None
    return sha256("\n".join(parts).encode()).hexdigest()


def _checksum(file: Path) -> str:
    if not file.is_file() or file.stat().st_size > _LARGEST_PICTURE_BYTES:
        raise ValueError("not kept")
    return sha256(file.read_bytes()).hexdigest()


def _maker() -> str:
    """Return a checksum of the code and the figures that prepare portraits."""
    package = files("likeness")
    digest = sha256(f"{cv2.__version__} {np.__version__} {matting_name()}".encode())
    for name in _PREPARING_CODE:
        for source in sorted(package.joinpath(name).iterdir(), key=lambda file: file.name):
            if source.name.endswith(".py"):
                digest.update(source.read_bytes())
    digest.update(package.joinpath("assets", "face-rig.npz").read_bytes())
    return digest.hexdigest()


def _flat(value: object, name: str) -> _Values:
    """Return the parts of nested dataclasses and tuples of them by dotted name."""
    if is_dataclass(value):
        parts = [(field.name, getattr(value, field.name)) for field in fields(value)]
    elif isinstance(value, tuple):
        parts = [(str(index), part) for index, part in enumerate(value)]
    else:
        return {name: value}
    leaves: _Values = {}
    for part_name, part in parts:
        leaves |= _flat(part, f"{name}.{part_name}")
    return leaves


def _built(kind: Any, name: str, values: _Values) -> Any:
    """Return the value of a type whose parts lie under dotted names; `KeyError` when one is missing."""
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        parts = {part.name: _built(hints[part.name], f"{name}.{part.name}", values) for part in fields(kind)}
        return kind(**parts)  # type: ignore[operator]
    if get_origin(kind) is tuple:
        return tuple(_built(part, f"{name}.{i}", values) for i, part in enumerate(get_args(kind)))
    leaf = values[name]
    # a number that is numpy's own stays so: it takes part in sums differently than Python's
    return leaf[()] if isinstance(leaf, np.ndarray) and leaf.ndim == 0 else leaf

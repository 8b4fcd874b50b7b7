"""Bringing one file from a path or an address into a folder, whole or not at all."""

import hashlib
import os
import shutil
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import IO
from urllib.parse import unquote, urlsplit, urlunsplit

from likeness.errors import DiskFullError, VoiceUnusableError

_SCHEMES = frozenset({"https", "http"})
_TIMEOUT_S = 30.0
_CHUNK_BYTES = 1 << 20
Told = Callable[[int], None]
"""Called now and then with the number of bytes that have come."""


@dataclass(frozen=True)
class Source:
    """Where a file comes from."""

    place: str
    """A path, or an address that begins with https, http or file."""

    @property
    def name(self) -> str:
        """The file's own name."""
        path = self.path
        name = path.name if path is not None else Path(unquote(urlsplit(self.place).path)).name
        return name.lstrip(".")

    @property
    def path(self) -> Path | None:
        """The path of a local file; None for an address of the network."""
        parts = urlsplit(self.place)
        if parts.scheme == "file":
            return Path(unquote(parts.path))
        return None if parts.scheme in _SCHEMES else Path(self.place).expanduser()

    def beside(self, ending: str) -> "Source":
        """Return the source of a file whose name is this one's with an ending."""
        if self.path is not None:
            return Source(f"{self.path}{ending}")
        parts = urlsplit(self.place)
        return Source(urlunsplit(parts._replace(path=parts.path + ending)))


def fetch(source: Source, target: Path, max_bytes: int, told: Told | None = None) -> str:
    """Copy or download a file and return its SHA-256 in hexadecimal digits.

    Parameters
    ----------
    source
        Where it comes from.
    target
        File to write; it is written as it comes and has to be put into its place by the caller.
    max_bytes
        What is larger is refused.
    told
        Hears of the progress.

    Raises
    ------
    VoiceUnusableError
        It cannot be read or downloaded, is too large, or is not all there.
    DiskFullError
        No space is left.
    """
    digest, n_bytes = hashlib.sha256(), 0
    with ExitStack() as stack:
        incoming, expected = _open(source, stack)
        try:
            with target.open("wb") as written:
                while chunk := incoming.read(_CHUNK_BYTES):
                    n_bytes += len(chunk)
                    if n_bytes > max_bytes:
                        raise VoiceUnusableError(
                            f"{source.name} is larger than {max_bytes / 1e6:.0f} MB; that is no such file."
                        )
                    digest.update(chunk)
                    written.write(chunk)
                    if told is not None:
                        told(n_bytes)
                written.flush()
                os.fsync(written.fileno())
        except (OSError, HTTPException) as error:
            if isinstance(error, OSError) and shutil.disk_usage(target.parent).free < _CHUNK_BYTES:
                raise DiskFullError(f"No space is left in {target.parent} for {source.name}.") from error
            raise VoiceUnusableError(f"{source.place} could not be fetched: {error}.") from error
    if expected is not None and n_bytes != expected:
        raise VoiceUnusableError(f"{source.place} ended after {n_bytes} of {expected} bytes; try again.")
    return digest.hexdigest()


def _open(source: Source, stack: ExitStack) -> tuple[IO[bytes], int | None]:
    try:
        if source.path is not None:
            if not source.path.is_file():
                raise VoiceUnusableError(f"There is no file {source.path}.")
            return stack.enter_context(source.path.open("rb")), None
        # The scheme is https or http here, and urllib follows redirections to these only.
        request = urllib.request.Request(source.place, headers={"User-Agent": "likeness"})
        answer = stack.enter_context(urllib.request.urlopen(request, timeout=_TIMEOUT_S))
        length = answer.headers.get("Content-Length")
        return answer, int(length) if length and length.isdigit() else None
    except urllib.error.HTTPError as error:
        error.close()
        raise VoiceUnusableError(f"{source.place} could not be fetched: {error}.") from error
    except (OSError, HTTPException, ValueError) as error:
        reason = error.reason if isinstance(error, urllib.error.URLError) else error
        raise VoiceUnusableError(f"{source.place} could not be fetched: {reason}.") from error

"""Sign a finished file: put a manifest into it, or make one that lies beside it."""

import contextlib
import datetime as dt
import io
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from likeness.core.progress import CancelToken
from likeness.errors import DiskFullError, LikenessError, SigningError
from likeness.provenance.certificates import Credentials
from likeness.provenance.file_kinds import UNKNOWN_TYPE, FileKind, kind_of
from likeness.provenance.library import offline_context
from likeness.provenance.manifest import ingredient_definition, manifest_definition, placed_action
from likeness.provenance.origin import Origin

if TYPE_CHECKING:
    import c2pa

_PICTURE_TYPES = {
    FileKind.JPEG: "image/jpeg", FileKind.PNG: "image/png", FileKind.GIF: "image/gif",
    FileKind.WEBP: "image/webp",
}  # fmt: skip
_NO_SPACE = re.compile(r"os error (28|122)\b|[Nn]o space left")


def embed_manifest(file: Path, signed: Path, media_type: str, origin: Origin, signer: "Signer") -> None:
    """Write a copy of a file with a manifest in it.

    The film is copied as it is; in MP4 and MOV the manifest comes before the index, which still comes before
    the pictures.

    Parameters
    ----------
    file
        Finished file; it is only read.
    signed
        File to write, in the same format.
    media_type
        As `carrier_type` gives it.
    origin
        What to state.
    signer
        Who signs.
    """
    with file.open("rb") as source, signed.open("w+b") as target:
        signer.sign(origin, media_type, source, target)


def detached_manifest(file: Path, origin: Origin, signer: "Signer") -> bytes:
    """Return a manifest for a file that cannot carry one; the file stays as it is."""
    with file.open("rb") as source, Path(os.devnull).open("w+b") as target:
        return signer.sign(origin, None, source, target)


class Signer:
    """Signs with some credentials; stops when it is told to."""

    def __init__(self, credentials: Credentials, cancel: CancelToken | None = None) -> None:
        self._credentials = credentials
        self._cancel = cancel or CancelToken()

    def sign(self, origin: Origin, media_type: str | None, source: BinaryIO, target: BinaryIO) -> bytes:
        """Copy `source` to `target` with a manifest in it, and return the manifest.

        Parameters
        ----------
        origin
            What to state.
        media_type
            Of the file; None = the manifest is not put in.
        source, target
            Binary files.

        Raises
        ------
        SigningError, DiskFullError, CancelledError
        """
        import c2pa

        read, written = _Stream(source, self._cancel), _Stream(target, self._cancel)
        with offline_context() as context, self._translated(read, written):
            builder = c2pa.Builder(json.dumps(manifest_definition(origin)), context=context)
            _add_pictures(builder, origin)
            if media_type is None:
                builder.set_no_embed()
            with self._native_signer() as signer:
                manifest: bytes = builder.sign(signer, media_type or UNKNOWN_TYPE, read, written)
            return manifest

    @contextmanager
    def _native_signer(self) -> Iterator["c2pa.Signer"]:
        import c2pa

        about = c2pa.C2paSignerInfo(
            self._credentials.algorithm.encode(),
            self._credentials.certificates_pem.encode(),
            self._credentials.key_pem.encode(),
            None,  # no authority that would certify the time: it would have to be asked
        )
        signer = c2pa.Signer.from_info(about)
        try:
            yield signer
        finally:
            signer.close()

    @staticmethod
    @contextmanager
    def _translated(*streams: "_Stream") -> Iterator[None]:
        """Turn errors of the library into ours; it tells only that a file could not be read, we know why."""
        import c2pa

        try:
            yield
        except c2pa.C2paError as error:
            for stream in streams:
                if stream.failure is not None:
                    raise stream.failure from error
            if _NO_SPACE.search(str(error)):
                raise DiskFullError(
                    "No space is left for the temporary files with which a film is signed. Free some."
                ) from error
            raise SigningError(f"The file could not be signed: {error}.") from error


def check_credentials(credentials: Credentials, now: dt.datetime) -> None:
    """Sign nothing with credentials, so that what is wrong with them is known before a film is made.

    Raises
    ------
    SigningError
        C2PA does not allow such a certificate, e.g. one that is not made out for signing.
    """
    Signer(credentials).sign(Origin(now), None, io.BytesIO(b"nothing"), io.BytesIO())


class _Stream:
    """A file that remembers why it failed: the library calls it from native code and forgets."""

    def __init__(self, file: BinaryIO, cancel: CancelToken) -> None:
        self._file, self._cancel = file, cancel
        self.failure: OSError | LikenessError | None = None

    @contextmanager
    def _remembered(self) -> Iterator[None]:
        try:
            self._cancel.raise_if_cancelled()
            yield
        except (OSError, LikenessError) as error:
            self.failure = error
            raise

    def read(self, n_bytes: int = -1) -> bytes:
        """Read as a file does."""
        with self._remembered():
            return self._file.read(n_bytes)

    def readinto(self, buffer: memoryview) -> int:
        """Read as a file does."""
        with self._remembered():
            return self._file.readinto(buffer)  # type: ignore[attr-defined, no-any-return]

    def write(self, content: bytes) -> int:
        """Write as a file does."""
        with self._remembered():
            return self._file.write(content)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Seek as a file does."""
        with self._remembered():
            return self._file.seek(offset, whence)

    def tell(self) -> int:
        """Tell as a file does."""
        return self._file.tell()

    def flush(self) -> None:
        """Flush as a file does."""
        with self._remembered():
            self._file.flush()


def _add_pictures(builder: "c2pa.Builder", origin: Origin) -> None:
    """Name the pictures of which a film is made, as far as the library can read them."""
    import c2pa

    for number, picture in enumerate(origin.pictures):
        # Damaged in a way that only the library minds, of a kind that it does not know, or removed meanwhile.
        with contextlib.suppress(c2pa.C2paError, OSError), picture.open("rb") as content:
            if (media_type := _PICTURE_TYPES.get(kind_of(content))) is not None:
                content.seek(0)
                builder.add_ingredient(json.dumps(ingredient_definition(number)), media_type, content)
                builder.add_action(json.dumps(placed_action(origin, number, picture)))

"""Kinds of files: which can carry a manifest, and how one is told from another by its first bytes."""

from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

SIDECAR_SUFFIX = ".c2pa"
"""Ending of a manifest in a file of its own, which has the name of the film otherwise."""

_CARRIERS = {
    ".mp4": "video/mp4",
    ".m4v": "video/mp4",
    ".mov": "video/quicktime",
    ".m4a": "audio/mp4",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".wav": "audio/wav",
    ".mp3": "audio/mpeg",
    ".flac": "audio/flac",
}
"""Ending of the name -> media type, of files that can carry a manifest."""

UNKNOWN_TYPE = "application/octet-stream"


class FileKind(StrEnum):
    """What a file is, by its first bytes."""

    BOXES = "boxes"
    """MP4 and QuickTime."""

    MATROSKA = "matroska"
    """Matroska and WebM."""

    JPEG = "jpeg"
    PNG = "png"
    GIF = "gif"
    WEBP = "webp"
    OTHER = "other"


def carrier_type(file: Path) -> str | None:
    """Return the media type of a file that can carry a manifest, by its name; None = it needs a sidecar.

    >>> carrier_type(Path("a.MP4")), carrier_type(Path("a.webm"))
    ('video/mp4', None)
    """
    return _CARRIERS.get(file.suffix.lower())


def sidecar_path(file: Path) -> Path:
    """Return where the manifest of a file lies that cannot carry one.

    >>> sidecar_path(Path("film.webm")).name
    'film.c2pa'
    """
    return file.with_suffix(SIDECAR_SUFFIX)


def kind_of(file: BinaryIO) -> FileKind:
    """Return the kind of a file, which is read from its start."""
    file.seek(0)
    head = file.read(16)
    marks = {
        b"\x1a\x45\xdf\xa3": FileKind.MATROSKA,
        b"\xff\xd8\xff": FileKind.JPEG,
        b"\x89PNG\r\n\x1a\n": FileKind.PNG,
        b"GIF87a": FileKind.GIF,
        b"GIF89a": FileKind.GIF,
    }
    for mark, kind in marks.items():
        if head.startswith(mark):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return FileKind.WEBP
    return FileKind.BOXES if head[4:8] in (b"ftyp", b"moov", b"wide", b"mdat") else FileKind.OTHER

import io
from pathlib import Path

import pytest

from likeness.provenance.file_kinds import FileKind, carrier_type, kind_of, sidecar_path

from .conftest import FILMS, PICTURES

KINDS = {
    ".mp4": FileKind.BOXES, ".mov": FileKind.BOXES, ".webm": FileKind.MATROSKA, ".jpg": FileKind.JPEG,
    ".png": FileKind.PNG, ".gif": FileKind.GIF, ".webp": FileKind.WEBP,
}  # fmt: skip


@pytest.mark.parametrize("suffix", [*FILMS, *PICTURES])
def test_kinds_are_told_by_content(make_file, suffix):
    with make_file(suffix).open("rb") as file:
        file.read(40)
        assert kind_of(file) is KINDS[suffix]


@pytest.mark.parametrize("content", [b"", b"RIFF", b"RIFF....WAVEfmt ", b"plain text, and quite long"])
def test_other_files_are_other(content):
    assert kind_of(io.BytesIO(content)) is FileKind.OTHER


def test_only_webm_among_films_needs_a_sidecar():
    assert [suffix for suffix in FILMS if carrier_type(Path(f"a{suffix}")) is None] == [".webm"]
    assert sidecar_path(Path("/films/a.b.webm")) == Path("/films/a.b.c2pa")

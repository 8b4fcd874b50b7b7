"""Where XMP lies in each kind of file. Places: XMP specification part 3; WebP container; GIF89a."""

import mmap
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from likeness.provenance.file_kinds import FileKind, kind_of
from likeness.provenance.xmp import find_packet

_BOX_ID = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
_JPEG_ID = b"http://ns.adobe.com/xap/1.0/\0"
_GIF_ID = b"\x21\xff\x0bXMP DataXMP"
_GIF_TRAILER = b"\x01" + bytes(range(255, -1, -1)) + b"\0"  # whatever a reader takes it for, it finds its end
_GIF_END = b"\x3b"
_PNG_ID = b"XML:com.adobe.xmp\0\0\0\0\0"
_PNG_HEADER_END = 33
_WEBP_XMP_FLAG, _WEBP_ALPHA_FLAG = 0x04, 0x10
_MOST_BOXES = 100_000
_LARGEST_BOX = 1 << 20


def add_xmp(file: Path, packet: bytes) -> bool:
    """Put a packet into a file that has none; False = this kind of file has no place for it.

    In films it comes last, so that nothing of them moves.
    """
    with file.open("r+b") as stream:
        kind = kind_of(stream)
        if kind is FileKind.BOXES:
            stream.seek(0, 2)
            stream.write(struct.pack(">I4s16s", 24 + len(packet), b"uuid", _BOX_ID) + packet)
            return True
        if kind not in _INTO:
            return False
        stream.seek(0)
        content = _INTO[kind](stream.read(), packet)
        stream.seek(0)
        stream.write(content)
        return True


def read_xmp(file: Path) -> bytes:
    """Return the XMP of a file, the element `x:xmpmeta`; empty when there is none."""
    with file.open("rb") as stream:
        if kind_of(stream) is FileKind.BOXES:
            return next((found for box in _xmp_boxes(stream) if (found := find_packet(box))), b"")
        stream.seek(0, 2)
        if stream.tell() == 0:
            return b""
        with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
            return find_packet(content)  # type: ignore[arg-type]


def _xmp_boxes(stream: BinaryIO) -> Iterator[bytes]:
    """Return the contents of the XMP boxes of an MP4 or QuickTime file; a damaged file has fewer."""
    end, start = stream.seek(0, 2), 0
    for _ in range(_MOST_BOXES):
        stream.seek(start)
        head = stream.read(32)
        if len(head) < 8:
            return
        size, name = struct.unpack(">I4s", head[:8])
        if size == 1 and len(head) >= 16:
            (size,) = struct.unpack(">Q", head[8:16])
        size = size or end - start
        if name == b"uuid" and head[8:24] == _BOX_ID and size <= _LARGEST_BOX:
            stream.seek(start + 24)
            yield stream.read(size - 24)
        if size < 8:
            return
        start += size


def _into_jpeg(content: bytes, packet: bytes) -> bytes:
    """Put it behind the first segments, which say what kind of JPEG this is (JFIF, Exif)."""
    position = 2
    while content[position : position + 2] in (b"\xff\xe0", b"\xff\xe1"):
        position += 2 + struct.unpack(">H", content[position + 2 : position + 4])[0]
    body = _JPEG_ID + packet
    return content[:position] + struct.pack(">2sH", b"\xff\xe1", len(body) + 2) + body + content[position:]


def _into_png(content: bytes, packet: bytes) -> bytes:
    from zlib import crc32

    body = b"iTXt" + _PNG_ID + packet
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", crc32(body))
    return content[:_PNG_HEADER_END] + chunk + content[_PNG_HEADER_END:]


def _into_gif(content: bytes, packet: bytes) -> bytes:
    pictures = b"GIF89a" + content[6:].removesuffix(_GIF_END)
    return pictures + _GIF_ID + packet + _GIF_TRAILER + _GIF_END


def _into_webp(content: bytes, packet: bytes) -> bytes:
    body = bytearray(content[12:])
    if body[:4] != b"VP8X":
        body = bytearray(_webp_header(bytes(body))) + body
    body[8] |= _WEBP_XMP_FLAG
    body += struct.pack("<4sI", b"XMP ", len(packet)) + packet + b"\0" * (len(packet) % 2)
    return struct.pack("<4sI4s", b"RIFF", 4 + len(body), b"WEBP") + bytes(body)


def _webp_header(body: bytes) -> bytes:
    """Return the header of the extended format for a file of the simple one: the picture comes first."""
    if body[:4] == b"VP8L":
        (bits,) = struct.unpack("<I", body[9:13])
        sides = (bits & 0x3FFF, bits >> 14 & 0x3FFF)
        flags = _WEBP_ALPHA_FLAG if bits >> 28 & 1 else 0
    else:
        width, height = struct.unpack("<HH", body[14:18])
        sides, flags = ((width & 0x3FFF) - 1, (height & 0x3FFF) - 1), 0
    # Sides are stored less one, here as in the extended header.
    return struct.pack("<4sII", b"VP8X", 10, flags) + b"".join(side.to_bytes(3, "little") for side in sides)


_INTO = {
    FileKind.JPEG: _into_jpeg, FileKind.PNG: _into_png, FileKind.GIF: _into_gif, FileKind.WEBP: _into_webp,
}  # fmt: skip

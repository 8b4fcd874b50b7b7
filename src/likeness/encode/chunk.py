"""Encode a run of frames on its own: many runs can be made at the same time and joined without loss."""

import math
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import IO

import av

from likeness.encode.frame import FilmFrame
from likeness.encode.planes import FrameConverter
from likeness.encode.settings import VideoSettings, add_pictures
from likeness.errors import EncodeError

MOST_IN_MEMORY = 64 * 2**20
"""Bytes of a chunk that stay in memory; larger ones go to a nameless file, which cannot be left behind."""

_LONGEST_CHUNK_S = 4.0
_SHORTEST_CHUNK_S = 1.0
_CHUNK_MULTIPLE = 4
"""Chunks come in fours, so that one, two and four cores all finish together."""


@dataclass(frozen=True)
class EncodedChunk:
    """A closed run of encoded frames."""

    file: IO[bytes]
    """The container of `VideoSettings.chunk_format`, without sound; closing it frees its space."""

    n_frames: int
    """At least one."""

    is_reused: bool = False
    """Whether an earlier run had made it."""


def split_into_chunks(n_frames: int, fps: Fraction) -> tuple[range, ...]:
    """Return the frame ranges to encode apart.

    They depend on the film only, never on the machine, so that the same film has the same bytes everywhere.
    Each chunk costs a key frame, hence long ones; but several cores want several chunks.

    >>> split_into_chunks(250, Fraction(25))
    (range(0, 63), range(63, 125), range(125, 188), range(188, 250))
    """
    duration_s = n_frames / fps
    most = max(1, int(duration_s / _SHORTEST_CHUNK_S))
    wanted = math.ceil(duration_s / _LONGEST_CHUNK_S)
    n_chunks = min(most, _CHUNK_MULTIPLE * math.ceil(wanted / _CHUNK_MULTIPLE))
    edges = [math.ceil(n_frames * index / n_chunks) for index in range(n_chunks + 1)]
    return tuple(range(start, stop) for start, stop in pairwise(edges))


def encode_chunk(
    frames: Iterable[FilmFrame], settings: VideoSettings, in_memory_bytes: int = MOST_IN_MEMORY
) -> EncodedChunk:
    """Encode frames into a chunk that starts with a key frame and refers to nothing outside.

    One encoder thread: several chunks at a time use the cores better than several threads in one encoder.

    Parameters
    ----------
    frames
        Of the size in `settings`; drawn one at a time, so a generator may render them.
    settings
        The same for all chunks of a film.
    in_memory_bytes
        Chunks that get larger go to a nameless temporary file.
    """
    file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=in_memory_bytes)  # noqa: SIM115 - handed to the caller
    try:
        n_frames = encode_into(file, frames, settings)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return EncodedChunk(file, n_frames)


def encode_into(file: IO[bytes], frames: Iterable[FilmFrame], settings: VideoSettings) -> int:
    """Encode frames into an open file, like `encode_chunk`, and return their number."""
    converter = FrameConverter(settings)
    n_frames = 0
    # bitexact: without it, Matroska files carry random numbers.
    options = {"fflags": "+bitexact"} if settings.chunk_format == "webm" else {}
    with av.open(file, "w", format=settings.chunk_format, options=options) as container:
        stream = add_pictures(container, settings)
        for frame in frames:
            picture = converter.load(frame)
            picture.pts = n_frames
            picture.time_base = 1 / settings.fps
            container.mux(stream.encode(picture))
            n_frames += 1
        container.mux(stream.encode(None))
    if n_frames == 0:
        raise EncodeError("There are no frames to encode.")
    return n_frames

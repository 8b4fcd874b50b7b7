"""Encode a run of frames on its own: many runs can be made at the same time and joined without loss."""

import math
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import IO

import av
import numpy as np
from av.video.codeccontext import VideoCodecContext
from av.video.stream import VideoStream

from likeness.encode.assembly import x264_assembly
from likeness.encode.kernels import rgb_to_yuv420
from likeness.errors import EncodeError
from likeness.typing import AlphaImage, ByteArray, RgbImage

_BT709 = 1
"""Number of BT.709 in the tables of H.273 for primaries, transfer and matrix alike."""

_LIMITED_RANGE = 1
_SPOOL_BYTES = 64 * 2**20
"""Chunks up to this size stay in memory; larger ones go to a nameless file, which cannot be left behind."""

_LONGEST_CHUNK_S = 4.0
_SHORTEST_CHUNK_S = 1.0
_CHUNK_MULTIPLE = 4
"""Chunks come in fours, so that one, two and four cores all finish together."""


@dataclass(frozen=True)
class VideoSettings:
    """How the pictures are encoded."""

    width_px: int
    """Even."""

    height_px: int
    """Even."""

    fps: Fraction
    """Frames per second."""

    crf: int = 20
    """Constant quality of x264, 0-51, lower is better."""

    preset: str = "veryfast"
    """x264 preset."""


@dataclass(frozen=True)
class FilmFrame:
    """One frame on its way into the encoder."""

    rgb: RgbImage
    """(H, W, 3); it is read before the next frame is asked for, so it may be overwritten then."""

    changed_px: tuple[int, int, int, int] | None = None
    """(left, top, right, bottom) outside of which it equals the frame before; None = anything may differ."""

    alpha: AlphaImage | None = None
    """(H, W) coverage of a film with transparency, straight: `rgb` is the subject's colour wherever alpha is
    above 0, and anything elsewhere. May be overwritten like `rgb`. None = opaque."""


@dataclass(frozen=True)
class EncodedChunk:
    """A closed run of encoded frames."""

    file: IO[bytes]
    """MP4 without sound; closing it frees its space."""

    n_frames: int
    """At least one."""


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


def encode_chunk(frames: Iterable[FilmFrame], settings: VideoSettings) -> EncodedChunk:
    """Encode frames into a chunk that starts with a key frame and refers to nothing outside.

    One encoder thread: several chunks at a time use the cores better than several threads in one encoder.

    Parameters
    ----------
    frames
        Of the size in `settings`; drawn one at a time, so a generator may render them.
    settings
        The same for all chunks of a film.
    """
    file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_SPOOL_BYTES)  # noqa: SIM115 - handed to the caller
    try:
        n_frames = _encode_into(file, frames, settings)
        if n_frames == 0:
            raise EncodeError("There are no frames to encode.")
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return EncodedChunk(file, n_frames)


def _encode_into(file: IO[bytes], frames: Iterable[FilmFrame], settings: VideoSettings) -> int:
    planes = _Planes(settings)
    index = -1
    with av.open(file, "w", format="mp4") as container:
        stream = _add_h264(container, settings)
        for index, frame in enumerate(frames):
            picture = planes.load(frame)
            picture.pts = index
            picture.time_base = 1 / settings.fps
            container.mux(stream.encode(picture))
        container.mux(stream.encode(None))
    return index + 1


def _add_h264(container: av.container.OutputContainer, settings: VideoSettings) -> VideoStream:
    assembly = x264_assembly()
    parameters = f"open-gop=0:asm={assembly}" if assembly else "open-gop=0"
    options = {"preset": settings.preset, "crf": str(settings.crf), "x264-params": parameters}
    stream = container.add_stream("libx264", rate=settings.fps, options=options)
    stream.width, stream.height, stream.pix_fmt = settings.width_px, settings.height_px, "yuv420p"
    stream.time_base = 1 / settings.fps
    context: VideoCodecContext = stream.codec_context
    context.time_base = 1 / settings.fps
    context.thread_count = 1
    context.color_range = _LIMITED_RANGE
    context.color_primaries = context.color_trc = context.colorspace = _BT709
    return stream


class _Planes:
    """The frame as YUV 4:2:0; only what changed is converted again."""

    def __init__(self, settings: VideoSettings) -> None:
        self._height, self._width = settings.height_px, settings.width_px
        # One block as PyAV wants it: the luma rows, then both chroma planes row after row.
        self._block: ByteArray = np.zeros((self._height * 3 // 2, self._width), dtype=np.uint8)
        flat = self._block.reshape(-1)
        n_luma, half = self._height * self._width, (self._height // 2, self._width // 2)
        n_chroma = half[0] * half[1]
        self._luma = flat[:n_luma].reshape(self._height, self._width)
        self._blue = flat[n_luma : n_luma + n_chroma].reshape(half)
        self._red = flat[n_luma + n_chroma :].reshape(half)
        self._is_first = True

    def load(self, frame: FilmFrame) -> av.VideoFrame:
        """Convert a frame and return a copy that the encoder may keep."""
        if frame.rgb.shape != (self._height, self._width, 3):
            raise EncodeError(f"A frame has shape {frame.rgb.shape}, not {(self._height, self._width, 3)}.")
        left, top, right, bottom = frame.changed_px or (0, 0, self._width, self._height)
        if self._is_first:
            left, top, right, bottom = 0, 0, self._width, self._height
            self._is_first = False
        # Chroma cells are 2 x 2 pixels: widen to whole cells.
        left, top, right, bottom = left & ~1, top & ~1, (right + 1) & ~1, (bottom + 1) & ~1
        half_rows, half_columns = slice(top // 2, bottom // 2), slice(left // 2, right // 2)
        rgb_to_yuv420(
            frame.rgb[top:bottom, left:right],
            self._luma[top:bottom, left:right],
            self._blue[half_rows, half_columns],
            self._red[half_rows, half_columns],
        )
        return av.VideoFrame.from_ndarray(self._block, format="yuv420p")

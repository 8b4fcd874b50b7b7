"""A film's frame in the pixel format of its encoder; only what changed is converted again."""

from typing import cast

import av
import numpy as np

from likeness.encode.frame import FilmFrame
from likeness.encode.kernels import (
    CELL_PX,
    CELLS_PER_BLOCK,
    alpha_to_10_bits,
    colour_blocks,
    fill_transparent,
    rgb_to_yuv420,
    rgb_to_yuv444,
    sum_blocks,
    sum_cells,
)
from likeness.encode.settings import VideoSettings
from likeness.errors import EncodeError
from likeness.typing import AlphaImage, ByteArray, IntArray, RgbImage, WordArray

_Box = tuple[int, int, int, int]
"""(left, top, right, bottom)."""

_BLOCK_PX = CELL_PX * CELLS_PER_BLOCK


class FrameConverter:
    """Turns the frames of one chunk, in order, into frames for the encoder."""

    def __init__(self, settings: VideoSettings) -> None:
        self._height, self._width = settings.height_px, settings.width_px
        self._has_alpha, self._format = settings.has_alpha, settings.pixel_format
        is_420 = "420" in self._format
        self._planes: _Planes420 | _Planes444 = (
            _Planes420(self._height, self._width) if is_420 else _Planes444(self._height, self._width)
        )
        self._quiet = _QuietColours(self._height, self._width) if self._has_alpha else None
        self._is_first = True

    def load(self, frame: FilmFrame) -> av.VideoFrame:
        """Convert a frame and return a copy that the encoder may keep."""
        self._check(frame)
        box = frame.changed_px or (0, 0, self._width, self._height)
        if self._is_first:
            box = (0, 0, self._width, self._height)
            self._is_first = False
        if box[2] > box[0] and box[3] > box[1]:
            self._convert(frame, box)
        return self._copy()

    def _check(self, frame: FilmFrame) -> None:
        size = self._height, self._width
        if frame.rgb.shape != (*size, 3):
            raise EncodeError(f"A frame has shape {frame.rgb.shape}, not {(*size, 3)}.")
        if frame.alpha is not None and not self._has_alpha:
            raise EncodeError("A frame is transparent in a film that is not. Lay it on a background.")
        if frame.alpha is not None and frame.alpha.shape != size:
            raise EncodeError(f"The alpha of a frame has shape {frame.alpha.shape}, not {size}.")

    def _convert(self, frame: FilmFrame, box: _Box) -> None:
        rgb = frame.rgb
        if self._quiet is not None:
            alpha = np.full(rgb.shape[:2], 255, np.uint8) if frame.alpha is None else frame.alpha
            self._planes.load_alpha(alpha, box)
            rgb, box = self._quiet.load(rgb, alpha, box)
        self._planes.load(rgb, box)

    def _copy(self) -> av.VideoFrame:
        copied = av.VideoFrame(self._width, self._height, self._format)
        # Of a format without alpha, the fourth plane has no counterpart.
        for target, source in zip(copied.planes, self._planes.all, strict=False):
            # PyAV's planes have the buffer protocol, which their types do not say.
            rows = np.frombuffer(cast(memoryview, target), source.dtype).reshape(target.height, -1)
            rows[:, : source.shape[1]] = source
        return copied


class _Planes420:
    """Eight bits, chroma at half the size."""

    def __init__(self, height: int, width: int) -> None:
        half = height // 2, width // 2
        self._luma: ByteArray = np.zeros((height, width), np.uint8)
        self._blue: ByteArray = np.zeros(half, np.uint8)
        self._red: ByteArray = np.zeros(half, np.uint8)
        self._alpha: ByteArray = np.zeros((height, width), np.uint8)

    @property
    def all(self) -> tuple[ByteArray | WordArray, ...]:
        return self._luma, self._blue, self._red, self._alpha

    def load(self, rgb: RgbImage, box: _Box) -> None:
        # Chroma cells are 2 x 2 pixels: widen to whole cells.
        left, top, right, bottom = box[0] & ~1, box[1] & ~1, (box[2] + 1) & ~1, (box[3] + 1) & ~1
        half = slice(top // 2, bottom // 2), slice(left // 2, right // 2)
        area = slice(top, bottom), slice(left, right)
        rgb_to_yuv420(rgb[area], self._luma[area], self._blue[half], self._red[half])

    def load_alpha(self, alpha: AlphaImage, box: _Box) -> None:
        area = slice(box[1], box[3]), slice(box[0], box[2])
        self._alpha[area] = alpha[area]


class _Planes444:
    """Ten bits, all planes of full size."""

    def __init__(self, height: int, width: int) -> None:
        self._luma, self._blue, self._red, self._alpha = (
            np.zeros((height, width), np.uint16) for _ in range(4)
        )

    @property
    def all(self) -> tuple[ByteArray | WordArray, ...]:
        return self._luma, self._blue, self._red, self._alpha

    def load(self, rgb: RgbImage, box: _Box) -> None:
        area = slice(box[1], box[3]), slice(box[0], box[2])
        rgb_to_yuv444(rgb[area], self._luma[area], self._blue[area], self._red[area])

    def load_alpha(self, alpha: AlphaImage, box: _Box) -> None:
        area = slice(box[1], box[3]), slice(box[0], box[2])
        alpha_to_10_bits(alpha[area], self._alpha[area])


class _QuietColours:
    """The frame with its transparent pixels filled; see `fill_transparent`."""

    def __init__(self, height: int, width: int) -> None:
        self._filled: RgbImage = np.zeros((height, width, 3), np.uint8)
        self._cells: IntArray = _grid(height, width, CELL_PX)
        self._blocks: IntArray = _grid(height, width, _BLOCK_PX)
        self._colours: ByteArray = np.zeros((*self._blocks.shape[:2], 3), np.uint8)

    def load(self, rgb: RgbImage, alpha: AlphaImage, box: _Box) -> tuple[RgbImage, _Box]:
        """Return the filled frame, and the box in which it changed."""
        height, width = alpha.shape
        blocks = _in_units(box, _BLOCK_PX)
        sum_cells(rgb, alpha, self._cells, self._as_cells(blocks))
        sum_blocks(self._cells, self._blocks, blocks)
        # What is visible in a block fills the blocks around it.
        rows, columns = self._blocks.shape[:2]
        left, top, right, bottom = blocks
        wider = max(0, left - 1), max(0, top - 1), min(columns, right + 1), min(rows, bottom + 1)
        colour_blocks(self._blocks, self._colours, wider)
        fill_transparent(rgb, alpha, (self._cells, self._colours), self._as_cells(wider), self._filled)
        left, top, right, bottom = (edge * _BLOCK_PX for edge in wider)
        return self._filled, (left, top, min(width, right), min(height, bottom))

    def _as_cells(self, blocks: _Box) -> _Box:
        rows, columns = self._cells.shape[:2]
        left, top, right, bottom = (edge * CELLS_PER_BLOCK for edge in blocks)
        return left, top, min(columns, right), min(rows, bottom)


def _grid(height: int, width: int, side_px: int) -> IntArray:
    return np.zeros((-(-height // side_px), -(-width // side_px), 4), np.int32)


def _in_units(box: _Box, side_px: int) -> _Box:
    """Return the smallest box of whole units around a box of pixels."""
    left, top, right, bottom = box
    return left // side_px, top // side_px, -(-right // side_px), -(-bottom // side_px)

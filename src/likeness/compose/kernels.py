"""Pixel loops, compiled at first use and cached beside this file. They release the interpreter lock.

Where much is laid, a pixel is one 32-bit number, red lowest, alpha on top, so that a loop without branches
mixes several pixels in one step of the processor.
"""

import cv2
import numpy as np
import numpy.typing as npt
from numba import njit

from likeness.typing import AlphaImage, RgbaImage, RgbImage

PackedImage = npt.NDArray[np.uint32]
"""(H, W) pixels as one number each."""

_STRIP_PX = 96  # rows that are laid at once: what is mixed stays in the cache until it is stored
_PAIR, _HALVES, _BYTE = np.uint32(0x00FF00FF), np.uint32(0x00800080), np.uint32(255)
_8, _24, _127 = np.uint32(8), np.uint32(24), np.uint32(127)
_PER_255, _23 = np.uint32(0x8081), np.uint32(23)  # t * _PER_255 >> _23 is t // 255 below 65536

_UNCUT: AlphaImage = np.empty((0, 0), np.uint8)


def packed(rgba: RgbaImage) -> PackedImage:
    """Return (H, W, 4) pixels as one number each, without copying where memory allows.

    >>> [hex(n) for n in packed(np.array([[[1, 2, 3, 255]]], np.uint8))[0]]
    ['0xff030201']
    """
    return np.asarray(np.ascontiguousarray(rgba).view("<u4").reshape(rgba.shape[:2]), np.uint32)


def show_over(
    frame: RgbImage,
    backdrop: PackedImage,
    layer: RgbaImage,
    coverage: AlphaImage | None,
    at: tuple[int, int],
) -> None:
    """Show a straight-alpha rectangle (h, w, 4) over an opaque backdrop, written into a frame.

    Frame, backdrop and `coverage` are (H, W, ...); `coverage` reduces the rectangle's alpha, None reduces
    nothing. `at` is the rectangle's column and row; it must lie inside of the frame. What the frame held
    there is not read.
    """
    (left, top), (height, width) = at, layer.shape[:2]
    over, cut = packed(layer), _UNCUT if coverage is None else coverage
    strip = np.empty((min(_STRIP_PX, height), width, 4), np.uint8)
    mixed = packed(strip)
    for first in range(0, height, _STRIP_PX):
        n_rows = min(_STRIP_PX, height - first)
        area = slice(top + first, top + first + n_rows), slice(left, left + width)
        _mix(over[first : first + n_rows], (backdrop, cut), (left, top + first), mixed)
        cv2.cvtColor(strip[:n_rows], cv2.COLOR_RGBA2RGB, frame[area])


@njit(nogil=True, cache=True, boundscheck=False)
def _mix(
    over: PackedImage, behind: tuple[PackedImage, AlphaImage], at: tuple[int, int], mixed: PackedImage
) -> None:
    """Mix rows of pixels (h, w) with the backdrop (H, W) where its coverage (H, W) lets them show.

    Exact rounding of (a * over + (255 - a) * under) / 255 without a division.
    """
    (backdrop, coverage), (left, top) = behind, at
    width = over.shape[1]
    is_cut = coverage.shape[0] > 0
    alpha = np.empty(width, np.uint32)
    for y in range(over.shape[0]):
        above, under, shown = over[y], backdrop[top + y][left : left + width], mixed[y]
        for x in range(width):
            alpha[x] = np.uint32(above[x] >> _24)
        if is_cut:
            cover = coverage[top + y][left : left + width]
            for x in range(width):
                product = np.uint32(np.uint32(alpha[x] * np.uint32(cover[x])) + _127)
                alpha[x] = np.uint32(np.uint32(product * _PER_255) >> _23)
        for x in range(width):
            p, q, a = above[x], under[x], alpha[x]
            rest = np.uint32(_BYTE - a)
            # red and blue, then green and alpha
            m = np.uint32(np.uint32(np.uint32(p & _PAIR) * a) + np.uint32(np.uint32(q & _PAIR) * rest))
            m = np.uint32(m + _HALVES)
            m = np.uint32(np.uint32(m + np.uint32(np.uint32(m >> _8) & _PAIR)) >> _8) & _PAIR
            p, q = np.uint32(np.uint32(p >> _8) & _PAIR), np.uint32(np.uint32(q >> _8) & _PAIR)
            n = np.uint32(np.uint32(np.uint32(p * a) + np.uint32(q * rest)) + _HALVES)
            n = np.uint32(n + np.uint32(np.uint32(n >> _8) & _PAIR)) & ~_PAIR
            shown[x] = np.uint32(m | n)


@njit(nogil=True, cache=True, boundscheck=False)
def blend_into(frame: RgbImage, layer: RgbaImage, left: int, top: int) -> None:
    """Lay a straight-alpha rectangle over a frame, in place; the rectangle must lie inside of the frame.

    Exact rounding of (a * over + (255 - a) * under) / 255 without a division.
    """
    for y in range(layer.shape[0]):
        for x in range(layer.shape[1]):
            alpha = int(layer[y, x, 3])
            if alpha == 0:
                continue
            if alpha == 255:
                for channel in range(3):
                    frame[top + y, left + x, channel] = layer[y, x, channel]
                continue
            for channel in range(3):
                mixed = (
                    alpha * int(layer[y, x, channel])
                    + (255 - alpha) * int(frame[top + y, left + x, channel])
                    + 128
                )
                frame[top + y, left + x, channel] = (mixed + (mixed >> 8)) >> 8


@njit(nogil=True, cache=True, boundscheck=False)
def lay_over(frame: RgbImage, alpha: AlphaImage, layer: RgbaImage, left: int, top: int) -> None:
    """Lay a straight-alpha rectangle over a straight-alpha frame, in place; it must lie inside of the frame.

    Where the frame was transparent its colours become the layer's, unmixed; where the layer is transparent
    nothing changes. Rounded to the nearest byte.
    """
    for y in range(layer.shape[0]):
        for x in range(layer.shape[1]):
            over = int(layer[y, x, 3])
            if over == 0:
                continue
            under = int(alpha[top + y, left + x])
            if over == 255 or under == 0:
                for channel in range(3):
                    frame[top + y, left + x, channel] = layer[y, x, channel]
                alpha[top + y, left + x] = over
                continue
            # in units of 1 / 255^2
            rest = under * (255 - over)
            total = over * 255 + rest
            for channel in range(3):
                mixed = over * 255 * int(layer[y, x, channel]) + rest * int(frame[top + y, left + x, channel])
                frame[top + y, left + x, channel] = (2 * mixed + total) // (2 * total)
            alpha[top + y, left + x] = (total + 127) // 255

"""RGB to BT.709 limited range YUV, and quiet colours under transparency; compiled at first use.

All kernels release the interpreter lock.
"""

import numpy as np
from numba import njit

from likeness.typing import AlphaImage, ByteArray, IntArray, RgbImage, WordArray

CELL_PX = 4
"""Side of the cells whose mean colour stands in for their transparent pixels."""

CELLS_PER_BLOCK = 4
"""Cells without any colour take that of their block of 4 x 4 cells, or of the eight blocks around it."""


@njit(nogil=True, cache=True, boundscheck=False)
def rgb_to_yuv420(rgb: RgbImage, luma: ByteArray, blue: ByteArray, red: ByteArray) -> None:
    """Convert a frame of even size into three planes, in place.

    Coefficients of ITU-R BT.709 in 1/65536, luma 16-235, chroma 16-240. Chroma is the mean of each 2 x 2
    block, which puts it into the middle of the block; players expect it half a pixel further left, which
    nobody sees.
    """
    for y in range(0, rgb.shape[0], 2):
        for x in range(0, rgb.shape[1], 2):
            r_sum, g_sum, b_sum = 0, 0, 0
            for dy in range(2):
                for dx in range(2):
                    r = int(rgb[y + dy, x + dx, 0])
                    g = int(rgb[y + dy, x + dx, 1])
                    b = int(rgb[y + dy, x + dx, 2])
                    luma[y + dy, x + dx] = (11966 * r + 40254 * g + 4064 * b + 1081344) >> 16
                    r_sum += r
                    g_sum += g
                    b_sum += b
            # 33685504 = (128 + 1/2) in units of 1/262144: the sums hold four pixels.
            blue[y >> 1, x >> 1] = (-6596 * r_sum - 22189 * g_sum + 28785 * b_sum + 33685504) >> 18
            red[y >> 1, x >> 1] = (28785 * r_sum - 26146 * g_sum - 2639 * b_sum + 33685504) >> 18


@njit(nogil=True, cache=True, boundscheck=False)
def rgb_to_yuv444(rgb: RgbImage, luma: WordArray, blue: WordArray, red: WordArray) -> None:
    """Convert a frame into three planes of its own size with 10 bits, in place.

    Coefficients of ITU-R BT.709 in 1/65536, luma 64-940, chroma 64-960.
    """
    for y in range(rgb.shape[0]):
        for x in range(rgb.shape[1]):
            r, g, b = int(rgb[y, x, 0]), int(rgb[y, x, 1]), int(rgb[y, x, 2])
            luma[y, x] = (47864 * r + 161017 * g + 16255 * b + 4227072) >> 16
            # 33587200 = (512 + 1/2) in units of 1/65536.
            blue[y, x] = (-26383 * r - 88755 * g + 115138 * b + 33587200) >> 16
            red[y, x] = (115138 * r - 104580 * g - 10558 * b + 33587200) >> 16


@njit(nogil=True, cache=True, boundscheck=False)
def alpha_to_10_bits(alpha: AlphaImage, wide: WordArray) -> None:
    """Stretch coverage 0-255 to 0-1023, in place."""
    for y in range(alpha.shape[0]):
        for x in range(alpha.shape[1]):
            wide[y, x] = (int(alpha[y, x]) * 1023 + 127) // 255


@njit(nogil=True, cache=True, boundscheck=False)
def sum_cells(rgb: RgbImage, alpha: AlphaImage, sums: IntArray, box: tuple[int, int, int, int]) -> None:
    """Sum the visible colours of each cell: (rows, columns, 4) of r, g, b and the number of pixels.

    The box (left, top, right, bottom) is in cells.
    """
    height, width = alpha.shape
    for row in range(box[1], box[3]):
        for column in range(box[0], box[2]):
            red, green, blue, n_pixels = 0, 0, 0, 0
            for y in range(row * CELL_PX, min(height, (row + 1) * CELL_PX)):
                for x in range(column * CELL_PX, min(width, (column + 1) * CELL_PX)):
                    is_seen = int(alpha[y, x] > 0)
                    red += is_seen * int(rgb[y, x, 0])
                    green += is_seen * int(rgb[y, x, 1])
                    blue += is_seen * int(rgb[y, x, 2])
                    n_pixels += is_seen
            sums[row, column, 0], sums[row, column, 1] = red, green
            sums[row, column, 2], sums[row, column, 3] = blue, n_pixels


@njit(nogil=True, cache=True, boundscheck=False)
def sum_blocks(sums: IntArray, blocks: IntArray, box: tuple[int, int, int, int]) -> None:
    """Sum the cells of each block, like `sum_cells`; the box is in blocks."""
    for row in range(box[1], box[3]):
        y_stop = min(sums.shape[0], (row + 1) * CELLS_PER_BLOCK)
        for column in range(box[0], box[2]):
            x_stop = min(sums.shape[1], (column + 1) * CELLS_PER_BLOCK)
            for channel in range(4):
                total = 0
                for y in range(row * CELLS_PER_BLOCK, y_stop):
                    for x in range(column * CELLS_PER_BLOCK, x_stop):
                        total += sums[y, x, channel]
                blocks[row, column, channel] = total


@njit(nogil=True, cache=True, boundscheck=False)
def colour_blocks(blocks: IntArray, colours: ByteArray, box: tuple[int, int, int, int]) -> None:
    """Write the colour that stands in for the transparent cells of each block, (rows, columns, 3).

    It is the mean of what is visible in the block, else in the eight around it, else black. The box is in
    blocks.
    """
    rows, columns = blocks.shape[:2]
    for row in range(box[1], box[3]):
        for column in range(box[0], box[2]):
            reach = 0 if blocks[row, column, 3] > 0 else 1
            n_pixels = 0
            for y in range(max(0, row - reach), min(rows, row + reach + 1)):
                for x in range(max(0, column - reach), min(columns, column + reach + 1)):
                    n_pixels += blocks[y, x, 3]
            for channel in range(3):
                total = 0
                for y in range(max(0, row - reach), min(rows, row + reach + 1)):
                    for x in range(max(0, column - reach), min(columns, column + reach + 1)):
                        total += blocks[y, x, channel]
                colours[row, column, channel] = (total + n_pixels // 2) // n_pixels if n_pixels else 0


@njit(nogil=True, cache=True, boundscheck=False)
def _copy(source: RgbImage, target: RgbImage, box: tuple[int, int, int, int]) -> None:
    for y in range(box[1], box[3]):
        for x in range(box[0], box[2]):
            for channel in range(3):
                target[y, x, channel] = source[y, x, channel]


@njit(nogil=True, cache=True, boundscheck=False)
def fill_transparent(
    rgb: RgbImage, alpha: AlphaImage, grids: tuple[IntArray, ByteArray], box: tuple[int, int, int, int],
    filled: RgbImage,
) -> None:  # fmt: skip
    """Copy a frame, with a quiet colour wherever it is transparent.

    Beside the subject it is the mean of its visible pixels nearby, so that neither the encoder's ringing nor
    a player that interpolates brings a foreign colour into the edge; from 16 to 32 px on it is black.
    `grids` are what `sum_cells` and `colour_blocks` wrote; the box (left, top, right, bottom) is in cells.
    """
    height, width = alpha.shape
    sums, colours = grids
    for row in range(box[1], box[3]):
        y_start, y_stop = row * CELL_PX, min(height, (row + 1) * CELL_PX)
        for column in range(box[0], box[2]):
            x_start, x_stop = column * CELL_PX, min(width, (column + 1) * CELL_PX)
            n_pixels = sums[row, column, 3]
            if n_pixels == (y_stop - y_start) * (x_stop - x_start):
                _copy(rgb, filled, (x_start, y_start, x_stop, y_stop))
                continue
            for channel in range(3):
                if n_pixels:
                    colour = np.uint8((sums[row, column, channel] + n_pixels // 2) // n_pixels)
                else:
                    colour = colours[row // CELLS_PER_BLOCK, column // CELLS_PER_BLOCK, channel]
                for y in range(y_start, y_stop):
                    for x in range(x_start, x_stop):
                        filled[y, x, channel] = rgb[y, x, channel] if alpha[y, x] > 0 else colour

"""The hot loops of scaling, compiled by numba: without the interpreter lock, cached on disk."""

import numpy as np
from numba import njit

from likeness.typing import ByteArray, FloatArray


@njit(cache=True, nogil=True)
def means_of_rows(image: ByteArray, first: float, step: float, side: float, n: int) -> FloatArray:
    """Return (h, n, C) means of (h, w, C) over intervals of each row."""
    height, width, channels = image.shape
    out = np.empty((height, n, channels), np.float32)
    starts, stops = np.empty(n, np.int64), np.empty(n, np.int64)
    start_parts, stop_parts = np.empty(n, np.float32), np.empty(n, np.float32)
    for i in range(n):
        start, stop = first + i * step, first + i * step + side
        starts[i] = min(max(int(np.floor(start)), 0), width - 1)
        stops[i] = min(max(int(np.floor(stop)), 0), width - 1)
        start_parts[i], stop_parts[i] = start - starts[i], stop - stops[i]
    total = np.zeros((width, channels), np.int32)
    scale = np.float32(1.0 / side)
    for y in range(height):
        for x in range(1, width):
            for c in range(channels):
                total[x, c] = total[x - 1, c] + image[y, x - 1, c]
        for i in range(n):
            a, b = starts[i], stops[i]
            for c in range(channels):
                whole = np.float32(total[b, c] - total[a, c])
                ends = stop_parts[i] * np.float32(image[y, b, c]) - start_parts[i] * np.float32(
                    image[y, a, c]
                )
                out[y, i, c] = (whole + ends) * scale
    return out


@njit(cache=True, nogil=True, fastmath=True)
def means_of_columns(image: FloatArray, first: float, step: float, side: float, n: int) -> ByteArray:
    """Return (n, w) rounded means of (h, w) over intervals of each column."""
    height, width = image.shape
    out = np.empty((n, width), np.uint8)
    total = np.empty(width, np.float32)
    for i in range(n):
        start, stop = first + i * step, first + i * step + side
        total[:] = 0.0
        for row in range(int(np.floor(start)), int(np.ceil(stop))):
            weight = np.float32((min(stop, row + 1.0) - max(start, row)) / side)
            line = image[min(max(row, 0), height - 1)]
            for x in range(width):
                total[x] += weight * line[x]
        for x in range(width):
            out[i, x] = np.uint8(min(max(total[x] + np.float32(0.5), np.float32(0.0)), np.float32(255.0)))
    return out

"""The frame's pixels from a coarse grid of positions and a dense image, compiled by numba.

A pixel is one 32-bit number here, alpha on top. Each step of a row is a loop of its own over contiguous
numbers and without branches, of which the processor does several at once; only reading the image is not.
"""

import numpy as np
import numpy.typing as npt
from numba import njit

from likeness.rendering.kernels import FAR_OUTSIDE
from likeness.typing import BoolArray, FloatArray, IntArray

PackedImage = npt.NDArray[np.uint32]
"""(H, W) pixels as one number each."""

_BITS = 5  # behind the point of a position, as OpenCV has them
_ONE = 1 << _BITS
_5, _32 = np.uint32(_BITS), np.uint32(_ONE)
_1, _2, _8 = np.uint32(1), np.uint32(2), np.uint32(8)
_PAIR, _WIDE_PAIR = np.uint32(0x00FF00FF), np.uint32(0x07FF07FF)
_HALF_2, _HALF_8 = np.uint32(0x00020002), np.uint32(0x00800080)
_ALL, _NONE = np.uint32(0xFFFFFFFF), np.uint32(0)

_Nodes = tuple[FloatArray, FloatArray, int]


@njit(cache=True, nogil=True, fastmath=True)
def sample_frame(
    nodes: _Nodes, fine: PackedImage, density: int, seen: tuple[BoolArray, int], out: PackedImage
) -> None:
    """Fill a frame (h, w) with an image (d H, d W), bilinearly; 0 where it shows nothing.

    `nodes` is x (m, n), y (m, n) and the pixels from node to node; positions count in pixels of the image
    before it was made denser by `density`, and stay inside of it. `seen` says of each tile of that image
    whether it or one beside it holds anything, and the side of a tile.
    """
    n_rows, n_columns = nodes[0].shape
    height, width = out.shape
    step = nodes[2]
    lines = np.empty((2, n_columns * step), np.float32), np.empty((2, n_columns * step), np.float32)
    flags = np.empty(n_columns, np.bool_), np.empty(n_columns, np.bool_)
    runs = np.empty((n_columns // 2 + 1, 2), np.int32)
    place, taps = np.empty((4, width), np.uint32), np.empty((4, width), np.uint32)
    flat, size = fine.reshape(-1), (fine.shape[1], fine.shape[0])
    _look_up(nodes, 0, seen, flags[0])
    _expand(nodes, 0, density, lines[0])
    for row in range(n_rows):
        here, below = row % 2, (row + 1) % 2
        _look_up(nodes, min(row + 1, n_rows - 1), seen, flags[below])
        _expand(nodes, min(row + 1, n_rows - 1), density, lines[below])
        n_runs = _find_runs(flags, step, width, runs)
        for y in range(row * step, min(row * step + step, height)):
            share = np.float32(y - row * step) / np.float32(step)
            _clear(out[y])
            for k in range(n_runs):
                left, right = runs[k, 0], runs[k, 1]
                _positions((lines[here], lines[below]), share, size, (left, right), place)
                _read(flat, size[0], right - left, place, taps)
                _mix(taps, place, out[y][left:right])


@njit(cache=True, nogil=True, fastmath=True)
def _expand(nodes: _Nodes, row: int, density: int, line: FloatArray) -> None:
    """Write the positions (2, w) of all pixels between the nodes of a row, in parts of fine pixels."""
    nodes_x, nodes_y, step = nodes
    scale, shift = np.float32(density * _ONE), np.float32(density // 2 * _ONE) + np.float32(0.5)
    across, along, line_x, line_y = nodes_x[row], nodes_y[row], line[0], line[1]
    part, most = np.float32(1.0) / np.float32(step), across.shape[0] - 1
    for n in range(most + 1):
        m = min(n + 1, most)
        x, y = across[n] * scale + shift, along[n] * scale + shift
        right, down = (across[m] - across[n]) * scale * part, (along[m] - along[n]) * scale * part
        for k in range(step):
            line_x[n * step + k] = x + np.float32(k) * right
            line_y[n * step + k] = y + np.float32(k) * down


@njit(cache=True, nogil=True, fastmath=True)
def _look_up(nodes: _Nodes, row: int, seen: tuple[BoolArray, int], flags: BoolArray) -> None:
    """Tell for each node of a row whether it shows a tile that is seen."""
    across, along, tiles = nodes[0][row], nodes[1][row], seen[0]
    per_tile = np.float32(1.0) / np.float32(seen[1])
    most_x, most_y = np.float32(tiles.shape[1] - 1), np.float32(tiles.shape[0] - 1)
    for n in range(flags.shape[0]):
        column = np.uint32(min(max(across[n] * per_tile, np.float32(0.0)), most_x))
        line = np.uint32(min(max(along[n] * per_tile, np.float32(0.0)), most_y))
        flags[n] = across[n] > FAR_OUTSIDE and tiles[line, column]


@njit(cache=True, nogil=True, fastmath=True)
def _find_runs(flags: tuple[BoolArray, BoolArray], step: int, width: int, runs: IntArray) -> int:
    """Write first pixels of runs that show something, and those after their ends; return their number.

    `flags` tell it of the nodes above and below; between two nodes something shows when it does at one.
    """
    upper, lower = flags
    n_runs, is_open = 0, False
    for n in range(upper.shape[0]):
        beside = min(n + 1, upper.shape[0] - 1)
        is_shown = upper[n] or lower[n] or upper[beside] or lower[beside]
        is_shown = is_shown and n * step < width
        if is_shown and not is_open:
            runs[n_runs, 0] = n * step
        if is_open and not is_shown:
            runs[n_runs, 1] = min(n * step, width)
            n_runs += 1
        is_open = is_shown
    if is_open:
        runs[n_runs, 1] = width
        n_runs += 1
    return n_runs


@njit(cache=True, nogil=True, fastmath=True)
def _clear(row: PackedImage) -> None:
    """Make a row transparent."""
    for x in range(row.shape[0]):
        row[x] = _NONE


@njit(cache=True, nogil=True, fastmath=True)
def _positions(
    lines: tuple[FloatArray, FloatArray],
    share: float,
    size: tuple[int, int],
    span: tuple[int, int],
    place: PackedImage,
) -> None:
    """Write for pixels of a row: index of the first of four neighbours, shares of the others, what is seen.

    `lines` are the positions between the nodes above and below, `share` how far the row is below the first.
    """
    (width, height), (first, last) = size, span
    upper_x, upper_y = lines[0][0][first:last], lines[0][1][first:last]
    lower_x, lower_y = lines[1][0][first:last], lines[1][1][first:last]
    most_x, most_y = np.float32((width - 1) * _ONE), np.float32((height - 1) * _ONE)
    # the last pixel has no neighbour: it counts as all of the way from the one before
    last_x, last_y = np.uint32(width - 2), np.uint32(height - 2)
    far, row = np.float32(FAR_OUTSIDE * _ONE), np.uint32(width)
    index, across, along, keep = place[0], place[1], place[2], place[3]
    for i in range(last - first):
        x = upper_x[i] + share * (lower_x[i] - upper_x[i])
        y = upper_y[i] + share * (lower_y[i] - upper_y[i])
        keep[i] = _ALL if x > far else _NONE
        u = np.uint32(np.int32(min(max(x, np.float32(0.0)), most_x)))
        v = np.uint32(np.int32(min(max(y, np.float32(0.0)), most_y)))
        column, line = min(np.uint32(u >> _5), last_x), min(np.uint32(v >> _5), last_y)
        index[i] = np.uint32(np.uint32(line * row) + column)
        across[i], along[i] = np.uint32(u - np.uint32(column << _5)), np.uint32(v - np.uint32(line << _5))


@njit(cache=True, nogil=True, fastmath=True)
def _read(flat: PackedImage, width: int, n_px: int, place: PackedImage, taps: PackedImage) -> None:
    """Collect the four neighbours of each place in an image of this width."""
    index, row = place[0], np.uint32(width)
    a, b, c, d = taps[0], taps[1], taps[2], taps[3]
    for i in range(n_px):
        above = index[i]
        below = np.uint32(above + row)
        a[i], b[i] = flat[above], flat[np.uint32(above + _1)]
        c[i], d[i] = flat[below], flat[np.uint32(below + _1)]


@njit(cache=True, nogil=True, fastmath=True)
def _mix(taps: PackedImage, place: PackedImage, shown: PackedImage) -> None:
    """Blend the neighbours; two channels at a time, each in a half of a number."""
    a, b, c, d = taps[0], taps[1], taps[2], taps[3]
    across, along, keep = place[1], place[2], place[3]
    for i in range(shown.shape[0]):
        u, v = across[i], along[i]
        even = _blend(a[i] & _PAIR, b[i] & _PAIR, c[i] & _PAIR, d[i] & _PAIR, u, v)
        odd = _blend(
            np.uint32(a[i] >> _8) & _PAIR,
            np.uint32(b[i] >> _8) & _PAIR,
            np.uint32(c[i] >> _8) & _PAIR,
            np.uint32(d[i] >> _8) & _PAIR,
            u,
            v,
        )
        shown[i] = np.uint32(np.uint32(even | np.uint32(odd << _8)) & keep[i])


@njit(cache=True, nogil=True, fastmath=True, inline="always")
def _blend(
    a: np.uint32, b: np.uint32, c: np.uint32, d: np.uint32, u: np.uint32, v: np.uint32
) -> np.uint32:
    """Return the blend of two channels of four pixels."""
    a, b, c, d = np.uint32(a), np.uint32(b), np.uint32(c), np.uint32(d)
    top = np.uint32(np.uint32(np.uint32(a * _32) + np.uint32(np.uint32(b - a) * u)) + _HALF_2)
    top = np.uint32(np.uint32(top >> _2) & _WIDE_PAIR)
    low = np.uint32(np.uint32(np.uint32(c * _32) + np.uint32(np.uint32(d - c) * u)) + _HALF_2)
    low = np.uint32(np.uint32(low >> _2) & _WIDE_PAIR)
    both = np.uint32(np.uint32(np.uint32(top * _32) + np.uint32(np.uint32(low - top) * v)) + _HALF_8)
    return np.uint32(np.uint32(both >> _8) & _PAIR)

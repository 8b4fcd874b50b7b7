"""The frame's pixels from a coarse grid of positions and a dense image, compiled by numba.

A pixel is one 32-bit number here, alpha on top. Each step of a row is a loop of its own over contiguous
numbers and without branches, of which the processor does several at once; only reading the image is not.
"""

import numpy as np
import numpy.typing as npt
from numba import njit

from likeness.rendering.kernels import FAR_OUTSIDE
from likeness.typing import ByteArray, FloatArray, IntArray

PackedImage = npt.NDArray[np.uint32]
"""(H, W) pixels as one number each."""

_BITS = 5  # behind the point of a position, as OpenCV has them
_ONE = 1 << _BITS
_5, _32 = np.uint32(_BITS), np.uint32(_ONE)
_1, _2, _8 = np.uint32(1), np.uint32(2), np.uint32(8)
_PAIR, _WIDE_PAIR = np.uint32(0x00FF00FF), np.uint32(0x07FF07FF)
_HALF_2, _HALF_8 = np.uint32(0x00020002), np.uint32(0x00800080)
_ALL, _NONE = np.uint32(0xFFFFFFFF), np.uint32(0)

EMPTY, PLAIN, DETAILED = np.uint8(0), np.uint8(1), np.uint8(2)
"""Kinds of tiles: of several that are seen together the greatest counts."""

_Four = tuple[np.uint32, np.uint32, np.uint32, np.uint32]
_Nodes = tuple[FloatArray, FloatArray, int]


@njit(cache=True, nogil=True, fastmath=True)
def sample_frame(
    nodes: _Nodes,
    images: tuple[PackedImage, PackedImage],
    density: int,
    tiles: tuple[ByteArray, int],
    out: PackedImage,
) -> None:
    """Fill a frame (h, w) with an image, bilinearly; 0 where it shows nothing.

    `nodes` is x (m, n), y (m, n) and the pixels from node to node; positions count in pixels of the image
    and stay inside of it. `images` are a denser one (d H, d W) by `density` and the image itself (H, W),
    which is read where that is as good: there is much less of it to bring from memory. `tiles` are the kind
    of each tile of the image with those beside it, `EMPTY`, `PLAIN` or `DETAILED`, and the side of a tile.
    """
    n_rows, n_columns = nodes[0].shape
    height, width = out.shape
    step = nodes[2]
    lines = np.empty((2, n_columns * step), np.float32), np.empty((2, n_columns * step), np.float32)
    kinds = np.empty(n_columns, np.uint8), np.empty(n_columns, np.uint8)
    runs = np.empty((n_columns + 1, 3), np.int32)
    place, taps = np.empty((4, width), np.uint32), np.empty((4, width), np.uint32)
    fine, plain = images
    flat, flat_plain = fine.reshape(-1), plain.reshape(-1)
    size, size_plain = (fine.shape[1], fine.shape[0]), (plain.shape[1], plain.shape[0])
    as_it_is, to_plain = (np.float32(1.0), np.float32(0.0)), _to_plain(density)
    _look_up(nodes, 0, tiles, kinds[0])
    _expand(nodes, 0, density, lines[0])
    for row in range(n_rows):
        here, below = row % 2, (row + 1) % 2
        _look_up(nodes, min(row + 1, n_rows - 1), tiles, kinds[below])
        _expand(nodes, min(row + 1, n_rows - 1), density, lines[below])
        n_runs = _find_runs(kinds, step, width, runs)
        for y in range(row * step, min(row * step + step, height)):
            share = np.float32(y - row * step) / np.float32(step)
            _clear(out[y])
            for k in range(n_runs):
                left, right = runs[k, 0], runs[k, 1]
                both = lines[here], lines[below]
                if runs[k, 2] == PLAIN:
                    _positions(both, (share, *to_plain), size_plain, (left, right), place)
                    _read(flat_plain, size_plain[0], right - left, place, taps)
                else:
                    _positions(both, (share, *as_it_is), size, (left, right), place)
                    _read(flat, size[0], right - left, place, taps)
                _mix(taps, place, out[y][left:right])


@njit(cache=True, nogil=True, fastmath=True)
def _to_plain(density: int) -> tuple[np.float32, np.float32]:
    """Return factor and summand that turn positions of the denser image into those of the image."""
    half = np.float32(0.5)
    factor = np.float32(1.0) / np.float32(density)
    return factor, half - (np.float32(density // 2 * _ONE) + half) * factor


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
def _look_up(nodes: _Nodes, row: int, tiles: tuple[ByteArray, int], kinds: ByteArray) -> None:
    """Write for each node of a row the kind of tile that it shows."""
    across, along, kind_of = nodes[0][row], nodes[1][row], tiles[0]
    per_tile = np.float32(1.0) / np.float32(tiles[1])
    most_x, most_y = np.float32(kind_of.shape[1] - 1), np.float32(kind_of.shape[0] - 1)
    for n in range(kinds.shape[0]):
        column = np.uint32(min(max(across[n] * per_tile, np.float32(0.0)), most_x))
        line = np.uint32(min(max(along[n] * per_tile, np.float32(0.0)), most_y))
        kinds[n] = kind_of[line, column] if across[n] > FAR_OUTSIDE else EMPTY


@njit(cache=True, nogil=True, fastmath=True)
def _find_runs(kinds: tuple[ByteArray, ByteArray], step: int, width: int, runs: IntArray) -> int:
    """Write for runs that show something first pixel, the one after the last, and kind; return how many.

    `kinds` are those of the nodes above and below; what lies between nodes is of the greatest of their
    kinds.
    """
    upper, lower = kinds
    n_runs, kind_before = 0, EMPTY
    for n in range(upper.shape[0]):
        beside = min(n + 1, upper.shape[0] - 1)
        kind = max(upper[n], lower[n], upper[beside], lower[beside])
        if kind != kind_before:
            if kind_before != EMPTY:
                runs[n_runs - 1, 1] = min(n * step, width)
            if kind != EMPTY and n * step < width:
                runs[n_runs, 0], runs[n_runs, 1], runs[n_runs, 2] = n * step, width, kind
                n_runs += 1
            kind_before = kind
    return n_runs


@njit(cache=True, nogil=True, fastmath=True)
def _clear(row: PackedImage) -> None:
    """Make a row transparent."""
    for x in range(row.shape[0]):
        row[x] = _NONE


@njit(cache=True, nogil=True, fastmath=True)
def _positions(
    lines: tuple[FloatArray, FloatArray],
    how: tuple[float, float, float],
    size: tuple[int, int],
    span: tuple[int, int],
    place: PackedImage,
) -> None:
    """Write for pixels of a row: index of the first of four neighbours, shares of the others, what is seen.

    `lines` are the positions between the nodes above and below; `how` is how far the row is below the first,
    and factor and summand that make them positions of the image of this `size`.
    """
    (width, height), (first, last), (share, factor, summand) = size, span, how
    upper_x, upper_y = lines[0][0][first:last], lines[0][1][first:last]
    lower_x, lower_y = lines[1][0][first:last], lines[1][1][first:last]
    most_x, most_y = np.float32((width - 1) * _ONE), np.float32((height - 1) * _ONE)
    # the last pixel has no neighbour: it counts as all of the way from the one before
    last_x, last_y = np.uint32(width - 2), np.uint32(height - 2)
    far, row = np.float32(FAR_OUTSIDE * _ONE) * factor, np.uint32(width)
    index, across, along, keep = place[0], place[1], place[2], place[3]
    for i in range(last - first):
        x = (upper_x[i] + share * (lower_x[i] - upper_x[i])) * factor + summand
        y = (upper_y[i] + share * (lower_y[i] - upper_y[i])) * factor + summand
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
        even = _blend((a[i], b[i], c[i], d[i]), u, v)
        odd = _blend(
            (np.uint32(a[i] >> _8), np.uint32(b[i] >> _8), np.uint32(c[i] >> _8), np.uint32(d[i] >> _8)), u, v
        )
        shown[i] = np.uint32(np.uint32(even | np.uint32(odd << _8)) & keep[i])


@njit(cache=True, nogil=True, fastmath=True, inline="always")
def _blend(four: _Four, u: np.uint32, v: np.uint32) -> np.uint32:
    """Return the blend of two channels of four pixels."""
    a, b = np.uint32(four[0] & _PAIR), np.uint32(four[1] & _PAIR)
    c, d = np.uint32(four[2] & _PAIR), np.uint32(four[3] & _PAIR)
    top = np.uint32(np.uint32(np.uint32(a * _32) + np.uint32(np.uint32(b - a) * u)) + _HALF_2)
    top = np.uint32(np.uint32(top >> _2) & _WIDE_PAIR)
    low = np.uint32(np.uint32(np.uint32(c * _32) + np.uint32(np.uint32(d - c) * u)) + _HALF_2)
    low = np.uint32(np.uint32(low >> _2) & _WIDE_PAIR)
    both = np.uint32(np.uint32(np.uint32(top * _32) + np.uint32(np.uint32(low - top) * v)) + _HALF_8)
    return np.uint32(np.uint32(both >> _8) & _PAIR)

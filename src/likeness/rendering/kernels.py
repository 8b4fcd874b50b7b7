"""The hot loops, compiled by numba: without the interpreter lock, cached on disk after the first run."""

from typing import cast

import numpy as np
from numba import njit

from likeness.typing import FloatArray, IntArray, Points3, RgbaImage


def single(value: float) -> float:
    """Return a constant for compiled loops in single precision, which type checkers take for a plain number.

    One double among single numbers makes doubles of all of them, which are twice as slow.
    """
    return cast("float", np.float32(value))


_ONE, _HALF, _MOST = np.float32(65536.0), np.int32(32768), np.int32(255)  # 16 bits behind the point
UNSEEN = np.float32(-1e6)
"""Texture position of what shows nothing."""

FAR_OUTSIDE = np.float32(-1e4)
"""Between a position and an unseen one, at the coarsest grid."""

_ROOM, _OUTSIDE = 1e-3, -1e-4  # double precision: with less, long triangles leave cracks between them
_UNTOUCHED = 0.003  # a ratio closer to 1 changes no byte


@njit(cache=True, nogil=True)
def rasterize(
    target: FloatArray, source: FloatArray, triangles: IntArray, map_x: FloatArray, map_y: FloatArray
) -> None:
    """Write for every pixel of a rectangle where it comes from.

    `target` is (N, 3): x, y in pixels of the rectangle (pixel centres at +0.5) and depth, nearest wins;
    `source` (N, 2) in pixels of the texture; `map_x`, `map_y` (h, w) receive source positions in OpenCV's
    convention (pixel centres at whole numbers). Pixels outside of all triangles keep what they held.
    """
    height, width = map_x.shape
    depth = np.full((height, width), np.float32(1e30), np.float32)
    for t in range(triangles.shape[0]):
        a, b, c = triangles[t, 0], triangles[t, 1], triangles[t, 2]
        ax, ay = target[a, 0] - 0.5, target[a, 1] - 0.5
        bx, by = target[b, 0] - 0.5, target[b, 1] - 0.5
        cx, cy = target[c, 0] - 0.5, target[c, 1] - 0.5
        x0 = max(0, int(np.ceil(min(ax, bx, cx) - _ROOM)))
        x1 = min(width - 1, int(np.floor(max(ax, bx, cx) + _ROOM)))
        y0 = max(0, int(np.ceil(min(ay, by, cy) - _ROOM)))
        y1 = min(height - 1, int(np.floor(max(ay, by, cy) + _ROOM)))
        if x0 > x1 or y0 > y1:
            continue
        area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay)
        if abs(area) < 1e-9:
            continue
        inverse = 1.0 / area
        u_x, u_y = (by - cy) * inverse, (cx - bx) * inverse
        v_x, v_y = (cy - ay) * inverse, (ax - cx) * inverse
        az, bz, cz = target[a, 2], target[b, 2], target[c, 2]
        sax, say = source[a, 0] - 0.5, source[a, 1] - 0.5
        sbx, sby = source[b, 0] - 0.5, source[b, 1] - 0.5
        scx, scy = source[c, 0] - 0.5, source[c, 1] - 0.5
        for y in range(y0, y1 + 1):
            down = y - cy
            for x in range(x0, x1 + 1):
                across = x - cx
                u = across * u_x + down * u_y
                v = across * v_x + down * v_y
                w = 1.0 - u - v
                if u < _OUTSIDE or v < _OUTSIDE or w < _OUTSIDE:
                    continue
                z = u * az + v * bz + w * cz
                if z < depth[y, x]:
                    depth[y, x] = z
                    map_x[y, x] = u * sax + v * sbx + w * scx
                    map_y[y, x] = u * say + v * sby + w * scy


@njit(cache=True, nogil=True, fastmath=True)
def spread(
    nodes: tuple[FloatArray, FloatArray, int], corner: tuple[int, int], map_x: FloatArray, map_y: FloatArray
) -> None:
    """Fill the maps of a rectangle (h, w) from a coarse grid of positions, bilinearly.

    `nodes` is x (m, n), y (m, n) and the pixels from node to node, `corner` the column and row of the
    rectangle.
    """
    nodes_x, nodes_y, step = nodes
    left, top = corner
    height, width = map_x.shape
    first = left // step
    n_nodes = min(nodes_x.shape[1], (left + width - 1) // step + 2) - first
    row_x, row_y = np.empty(n_nodes, np.float32), np.empty(n_nodes, np.float32)
    node_of, part_of = np.empty(width, np.int32), np.empty(width, np.float32)
    for x in range(width):
        node_of[x] = min((left + x) // step - first, n_nodes - 2) if n_nodes > 1 else 0
        part_of[x] = np.float32(left + x - (first + node_of[x]) * step) / np.float32(step)
    second = min(1, n_nodes - 1)
    for y in range(height):
        upper = (top + y) // step
        lower = min(upper + 1, nodes_x.shape[0] - 1)
        share = np.float32(top + y - upper * step) / np.float32(step)
        for n in range(n_nodes):
            k = first + n
            row_x[n] = nodes_x[upper, k] + share * (nodes_x[lower, k] - nodes_x[upper, k])
            row_y[n] = nodes_y[upper, k] + share * (nodes_y[lower, k] - nodes_y[upper, k])
        for x in range(width):
            n, part = node_of[x], part_of[x]
            map_x[y, x] = row_x[n] + part * (row_x[n + second] - row_x[n])
            map_y[y, x] = row_y[n] + part * (row_y[n + second] - row_y[n])


@njit(cache=True, nogil=True)
def weighted_sums(points: FloatArray, taps: IntArray, weights: FloatArray) -> FloatArray:
    """Return (N + E, D): points (N, D), then E sums of them with `weights` (E, K) over rows `taps` (E, K)."""
    n_old, n_new = points.shape[0], taps.shape[0]
    out = np.empty((n_old + n_new, points.shape[1]), points.dtype)
    out[:n_old] = points
    for e in range(n_new):
        for d in range(points.shape[1]):
            total = 0.0
            for k in range(taps.shape[1]):
                total += weights[e, k] * points[taps[e, k], d]
            out[n_old + e, d] = total
    return out


@njit(cache=True, nogil=True)
def weighted_means(values: FloatArray, taps: IntArray, weights: FloatArray) -> FloatArray:
    """Return (N, D) sums of values (M, D) over rows `taps` (N, K) with `weights` (N, K)."""
    out = np.zeros((taps.shape[0], values.shape[1]), np.float32)
    for i in range(taps.shape[0]):
        for k in range(taps.shape[1]):
            for d in range(values.shape[1]):
                out[i, d] += weights[i, k] * values[taps[i, k], d]
    return out


@njit(cache=True, nogil=True)
def normals_at(points: Points3, triangles: IntArray) -> FloatArray:
    """Return (N, 3) unit normals of points (N, 3), the mean of the triangles around each by their area.

    Triangles of the rig give normals that point out of the head.
    """
    total = np.zeros(points.shape, np.float32)
    for t in range(triangles.shape[0]):
        a, b, c = triangles[t, 0], triangles[t, 1], triangles[t, 2]
        x1, y1, z1 = points[b, 0] - points[a, 0], points[b, 1] - points[a, 1], points[b, 2] - points[a, 2]
        x2, y2, z2 = points[c, 0] - points[a, 0], points[c, 1] - points[a, 1], points[c, 2] - points[a, 2]
        x, y, z = y1 * z2 - z1 * y2, z1 * x2 - x1 * z2, x1 * y2 - y1 * x2
        for k in range(3):
            corner = triangles[t, k]
            total[corner, 0] += x
            total[corner, 1] += y
            total[corner, 2] += z
    for i in range(points.shape[0]):
        length = np.sqrt(total[i, 0] ** 2 + total[i, 1] ** 2 + total[i, 2] ** 2)
        for k in range(3):
            total[i, k] /= max(length, np.float32(1e-9))
    return total


@njit(cache=True, nogil=True)
def multiply(rgba: RgbaImage, box: tuple[int, int, int, int], grid: FloatArray, cell: np.float32) -> None:
    """Multiply colours by a ratio, in place: bilinear between the (m, n) values of a coarse grid.

    `box` is left, top, right and bottom of the part of the image (h, w, 4) that changes; its first pixel lies
    in the second cell of the grid, `cell` pixels are one step of it.
    """
    left_px, top_px, right_px, bottom_px = box
    width = right_px - left_px
    step = np.float32(1.0) / cell
    for y in range(bottom_px - top_px):
        v = (np.float32(y) + np.float32(0.5)) * step + np.float32(0.5)
        row = min(int(v), grid.shape[0] - 2)
        down = v - np.float32(row)
        line = rgba[top_px + y]
        for column in range(grid.shape[1] - 1):
            first = max(0, int(np.ceil((column - np.float32(0.5)) * cell - np.float32(0.5))))
            last = min(width, int(np.ceil((column + np.float32(0.5)) * cell - np.float32(0.5))))
            left = grid[row, column] + down * (grid[row + 1, column] - grid[row, column])
            right = grid[row, column + 1] + down * (grid[row + 1, column + 1] - grid[row, column + 1])
            if abs(left - 1.0) < _UNTOUCHED and abs(right - 1.0) < _UNTOUCHED:
                continue
            across = (np.float32(first) + np.float32(0.5)) * step + np.float32(0.5) - np.float32(column)
            # whole numbers with 16 bits behind the point: several times faster than floats
            ratio = np.int32((left + across * (right - left)) * _ONE)
            slope = np.int32((right - left) * step * _ONE)
            for x in range(left_px + first, left_px + last):
                for k in range(3):
                    value = (np.int32(line[x, k]) * ratio + _HALF) >> 16
                    line[x, k] = np.uint8(min(value, _MOST))
                ratio = np.int32(ratio + slope)

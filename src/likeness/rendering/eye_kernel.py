"""The layers of an eyeball, and drawing an edited eye into a frame; compiled by numba.

An eye is drawn sharply, and only where it differs from the texture.
"""

import numpy as np
from numba import njit

from likeness.rendering.kernels import single
from likeness.typing import ByteArray, FloatArray, RgbaImage, RgbImage

_0, _1, _HALF, _MOST = single(0.0), single(1.0), single(0.5), single(255.0)
_A = single(-0.75)  # of the bicubic kernel, as in OpenCV
_2, _3, _4, _5, _8 = single(2.0), single(3.0), single(4.0), single(5.0), single(8.0)


@njit(cache=True, nogil=True, fastmath=True)
def laid_layers(
    white: FloatArray, iris: FloatArray, glint: FloatArray, missed: FloatArray, share: float
) -> FloatArray:
    """Return (h, w, 3) the layers of an eyeball on each other, with a share of what they miss."""
    shown = np.empty(white.shape, np.float32)
    for y in range(white.shape[0]):
        for x in range(white.shape[1]):
            cover = min(max(iris[y, x, 3], _0), _1)
            for k in range(3):
                lit = iris[y, x, k] - white[y, x, k] + glint[y, x, k]
                shown[y, x, k] = white[y, x, k] + lit * cover + missed[y, x, k] * share
    return shown


@njit(cache=True, nogil=True)
def changed_pixels(edited: RgbImage, texture: RgbaImage, left: int, top: int) -> ByteArray:
    """Return (h, w) 1 where an edited eye (h, w, 3) differs from a texture at its place, else 0."""
    changed = np.zeros(edited.shape[:2], np.uint8)
    for y in range(edited.shape[0]):
        for x in range(edited.shape[1]):
            for k in range(3):
                if edited[y, x, k] != texture[top + y, left + x, k]:
                    changed[y, x] = 1
    return changed


@njit(cache=True, nogil=True, fastmath=True)
def draw_eye(
    frame: RgbaImage,
    box: tuple[int, int, int, int],
    nodes: tuple[FloatArray, FloatArray, int],
    eye: tuple[RgbImage, int, int],
    is_drawn: ByteArray,
) -> None:
    """Draw an eye into a frame, in place, where `is_drawn` (h, w) is not 0; bicubic.

    `box` is left, top, right and bottom of the part of the frame that may show it; `nodes` is x (m, n),
    y (m, n) and step of the frame's grid of texture positions; `eye` is (h, w, 3) with its column and row
    there.
    """
    nodes_x, nodes_y, step = nodes
    left, top, right, bottom = box
    pixels, eye_left, eye_top = eye[0], np.float32(eye[1]), np.float32(eye[2])
    first, last = left // step, min((right - 1) // step + 2, nodes_x.shape[1])
    row_x, row_y = np.empty(last, np.float32), np.empty(last, np.float32)
    for y in range(top, bottom):
        above = y // step
        below = min(above + 1, nodes_x.shape[0] - 1)
        share = np.float32(y - above * step) / np.float32(step)
        for n in range(first, last):
            row_x[n] = nodes_x[above, n] + share * (nodes_x[below, n] - nodes_x[above, n]) - eye_left
            row_y[n] = nodes_y[above, n] + share * (nodes_y[below, n] - nodes_y[above, n]) - eye_top
        for x in range(left, right):
            n = x // step
            m = min(n + 1, last - 1)
            part = np.float32(x - n * step) / np.float32(step)
            u, v = row_x[n] + part * (row_x[m] - row_x[n]), row_y[n] + part * (row_y[m] - row_y[n])
            is_inside = _0 <= u <= is_drawn.shape[1] - 1 and _0 <= v <= is_drawn.shape[0] - 1
            if is_inside and is_drawn[int(v), int(u)]:
                _sample(pixels, (u, v), frame, (x, y))


@njit(cache=True, nogil=True, fastmath=True)
def _sample(eye: RgbImage, place: tuple[float, float], frame: RgbaImage, pixel: tuple[int, int]) -> None:
    """Write the colour at a place of the eye into a pixel of the frame."""
    (u, v), (x, y) = place, pixel
    column, row = int(u), int(v)
    most_x, most_y = eye.shape[1] - 1, eye.shape[0] - 1
    across, along = _weights(u - np.float32(column)), _weights(v - np.float32(row))
    columns = max(column - 1, 0), column, min(column + 1, most_x), min(column + 2, most_x)
    rows = max(row - 1, 0), row, min(row + 1, most_y), min(row + 2, most_y)
    red = green = blue = _HALF
    for j in range(4):
        line = rows[j]
        for i in range(4):
            weight, beside = along[j] * across[i], columns[i]
            red += weight * np.float32(eye[line, beside, 0])
            green += weight * np.float32(eye[line, beside, 1])
            blue += weight * np.float32(eye[line, beside, 2])
    frame[y, x, 0] = np.uint8(min(max(red, _0), _MOST))
    frame[y, x, 1] = np.uint8(min(max(green, _0), _MOST))
    frame[y, x, 2] = np.uint8(min(max(blue, _0), _MOST))


@njit(cache=True, nogil=True, fastmath=True)
def _weights(part: float) -> tuple[float, float, float, float]:
    """Return the weights of two pixels before a place and two behind it, `part` behind the second."""
    far, near = part + _1, _1 - part
    first = ((_A * far - _5 * _A) * far + _8 * _A) * far - _4 * _A
    second = ((_A + _2) * part - (_A + _3)) * part * part + _1
    third = ((_A + _2) * near - (_A + _3)) * near * near + _1
    return first, second, third, _1 - first - second - third

"""One pass over the patch of a drawn eye whose painted lids move, compiled by numba; see `painted_lids`.

`fields`: (h, w, 3) skin 0-255, then (h, w) each: lashes and inside 0-1, heights of pixels, of the upper lid
at rest, of the moved upper lid and of the moved lower lid. `style` is explained at `STYLE`.
"""

import numpy as np
from numba import njit

from likeness.typing import FloatArray, RgbImage

STYLE = ("begun_px", "line_px", "red", "green", "blue", "shades", "below")
"""Way of a lid after which it is all shown; width of the line on the lid's edge, 0 = none; its colour; share
of the light usually lost at crease and edge that is lost; how far the lower lid covers what is below it."""

_BEGUN, _LINE_PX, _LINE_RED, _SHADES, _BELOW = 0, 1, 2, 5, 6
_LID_SHADE = 0.10  # how much darker the lid is at its crease
_EDGE_SHADE = 0.05  # and at its edge
_LINE_COVER = 0.75  # share of its colour in the line

_Fields = tuple[FloatArray, FloatArray, FloatArray, FloatArray, FloatArray, FloatArray, FloatArray]


@njit(cache=True, nogil=True, fastmath=True)
def paint_lids(rest: RgbImage, eyeball: RgbImage, fields: _Fields, style: FloatArray) -> RgbImage:
    """Return (h, w, 3) the patch with its lids moved; `rest` and `eyeball` are (h, w, 3)."""
    skin, lash, inside, height, upper, edge, lower = fields
    shown = np.empty(rest.shape, np.uint8)
    for y in range(rest.shape[0]):
        for x in range(rest.shape[1]):
            fall = edge[y, x] - upper[y, x]
            begun = min(max(fall / style[_BEGUN], np.float32(0.0)), np.float32(1.0))
            ball, bare = inside[y, x], lash[y, x] * begun
            above, below, light = _cover(height[y, x], upper[y, x], edge[y, x], lower[y, x])
            lid = max(above, below * style[_BELOW])
            light = np.float32(1.0) - style[_SHADES] * (np.float32(1.0) - light)
            lid *= ball * begun
            line = _line(height[y, x] - edge[y, x], style) * ball * begun
            row, part, dark = _fallen(lash, x, y - fall)
            dark *= begun * (style[_LINE_PX] <= 0.0)
            for k in range(3):
                own = np.float32(rest[y, x, k])
                value = own + (np.float32(eyeball[y, x, k]) - own) * ball
                value += (skin[y, x, k] - value) * bare
                value += (skin[y, x, k] * light - value) * lid
                value += (style[_LINE_RED + k] - value) * line
                if dark > 0.0:
                    next_row = min(row + 1, rest.shape[0] - 1)
                    moved = rest[row, x, k] * (1.0 - part) + rest[next_row, x, k] * part
                    value += (moved - value) * dark
                value = min(max(value + np.float32(0.5), np.float32(0.0)), np.float32(255.0))
                shown[y, x, k] = np.uint8(value)
    return shown


@njit(cache=True, nogil=True, fastmath=True)
def _cover(height: float, upper: float, edge: float, lower: float) -> tuple[float, float, float]:
    """Return how far the upper and the lower lid cover a pixel, and their light there."""
    above = min(max(edge - height + 0.5, 0.0), 1.0)
    below = min(max(height - lower + 0.5, 0.0), 1.0)
    along = min(max((height - upper) / max(edge - upper, 1.0), 0.0), 1.0)
    far = 1.0 - along
    light = 1.0 - _LID_SHADE * far * far - _EDGE_SHADE * along**4
    return above, below, light


@njit(cache=True, nogil=True, fastmath=True)
def _line(below: float, style: FloatArray) -> float:
    """Return the coverage of the line on the lid's edge."""
    if style[_LINE_PX] <= 0.0 or abs(below) > 3.0 * style[_LINE_PX]:
        return 0.0
    distance = below / style[_LINE_PX]
    return float(_LINE_COVER * np.exp(-distance * distance))


@njit(cache=True, nogil=True, fastmath=True)
def _fallen(lash: FloatArray, x: int, y: float) -> tuple[int, float, float]:
    """Return the row above a place, how far it is below that, and the coverage of lashes; none beyond."""
    last = lash.shape[0] - 1
    if y < 0.0 or y > last:
        return 0, 0.0, 0.0
    row = min(int(y), last)
    part = y - row
    return row, part, float(lash[row, x] * (1.0 - part) + lash[min(row + 1, last), x] * part)

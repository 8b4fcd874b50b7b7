"""Drawing of the mouth, compiled: each touches every pixel once, and only where something is seen."""

import numpy as np
from numba import njit

from likeness.typing import ByteArray, FloatArray, RgbaImage


@njit(cache=True, nogil=True)
def lay_over(out: FloatArray, sprite: RgbaImage, light: FloatArray, tint: FloatArray) -> None:
    """Draw a premultiplied sprite (h, w, 4) over colours (h, w, 3), in a light of (h, w) 0-1.

    What the light lacks is taken from it times the (3,) tint of the shade.
    """
    for y in range(out.shape[0]):
        for x in range(out.shape[1]):
            alpha = sprite[y, x, 3]
            if alpha == 0:
                continue
            rest = np.float32(1.0) - np.float32(alpha) / np.float32(255.0)
            missing = np.float32(1.0) - light[y, x]
            for k in range(3):
                lit = np.float32(sprite[y, x, k]) * (np.float32(1.0) - missing * tint[k])
                out[y, x, k] = out[y, x, k] * rest + lit


@njit(cache=True, nogil=True)
def shade(out: FloatArray, light: FloatArray, tint: FloatArray) -> None:
    """Take from colours (h, w, 3) what a light of (h, w) 0-1 lacks, times the (3,) tint of the shade."""
    for y in range(out.shape[0]):
        for x in range(out.shape[1]):
            missing = np.float32(1.0) - light[y, x]
            for k in range(3):
                out[y, x, k] *= np.float32(1.0) - missing * tint[k]


@njit(cache=True, nogil=True)
def blend(region: ByteArray, colours: FloatArray, cover: FloatArray) -> None:
    """Blend colours (h, w, 3), 0-255, into the first three channels of a region by (h, w) coverage 0-1."""
    for y in range(region.shape[0]):
        for x in range(region.shape[1]):
            share = cover[y, x]
            if share <= np.float32(0.002):
                continue
            for k in range(3):
                old = np.float32(region[y, x, k])
                new = old + share * (colours[y, x, k] - old) + np.float32(0.5)
                region[y, x, k] = np.uint8(min(max(new, np.float32(0.0)), np.float32(255.0)))

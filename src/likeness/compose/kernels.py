"""Pixel loops, compiled at first use and cached beside this file. They release the interpreter lock."""

from numba import njit

from likeness.typing import RgbaImage, RgbImage


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

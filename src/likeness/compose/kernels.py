"""Pixel loops, compiled at first use and cached beside this file. They release the interpreter lock."""

from numba import njit

from likeness.typing import AlphaImage, RgbaImage, RgbImage


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

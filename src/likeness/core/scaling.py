"""Scaling of a picture to the film's canvas; one function, so that subject and background meet exactly."""

import cv2
import numpy as np

from likeness.core.averaging import square_means
from likeness.core.canvas import Placement
from likeness.typing import ByteArray, FloatArray


def scale_to_canvas(
    image: ByteArray, placement: Placement, rectangle: tuple[int, int, int, int], density: int = 1
) -> ByteArray:
    """Return the part of a picture-sized image that lies in a canvas rectangle.

    Reducing averages areas (no aliasing), enlarging is bicubic. Beyond its edges the picture is repeated or
    mirrored.

    Parameters
    ----------
    image
        (H, W) or (H, W, C) in picture pixels.
    placement
        Where the picture lies on the canvas.
    rectangle
        Left, top, width, height in canvas pixels.
    density
        Samples per canvas pixel along each axis, odd. Only their number grows: each one is still what a whole
        canvas pixel would show there, and every `density`-th is a canvas pixel.

    Returns
    -------
    ByteArray
        (density * height, density * width) or (density * height, density * width, C) of the rectangle.
    """
    left, top, width, height = rectangle
    scale = placement.scale
    if scale >= 1.0:
        scaled = _warp(image, _matrix(placement, (left, top)), (width, height))
        if density == 1:
            return scaled
        size = (density * width, density * height)
        return np.asarray(cv2.resize(scaled, size, interpolation=cv2.INTER_LANCZOS4), np.uint8)
    beside = (density - 1) / (2 * density)  # canvas pixels from the first pixel to the first sample
    first = (
        (left - beside - placement.offset_x_px) / scale,
        (top - beside - placement.offset_y_px) / scale,
    )
    side = 1.0 / scale
    return square_means(image, first, side / density, side, (density * width, density * height))


def _matrix(placement: Placement, corner: tuple[int, int]) -> FloatArray:
    """Return the affine map (2, 3) of image pixels to rectangle pixels in OpenCV's convention."""
    scale = placement.scale
    shift_x = placement.offset_x_px - corner[0] + 0.5 * scale - 0.5
    shift_y = placement.offset_y_px - corner[1] + 0.5 * scale - 0.5
    return np.array([[scale, 0, shift_x], [0, scale, shift_y]], np.float32)


def _warp(image: ByteArray, matrix: FloatArray, size: tuple[int, int]) -> ByteArray:
    warped = cv2.warpAffine(image, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT_101)
    return np.asarray(warped, np.uint8)

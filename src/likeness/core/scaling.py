"""Scaling of a picture to the film's canvas; one function, so that subject and background meet exactly."""

import cv2
import numpy as np

from likeness.core.averaging import square_means
from likeness.core.canvas import Placement
from likeness.typing import ByteArray, FloatArray

_LEAST_ENLARGED = 1.25  # times; nearer to the picture's own size there is nothing to ring


def scale_to_canvas(
    image: ByteArray, placement: Placement, rectangle: tuple[int, int, int, int], density: int = 1
) -> ByteArray:
    """Return the part of a picture-sized image that lies in a canvas rectangle.

    Reducing averages areas (no aliasing). Enlarging is by Lanczos, but no pixel gets brighter or darker than
    the four around it: edges of small pictures stay as crisp as they are, without halos. Beyond its edges
    its last pixels are repeated.

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
        scaled = _enlarged(image, _matrix(placement, (left, top)), (width, height))
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


def _enlarged(image: ByteArray, matrix: FloatArray, size: tuple[int, int]) -> ByteArray:
    sharp = _warp(image, matrix, size, cv2.INTER_LANCZOS4)
    if matrix[0, 0] < _LEAST_ENLARGED:
        return sharp
    pair = np.ones((2, 2), np.uint8)
    # The anchor makes pixel i the extreme of i and i + 1; a shift by half a pixel of the picture finds it.
    shifted = matrix.copy()
    shifted[:, 2] += 0.5 * matrix[:, :2].sum(axis=1)
    lowest, highest = (
        _warp(np.asarray(extreme(image, pair, anchor=(0, 0)), np.uint8), shifted, size, cv2.INTER_NEAREST)
        for extreme in (cv2.erode, cv2.dilate)
    )
    return np.asarray(np.clip(sharp, lowest, highest), np.uint8)


def _warp(image: ByteArray, matrix: FloatArray, size: tuple[int, int], interpolation: int) -> ByteArray:
    warped = cv2.warpAffine(image, matrix, size, flags=interpolation, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(warped, np.uint8)

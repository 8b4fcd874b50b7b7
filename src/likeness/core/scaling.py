"""Scaling of a picture to the film's canvas; one function, so that subject and background meet exactly."""

import cv2
import numpy as np

from likeness.core.canvas import Placement
from likeness.core.pixels import resize_area
from likeness.typing import ByteArray, FloatArray


def scale_to_canvas(
    image: ByteArray, placement: Placement, rectangle: tuple[int, int, int, int]
) -> ByteArray:
    """Return the part of a picture-sized image that lies in a canvas rectangle.

    Reducing averages areas (no aliasing); enlarging is bicubic. Beyond its edges the picture is mirrored.

    Parameters
    ----------
    image
        (H, W) or (H, W, C) in picture pixels.
    placement
        Where the picture lies on the canvas.
    rectangle
        Left, top, width, height in canvas pixels.

    Returns
    -------
    ByteArray
        (height, width) or (height, width, C) of the rectangle.
    """
    left, top, width, height = rectangle
    scale = placement.scale
    if scale >= 1.0:
        return _warp(image, _matrix((scale, scale), placement, (left, top)), (width, height))
    size = (max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale)))
    # The reduced size is a whole number of pixels; what is missing to the exact scale is done by the warp.
    step = (image.shape[1] / size[0] * scale, image.shape[0] / size[1] * scale)
    return _warp(resize_area(image, size), _matrix(step, placement, (left, top)), (width, height))


def _matrix(scale: tuple[float, float], placement: Placement, corner: tuple[int, int]) -> FloatArray:
    """Return the affine map (2, 3) of image pixels to rectangle pixels in OpenCV's convention."""
    shift_x = placement.offset_x_px - corner[0] + 0.5 * scale[0] - 0.5
    shift_y = placement.offset_y_px - corner[1] + 0.5 * scale[1] - 0.5
    return np.array([[scale[0], 0, shift_x], [0, scale[1], shift_y]], np.float32)


def _warp(image: ByteArray, matrix: FloatArray, size: tuple[int, int]) -> ByteArray:
    warped = cv2.warpAffine(image, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT_101)
    return np.asarray(warped, np.uint8)

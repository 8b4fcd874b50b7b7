"""Scaling of a picture to the film's canvas; one function, so that subject and background meet exactly."""

import cv2
import numpy as np

from likeness.core.canvas import Placement
from likeness.typing import FloatArray


def scale_to_canvas(
    image: np.ndarray, placement: Placement, rectangle: tuple[int, int, int, int]
) -> np.ndarray:
    """Return the part of a picture-sized image that lies in a canvas rectangle (left, top, width, height).

    Reducing averages areas (no aliasing); enlarging is bicubic.
    """
    left, top, width, height = rectangle
    scale = placement.scale
    if scale < 1.0:
        size = (max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale)))
        reduced = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
        step_x, step_y = image.shape[1] / size[0] * scale, image.shape[0] / size[1] * scale
        matrix = _matrix(step_x, step_y, placement, left, top)
        return _warp(reduced, matrix, (width, height))
    return _warp(image, _matrix(scale, scale, placement, left, top), (width, height))


def _matrix(scale_x: float, scale_y: float, placement: Placement, left: int, top: int) -> FloatArray:
    """Return the affine map of image pixels to rectangle pixels in OpenCV's convention (centres at whole numbers)."""
    shift_x = placement.offset_x_px - left + 0.5 * scale_x - 0.5
    shift_y = placement.offset_y_px - top + 0.5 * scale_y - 0.5
    return np.array([[scale_x, 0, shift_x], [0, scale_y, shift_y]], np.float32)


def _warp(image: np.ndarray, matrix: FloatArray, size: tuple[int, int]) -> np.ndarray:
    return cv2.warpAffine(image, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT_101)

"""Backdrops that have nothing to do with the picture: a colour, another picture."""

import math

import cv2
import numpy as np

from likeness.core.canvas import Placement
from likeness.core.pixels import blur as blurred
from likeness.core.pixels import resize_area, resize_linear
from likeness.core.scaling import scale_to_canvas
from likeness.typing import FloatArray, RgbImage

_MOST_BLUR = 0.04  # of the short edge: standard deviation at blur 1
_BLUR_WORK_PX = 6.0  # standard deviation at which the blur is made: wider ones on a smaller picture
_GAMMA = np.float32(2.2)  # near enough to sRGB's curve for light that is only spread
_N_LEVELS = 4096


def colour_backdrop(rgb: tuple[int, int, int], canvas_size_px: tuple[int, int]) -> RgbImage:
    """Return a canvas of one colour; `canvas_size_px` is width and height."""
    width, height = canvas_size_px
    return np.full((height, width, 3), rgb, np.uint8)


def image_backdrop(image: RgbImage, canvas_size_px: tuple[int, int], blur: float = 0.0) -> RgbImage:
    """Return a picture that covers the canvas, cut evenly on both sides.

    Parameters
    ----------
    image
        (H, W, 3).
    canvas_size_px
        Width and height of the film.
    blur
        0-1, out of focus: light is spread, not the stored values, so that lamps stay bright.
    """
    canvas = scale_to_canvas(image, covering(image.shape[:2], canvas_size_px), (0, 0, *canvas_size_px))
    sigma_px = blur * _MOST_BLUR * min(canvas_size_px)
    return canvas if sigma_px < 0.3 else _defocused(canvas, sigma_px)


def covering(image_shape: tuple[int, ...], canvas_size_px: tuple[int, int]) -> Placement:
    """Return where an image (height, width) lies when it covers the canvas and its middle stays there."""
    (height, width), (canvas_width, canvas_height) = image_shape[:2], canvas_size_px
    scale = max(canvas_width / width, canvas_height / height)
    left, top = (canvas_width - width * scale) / 2, (canvas_height - height * scale) / 2
    # whole pixels, like the places of all pictures; rounded up, so that no edge is missing
    return Placement(
        canvas_width, canvas_height, scale, float(min(0, math.ceil(left))), float(min(0, math.ceil(top)))
    )


def _defocused(canvas: RgbImage, sigma_px: float) -> RgbImage:
    shrink = min(1.0, _BLUR_WORK_PX / sigma_px)
    height, width = canvas.shape[:2]
    size = (max(1, round(width * shrink)), max(1, round(height * shrink)))
    light = _to_light(resize_area(canvas, size))
    soft = resize_linear(blurred(light, sigma_px * shrink), (width, height))
    return _from_light(soft)


def _to_light(image: RgbImage) -> FloatArray:
    table = (np.arange(256, dtype=np.float32) / np.float32(255)) ** _GAMMA
    return np.asarray(cv2.LUT(image, table), np.float32)


def _from_light(light: FloatArray) -> RgbImage:
    table = np.round(255 * np.linspace(0, 1, _N_LEVELS) ** (1 / float(_GAMMA)))
    steps = np.clip(light * np.float32(_N_LEVELS - 1) + np.float32(0.5), 0, _N_LEVELS - 1).astype(np.int16)
    return np.asarray(table.astype(np.uint8)[steps])

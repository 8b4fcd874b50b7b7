"""What stays still: the picture's own background, and a fill where the picture does not reach."""

import math

import cv2
import numpy as np

from likeness.compose.overlay import Overlay
from likeness.core.canvas import Placement
from likeness.core.scaling import scale_to_canvas
from likeness.typing import AlphaImage, FloatArray, RgbImage

_FILL_WORK_PX = 96
"""Short edge at which the fill is blurred; it holds no detail, so it need not be large."""

_FILL_BLUR = 0.06
"""Sigma of the fill's blur, as a share of the canvas's short edge."""

_FILL_LIGHT = 0.72
"""Brightness of the fill against the picture, so that the picture stands out."""


def backdrop(plate_rgb: RgbImage, placement: Placement, around_rgb: RgbImage | None = None) -> RgbImage:
    """Return the canvas behind a subject that keeps its picture's background.

    The plate lies where `placement` puts the picture. Around it, if the picture does not fill the canvas,
    lies what is given, or else an enlarged, blurred and darker copy of the plate.

    Parameters
    ----------
    plate_rgb
        (H, W, 3) the picture without its subject.
    placement
        From `layout`, for a picture of the plate's size.
    around_rgb
        (canvas height, canvas width, 3).

    Returns
    -------
    RgbImage
        (canvas height, canvas width, 3).
    """
    whole = (0, 0, placement.canvas_width_px, placement.canvas_height_px)
    picture: RgbImage = scale_to_canvas(plate_rgb, placement, whole)
    cover = picture_coverage(plate_rgb.shape[:2], placement)
    if cover is None:
        return picture
    fill = _fill(plate_rgb, placement) if around_rgb is None else around_rgb
    share = (cover.astype(np.float32) / 255.0)[:, :, None]
    mixed: RgbImage = np.rint(fill + (picture - fill.astype(np.float32)) * share).astype(np.uint8)
    return mixed


def picture_patch(plate_rgb: RgbImage, placement: Placement) -> Overlay | None:
    """Return the plate as a patch that lies over a moving backdrop; None when nothing of it is seen."""
    canvas_width, canvas_height = placement.canvas_width_px, placement.canvas_height_px
    height, width = (side * placement.scale for side in plate_rgb.shape[:2])
    left, top = max(0, math.floor(placement.offset_x_px)), max(0, math.floor(placement.offset_y_px))
    right = min(canvas_width, math.ceil(placement.offset_x_px + width))
    bottom = min(canvas_height, math.ceil(placement.offset_y_px + height))
    if right <= left or bottom <= top:
        return None
    rgb = scale_to_canvas(plate_rgb, placement, (left, top, right - left, bottom - top))
    cover = picture_coverage(plate_rgb.shape[:2], placement)
    alpha = np.full(rgb.shape[:2], 255, np.uint8) if cover is None else cover[top:bottom, left:right]
    return Overlay(np.dstack([rgb, alpha]), left, top)


def picture_coverage(picture_shape: tuple[int, ...], placement: Placement) -> AlphaImage | None:
    """Return how much of each canvas pixel the picture covers, or None when it covers all of them.

    Parameters
    ----------
    picture_shape
        (height, width, ...) of the picture.
    placement
        From `layout`.
    """
    canvas_height, canvas_width = placement.canvas_height_px, placement.canvas_width_px
    rows = _covered(canvas_height, placement.offset_y_px, picture_shape[0] * placement.scale)
    columns = _covered(canvas_width, placement.offset_x_px, picture_shape[1] * placement.scale)
    coverage: AlphaImage = np.rint(255.0 * np.outer(rows, columns)).astype(np.uint8)
    return None if bool((coverage == 255).all()) else coverage


def _covered(n_px: int, start: float, length: float) -> FloatArray:
    """Return the share of each of `n_px` unit cells that [start, start + length] covers."""
    cells = np.arange(n_px, dtype=np.float64)
    overlap = np.minimum(cells + 1, start + length) - np.maximum(cells, start)
    shares: FloatArray = np.clip(overlap, 0.0, 1.0).astype(np.float32)
    # Offsets are rounded to whole pixels, so up to half a pixel may be missing at the far edge of a picture
    # that fills the canvas; its border is repeated there.
    if length >= n_px - 1:
        shares[:] = 1.0
    return shares


def _fill(plate: RgbImage, placement: Placement) -> RgbImage:
    """Return the plate enlarged to cover the canvas, blurred and darkened."""
    canvas_width, canvas_height = placement.canvas_width_px, placement.canvas_height_px
    shrink = _FILL_WORK_PX / min(canvas_width, canvas_height)
    width, height = math.ceil(canvas_width * shrink), math.ceil(canvas_height * shrink)
    scale = max(width / plate.shape[1], height / plate.shape[0])
    enlarged = cv2.resize(
        plate,
        (max(width, round(plate.shape[1] * scale)), max(height, round(plate.shape[0] * scale))),
        interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR,
    )
    top, left = (enlarged.shape[0] - height) // 2, (enlarged.shape[1] - width) // 2
    window = enlarged[top : top + height, left : left + width].astype(np.float32)
    blurred = cv2.GaussianBlur(window, (0, 0), _FILL_BLUR * _FILL_WORK_PX) * _FILL_LIGHT
    full = cv2.resize(blurred, (canvas_width, canvas_height), interpolation=cv2.INTER_CUBIC)
    return np.asarray(np.clip(np.rint(full), 0, 255), dtype=np.uint8)

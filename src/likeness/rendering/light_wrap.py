"""Light of a new background on the subject's edges, as a lens spreads it: a few pixels wide and weak.

What stands before a bright wall is photographed with a little of the wall's light on its contour. Without it
a cut out subject looks glued on. Light is added, never taken: a dark background throws none. It is worked
into the picture before the film begins, so it costs nothing per frame and moves with the head.
"""

from dataclasses import replace

import cv2
import numpy as np

from likeness.core.canvas import Placement
from likeness.core.pixels import blur, resize_area, to_bytes
from likeness.core.portrait import Portrait
from likeness.typing import AlphaImage, FloatArray, IndexArray, RgbImage

WRAP_STRENGTH = 0.03
"""Share of the background's light (linear) that reaches the contour; inside it falls to nothing."""

_REACH = 0.006  # of the canvas's short edge: standard deviation of the contour's softness; 4 px at 720p
_SPREAD = 0.05  # of the canvas's short edge: how far around light is gathered
_LIGHT_WORK_PX = 120  # short edge of the picture of the light
_GAMMA = np.float32(2.2)


def wrapped(portrait: Portrait, placement: Placement, light_rgb: RgbImage) -> Portrait:
    """Return the portrait with the light of a background on its contour.

    Parameters
    ----------
    portrait
        Cut out.
    placement
        Where it lies on the canvas.
    light_rgb
        (canvas height, canvas width, 3) the background; of a video, its mean.
    """
    short_edge = min(placement.canvas_width_px, placement.canvas_height_px)
    weight = _contour(portrait.alpha, _REACH * short_edge / placement.scale)
    ys, xs = np.nonzero(weight > np.float32(0.01))
    if not len(ys):
        return portrait
    light = _light_at(light_rgb, placement, xs, ys)
    own = (portrait.foreground_rgb[ys, xs] / np.float32(255)) ** _GAMMA
    # light adds up to white, not beyond
    lit = own + np.float32(WRAP_STRENGTH) * weight[ys, xs, None] * light * (1 - own)
    foreground = portrait.foreground_rgb.copy()
    foreground[ys, xs] = to_bytes(255 * lit ** (1 / _GAMMA))
    return replace(portrait, foreground_rgb=foreground)


def _contour(alpha: AlphaImage, sigma_px: float) -> FloatArray:
    """Return (H, W) 1 at the subject's contour, falling to 0 inside; less where it is soft."""
    # beyond the picture the subject goes on: its border is no contour
    soft = np.asarray(
        cv2.GaussianBlur(alpha, (0, 0), max(0.6, sigma_px), borderType=cv2.BORDER_REPLICATE), np.float32
    )
    outside = np.clip(np.float32(2) * (1 - soft / np.float32(255)), 0.0, 1.0)
    outside *= alpha / np.float32(255)  # the background shines through soft edges as it is
    return np.asarray(outside, np.float32)


def _light_at(light_rgb: RgbImage, placement: Placement, xs: IndexArray, ys: IndexArray) -> FloatArray:
    """Return (N, 3) linear light around canvas places of picture pixels."""
    height, width = light_rgb.shape[:2]
    shrink = min(1.0, _LIGHT_WORK_PX / min(height, width))
    size = (max(1, round(width * shrink)), max(1, round(height * shrink)))
    linear = (resize_area(light_rgb, size) / np.float32(255)) ** _GAMMA
    around = blur(np.asarray(linear, np.float32), max(0.5, _SPREAD * min(size)))
    column = ((xs + 0.5) * placement.scale + placement.offset_x_px) * shrink
    row = ((ys + 0.5) * placement.scale + placement.offset_y_px) * shrink
    columns = np.clip(column, 0, size[0] - 1).astype(np.int32)
    rows = np.clip(row, 0, size[1] - 1).astype(np.int32)
    return np.asarray(around[rows, columns], np.float32)

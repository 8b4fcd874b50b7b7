"""The picture at the size of the film: scaled once, with the right filter, before any frame is drawn."""

from dataclasses import dataclass

import numpy as np

from likeness.core.canvas import Placement
from likeness.core.portrait import Portrait
from likeness.core.scaling import scale_to_canvas
from likeness.rendering.sampling import FineImage, emphasize, fine_image, sampling_density
from likeness.typing import RgbaImage

_MARGIN = 0.06  # of the canvas: picture beyond the frame that a moving head may bring in


@dataclass(frozen=True)
class Texture:
    """The visible part of the subject at canvas scale."""

    rgba: RgbaImage
    """(h, w, 4) straight alpha; treat as read-only."""

    fine: FineImage
    """The same pixels, ready to be sampled between them."""

    left_px: int
    """Canvas x of its left edge."""

    top_px: int
    """Canvas y of its top edge."""


def canvas_texture(portrait: Portrait, placement: Placement) -> Texture:
    """Scale foreground and alpha to the canvas, cut to what can become visible."""
    width, height = portrait.size_px
    margin_x = round(placement.canvas_width_px * _MARGIN)
    margin_y = round(placement.canvas_height_px * _MARGIN)
    right_edge = placement.offset_x_px + width * placement.scale
    bottom_edge = placement.offset_y_px + height * placement.scale
    left = int(np.floor(max(-margin_x, placement.offset_x_px)))
    top = int(np.floor(max(-margin_y, placement.offset_y_px)))
    right = int(np.ceil(min(placement.canvas_width_px + margin_x, right_edge)))
    bottom = int(np.ceil(min(placement.canvas_height_px + margin_y, bottom_edge)))
    rgba = np.dstack([portrait.foreground_rgb, portrait.alpha])
    rectangle = (left, top, right - left, bottom - top)
    density = sampling_density(rectangle[2] * rectangle[3], placement.scale)
    fine = scale_to_canvas(rgba, placement, rectangle, density)
    middle = slice(density // 2, None, density)
    scaled = np.ascontiguousarray(fine[middle, middle])
    if density > 1:
        emphasize(fine, density, placement.scale)
    return Texture(scaled, fine_image(scaled, fine, density), left, top)

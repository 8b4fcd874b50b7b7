"""A watermark's pixels at their place on the canvas."""

import numpy as np

from likeness.compose.overlay import Overlay, intersection
from likeness.core.canvas import Placement
from likeness.core.pixels import to_bytes
from likeness.core.scaling import scale_to_canvas
from likeness.core.watermarking import Watermark
from likeness.typing import AlphaImage, RgbaImage, RgbImage


def watermark_overlay(
    rgb: RgbImage, alpha: AlphaImage | None, mark: Watermark, canvas_size_px: tuple[int, int]
) -> Overlay | None:
    """Return the watermark as a patch over the film, or None when nothing of it is seen.

    Parameters
    ----------
    rgb, alpha
        (H, W, 3) and (H, W) of the file; alpha None = opaque.
    mark
        Where, how large and how opaque.
    canvas_size_px
        Width and height of the film.
    """
    canvas_width, canvas_height = canvas_size_px
    height, width = (max(1, round(side * mark.scale)) for side in rgb.shape[:2])
    inset_x, inset_y = round(mark.offset_x * canvas_width), round(mark.offset_y * canvas_height)
    left = inset_x if mark.position.endswith("left") else canvas_width - width - inset_x
    top = inset_y if mark.position.startswith("top") else canvas_height - height - inset_y
    seen = intersection((left, top, left + width, top + height), (0, 0, canvas_width, canvas_height))
    rectangle = (seen[0], seen[1], seen[2] - seen[0], seen[3] - seen[1])
    if min(rectangle[2:]) < 1 or mark.opacity == 0:
        return None
    placement = Placement(canvas_width, canvas_height, mark.scale, float(left), float(top))
    return Overlay(_scaled(rgb, alpha, placement, rectangle, mark.opacity), seen[0], seen[1])


def _scaled(
    rgb: RgbImage,
    alpha: AlphaImage | None,
    placement: Placement,
    rectangle: tuple[int, int, int, int],
    opacity: float,
) -> RgbaImage:
    """Return the part of the file that lies in a rectangle of the canvas, with the mark's opacity."""
    if alpha is None:
        alpha = np.full(rgb.shape[:2], 255, np.uint8)
    if placement.scale == 1.0:
        colours, covered = (scale_to_canvas(image, placement, rectangle) for image in (rgb, alpha))
    else:
        # scaled premultiplied, so that the colours of transparent pixels do not leak in
        weighted = to_bytes(rgb * (alpha[..., None] / np.float32(255)))
        both = scale_to_canvas(np.dstack([weighted, alpha]), placement, rectangle)
        covered = np.ascontiguousarray(both[..., 3])
        colours = to_bytes(both[..., :3] * (np.float32(255) / np.maximum(covered, 1)[..., None]))
    return np.dstack([colours, to_bytes(covered * np.float32(opacity))])

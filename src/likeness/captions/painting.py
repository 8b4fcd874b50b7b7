"""From ink to colour: edges, shadows, plates, and how they lie over one another."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import cv2
import numpy as np

from likeness.captions.block import OVERSAMPLING, Block, InkBox
from likeness.typing import FloatArray, RgbaImage

Colour: TypeAlias = tuple[int, int, int]


@dataclass(frozen=True)
class Paint:
    """A colour and where it goes."""

    colour: Colour
    """sRGB 0-255."""

    coverage: FloatArray
    """(height, width) of the block, 0-1."""


def ink(block: Block) -> FloatArray:
    """Return the coverage by the letters themselves."""
    return block.coverage


def edge(block: Block, width_em: float) -> FloatArray:
    """Return the coverage by the letters and a round edge around them: all that is nearer than its width."""
    reach = width_em * block.size_px * OVERSAMPLING
    widened = np.clip((reach - block.away + 0.5) * 255, 0, 255).astype(np.uint8)
    small = cv2.resize(widened, (block.width_px, block.height_px), interpolation=cv2.INTER_AREA)
    coverage: FloatArray = np.maximum(small.astype(np.float32) / np.float32(255), block.coverage)
    return coverage


def shadow(block: Block, width_em: float, blur_em: float, drop_em: float) -> FloatArray:
    """Return the coverage by a soft shadow of the letters and their edge, that lies a little lower."""
    size = block.size_px
    soft = cv2.GaussianBlur(edge(block, width_em), (0, 0), max(0.3, blur_em * size))
    move = np.array([[1, 0, 0], [0, 1, drop_em * size]], np.float64)
    moved = cv2.warpAffine(soft, move, (block.width_px, block.height_px))
    return np.asarray(moved, np.float32)


def plate(
    block: Block, boxes: Sequence[InkBox], padding_em: tuple[float, float], radius_em: float
) -> FloatArray:
    """Return the coverage by boxes with round corners, widened by `padding_em` (across, down)."""
    coverage: FloatArray = np.zeros((block.height_px, block.width_px), np.float32)
    across, down = padding_em[0] * block.size_px, padding_em[1] * block.size_px
    for box in boxes:
        wide = replace(
            box,
            left=box.left - across,
            top=box.top - down,
            right=box.right + across,
            bottom=box.bottom + down,
        )
        _add_rounded(coverage, wide, radius_em * block.size_px)
    return coverage


def painted(paints: Sequence[Paint], block: Block) -> RgbaImage:
    """Lay colours over one another, the first at the bottom.

    Returns
    -------
    RgbaImage
        (height, width, 4) straight alpha.
    """
    colour = np.zeros((block.height_px, block.width_px, 3), np.float32)
    alpha: FloatArray = np.zeros((block.height_px, block.width_px), np.float32)
    for paint in paints:
        through = 1 - paint.coverage
        colour *= through[:, :, None]
        colour += paint.coverage[:, :, None] * np.asarray(paint.colour, np.float32)
        alpha = paint.coverage + alpha * through
    straight = colour / np.maximum(alpha, 1e-4)[:, :, None]
    rgba = np.dstack((straight, 255 * alpha))
    result: RgbaImage = np.rint(np.clip(rgba, 0, 255)).astype(np.uint8)
    return result


def _add_rounded(coverage: FloatArray, box: InkBox, radius: float) -> None:
    """Add a box with round corners, with smooth edges: each pixel by its distance from the outline."""
    height, width = coverage.shape
    left, top = max(0, int(box.left) - 1), max(0, int(box.top) - 1)
    right, bottom = min(width, int(box.right) + 2), min(height, int(box.bottom) + 2)
    half_width, half_height = (box.right - box.left) / 2, (box.bottom - box.top) / 2
    radius = max(0.0, min(radius, half_width, half_height))
    x = np.abs(np.arange(left, right) + 0.5 - (box.left + box.right) / 2) - (half_width - radius)
    y = np.abs(np.arange(top, bottom) + 0.5 - (box.top + box.bottom) / 2) - (half_height - radius)
    beyond = np.hypot(np.maximum(x, 0)[None, :], np.maximum(y, 0)[:, None])
    distance = beyond + np.minimum(np.maximum(x[None, :], y[:, None]), 0) - radius
    area = coverage[top:bottom, left:right]
    np.maximum(area, np.clip(0.5 - distance, 0, 1), out=area)

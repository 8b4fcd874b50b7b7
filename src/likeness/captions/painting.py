"""From ink to colour: edges, shadows, plates, and how they lie over one another."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np

from likeness.captions.block import OVERSAMPLING, Block, InkBox
from likeness.typing import AlphaImage, FloatArray, RgbaImage

Colour: TypeAlias = tuple[int, int, int]

_PLATE_SHARPNESS = 4
"""Plates are drawn this much larger for smooth corners."""


@dataclass(frozen=True)
class Paint:
    """A colour and where it goes."""

    colour: Colour
    """sRGB 0-255."""

    coverage: FloatArray
    """(height, width) of the block, 0-1."""


def ink(block: Block) -> FloatArray:
    """Return the coverage by the letters themselves."""
    return _reduced(block.ink)


def edge(block: Block, width_em: float) -> FloatArray:
    """Return the coverage by the letters and a round edge around them."""
    return _reduced(_widened(block, width_em))


def shadow(block: Block, width_em: float, blur_em: float, drop_em: float) -> FloatArray:
    """Return the coverage by a soft shadow of the letters and their edge, that lies a little lower."""
    size = block.size_px
    solid = _reduced(_widened(block, width_em))
    soft = cv2.GaussianBlur(solid, (0, 0), max(0.3, blur_em * size))
    move = np.array([[1, 0, 0], [0, 1, drop_em * size]], np.float64)
    moved = cv2.warpAffine(soft, move, (block.width_px, block.height_px))
    return np.asarray(moved, np.float32)


def plate(
    block: Block, boxes: Sequence[InkBox], padding_em: tuple[float, float], radius_em: float
) -> FloatArray:
    """Return the coverage by boxes with round corners, widened by `padding_em` (across, down)."""
    canvas = np.zeros((block.height_px * _PLATE_SHARPNESS, block.width_px * _PLATE_SHARPNESS), np.uint8)
    across, down = padding_em[0] * block.size_px, padding_em[1] * block.size_px
    for box in boxes:
        edges = (box.left - across, box.top - down, box.right + across, box.bottom + down)
        left, top, right, bottom = (round(value * _PLATE_SHARPNESS) for value in edges)
        shortest = min(right - left, bottom - top) // 2
        radius = min(round(radius_em * block.size_px * _PLATE_SHARPNESS), shortest)
        _rounded(canvas, (left, top, right, bottom), max(0, radius))
    return _reduced(canvas, _PLATE_SHARPNESS)


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


def _widened(block: Block, width_em: float) -> AlphaImage:
    """Return the ink with a round edge: all that is nearer to it than the edge's width."""
    outside = np.where(block.ink < 128, 255, 0).astype(np.uint8)
    away = cv2.distanceTransform(outside, cv2.DIST_L2, cv2.DIST_MASK_5)
    reach = width_em * block.size_px * OVERSAMPLING
    widened: AlphaImage = np.clip((reach - away + 0.5) * 255, 0, 255).astype(np.uint8)
    return np.maximum(widened, block.ink)


def _rounded(canvas: AlphaImage, edges: tuple[int, int, int, int], radius: int) -> None:
    left, top, right, bottom = edges
    cv2.rectangle(canvas, (left + radius, top), (right - radius - 1, bottom - 1), 255, -1)
    cv2.rectangle(canvas, (left, top + radius), (right - 1, bottom - radius - 1), 255, -1)
    for x in (left + radius, right - radius - 1):
        for y in (top + radius, bottom - radius - 1):
            cv2.circle(canvas, (x, y), radius, 255, -1)


def _reduced(large: AlphaImage, factor: int = OVERSAMPLING) -> FloatArray:
    height, width = large.shape
    small = cv2.resize(large, (width // factor, height // factor), interpolation=cv2.INTER_AREA)
    coverage: FloatArray = small.astype(np.float32) / np.float32(255)
    return coverage

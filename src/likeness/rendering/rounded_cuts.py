"""Shoulders and crowns that the picture's border cuts off, rounded where the cut would be seen as a line.

Nothing is known of an arm beyond the picture. But an outline that turns down before the border reads as an
arm; one that runs into a corner reads as a sheet of paper. Only coverage is taken away.
"""

import math
from dataclasses import replace

import numpy as np

from likeness.core.canvas import Placement
from likeness.core.portrait import Portrait
from likeness.typing import AlphaImage, BoolArray, FloatArray

_SOLID = 128
_RADIUS = (0.05, 0.16)  # least and most of the picture's width: how far inside the outline begins to turn
_RADIUS_PER_CUT = 0.45  # of the cut's length
_DROP = 1.7  # radii: how far below the cut's upper end the outline has turned
_ARCH = 0.3  # height of the arch of a crown that is cut flat, of the cut's length
_SOFT = 0.0025  # of the picture's width: softness of the new outline


def with_rounded_cuts(portrait: Portrait, placement: Placement) -> Portrait:
    """Return the portrait with its cuts rounded, those that lie inside of the canvas."""
    extent, width = portrait.subject_extent, portrait.size_px[0]
    left = placement.offset_x_px
    right = left + width * placement.scale
    seen_to = (placement.canvas_height_px - placement.offset_y_px) / placement.scale
    # a head that turns shows the outermost canvas pixels again and again beyond the picture
    clear = max(2, math.ceil(1.5 / placement.scale))
    alpha = portrait.alpha.copy()
    if left > 0:
        alpha[:, :clear] = 0
        if _is_seen(extent.left_cut_px, seen_to):
            alpha = _rounded(alpha, int(extent.left_cut_px or 0), clear)
    if right < placement.canvas_width_px:
        alpha[:, -clear:] = 0
        if _is_seen(extent.right_cut_px, seen_to):
            alpha = _rounded(alpha[:, ::-1], int(extent.right_cut_px or 0), clear)[:, ::-1]
    if placement.offset_y_px > 0:
        alpha = _arched(alpha, clear) if extent.is_cut_top else alpha
        alpha[:clear] = 0
    is_same = np.array_equal(alpha, portrait.alpha)
    return portrait if is_same else replace(portrait, alpha=np.ascontiguousarray(alpha))


def _is_seen(cut_px: float | None, seen_to: float) -> bool:
    return cut_px is not None and cut_px < seen_to


def _rounded(alpha: AlphaImage, cut: int, clear_px: int) -> AlphaImage:
    """Return coverage (H, W) whose left border, cut from a row on, is rounded behind some clear columns."""
    height, width = alpha.shape
    low, high = (share * width for share in _RADIUS)
    radius = max(2 * clear_px, round(float(np.clip(_RADIUS_PER_CUT * (height - cut), low, high))))
    outline = _upper_outline(alpha[:, : radius + 1], cut)
    start = float(outline[-1])
    drop = max(0.0, cut - start) + _DROP * radius
    columns = np.arange(radius, dtype=np.float32) + 0.5
    # a quarter of an ellipse, from level at the radius to upright at the border
    curve = start + drop * (1 - np.sqrt(np.maximum(0.0, 1 - ((radius - columns) / radius) ** 2)))
    rows = np.arange(height, dtype=np.float32)[:, None] + 0.5
    slope = np.gradient(curve)
    soft = max(1.0, _SOFT * width)
    # distance to the curve along its normal; beyond its lower end the border itself is made soft
    depth = (rows - curve) / np.sqrt(1 + slope**2)
    inside = np.clip(depth / soft + 0.5, 0.0, 1.0) * np.clip((columns - clear_px) / soft, 0.0, 1.0)
    is_body = rows[:, 0] >= min(start, float(outline.min()))
    kept = np.where(is_body[:, None], inside, 1.0)
    rounded = alpha.copy()
    rounded[:, :radius] = np.rint(alpha[:, :radius] * kept)
    return rounded


def _arched(alpha: AlphaImage, clear_px: int) -> AlphaImage:
    """Return coverage (H, W) whose upper border, where it cuts the crown flat, is arched.

    The arch is the upper half of an ellipse, at its ends as wide as the head is there.
    """
    cut = np.flatnonzero(alpha[0] > _SOLID)
    if not len(cut):
        return alpha
    depth = min(len(alpha) - 1, max(2 * clear_px, round(_ARCH * len(cut))))
    first, last = _run_around(alpha[depth] > _SOLID, int(cut[len(cut) // 2]))
    columns = np.arange(first, last, dtype=np.float32) + 0.5
    away = (columns - (first + last) / 2) / max(1.0, (last - first) / 2)
    curve = (depth - clear_px) * (1 - np.sqrt(np.maximum(0.0, 1 - away**2)))
    rows = np.arange(depth, dtype=np.float32)[:, None] + 0.5
    inside = np.clip((rows - curve - clear_px) / max(1.0, _SOFT * alpha.shape[1]), 0.0, 1.0)
    arched = alpha.copy()
    arched[:depth, first:last] = np.rint(alpha[:depth, first:last] * inside)
    arched[:depth, :first] = arched[:depth, last:] = 0
    return arched


def _run_around(is_solid: BoolArray, middle: int) -> tuple[int, int]:
    """Return start and end of the solid columns around one."""
    gaps = np.flatnonzero(~is_solid)
    place = int(np.searchsorted(gaps, middle))
    first = int(gaps[place - 1]) + 1 if place else 0
    last = int(gaps[place]) if place < len(gaps) else len(is_solid)
    return (first, last) if last > first else (middle, middle + 1)


def _upper_outline(alpha: AlphaImage, cut: int) -> FloatArray:
    """Return (w,) the row where the body begins in each column, followed inwards from the cut."""
    outline = np.full(alpha.shape[1], cut, np.float32)
    row = cut
    for column in range(alpha.shape[1]):
        solid = alpha[:, column] > _SOLID
        if not solid.any():
            continue
        while row > 0 and solid[row - 1]:
            row -= 1
        while row < len(solid) - 1 and not solid[row]:
            row += 1
        outline[column] = row
    return outline

"""Where captions stand: size and margins from the canvas, never over the mouth."""

from collections.abc import Sequence
from dataclasses import dataclass

from likeness.core.canvas import Box

_TALL_RATIO = 1.5
"""Canvases at least this much higher than wide are watched on telephones."""

_MOST_COLUMNS = 42
_EM_PER_COLUMN = 0.53
"""Average width of a column in a semi-bold sans-serif font."""

_LEAST_SIZE_PX = 13.0


@dataclass(frozen=True)
class CaptionArea:
    """Figures for one canvas."""

    canvas_px: tuple[int, int]
    """Width and height."""

    size_px: float
    """Size of the letters (em)."""

    most_width_px: float
    """Widest line."""

    columns: int
    """Longest line in columns."""

    baseline_px: float
    """Where the lowest baseline stands by preference."""

    low_baseline_px: float
    """The lowest that it may stand: inside the action-safe area of television (SMPTE ST 2046-1)."""

    top_px: float
    """The highest that ink may reach."""


def caption_area(width_px: int, height_px: int) -> CaptionArea:
    """Return the figures for a canvas.

    Wide canvases leave a tenth at the sides, others about a thirteenth. On telephones buttons and names lie
    over the lowest fifth of a tall film: captions stay above it.
    """
    if height_px >= _TALL_RATIO * width_px:
        share, side, bottom = 0.058 * width_px, 0.08, 0.20
    elif width_px > 1.4 * height_px:
        share, side, bottom = 0.052 * height_px, 0.10, 0.085
    else:
        share, side, bottom = 0.052 * min(width_px, height_px), 0.07, 0.08
    size_px = max(_LEAST_SIZE_PX, share)
    most_width_px = (1 - 2 * side) * width_px
    return CaptionArea(
        canvas_px=(width_px, height_px),
        size_px=size_px,
        most_width_px=most_width_px,
        columns=max(10, min(_MOST_COLUMNS, int(most_width_px / (_EM_PER_COLUMN * size_px)))),
        baseline_px=(1 - bottom) * height_px,
        low_baseline_px=0.945 * height_px,
        top_px=0.05 * height_px,
    )


def baseline_beside(area: CaptionArea, reach_px: tuple[float, float], kept_clear: Sequence[Box]) -> float:
    """Return the height of the lowest baseline so that a caption does not lie over the mouth.

    It moves as little as possible: down to below the chin, else to below the mouth, else to the top.

    Parameters
    ----------
    area
        From `caption_area`.
    reach_px
        How far the caption reaches above and below its lowest baseline.
    kept_clear
        Boxes on the canvas that stay free, the widest first; when that cannot be had, the next one.
    """
    above_px, below_px = reach_px
    lowest = area.low_baseline_px - max(0.0, below_px - 0.3 * area.size_px)
    wanted = min(area.baseline_px, lowest)
    for box in kept_clear:
        if wanted + below_px <= box.top:
            return wanted
        if box.bottom + above_px <= lowest:
            return max(wanted, box.bottom + above_px)
    if not kept_clear:
        return wanted
    over = area.top_px + above_px
    # Where the mouth fills the canvas, the lower edge hides least of it.
    return over if over + below_px <= kept_clear[-1].top else lowest

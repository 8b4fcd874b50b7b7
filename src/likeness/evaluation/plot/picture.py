"""The whole plot: a head with the main figures, then rows of about ten seconds."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from PIL import Image

from likeness.encode import atomic_output
from likeness.evaluation.evaluate import Evaluation
from likeness.evaluation.plot import lanes, style
from likeness.evaluation.plot.sheet import Lane, Letters, Pen, Sheet

LONGEST_S = 300.0
"""A picture of more rows would be too high to open."""

_TITLE_SIZE, _FIGURE_SIZE, _NAME_SIZE = 20, 17, 11
_SPACE_PX = 8
_FIGURE_PX = 150
_HEAD_FIGURES = (
    ("closures.bilabial_percent", "p b m closed"),
    ("closures.false_percent", "vowels closed"),
    ("closures.closing_offset_ms", "closing offset"),
    ("score.four_metrics", "four metrics"),
    ("blinks.per_minute", "blinks"),
    ("head.yaw_sd_deg", "turning, sd"),
    ("silence.wrong_percent", "open in silence"),
)
_LEGEND = (("seen", style.TEAL, False), ("planned", style.ORANGE, True), ("closed below", style.RED, True))


@dataclass(frozen=True)
class _LanePlan:
    """A lane before it has a place."""

    height_px: int
    draw: Callable[[Sheet, Lane, Evaluation], None]
    low: float = 0.0
    high: float = 1.0


def write_plot(found: Evaluation, output: Path) -> None:
    """Draw the plot into a PNG file, which appears when it is complete.

    Raises
    ------
    OutputNotWritableError
        The file cannot be written there.
    """
    image = draw_plot(found)
    with atomic_output(output) as partial:
        image.save(partial, "PNG")


def draw_plot(found: Evaluation) -> Image.Image:
    """Draw the plot; films of more than five minutes are shown up to there."""
    shown_s = min(found.findings.duration_s, LONGEST_S)
    # Equal rows, rather a little more than ten seconds than a stump at the end.
    n_rows = max(1, round(shown_s / style.SECONDS_PER_ROW + 0.2))
    edges_s = np.linspace(0, shown_s, n_rows + 1).tolist()
    plan = _plan(found)
    row_px = sum(lane.height_px + _SPACE_PX for lane in plan) + style.GAP_PX
    image = Image.new("RGB", (style.WIDTH_PX, style.TOP_PX + n_rows * row_px), style.PAPER)
    image.paste(_head(found), (0, 0))
    for row, stretch_s in enumerate(pairwise(edges_s)):
        sheet = Sheet(row_px, *stretch_s)
        _draw_row(sheet, plan, found)
        image.paste(sheet.finished(), (0, style.TOP_PX + row * row_px))
    return image


def _plan(found: Evaluation) -> tuple[_LanePlan, ...]:
    curves = found.curves
    opening_high = max(0.25, min(0.6, 1.05 * float(np.percentile(curves.inner_gap, 99.8))))
    reach_deg = max(4.0, float(np.ceil(np.percentile(np.abs(curves.head_deg), 99.8) / 2) * 2))
    width = lanes.padded_range(np.percentile(curves.mouth_width, (0.2, 99.8)), 0.3)
    brows = lanes.padded_range(np.percentile(curves.brow_height, (0.2, 99.8)), 0.15)
    lids = lanes.padded_range(np.percentile(curves.eye_opening.mean(axis=1), (0.2, 99.8)), 0.15)
    plan = (
        _LanePlan(50, lanes.draw_words),
        _LanePlan(54, lanes.draw_sound, -1.0, 1.0),
        _LanePlan(124, lanes.draw_lips, 0.0, opening_high),
        _LanePlan(50, lanes.draw_width, *width),
        _LanePlan(96, lanes.draw_head, -reach_deg, reach_deg),
        _LanePlan(44, lanes.draw_brows, *brows),
        _LanePlan(44, lanes.draw_lids, *lids),
    )
    has_events = found.timeline is not None and bool(found.timeline.events)
    return (*plan, _LanePlan(13 * len(lanes.EVENT_ROWS), lanes.draw_events)) if has_events else plan


def _draw_row(sheet: Sheet, plan: tuple[_LanePlan, ...], found: Evaluation) -> None:
    placed, top_px = [], 0.0
    for each in plan:
        placed.append((each, Lane(top_px, each.height_px, each.low, each.high)))
        top_px += each.height_px + _SPACE_PX
    for _, lane in placed:
        sheet.box(sheet.start_s, sheet.end_s, lane, style.LANE, 4)
    for second in range(int(np.ceil(sheet.start_s)), int(sheet.end_s) + 1):
        x_px = sheet.x_px(second)
        sheet.line(((x_px, 0), (x_px, top_px - _SPACE_PX)), Pen(style.GRID, 1.0))
    for each, lane in placed:
        each.draw(sheet, lane, found)
    lanes.draw_clock(sheet, Lane(top_px - 4, 16))


def _head(found: Evaluation) -> Image.Image:
    """Title, main figures, legend."""
    sheet = Sheet(style.TOP_PX, 0.0, 1.0)
    film = found.film
    sheet.text(16, 24, film.path.name, Letters(_TITLE_SIZE))
    source = "" if found.timeline is None else f", phones {found.timeline.source.value}"
    facts = f"{found.findings.duration_s:.1f} s, {film.width_px} x {film.height_px}, {film.fps:g} fps{source}"
    sheet.text(16, 46, facts, Letters(_NAME_SIZE + 1, style.MUTED))
    _legend(sheet)
    readings = {measure.kind.key: measure for measure in found.measures}
    x_px = float(style.WIDTH_PX - style.RIGHT_PX - _FIGURE_PX * len(_HEAD_FIGURES))
    for key, name in _HEAD_FIGURES:
        kind, value = readings[key].kind, readings[key].reading.value
        told = "-" if value is None else f"{value:.{kind.digits}f} {kind.unit}".rstrip()
        sheet.text(x_px + _FIGURE_PX, 24, told, Letters(_FIGURE_SIZE, style.INK, "rm"))
        sheet.text(x_px + _FIGURE_PX, 46, name, Letters(_NAME_SIZE, style.MUTED, "rm"))
        x_px += _FIGURE_PX
    return sheet.finished()


def _legend(sheet: Sheet) -> None:
    x_px = float(style.LEFT_PX)
    for name, colour, is_dashed in _LEGEND:
        sheet.line(((x_px, 74), (x_px + 26, 74)), Pen(colour, 2.2, is_dashed=is_dashed))
        sheet.text(x_px + 34, 74, name, Letters(_NAME_SIZE, style.MUTED))
        x_px += 58 + sheet.text_px(name, _NAME_SIZE)
    chips = (("p b m", style.BILABIAL), ("f v", style.LABIAL), ("rounded", style.ROUNDED))
    for name, colour in (*chips, ("vowel", style.VOWEL), ("open in silence", style.WARNING)):
        start_s = (x_px - style.LEFT_PX) / sheet.second_px
        sheet.box(start_s, start_s + 16 / sheet.second_px, Lane(67, 14), colour, 3)
        sheet.text(x_px + 22, 74, name, Letters(_NAME_SIZE, style.MUTED))
        x_px += 44 + sheet.text_px(name, _NAME_SIZE)
    sheet.dot(x_px + 6, 74, 4.0, style.RED)
    sheet.text(x_px + 18, 74, "wrong opening", Letters(_NAME_SIZE, style.MUTED))

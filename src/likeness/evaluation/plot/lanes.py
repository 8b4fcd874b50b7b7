"""The lanes of a row, each drawn by one function of this file."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from likeness.core.performance import PerformanceEvent
from likeness.core.speech import Phone
from likeness.evaluation.evaluate import Evaluation
from likeness.evaluation.lip_closures import BILABIALS, CLOSED_GAP, LipPhone
from likeness.evaluation.plot import style
from likeness.evaluation.plot.sheet import Lane, Letters, Pen, Sheet
from likeness.evaluation.signals import low_pass
from likeness.speech.analysis import ANALYSIS_RATE_HZ
from likeness.typing import FloatArray

_LABIODENTALS = frozenset({"F", "V"})
_ROUNDED = frozenset({"W", "UW", "OW", "OY", "AO", "UH", "SH", "CH", "JH", "ZH", "R", "ER"})
_VOWELS = frozenset({"AA", "AE", "AH", "AX", "AW", "AY", "EH", "EY", "IH", "IY"})
_WORD_SIZE, _PHONE_SIZE, _LABEL_SIZE, _NOTE_SIZE = 14, 11, 13, 10
_SMALLEST_SIZE = 7
_RIGHT_PX = style.LEFT_PX + style.CONTENT_PX
_AXES = (("pitch", style.BLUE), ("yaw", style.ORANGE), ("roll", style.VIOLET))
_HEAD_CUTOFF_HZ = 8.0
EVENT_ROWS = (
    ("nod", style.BLUE),
    ("brow_raise", style.ROSE),
    ("posture", style.ORANGE),
    ("saccade", style.TEAL),
    ("breath", style.GOLD),
    ("blink", style.VIOLET),
)
"""Kinds of planned events that get a line of their own, with their colours."""


def draw_words(sheet: Sheet, lane: Lane, found: Evaluation) -> None:
    """Words above, phones below, coloured by what the lips must do."""
    _label(sheet, lane, "words", "phones")
    half = lane.height_px / 2
    upper, lower = Lane(lane.top_px, half - 2), Lane(lane.top_px + half, half)
    if found.timeline is None:
        _note(sheet, lane, "no timeline")
        return
    for word in found.timeline.words:
        sheet.box(word.start_s, word.end_s, upper, style.GRID, 5)
        _centred(sheet, upper, (word.start_s, word.end_s), word.text, Letters(_WORD_SIZE, anchor="mm"))
    for phone in found.timeline.phones:
        sheet.box(phone.start_s, phone.end_s, lower, _phone_colour(phone), 3)
        ink = style.BILABIAL_INK if phone.arpabet in BILABIALS else style.INK
        stretch = (phone.start_s, phone.end_s)
        _centred(sheet, lower, stretch, phone.arpabet.lower(), Letters(_PHONE_SIZE, ink, "mm"))


def draw_sound(sheet: Sheet, lane: Lane, found: Evaluation) -> None:
    """The waveform."""
    _label(sheet, lane, "sound", "")
    if found.sound is None:
        _note(sheet, lane, "the film has no sound")
        return
    scale = max(1e-3, float(np.percentile(np.abs(found.sound.samples), 99.9)))
    x_px = np.arange(style.LEFT_PX, style.WIDTH_PX - style.RIGHT_PX, dtype=np.float32)
    edges_s = sheet.start_s + (np.append(x_px, x_px[-1] + 1) - style.LEFT_PX) / sheet.second_px
    edges = np.round((edges_s - found.sound.start_s) * ANALYSIS_RATE_HZ).astype(np.int64)
    edges = np.clip(edges, 0, len(found.sound.samples))
    pieces = [found.sound.samples[first:end] for first, end in pairwise(edges.tolist())]
    is_heard = np.array([len(piece) > 0 for piece in pieces])
    low = np.array([piece.min() / scale for piece in pieces if len(piece)], np.float32)
    high = np.array([piece.max() / scale for piece in pieces if len(piece)], np.float32)
    sheet.columns(x_px[is_heard], low, high, lane)


def draw_lips(sheet: Sheet, lane: Lane, found: Evaluation) -> None:
    """The opening that was seen over the one that was planned, with contacts and what went wrong."""
    _label(sheet, lane, "lips", "opening, eyes")
    curves = found.curves
    _scale(sheet, lane, (0.0, 0.1, 0.2, 0.3, 0.4, 0.5))
    for opening in found.findings.silent.wrong_openings if found.findings.silent else ():
        sheet.box(opening.start_s, opening.end_s, lane, style.WARNING)
    for phone in found.timeline.phones if found.timeline else ():
        if phone.arpabet in BILABIALS:
            sheet.box(phone.start_s, phone.end_s, lane, style.BILABIAL)
    sheet.area(curves.times_s, curves.inner_gap, lane, style.TEAL_FILL)
    sheet.curve(curves.times_s, curves.inner_gap, lane, Pen(style.TEAL, 2.0))
    planned = found.timeline.curves if found.timeline else None
    opening_curve = planned.opening() if planned else None
    if planned is not None and opening_curve is not None:
        sheet.curve(planned.times_s, opening_curve, lane, Pen(style.ORANGE, 1.4, is_dashed=True))
    y_px = lane.y_px(CLOSED_GAP)
    sheet.line(((style.LEFT_PX, y_px), (_RIGHT_PX, y_px)), Pen(style.RED, 0.8, is_dashed=True))
    _mark(sheet, lane, [phone for phone in found.findings.bilabials or () if not phone.is_closed])
    _mark(sheet, lane, [phone for phone in found.findings.vowels or () if phone.is_closed])


def draw_width(sheet: Sheet, lane: Lane, found: Evaluation) -> None:
    """The width of the mouth."""
    _label(sheet, lane, "width", "of the mouth, eyes")
    _scale(sheet, lane, (0.6, 0.8, 1.0, 1.2))
    sheet.curve(found.curves.times_s, found.curves.mouth_width, lane, Pen(style.ROSE, 1.8))


def draw_head(sheet: Sheet, lane: Lane, found: Evaluation) -> None:
    """Pitch, yaw and roll."""
    _label(sheet, lane, "head", "degrees")
    _scale(sheet, lane, tuple(np.linspace(lane.low, lane.high, 5).tolist()))
    smooth = low_pass(found.curves.head_deg, found.curves.rate_hz, _HEAD_CUTOFF_HZ)
    for column, (name, colour) in enumerate(_AXES):
        sheet.curve(found.curves.times_s, smooth[:, column], lane, Pen(colour, 1.8))
        key = Letters(_NOTE_SIZE + 1, colour, "rm")
        sheet.text(style.LEFT_PX - 34, lane.top_px + 42 + 15 * column, name, key)


def draw_brows(sheet: Sheet, lane: Lane, found: Evaluation) -> None:
    """The height of both brows."""
    _label(sheet, lane, "brows", "above the eyes")
    height = found.curves.brow_height.mean(axis=1)
    sheet.curve(found.curves.times_s, height, lane, Pen(style.ROSE, 1.8))


def draw_lids(sheet: Sheet, lane: Lane, found: Evaluation) -> None:
    """The opening of the eyes with the blinks that were found."""
    _label(sheet, lane, "lids", "opening")
    for blink in found.findings.blinking.blinks:
        sheet.box(blink.start_s, blink.end_s, lane, style.ROUNDED)
    opening = found.curves.eye_opening.mean(axis=1)
    sheet.curve(found.curves.times_s, opening, lane, Pen(style.VIOLET, 1.8))


def draw_events(sheet: Sheet, lane: Lane, found: Evaluation) -> None:
    """What the performance had planned, a line per kind."""
    events = found.timeline.events if found.timeline else ()
    height = lane.height_px / len(EVENT_ROWS)
    for row, (kind, colour) in enumerate(EVENT_ROWS):
        line = Lane(lane.top_px + row * height + 1.5, height - 3)
        name = Letters(_NOTE_SIZE + 1, style.MUTED, "rm")
        sheet.text(style.LEFT_PX - 12, line.top_px + line.height_px / 2, kind.replace("_", " "), name)
        for event in _of_kind(events, kind):
            sheet.box(event.start_s, event.end_s, line, colour, 2)


def draw_clock(sheet: Sheet, lane: Lane) -> None:
    """Seconds."""
    for second in range(int(np.ceil(sheet.start_s)), int(np.floor(sheet.end_s)) + 1):
        place = (sheet.x_px(second), lane.top_px + lane.height_px / 2)
        sheet.text(*place, f"{second} s", Letters(_NOTE_SIZE + 1, style.MUTED, "mm"))


def _of_kind(events: Sequence[PerformanceEvent], kind: str) -> list[PerformanceEvent]:
    return [event for event in events if event.kind in (kind, f"partial_{kind}")]


def _phone_colour(phone: Phone) -> str:
    kinds = ((BILABIALS, style.BILABIAL), (_LABIODENTALS, style.LABIAL), (_ROUNDED, style.ROUNDED))
    for classes, colour in (*kinds, (_VOWELS, style.VOWEL)):
        if phone.arpabet in classes:
            return colour
    return style.CONSONANT


def _mark(sheet: Sheet, lane: Lane, phones: Sequence[LipPhone]) -> None:
    """Put a dot where a phone has the wrong opening."""
    for phone in phones:
        middle_s = (phone.start_s + phone.end_s) / 2
        if sheet.shows(middle_s, middle_s + 1e-3):
            sheet.dot(sheet.x_px(middle_s), lane.y_px(phone.gap), 4.0, style.RED)


def _label(sheet: Sheet, lane: Lane, name: str, note: str) -> None:
    sheet.text(16, lane.top_px + 10, name, Letters(_LABEL_SIZE, style.INK, "lm"))
    sheet.text(16, lane.top_px + 26, note, Letters(_NOTE_SIZE, style.MUTED, "lm"))


def _note(sheet: Sheet, lane: Lane, text: str) -> None:
    middle_px = lane.top_px + lane.height_px / 2
    sheet.text(style.LEFT_PX + 12, middle_px, text, Letters(_LABEL_SIZE, style.FAINT, "lm"))


def _scale(sheet: Sheet, lane: Lane, values: Sequence[float]) -> None:
    """Write the values of a lane beside it, with a thin line for each."""
    for value in values:
        if lane.low <= value <= lane.high:
            y_px = lane.y_px(value)
            sheet.line(((style.LEFT_PX, y_px), (_RIGHT_PX, y_px)), Pen(style.GRID, 0.6))
            sheet.text(style.LEFT_PX - 8, y_px, f"{value:g}", Letters(_NOTE_SIZE, style.FAINT, "rm"))


def _centred(sheet: Sheet, lane: Lane, stretch_s: tuple[float, float], text: str, letters: Letters) -> None:
    """Write a text into a stretch of time, smaller where it is narrow, not at all where it has no room."""
    if not sheet.shows(*stretch_s):
        return
    left_px, right_px = sheet.x_px(stretch_s[0]), sheet.x_px(stretch_s[1])
    for size_px in range(letters.size_px, _SMALLEST_SIZE - 1, -1):
        if sheet.text_px(text, size_px) <= right_px - left_px - 1:
            middle = ((left_px + right_px) / 2, lane.top_px + lane.height_px / 2)
            sheet.text(*middle, text, replace(letters, size_px=size_px))
            return


def padded_range(values: FloatArray, least: float) -> tuple[float, float]:
    """Return a range that shows all values with some room, at least `least` wide.

    >>> padded_range(np.array([1.0, 3.0]), 1.0)
    (0.8, 3.2)
    """
    low, high = float(values.min()), float(values.max())
    room = max(0.1 * (high - low), (least - (high - low)) / 2, 0.0)
    return round(low - room, 6), round(high + room, 6)

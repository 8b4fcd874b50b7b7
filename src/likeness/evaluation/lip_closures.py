"""Do the lips close for p, b and m, only then, and at the right time?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from likeness.core.speech import Phone
from likeness.evaluation.signals import crossing_s, runs
from likeness.typing import FloatArray

BILABIALS = frozenset({"P", "B", "M"})
OPEN_VOWELS = frozenset({"AA", "AE", "AO", "AW", "AY", "EH", "EY", "OW"})

CLOSED_GAP = 0.02
"""Inner lip gap in eye distances below which lips are seen as closed."""

_OPEN_GAP = 0.04
"""What the gap must have exceeded before a closing, and after an opening: else it is no event."""

_REACH_S = 0.25
"""How far from its phone a closing or an opening may lie, and how far from it the mouth must have been
open."""

_TOGETHER_S = 0.03
"""p, b, m with less between them are one movement of the lips."""

_MIN_VOWEL_S = 0.06
"""Shorter vowels may fall between two frames, and people swallow them."""

_INNER_SHARES, _MIDDLE = (0.25, 0.5, 0.75), (0.5,)
"""Where within a vowel the lips are looked at: one shorter than four frames only in its middle,
because between two frames its quarter points show the closing for the sound beside it."""

_INNER_FRAMES = 4


@dataclass(frozen=True)
class LipPhone:
    """What the lips did during one phone."""

    arpabet: str
    """Its class."""

    start_s: float
    """Start."""

    end_s: float
    """End."""

    gap: float
    """Smallest gap of the lips in eye distances: on any frame shown during a consonant, inside of a vowel."""

    @property
    def is_closed(self) -> bool:
        """The lips are seen as closed."""
        return self.gap < CLOSED_GAP


@dataclass(frozen=True)
class LipContact:
    """One seen contact of the lips for one or more p, b, m in a row; offsets are minus when the picture is
    early."""

    start_s: float
    """Start of the first phone."""

    end_s: float
    """End of the last phone."""

    closing_offset_s: float | None
    """Closing on the picture minus start of the phones; None when the mouth was shut before."""

    opening_offset_s: float | None
    """Opening on the picture minus end of the phones; None when the mouth stays shut."""


@dataclass(frozen=True)
class GapCurve:
    """The opening of the mouth over time."""

    times_s: FloatArray
    """(T,) instants."""

    gap: FloatArray
    """(T,) gap of the inner lips in eye distances."""

    rate_hz: float
    """Samples per second."""


def bilabials(curve: GapCurve, phones: Sequence[Phone]) -> tuple[LipPhone, ...]:
    """Return the smallest gap on the frames that are shown during each p, b and m."""
    found = []
    for phone in phones:
        if phone.arpabet in BILABIALS:
            first, end = _shown(curve, phone.start_s, phone.end_s)
            if first < end:
                gap = float(curve.gap[first:end].min())
                found.append(LipPhone(phone.arpabet, phone.start_s, phone.end_s, gap))
    return tuple(found)


def open_vowels(curve: GapCurve, phones: Sequence[Phone]) -> tuple[LipPhone, ...]:
    """Return the gap inside each open vowel of 60 ms or more: of its inner half, or in its middle."""
    found = []
    for phone in phones:
        is_long = phone.duration_s * curve.rate_hz >= _INNER_FRAMES
        shares = _INNER_SHARES if is_long else _MIDDLE
        at_s = [phone.start_s + share * phone.duration_s for share in shares]
        is_judged = phone.arpabet in OPEN_VOWELS and phone.duration_s >= _MIN_VOWEL_S
        if is_judged and at_s[-1] <= float(curve.times_s[-1]):
            gap = float(np.interp(at_s, curve.times_s, curve.gap).min())
            found.append(LipPhone(phone.arpabet, phone.start_s, phone.end_s, gap))
    return tuple(found)


def contacts(curve: GapCurve, phones: Sequence[Phone]) -> tuple[LipContact, ...]:
    """Return the contacts that are seen for p, b and m, and how far they lie beside their phones.

    A closing lies where the gap falls through 0.02 eye distances, between two frames; it counts when the
    mouth was clearly open within 0.25 s before. Openings are their mirror image.
    """
    found = []
    for start_s, end_s in _gestures(phones):
        first, end = _shown(curve, start_s, end_s)
        if first >= end or float(curve.gap[first:end].min()) >= CLOSED_GAP:
            continue
        lowest = first + int(curve.gap[first:end].argmin())
        shut, open_again = next(run for run in runs(curve.gap < CLOSED_GAP) if run[0] <= lowest < run[1])
        closing_s = _closing_s(curve, shut)
        opening_s = _opening_s(curve, open_again)
        found.append(
            LipContact(start_s, end_s, _near(closing_s, start_s, end_s), _near(opening_s, end_s, start_s))
        )
    return tuple(found)


def _gestures(phones: Sequence[Phone]) -> list[tuple[float, float]]:
    """Join p, b, m that follow each other."""
    joined: list[tuple[float, float]] = []
    for phone in phones:
        if phone.arpabet in BILABIALS:
            is_next = bool(joined) and phone.start_s - joined[-1][1] < _TOGETHER_S
            start_s = joined.pop()[0] if is_next else phone.start_s
            joined.append((start_s, phone.end_s))
    return joined


def _shown(curve: GapCurve, start_s: float, end_s: float) -> tuple[int, int]:
    """Return the range of frames that are on the screen at some moment of a stretch of time."""
    half_s = 0.5 / curve.rate_hz
    first = int(np.searchsorted(curve.times_s, start_s - half_s, side="right"))
    end = int(np.searchsorted(curve.times_s, end_s + half_s, side="left"))
    return first, end


def _closing_s(curve: GapCurve, shut: int) -> float | None:
    first = int(np.searchsorted(curve.times_s, curve.times_s[shut] - _REACH_S))
    if shut == 0 or float(curve.gap[first:shut].max(initial=0)) < _OPEN_GAP:
        return None
    return crossing_s(curve.times_s, curve.gap, shut - 1, CLOSED_GAP)


def _opening_s(curve: GapCurve, open_again: int) -> float | None:
    if open_again >= len(curve.gap):
        return None
    end = int(np.searchsorted(curve.times_s, curve.times_s[open_again] + _REACH_S, side="right"))
    if float(curve.gap[open_again:end].max(initial=0)) < _OPEN_GAP:
        return None
    return crossing_s(curve.times_s, curve.gap, open_again - 1, CLOSED_GAP)


def _near(event_s: float | None, edge_s: float, other_edge_s: float) -> float | None:
    """Return the offset from an edge of the phones, None for an event that belongs to something else."""
    if event_s is None:
        return None
    low_s, high_s = min(edge_s, other_edge_s) - _REACH_S, max(edge_s, other_edge_s) + _REACH_S
    return event_s - edge_s if low_s <= event_s <= high_s else None

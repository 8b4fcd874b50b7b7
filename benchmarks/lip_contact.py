"""Closures of p, b, m and open vowels, judged on the track of a mouth."""

from dataclasses import dataclass

import numpy as np

from benchmarks.tracking import Track
from likeness.core.speech import Phone
from likeness.typing import BoolArray

BILABIALS = frozenset({"P", "B", "M"})
OPEN_VOWELS = frozenset({"AA", "AE", "AO", "AW", "AY", "EH", "EY", "OW"})

CLOSED_GAP = 0.02
"""Inner lip gap in eye distances below which lips are seen as closed."""

_TOLERANCE_S = 0.04
"""One frame: how far beside its phone a closure may lie."""

_EVENT_REACH_S = 0.12
"""How far around its phone a closure is followed to find its middle."""


@dataclass(frozen=True)
class PhoneGap:
    """What the mouth did during one phone."""

    arpabet: str
    start_s: float
    end_s: float
    gap: float
    """p b m: the smallest, vowels: the one in the middle; eye distances."""

    offset_s: float | None = None
    """p b m that closed: middle of the seen contact minus middle of the phone."""

    is_planned: bool = True
    """The performance had planned a contact there."""

    @property
    def is_closed(self) -> bool:
        """Lips are seen as closed."""
        return self.gap < CLOSED_GAP


def closures(
    track: Track, phones: tuple[Phone, ...], planned_s: tuple[tuple[float, float], ...] | None
) -> tuple[PhoneGap, ...]:
    """Return the smallest gap during each p, b, m (40 ms more on both sides), and where the contact lies.

    `planned_s` holds start and end of the contacts that were planned; None = nobody planned anything.
    """
    found = []
    for phone in phones:
        if phone.arpabet not in BILABIALS:
            continue
        inside = _between(track, phone.start_s - _TOLERANCE_S, phone.end_s + _TOLERANCE_S)
        if not inside.any():
            continue
        is_planned = planned_s is None or any(
            start < phone.end_s + _TOLERANCE_S and end > phone.start_s - _TOLERANCE_S
            for start, end in planned_s
        )
        gap = float(track.lip_gap[inside].min())
        offset = _offset_s(track, phone) if gap < CLOSED_GAP else None
        found.append(PhoneGap(phone.arpabet, phone.start_s, phone.end_s, gap, offset, is_planned))
    return tuple(found)


def open_vowels(track: Track, phones: tuple[Phone, ...]) -> tuple[PhoneGap, ...]:
    """Return the gap in the middle of each open vowel."""
    found = []
    for phone in phones:
        middle_s = (phone.start_s + phone.end_s) / 2
        if phone.arpabet in OPEN_VOWELS and track.times_s.size and middle_s <= float(track.times_s[-1]):
            gap = float(np.interp(middle_s, track.times_s, track.lip_gap))
            found.append(PhoneGap(phone.arpabet, phone.start_s, phone.end_s, gap))
    return tuple(found)


def _offset_s(track: Track, phone: Phone) -> float:
    """Return the middle of the run of closed frames around a phone, minus the phone's middle."""
    near = _between(track, phone.start_s - _TOLERANCE_S, phone.end_s + _TOLERANCE_S)
    lowest = int(np.flatnonzero(near)[track.lip_gap[near].argmin()])
    reach = _between(track, phone.start_s - _EVENT_REACH_S, phone.end_s + _EVENT_REACH_S)
    is_closed = reach & (track.lip_gap < CLOSED_GAP)
    first = last = lowest
    while first > 0 and is_closed[first - 1]:
        first -= 1
    while last + 1 < is_closed.size and is_closed[last + 1]:
        last += 1
    seen_s = (float(track.times_s[first]) + float(track.times_s[last])) / 2
    return seen_s - (phone.start_s + phone.end_s) / 2


def _between(track: Track, start_s: float, end_s: float) -> BoolArray:
    return (track.times_s >= start_s) & (track.times_s <= end_s)

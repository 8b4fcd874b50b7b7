"""From phones to the gap-free row of shapes that the mouth aims at: pauses, diphthongs, merging.

The rules by length follow Rhubarb Lip Sync (MIT, `animationRules.cpp`, ideas only) and JALI (Edwards et al.
2016).
"""

from dataclasses import dataclass, replace

from likeness.core.speech import Phone
from likeness.performance.targets import AJAR, BILABIALS, DIPHTHONGS, REST, VOWELS, canonical

HOLD_PAUSE_S = 0.12
"""A shorter pause holds the last shape."""

RELAX_PAUSE_S = 0.35
"""A shorter pause relaxes the mouth, a longer one closes it."""

_FIRST_SHARE = 0.6
"""Part of a diphthong that belongs to its first shape."""

_FLICKER_S = 0.07
"""A shape shorter than this insists less, in proportion."""


@dataclass(frozen=True)
class Segment:
    """One shape over a stretch of time."""

    symbol: str
    """Key of the viseme table."""

    start_s: float
    """Start."""

    end_s: float
    """End."""

    stress: int = 0
    """0 none, 1 primary, 2 secondary."""

    amplitude: float = 1.0
    """Scale of the opening."""

    strength: float = 1.0
    """Scale of the dominance."""

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return self.end_s - self.start_s

    @property
    def middle_s(self) -> float:
        """Instant in the middle."""
        return 0.5 * (self.start_s + self.end_s)

    @property
    def is_pause(self) -> bool:
        """Whether nothing is said."""
        return self.symbol in (REST, AJAR)


def segments_of(phones: tuple[Phone, ...], duration_s: float) -> tuple[Segment, ...]:
    """Return the shapes of a film of `duration_s` seconds in time order, named passes over the phones."""
    segments = _spoken(phones)
    segments = _split_diphthongs(segments)
    segments = _merge_equal(segments)
    segments = _weaken_short(segments)
    return _fill_pauses(segments, duration_s)


def _spoken(phones: tuple[Phone, ...]) -> list[Segment]:
    result: list[Segment] = []
    for phone in phones:
        symbol = canonical(phone.arpabet)
        start_s = max(phone.start_s, result[-1].end_s if result else 0.0)
        if symbol != REST and phone.end_s > start_s:
            result.append(Segment(symbol, start_s, phone.end_s, stress=phone.stress))
    return result


def _split_diphthongs(segments: list[Segment]) -> list[Segment]:
    result: list[Segment] = []
    for segment in segments:
        if segment.symbol not in DIPHTHONGS:
            result.append(segment)
            continue
        first, second = DIPHTHONGS[segment.symbol]
        turn_s = segment.start_s + _FIRST_SHARE * segment.duration_s
        result.append(replace(segment, symbol=first, end_s=turn_s))
        result.append(replace(segment, symbol=second, start_s=turn_s, stress=0))
    return result


def _merge_equal(segments: list[Segment]) -> list[Segment]:
    """Two equal neighbours become one longer shape (JALI rule 6)."""
    result: list[Segment] = []
    for segment in segments:
        last = result[-1] if result else None
        if last and last.symbol == segment.symbol and segment.start_s - last.end_s < HOLD_PAUSE_S:
            result[-1] = replace(last, end_s=segment.end_s, stress=last.stress or segment.stress)
        else:
            result.append(segment)
    return result


def _weaken_short(segments: list[Segment]) -> list[Segment]:
    """Let shapes that would only flicker insist less; closures are kept, they are what viewers read."""
    return [
        segment
        if segment.symbol in BILABIALS or segment.duration_s >= _FLICKER_S
        else replace(segment, strength=max(0.25, segment.duration_s / _FLICKER_S))
        for segment in segments
    ]


def _fill_pauses(segments: list[Segment], duration_s: float) -> tuple[Segment, ...]:
    """Put a relaxed or resting shape into each pause; the shortest pauses stay empty and hold the last
    shape."""
    result: list[Segment] = []
    cursor_s = 0.0
    for segment in segments:
        gap_s = segment.start_s - cursor_s
        is_edge = not result
        if gap_s >= HOLD_PAUSE_S or (is_edge and gap_s > 0.0):
            symbol = REST if is_edge or gap_s > RELAX_PAUSE_S else AJAR
            result.append(Segment(symbol, cursor_s, segment.start_s))
        result.append(segment)
        cursor_s = segment.end_s
    if duration_s - cursor_s > 0.0:
        result.append(Segment(REST, cursor_s, duration_s))
    return tuple(result)


def is_vowel(segment: Segment) -> bool:
    """Tell whether a segment is a vowel."""
    return segment.symbol in VOWELS

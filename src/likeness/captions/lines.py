"""Two lines that look balanced."""

from collections.abc import Sequence

from likeness.captions.breaks import break_cost
from likeness.captions.writing import columns
from likeness.core.captioning import CueWord, line_text

Lines = tuple[tuple[CueWord, ...], ...]

_BREAK_WEIGHT = 0.42
"""A good place to break is worth lines that differ by this share of a full line."""

_ORPHAN_COST = 0.35
_ORPHAN_COLUMNS = 6
_LONG_FIRST = 1.15
"""A line above that is longer than the one below counts more: the shape of a pyramid is read more easily."""


def width(words: Sequence[CueWord]) -> int:
    """Return the columns that words take on one line."""
    return columns(line_text(tuple(words)))


def in_lines(words: Sequence[CueWord], most_columns: int) -> Lines | None:
    """Lay words on one line, or on two balanced ones; None when they do not fit.

    >>> words = [CueWord(text, 0, 0) for text in "We looked for a place to eat near the station".split()]
    >>> [line_text(line) for line in in_lines(words, 30) or ()]
    ['We looked for a place', 'to eat near the station']
    """
    if width(words) <= most_columns:
        return (tuple(words),)
    splits = [
        (cost, i)
        for i in range(1, len(words))
        if (cost := _cost(words[:i], words[i:], most_columns)) is not None
    ]
    if not splits:
        return None
    _, best = min(splits)
    return tuple(words[:best]), tuple(words[best:])


def _cost(above: Sequence[CueWord], below: Sequence[CueWord], most_columns: int) -> float | None:
    widths = width(above), width(below)
    if max(widths) > most_columns:
        return None
    difference = (widths[0] - widths[1]) / most_columns
    cost = abs(difference) * (_LONG_FIRST if difference > 0 else 1.0)
    cost += _BREAK_WEIGHT * break_cost(above[-1], below[0])
    return cost + _ORPHAN_COST * sum(
        len(line) == 1 and columns_ <= _ORPHAN_COLUMNS
        for line, columns_ in ((above, widths[0]), (below, widths[1]))
    )

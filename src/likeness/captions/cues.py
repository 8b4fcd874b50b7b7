"""Words become captions: by phrase, at the speed of reading, two lines at most."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from likeness.captions.breaks import break_cost, ends_sentence
from likeness.captions.lines import in_lines, width
from likeness.captions.writing import columns, cut_to
from likeness.core.captioning import Cue, CueWord

_MOST_LINES = 2
_PER_CUE = 0.6
"""Each caption costs something, so that there are not too many."""

_AT_BREAK = 1.3
_PAUSE_S = 0.25
_AFTER_PAUSE = 0.35
"""Cutting where the speaker pauses is nearly free."""

_PAUSE_INSIDE_S = 0.7
_PAUSE_INSIDE_COST = 1.5
_SENTENCE_INSIDE_COST = 0.9
_SHORT_COST_PER_S = 2.5
_FAST_COST_PER_COLUMN = 0.12
_LONE_WORD_COST = 1.6
_LONE_COLUMNS = 12


@dataclass(frozen=True)
class CueLimits:
    """What viewers can take in; the customary figures of broadcasters and streaming services."""

    columns: int = 42
    """Longest line; East Asian characters count two."""

    shortest_s: float = 1.0
    """A caption stays at least this long, where the next one leaves it the time."""

    longest_s: float = 7.0
    """A caption stays at most this long."""

    columns_per_s: float = 20.0
    """Fastest reading."""

    bridged_s: float = 0.6
    """Shorter gaps between captions are closed: the caption before stays until the next one comes."""

    linger_s: float = 0.35
    """How long a caption stays after its last word."""


def cues_of(words: Sequence[CueWord], duration_s: float, limits: CueLimits | None = None) -> tuple[Cue, ...]:
    """Group words into captions.

    The cuts are those of least cost: ends of sentences and clauses and pauses are cheap, cuts after short
    words dear; captions too short to be read, of a lone word, or with a pause or the end of a sentence
    inside cost too.

    Parameters
    ----------
    words
        In time order.
    duration_s
        Length of the film; no caption lasts longer.
    limits
        None = those of `CueLimits`.

    Returns
    -------
    tuple of Cue
        In time order, without overlaps.
    """
    limits = limits or CueLimits()
    fitting = _cut_long_words(words, limits.columns)
    groups = _cheapest_groups(fitting, limits)
    return tuple(_timed(groups, duration_s, limits))


def _cut_long_words(words: Sequence[CueWord], most_columns: int) -> list[CueWord]:
    cut: list[CueWord] = []
    for word in words:
        parts = cut_to(word.text, most_columns)
        step_s = (word.end_s - word.start_s) / len(parts)
        for i, part in enumerate(parts):
            start_s = word.start_s + i * step_s
            cut.append(CueWord(part, start_s, start_s + step_s, word.is_joined or i > 0))
    return cut


def _cheapest_groups(words: Sequence[CueWord], limits: CueLimits) -> list[tuple[CueWord, ...]]:
    """Return the words in groups, one for each caption: shortest path over the places between words."""
    costs = [0.0] + [math.inf] * len(words)
    starts = [0] * (len(words) + 1)
    for end in range(1, len(words) + 1):
        n_columns = 0
        for start in range(end - 1, -1, -1):
            n_columns += columns(words[start].text)
            if n_columns > _MOST_LINES * limits.columns:
                break
            cost = costs[start] + _group_cost(words, start, end, limits)
            if cost < costs[end]:
                costs[end], starts[end] = cost, start
    groups = []
    end = len(words)
    while end > 0:
        groups.append(tuple(words[starts[end] : end]))
        end = starts[end]
    return groups[::-1]


def _group_cost(words: Sequence[CueWord], start: int, end: int, limits: CueLimits) -> float:
    group = words[start:end]
    if len(group) > 1 and (
        group[-1].end_s - group[0].start_s > limits.longest_s or in_lines(group, limits.columns) is None
    ):
        return math.inf
    n_columns = width(group)
    next_s = words[end].start_s if end < len(words) else math.inf
    shown_s = min(next_s - group[0].start_s, limits.longest_s)
    cost = _PER_CUE + _inside_cost(group)
    cost += _SHORT_COST_PER_S * max(0.0, limits.shortest_s - shown_s)
    cost += _FAST_COST_PER_COLUMN * max(0.0, n_columns / max(shown_s, 0.1) - limits.columns_per_s)
    if len(group) == 1 and n_columns <= _LONE_COLUMNS and not _stands_alone(words, start, end):
        cost += _LONE_WORD_COST
    if end < len(words):
        pause_s = next_s - group[-1].end_s
        at_break = _AT_BREAK * break_cost(group[-1], words[end])
        cost += _AFTER_PAUSE * at_break if pause_s >= _PAUSE_S else at_break
    return cost


def _inside_cost(group: Sequence[CueWord]) -> float:
    cost = 0.0
    for i in range(len(group) - 1):
        cost += _SENTENCE_INSIDE_COST * ends_sentence(group[i])
        cost += _PAUSE_INSIDE_COST * (group[i + 1].start_s - group[i].end_s > _PAUSE_INSIDE_S)
    return cost


def _stands_alone(words: Sequence[CueWord], start: int, end: int) -> bool:
    """Tell whether a group is a whole sentence, such as "Yes."."""
    return ends_sentence(words[end - 1]) and (start == 0 or ends_sentence(words[start - 1]))


def _timed(groups: Sequence[tuple[CueWord, ...]], duration_s: float, limits: CueLimits) -> list[Cue]:
    cues = []
    for i, group in enumerate(groups):
        start_s = group[0].start_s
        next_s = groups[i + 1][0].start_s if i + 1 < len(groups) else duration_s
        wanted_s = max(
            group[-1].end_s + limits.linger_s,
            start_s + limits.shortest_s,
            start_s + width(group) / limits.columns_per_s,
        )
        end_s = min(wanted_s, max(start_s + limits.longest_s, group[-1].end_s), next_s)
        if i + 1 < len(groups) and next_s - end_s < limits.bridged_s:
            end_s = next_s
        lines = in_lines(group, limits.columns)
        if lines is None:
            raise AssertionError(f"a group of words fits no caption: {group}")
        cues.append(Cue(start_s, max(end_s, start_s), lines))
    return [cue for cue in cues if cue.end_s > cue.start_s]


def moved(cues: Sequence[Cue], offset_s: float) -> tuple[Cue, ...]:
    """Return captions as they stand in a longer film: each scene counts its time from its own start."""
    return tuple(
        Cue(
            cue.start_s + offset_s,
            cue.end_s + offset_s,
            tuple(
                tuple(
                    replace(word, start_s=word.start_s + offset_s, end_s=word.end_s + offset_s)
                    for word in line
                )
                for line in cue.lines
            ),
        )
        for cue in cues
    )

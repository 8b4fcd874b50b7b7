"""Finding patterns of the tables in a row of tokens."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from likeness.direction import lexicon, modifiers, places
from likeness.direction.tokens import Token, TokenKind

NUMBER_SLOT = "#"
_ACTION_GAP, _PLACE_GAP = 3, 2
_BETWEEN_ACTION = modifiers.GLUE | modifiers.DEGREES.keys() | modifiers.TEMPOS.keys() | modifiers.SIDES.keys()
_BETWEEN_PLACE = modifiers.GLUE | modifiers.PRONOUNS


@dataclass(frozen=True)
class Pattern:
    """A row of slots and what it means."""

    meaning: object
    """An `Action`, a `Place`, or the name of a time."""

    slots: tuple[frozenset[str], ...]
    """The lemmas that fit each slot."""


@dataclass(frozen=True)
class Match:
    """A pattern found."""

    meaning: object
    """Of the pattern."""

    tokens: tuple[int, ...]
    """Indices of the tokens in its slots."""

    numbers: tuple[float, ...] = ()
    """Values of its number slots."""


Table = dict[str, tuple[Pattern, ...]]
"""Patterns by the lemmas of their first slot, longest first."""


@cache
def action_table() -> Table:
    """Return the patterns of `lexicon`."""
    return _table(lexicon.PATTERNS.items(), lexicon.SHORT_FORMS)


@cache
def place_table() -> Table:
    """Return the patterns of places."""
    return _table(places.PLACES.items(), places.SHORT_FORMS)


@cache
def time_table() -> Table:
    """Return the patterns of times in seconds."""
    return _table(places.TIMES.items(), places.SHORT_FORMS)


@cache
def order_table() -> Table:
    """Return the patterns of `THEN`."""
    return _table([("then", places.THEN)], places.SHORT_FORMS)


@cache
def saying_table() -> Table:
    """Return what stands before words that are said."""
    return _table([("saying", places.SAYING)], places.SHORT_FORMS)


@cache
def count_table() -> Table:
    """Return the patterns of counts."""
    return _table([("count", places.COUNTS)], places.SHORT_FORMS)


def find_action(tokens: tuple[Token, ...], first: int) -> Match | None:
    """Return the longest action that begins with a token."""
    return _find(action_table(), tokens, first, lambda token: token.lemma in _BETWEEN_ACTION, _ACTION_GAP)


def find_in(table: Table, tokens: tuple[Token, ...], first: int) -> Match | None:
    """Return the longest pattern of another table that begins with a token."""
    return _find(table, tokens, first, lambda token: token.lemma in _BETWEEN_PLACE, _PLACE_GAP)


def _table(rows: Iterable[tuple[object, str]], short_forms: dict[str, str]) -> Table:
    found: dict[str, list[Pattern]] = {}
    for meaning, text in rows:
        for short, full in short_forms.items():
            text = text.replace(short, full)  # noqa: PLW2901
        for row in text.split(" | "):
            pattern = Pattern(meaning, tuple(frozenset(slot.split("/")) for slot in row.split()))
            for word in pattern.slots[0]:
                found.setdefault(word, []).append(pattern)
    return {word: tuple(sorted(rows_, key=lambda p: -len(p.slots))) for word, rows_ in found.items()}


def _find(
    table: Table, tokens: tuple[Token, ...], first: int, may_skip: Callable[[Token], bool], gap: int
) -> Match | None:
    token = tokens[first]
    candidates = table.get(token.lemma, ())
    if token.number is not None:
        candidates = (*candidates, *table.get(NUMBER_SLOT, ()))
    for pattern in sorted(candidates, key=lambda p: -len(p.slots)):
        places_ = _fit(pattern, tokens, first, may_skip, gap)
        if places_ is not None:
            pairs = zip(pattern.slots, places_, strict=True)
            numbers = tuple(tokens[i].number or 0.0 for slot, i in pairs if NUMBER_SLOT in slot)
            return Match(pattern.meaning, places_, numbers)
    return None


def _fit(
    pattern: Pattern, tokens: tuple[Token, ...], first: int, may_skip: Callable[[Token], bool], gap: int
) -> tuple[int, ...] | None:
    at = [first]
    if not _fits(pattern.slots[0], tokens, first):
        return None
    for slot in pattern.slots[1:]:
        index = at[-1] + 1
        last = index + gap
        while index < len(tokens) and not _fits(slot, tokens, index):
            if index >= last or not may_skip(tokens[index]):
                return None
            index += 1
        if index >= len(tokens):
            return None
        at.append(index)
    return tuple(at)


def _fits(slot: frozenset[str], tokens: tuple[Token, ...], index: int) -> bool:
    token = tokens[index]
    if NUMBER_SLOT in slot and token.number is not None:
        # In "a few seconds" the number is "few", in "a second" it is "a".
        follows = index + 1 < len(tokens) and tokens[index + 1].number is not None
        return not (token.text in ("a", "an") and follows)
    return token.kind is TokenKind.WORD and token.lemma in slot

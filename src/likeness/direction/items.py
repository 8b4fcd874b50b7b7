"""Tokens grouped into items: actions, places, modifiers, joints, and what is left over."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum, auto

from likeness.core.direction import Action, Place, Side, When
from likeness.direction import lexicon, modifiers, places
from likeness.direction.matching import (
    Match,
    count_table,
    find_action,
    find_in,
    order_table,
    place_table,
    saying_table,
    time_table,
)
from likeness.direction.tokens import Token, TokenKind

_NO_PLACE = When()
_MOMENT_S = 1.0
_MOST_SAID_WORDS = 5
_BEFORE_QUOTE = modifiers.words("on at with after before for when during")
_NEAR_QUOTE = modifiers.GLUE | modifiers.PRONOUNS | {"word", "phrase", "line", "sentence", ","}


class ItemKind(Enum):
    """What an item does in its segment."""

    ACTION = auto()
    PLACE = auto()
    DURATION = auto()
    DEGREE = auto()
    TEMPO = auto()
    SIDE = auto()
    REPEATS = auto()
    NEGATION = auto()
    REDUCTION = auto()
    JOINT = auto()
    FILLER = auto()
    CANNOT = auto()
    UNKNOWN = auto()


@dataclass(frozen=True)
class Item:
    """Some tokens with one function."""

    kind: ItemKind
    """Its function."""

    tokens: tuple[int, ...]
    """Indices of its tokens."""

    action: Action = Action.NOD
    """For actions."""

    when: When = _NO_PLACE
    """For places and durations."""

    amount: float = 1.0
    """Degree, tempo, repeats, share left."""

    word: str = ""
    """The lemma of a single word; the kind of a joint."""

    side: Side = Side.NONE
    """For sides: that of the picture, or the speaker's own if `is_own`."""

    is_own: bool = False
    """The side is the speaker's own."""


_Reader = Callable[[tuple[Token, ...], int], Item | None]


def items_of(tokens: tuple[Token, ...]) -> tuple[Item, ...]:
    """Return the items of a prompt by their first token; every token is in exactly one of them."""
    owner: dict[int, Item] = {}
    for first in range(len(tokens)):
        if first in owner:
            continue
        item = _longest(tokens, first, owner)
        for index in item.tokens:
            owner[index] = item
    items = sorted(set(owner.values()), key=lambda item: item.tokens)
    inside = {i for item in items for i in range(item.tokens[0], item.tokens[-1])}
    return tuple(
        Item(ItemKind.FILLER, item.tokens)
        if item.kind is ItemKind.JOINT and item.tokens[0] in inside
        else item
        for item in items
    )


def _longest(tokens: tuple[Token, ...], first: int, owner: dict[int, Item]) -> Item:
    """The reading that explains most tokens; among equals the first of the readers."""
    found = [reader(tokens, first) for reader in _READERS]
    free = [item for item in found if item is not None and not any(i in owner for i in item.tokens)]
    if free:
        return max(free, key=lambda item: len(item.tokens))
    return _single(tokens, first)


def _said_words(tokens: tuple[Token, ...], first: int) -> Item | None:
    """Words at which something happens: a quotation after a preposition, or any words after "saying"."""
    saying = find_in(saying_table(), tokens, first)
    if saying is None and tokens[first].lemma not in _BEFORE_QUOTE:
        return None
    at = list(saying.tokens) if saying else [first]
    words, more = _quoted(tokens, at[-1] + 1, is_more=False)
    if not words and saying is not None:
        words, more = _unquoted(tokens, at[-1] + 1)
        words_after, more_after = _quoted(tokens, (more or at)[-1] + 1, is_more=True)
        words, more = words + words_after, more + more_after
    said = tuple(word for word in words if word)
    return Item(ItemKind.PLACE, (*at, *more), when=When(Place.WORDS, said)) if said else None


def _quoted(tokens: tuple[Token, ...], first: int, *, is_more: bool) -> tuple[list[str], list[int]]:
    """The quotations that follow, parted by commas, "or" and "and", and the indices of their tokens."""
    words: list[str] = []
    at: list[int] = []
    n_skipped = 0
    for index in range(first, len(tokens)):
        token = tokens[index]
        is_between = token.lemma in _NEAR_QUOTE or ((words or is_more) and token.lemma in ("or", "and", ","))
        if token.kind is TokenKind.QUOTE:
            words.append(" ".join(plain_words(token.text)))
            at.append(index)
            n_skipped = 0
        elif is_between and n_skipped < 3:
            n_skipped += 1
        else:
            break
    return words, at


def _unquoted(tokens: tuple[Token, ...], first: int) -> tuple[list[str], list[int]]:
    """The words that are said, up to the next break: "when saying thank you"."""
    at: list[int] = []
    for index in range(first, min(first + _MOST_SAID_WORDS, len(tokens))):
        token = tokens[index]
        if token.kind is not TokenKind.WORD or token.lemma in (
            "and",
            "then",
            "she",
            "he",
            "they",
            "but",
            "or",
        ):
            break
        if at and find_action(tokens, index) is not None:
            break
        at.append(index)
    return [" ".join(tokens[i].text for i in at)] if at else [], at


def plain_words(text: str) -> list[str]:
    """Return the words of a text in lower case without punctuation.

    >>> plain_words("Don’t wait, really!")
    ["don't", 'wait', 'really']
    """
    cleaned = "".join(c if c.isalnum() or c == "'" else " " for c in text.lower().replace("’", "'"))
    return [word.strip("'") for word in cleaned.split() if word.strip("'")]


def _time(tokens: tuple[Token, ...], first: int) -> Item | None:
    match = find_in(time_table(), tokens, first)
    if match is None:
        return None
    number = match.numbers[0] if match.numbers else _MOMENT_S
    kinds = {
        "after": When(Place.TIME, start_s=number),
        "at": When(Place.TIME, start_s=number),
        "first": When(Place.TIME, start_s=0.0, duration_s=number),
        "last": When(Place.TIME, start_s=-number, duration_s=number),
        "before_end": When(Place.TIME, start_s=-number),
        "every": When(Place.INTERVALS, start_s=max(number, 0.5)),
        "every_one": When(Place.INTERVALS, start_s=1.0),
    }
    if match.meaning == "range":
        start_s, end_s = match.numbers
        when = When(Place.TIME, start_s=start_s, duration_s=max(end_s - start_s, 0.2))
        return Item(ItemKind.PLACE, match.tokens, when=when)
    if match.meaning in kinds:
        return Item(ItemKind.PLACE, match.tokens, when=kinds[str(match.meaning)])
    return Item(ItemKind.DURATION, match.tokens, when=When(duration_s=number))


def _place(tokens: tuple[Token, ...], first: int) -> Item | None:
    match = find_in(place_table(), tokens, first)
    if match is None or not isinstance(match.meaning, Place):
        return None
    return Item(ItemKind.PLACE, match.tokens, when=When(match.meaning))


def _count(tokens: tuple[Token, ...], first: int) -> Item | None:
    match = find_in(count_table(), tokens, first)
    if match is None:
        return None
    return Item(ItemKind.REPEATS, match.tokens, amount=max(round(match.numbers[0]), 1))


def _order(tokens: tuple[Token, ...], first: int) -> Item | None:
    match = find_in(order_table(), tokens, first)
    return None if match is None else Item(ItemKind.JOINT, match.tokens, word="then")


def _action(tokens: tuple[Token, ...], first: int) -> Item | None:
    match: Match | None = find_action(tokens, first)
    if match is None or not isinstance(match.meaning, Action):
        return None
    return Item(ItemKind.ACTION, match.tokens, action=match.meaning)


_READERS: tuple[_Reader, ...] = (_said_words, _time, _count, _place, _order, _action)


def _single(tokens: tuple[Token, ...], index: int) -> Item:
    """The reading of one token by the tables of single words."""
    token, at = tokens[index], (index,)
    if token.kind is TokenKind.COMMA:
        return Item(ItemKind.JOINT, at, word="and" if token.text.strip() in ("&", "+", "/") else "comma")
    if token.kind is TokenKind.STOP:
        return Item(ItemKind.JOINT, at, word="stop")
    if token.kind is not TokenKind.WORD:
        kind = ItemKind.FILLER if token.kind is TokenKind.OTHER else ItemKind.UNKNOWN
        return Item(kind, at)
    if token.lemma in modifiers.SIDES:
        return side_item(tokens, index)
    for kind, table in _AMOUNTS:
        if token.lemma in table:
            return Item(kind, at, amount=table[token.lemma], word=token.lemma)
    return _plain(token, at)


_AMOUNTS: tuple[tuple[ItemKind, dict[str, float]], ...] = (
    (ItemKind.REDUCTION, modifiers.REDUCTIONS),
    (ItemKind.DEGREE, modifiers.DEGREES),
    (ItemKind.TEMPO, modifiers.TEMPOS),
    (ItemKind.REPEATS, {word: float(n) for word, n in modifiers.REPEATS.items()}),
)


def _plain(token: Token, at: tuple[int, ...]) -> Item:
    if token.lemma in modifiers.DURATIONS_S:
        return Item(ItemKind.DURATION, at, when=When(duration_s=modifiers.DURATIONS_S[token.lemma]))
    if token.text in modifiers.NEGATIONS or token.lemma in modifiers.NEGATIONS:
        return Item(ItemKind.NEGATION, at, word=token.lemma)
    if token.lemma in places.JOIN:
        return Item(ItemKind.JOINT, at, word=places.JOIN[token.lemma])
    if token.lemma in modifiers.CANNOT:
        return Item(ItemKind.CANNOT, at)
    known = token.lemma in modifiers.FILLERS or token.lemma in modifiers.GLUE
    if known or token.lemma in modifiers.PRONOUNS or token.lemma in modifiers.AMOUNTS:
        return Item(ItemKind.FILLER, at, word=token.lemma)
    return Item(ItemKind.UNKNOWN, at)


def side_item(tokens: tuple[Token, ...], index: int) -> Item:
    """Read the word left or right at an index, with the word that says whose left it is."""
    before = tokens[index - 1].lemma if index > 0 else ""
    if before == "own" and index > 1:
        before = tokens[index - 2].lemma
    side = Item(ItemKind.SIDE, (index,), side=Side(modifiers.SIDES[tokens[index].lemma]), word=before)
    return replace(side, is_own=before in modifiers.OWN_SIDE)


def side_of(item: Item, action: Action) -> Side:
    """Return the side of the picture that a side item means for an action.

    Directions ("turns left") are those of the picture unless called the speaker's own; parts of the body
    ("left eye") are the speaker's own unless called the viewer's.
    """
    is_body_part = action in lexicon.OWN_SIDED and item.word not in modifiers.PICTURE_SIDE
    if not (item.is_own or is_body_part):
        return item.side
    return Side.RIGHT if item.side is Side.LEFT else Side.LEFT

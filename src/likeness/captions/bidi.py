"""Order of mixed directions: the Unicode Bidirectional Algorithm (UAX 9) for one line of text.

Without the explicit marks of direction, which no caption needs; they are passed over.
"""

import unicodedata
from collections.abc import Sequence
from itertools import groupby

_STRONG = {"L": "L", "R": "R", "AL": "R"}
_NEUTRAL = frozenset({"B", "S", "WS", "ON"})
_NUMBERS = frozenset({"EN", "AN"})
_BRACKETS = {"(": ")", "[": "]", "{": "}"}


def is_right_to_left(text: str) -> bool:
    """Tell whether a text begins with a letter of a writing that runs from right to left.

    Latin names at its start do not count when half of the letters are of the other kind.

    >>> is_right_to_left("שלום Anna"), is_right_to_left("Anna שלום לך"), is_right_to_left("Hello")
    (True, True, False)
    """
    directions = [_STRONG[kind] for kind in map(unicodedata.bidirectional, text) if kind in _STRONG]
    if not directions:
        return False
    return directions[0] == "R" or 2 * directions.count("R") >= len(directions)


def levels(text: str, *, is_rtl: bool) -> list[int]:
    """Return the embedding level of each character: even = left to right, odd = right to left.

    Parameters
    ----------
    text
        One line.
    is_rtl
        The line as a whole runs from right to left.

    >>> levels("ab שם 12", is_rtl=True)
    [2, 2, 1, 1, 1, 1, 2, 2]
    """
    base = int(is_rtl)
    start = "R" if is_rtl else "L"
    kinds = _weak([unicodedata.bidirectional(character) or "L" for character in text], start)
    _settle_brackets(text, kinds, start)
    _settle_neutrals(kinds, start)
    found = [_level(kind, base) for kind in kinds]
    for i in range(len(text) - 1, -1, -1):  # spaces at the end follow the line (L1)
        if not text[i].isspace():
            break
        found[i] = base
    return found


def visual_order(run_levels: Sequence[int]) -> list[int]:
    """Return the indices of runs from left to right (rule L2).

    >>> visual_order([1, 2, 1])
    [2, 1, 0]
    """
    order = list(range(len(run_levels)))
    for level in range(max(run_levels, default=0), 0, -1):
        reordered: list[int] = []
        for is_deep, group in groupby(order, key=lambda index: run_levels[index] >= level):
            indices = list(group)
            reordered += indices[::-1] if is_deep else indices
        order = reordered
    return order


def _weak(kinds: list[str], start: str) -> list[str]:
    """Settle marks, numbers and the signs in them (rules W1-W7)."""
    strong = start
    previous = start
    for i, kind in enumerate(kinds):
        if kind in ("NSM", "BN") or kind[:2] in ("LR", "RL", "PD", "FS"):
            kinds[i] = previous
        elif kind in _STRONG:
            strong = kind
        elif kind == "EN" and strong == "AL":
            kinds[i] = "AN"
        previous = kinds[i]
    kinds[:] = [_STRONG.get(kind, kind) for kind in kinds]
    _settle_separators(kinds)
    _settle_terminators(kinds)
    strong = start
    for i, kind in enumerate(kinds):
        if kind in ("ES", "ET", "CS"):
            kinds[i] = "ON"
        elif kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[i] = "L"
    return kinds


def _settle_separators(kinds: list[str]) -> None:
    for i in range(1, len(kinds) - 1):
        before, kind, after = kinds[i - 1 : i + 2]
        if before == after and ((kind == "ES" and before == "EN") or (kind == "CS" and before in _NUMBERS)):
            kinds[i] = before


def _settle_terminators(kinds: list[str]) -> None:
    position = 0
    for kind, group in groupby(list(kinds)):
        end = position + len(list(group))
        beside = kinds[position - 1 : position] + kinds[end : end + 1]
        if kind == "ET" and "EN" in beside:
            kinds[position:end] = ["EN"] * (end - position)
        position = end


def _settle_brackets(text: str, kinds: list[str], start: str) -> None:
    """Give both brackets of a pair one direction (rule N0)."""
    for opening, closing in _pairs(text, kinds):
        inside = {_direction(kind) for kind in kinds[opening + 1 : closing]} - {""}
        if start in inside:
            kinds[opening] = kinds[closing] = start
        elif inside:
            before = next(
                (d for kind in kinds[opening - 1 :: -1] if opening and (d := _direction(kind))), start
            )
            other = inside.pop()
            kinds[opening] = kinds[closing] = other if before == other else start


def _pairs(text: str, kinds: Sequence[str]) -> list[tuple[int, int]]:
    waiting: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for i, character in enumerate(text):
        if kinds[i] != "ON":
            continue
        if character in _BRACKETS:
            waiting.append((_BRACKETS[character], i))
        elif character in _BRACKETS.values():
            for depth in range(len(waiting) - 1, -1, -1):
                if waiting[depth][0] == character:
                    pairs.append((waiting[depth][1], i))
                    del waiting[depth:]
                    break
    return sorted(pairs)


def _settle_neutrals(kinds: list[str], start: str) -> None:
    """Give what stands between letters their direction, or the line's (rules N1, N2)."""
    position = 0
    for is_neutral, group in groupby(list(kinds), key=lambda kind: kind in _NEUTRAL):
        end = position + len(list(group))
        if is_neutral:
            before = _direction(kinds[position - 1]) if position else start
            after = _direction(kinds[end]) if end < len(kinds) else start
            kinds[position:end] = [before if before == after else start] * (end - position)
        position = end


def _direction(kind: str) -> str:
    """Return L or R; numbers count as R here, and what has no direction is empty."""
    return {"L": "L", "R": "R", "EN": "R", "AN": "R"}.get(kind, "")


def _level(kind: str, base: int) -> int:
    """Rules I1 and I2."""
    if base == 0:
        return {"L": 0, "R": 1}.get(kind, 2)
    return 1 if kind == "R" else 2

"""What ``<say-as>`` and ``<sub>`` make of their content."""

import re

from likeness.speech.markup import Saying
from likeness.speech.normalize.english import Replacement, english_replacements
from likeness.speech.normalize.numbers import cardinal, digits, ordinal
from likeness.speech.tags import primary_language

_SPELLED = frozenset({"characters", "character", "spell-out", "spell", "verbatim"})
_DIGITS = frozenset({"digits", "telephone", "phone"})
_SIGNS = {
    ".": "dot", "-": "dash", "/": "slash", "@": "at", "_": "underscore", "+": "plus", "#": "number",
    "&": "and", "%": "percent",
}  # fmt: skip


def say(saying: Saying, content: str, language: str) -> str | None:
    """Return how an element's content is said; None when it is simply read.

    Signs and numbers become words in English; in other languages they are taken apart and left to the voice.

    >>> say(Saying(1, "characters"), "W3C", "en-US"), say(Saying(2, "sub", "et cetera"), "etc.", "en")
    ('W, 3, C', 'et cetera')
    """
    if saying.kind == "sub":
        return saying.detail
    is_english = primary_language(language) == "en"
    if saying.kind in _SPELLED:
        return _spelled(content, is_english)
    if saying.kind in _DIGITS:
        groups = re.findall(r"\d+", content)
        plus = "plus " if is_english and content.strip().startswith("+") else ""
        return plus + ", ".join(digits(group) if is_english else " ".join(group) for group in groups) or None
    return _english(saying, content, language) if is_english else None


def _spelled(content: str, is_english: bool) -> str | None:
    letters = [letter for letter in content if not letter.isspace()]
    named = [_SIGNS.get(letter, "") if is_english and not letter.isalnum() else letter for letter in letters]
    return ", ".join(letter for letter in named if letter) or None


def _english(saying: Saying, content: str, language: str) -> str | None:
    number = re.sub(r"[^\d]", "", content)
    if saying.kind == "cardinal" and 0 < len(number) <= 18 and "." not in content:
        return cardinal(int(number) * (-1 if content.strip().startswith("-") else 1))
    if saying.kind == "ordinal" and 0 < len(number) <= 18:
        return ordinal(int(number))
    region = _region_of_dates(saying, language)
    read = english_replacements(content, region)
    return _joined(content, read) if read else None


def _region_of_dates(saying: Saying, language: str) -> str:
    """Let the format "dmy" or "mdy" decide, else the accent."""
    orders = {"d": "GB", "m": "US"}
    return orders.get(saying.detail[:1].lower(), language[3:5] if "-" in language else "US")


def _joined(content: str, replacements: list[Replacement]) -> str:
    pieces, end = [], 0
    for found in replacements:
        pieces += [content[end : found.start], found.spoken]
        end = found.end
    return "".join([*pieces, content[end:]])

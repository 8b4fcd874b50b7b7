"""English text in the few letters that flite and festival know, word by word."""

import re
import unicodedata
from dataclasses import dataclass

from likeness.speech.script import Token, tokenize

_SPOKEN = {
    "\u2018": "'", "\u2019": "'", "&": " and ", "%": " percent ", "+": " plus ", "=": " equals ", "@": " at ",
    "#": " number ", "\u20ac": " euros ", "\u00a3": " pounds ", "\u00b0": " degrees ", "\u00df": "ss",
    "\u00e6": "ae", "\u00f8": "o", "\u0153": "oe",
}  # fmt: skip
_UNREADABLE = re.compile(r"[^A-Za-z0-9'.,:$-]+")
_MARKS = (
    ("?", "?"),
    ("!", "!"),
    (".", "."),
    ("\u2026", "."),
    ("\u0964", "."),
    (";", ","),
    (":", ","),
    (",", ","),
)
# A period after these ends no sentence.
_ABBREVIATIONS = frozenset(
    {"mr", "mrs", "ms", "dr", "prof", "st", "rev", "gen", "sen", "rep", "lt", "col", "capt", "vs"}
)
_DASHES = "\u2013\u2014()[]"


@dataclass(frozen=True)
class Chunk:
    """One written word as it is handed to an English voice."""

    token: Token
    """The word in the text."""

    spoken: str
    """The same in ASCII; letters, digits and '.,:$- only, never empty."""

    mark: str
    """Punctuation after it: one of ? ! . , or nothing."""


def english_chunks(text: str) -> tuple[Chunk, ...]:
    """Return the words of a text that an English voice can read, in order.

    Accents are dropped; words in other scripts are left out.

    >>> [chunk.spoken + chunk.mark for chunk in english_chunks("Caf\u00e9 \u2014 50% off, \u4f60\u597d!")]
    ['Cafe,', '50 percent', 'off,']
    """
    tokens = tokenize(text)
    chunks = []
    for i, token in enumerate(tokens):
        following = tokens[i + 1].start if i + 1 < len(tokens) else len(text)
        spoken = _in_ascii(token.text)
        if any(character.isalnum() for character in spoken):
            mark = mark_in(text[token.end : following])
            if mark == "." and token.text.lower() in _ABBREVIATIONS:
                mark = ""
            chunks.append(Chunk(token, spoken, mark))
    return tuple(chunks)


def text_of(chunks: tuple[Chunk, ...]) -> str:
    """Return one line of text to be read."""
    return " ".join(chunk.spoken + chunk.mark for chunk in chunks)


def _in_ascii(word: str) -> str:
    replaced = "".join(_SPOKEN.get(character, character) for character in word)
    letters = unicodedata.normalize("NFKD", replaced)
    plain = "".join(letter for letter in letters if unicodedata.category(letter)[0] != "M")
    return " ".join(_UNREADABLE.sub(" ", plain).split()).strip("-,:")


def mark_in(gap: str) -> str:
    """Return the punctuation that counts between two words: one of ? ! . , or nothing."""
    for written, mark in _MARKS:
        if written in gap:
            return mark
    return "," if any(dash in gap for dash in _DASHES) else ""

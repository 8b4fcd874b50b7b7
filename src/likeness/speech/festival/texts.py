"""Texts in the letters that a voice of festival knows, word by word."""

import unicodedata

from likeness.speech.english.chunks import Chunk, english_chunks, mark_in
from likeness.speech.script import tokenize

_READ_AS = {"\u2019": "'", "\u2018": "'", "\u2013": "-", "\u00ad": ""}


def chunks_of(text: str, language: str, encoding: str) -> tuple[Chunk, ...]:
    """Return the words of a text that a voice can read, in order.

    What its encoding lacks loses its accents, or is left out. Nothing that means something to festival's
    Scheme is left: no quotes, brackets or backslashes.

    >>> [chunk.spoken + chunk.mark for chunk in chunks_of('Perché (no)? "Sì", 你好!', "it", "iso-8859-1")]
    ['Perché,', 'no?', 'Sì,']
    """
    if language.startswith("en"):
        return english_chunks(text)
    tokens = tokenize(text)
    chunks = []
    for i, token in enumerate(tokens):
        following = tokens[i + 1].start if i + 1 < len(tokens) else len(text)
        spoken = "".join(_readable(letter, encoding) for letter in token.text).strip("-.,:'")
        if any(letter.isalnum() for letter in spoken):
            chunks.append(Chunk(token, spoken, mark_in(text[token.end : following])))
    return tuple(chunks)


def _readable(letter: str, encoding: str) -> str:
    letter = _READ_AS.get(letter, letter)
    if not letter or _fits(letter, encoding):
        return letter
    bare = "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))
    return bare if bare and all(_fits(part, encoding) for part in bare) else ""


def _fits(letter: str, encoding: str) -> bool:
    if not (letter.isalnum() or unicodedata.category(letter)[0] == "M" or letter in "'-.,:%"):
        return False
    try:
        letter.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True

"""What the words of a speech feel like, from small tables of frequent words."""

from functools import cache

from likeness.core.direction import Feeling
from likeness.core.speech import Speech
from likeness.direction.items import plain_words
from likeness.direction.sentiment_words import CLASSES, INTENSIFIERS, NEGATIONS, WORDS

_REACH = 3
_TURNED = -0.6
_STRONGER = 1.3
_SHORTEST_STEM = 2


def feelings_of(speech: Speech) -> tuple[Feeling, ...]:
    """Return the feeling words of a speech in time order; none in languages without a table."""
    language = speech.language.split("-")[0].lower()
    if language not in WORDS:
        return ()
    texts = [" ".join(plain_words(word.text)) for word in speech.words]
    found = ((index, feeling_of(texts, index, language)) for index in range(len(texts)))
    return tuple(Feeling(index, *pair) for index, pair in found if pair is not None)


def feeling_of(texts: list[str], index: int, language: str) -> tuple[float, float] | None:
    """Return valence and arousal of one of several plain words, None if it has none.

    >>> feeling_of(["a", "wonderful", "day"], 1, "en")
    (0.85, 0.7)
    >>> feeling_of(["not", "good"], 1, "en")
    (-0.36, 0.2)
    """
    kind = class_of(texts[index], language)
    if kind is None:
        return None
    valence, arousal = CLASSES[kind]
    before = texts[max(index - _REACH, 0) : index]
    if any(word in NEGATIONS[language].split() for word in before):
        valence *= _TURNED
    if before and before[-1] in INTENSIFIERS[language].split():
        valence *= _STRONGER
    return round(min(max(valence, -1.0), 1.0), 3), arousal


def class_of(word: str, language: str) -> str | None:
    """Return the class of a word: its own entry, else the longest stem that fits."""
    exact, stems = _tables(language)
    if word in exact:
        return exact[word]
    lengths = range(len(word), _SHORTEST_STEM - 1, -1)
    return next((stems[word[:length]] for length in lengths if word[:length] in stems), None)


@cache
def _tables(language: str) -> tuple[dict[str, str], dict[str, str]]:
    """Whole words and stems with their classes."""
    pairs = [(entry, kind) for kind, text in WORDS.get(language, {}).items() for entry in text.split()]
    exact = {entry: kind for entry, kind in reversed(pairs) if not entry.endswith("*")}
    stems = {entry[:-1]: kind for entry, kind in reversed(pairs) if entry.endswith("*")}
    return exact, stems

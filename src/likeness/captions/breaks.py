"""How good a place between two words is for ending a line or a caption."""

import re

from likeness.captions.writing import columns
from likeness.core.captioning import CueWord

_CLOSERS = "\"'\u2019\u201d»)]}」』）】》"
_SENTENCE_END = re.compile(f"[.!?\u2026。！？｡؟۔।॥։።។၊။]+[{re.escape(_CLOSERS)}]*$")
_CLAUSE_END = re.compile(f"[,;:，、；：،؛·\u2013\u2014-][{re.escape(_CLOSERS)}]*$")
_ABBREVIATION = re.compile(
    r"^(?:[^\W\d_]|mr|mrs|ms|dr|prof|st|jr|sr|vs|etc|no|nr|bzw|ca|fig|vol|sra?|dra?|mme|mlle|т\.д|г)\.$", re.I
)
# Writings whose short words belong to what follows. In those of India they are postpositions, and belong to
# what they follow.
_LEADING_SHORT_WORDS = re.compile("[A-Za-z\u00c0-\u052f\u0590-\u06ff\u1e00-\u1fff\uac00-\ud7a3]")
_SHORT_COLUMNS = 3
_UNIT_COLUMNS = 5
_FREE = 0.0
_AFTER_CLAUSE = 0.25
_PLAIN = 1.0
_AFTER_NUMBER = 1.3
_AFTER_SHORT_WORD = 1.9


def ends_sentence(word: CueWord) -> bool:
    """Tell whether a sentence ends with this word.

    >>> ends_sentence(CueWord('there!"', 0, 1)), ends_sentence(CueWord("Dr.", 0, 1))
    (True, False)
    """
    return bool(_SENTENCE_END.search(word.text)) and not _ABBREVIATION.match(word.text.lstrip("\"'(«“‘"))


def break_cost(before: CueWord, after: CueWord) -> float:
    """Return what a break between two words costs: 0 after a sentence, 1 between words that belong together.

    Short words - articles, prepositions, conjunctions - belong to what follows them, and units to
    their number.
    """
    if ends_sentence(before):
        return _FREE
    if _CLAUSE_END.search(before.text):
        return _AFTER_CLAUSE
    if before.text[-1].isdecimal() and columns(after.text) <= _UNIT_COLUMNS:
        return _AFTER_NUMBER
    if after.is_joined:
        return _PLAIN
    if columns(before.text) <= _SHORT_COLUMNS and _LEADING_SHORT_WORDS.search(before.text):
        return _AFTER_SHORT_WORD
    return _PLAIN

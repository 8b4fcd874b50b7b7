"""Which letters a voice of espeak-ng reads, and which it only names.

A letter of a foreign writing is not refused by espeak-ng but named, one by one: "Chinese letter, Chinese
letter". That is never what a script means. What stands here was measured with espeak-ng 1.52 on a word of
each writing with each of its voices: a writing counts as read when the word comes out as a word.
"""

import unicodedata
from collections.abc import Iterator

from likeness.speech.tags import primary_language

# For words in these, espeak-ng changes to a language that is written so, whatever the voice.
_READ_BY_ALL = frozenset({
    "ARMENIAN", "BENGALI", "DEVANAGARI", "GEORGIAN", "GUJARATI", "GURMUKHI", "HANGUL", "KANNADA", "MALAYALAM",
    "SINHALA", "TAMIL",
})  # fmt: skip
_READ_BY = {
    "ARABIC": "ar fa sd ug ur",
    "BOPOMOFO": "cmn yue",
    "CJK": "cmn yue",
    "CYRILLIC": "ba be bg bs cv hr ka kaa kk ky lfn ltg lv mk nog ru sr tt uk uz",
    "ETHIOPIC": "am ti",
    "HEBREW": "he",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "MYANMAR": "my shn",
    "ORIYA": "or",
    "SHAVIAN": "en",
    "TELUGU": "te",
    "THAI": "th",
}
_READ_BY_ALL_BUT = {
    "GREEK": "af bs en hr lt mk sr vi",
    "LATIN": "ba cv hyw ja kok ky my nog shn ti",
}
_VOICES_OF = {writing: frozenset(languages.split()) for writing, languages in _READ_BY.items()}
_OTHERS_OF = {writing: frozenset(languages.split()) for writing, languages in _READ_BY_ALL_BUT.items()}
_PROLONGED_SOUND = "KATAKANA-HIRAGANA"
# Marks that letters of any writing carry, and signs that every voice knows.
_SHARED = frozenset({"COMBINING", "FEMININE", "MASCULINE", "MICRO", "MODIFIER"})


def readable(text: str, language: str) -> str:
    """Return a text of the same length in which a space stands for every letter that a voice cannot read.

    A single Greek or Latin letter is kept, and so are Latin capitals together: to name them is right.

    >>> readable("Hello 世界, α!", "en-US")
    'Hello   , α!'
    """
    letters = list(text)
    for start, end, writing in _runs(text):
        if not _is_read(writing, primary_language(language)) and not _is_named_well(text[start:end], writing):
            letters[start:end] = " " * (end - start)
    return "".join(letters)


def _runs(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and writing of each stretch of letters of one writing."""
    start, current = 0, ""
    for i, character in enumerate(text):
        writing = _writing(character)
        if writing in _SHARED:
            writing = current
        if writing != current:
            if current:
                yield start, i, current
            start, current = i, writing
    if current:
        yield start, len(text), current


def _writing(character: str) -> str:
    """Return the writing of a letter or of a mark on one; "" for everything else."""
    if unicodedata.category(character)[0] not in "LM":
        return ""
    name = unicodedata.name(character, "UNKNOWN").split(" ")[0]
    return "KATAKANA" if name == _PROLONGED_SOUND else name


def _is_read(writing: str, language: str) -> bool:
    if writing in _OTHERS_OF:
        return language not in _OTHERS_OF[writing]
    return writing in _READ_BY_ALL or language in _VOICES_OF.get(writing, frozenset())


def _is_named_well(run: str, writing: str) -> bool:
    letters = unicodedata.normalize("NFC", run)
    return writing in _OTHERS_OF and (len(letters) == 1 or (writing == "LATIN" and letters.isupper()))

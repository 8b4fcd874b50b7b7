"""A text in the words that are spoken, with the way back to the words that are written."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from likeness.core.speech import Word
from likeness.speech.markup import PLAIN, Manner
from likeness.speech.normalize.english import Replacement, english_replacements
from likeness.speech.normalize.sayings import say
from likeness.speech.script import SpokenText, Written, tokenize
from likeness.speech.tags import primary_language

# "€5" is read in the order in which it is written; what is said is "5 €".
_SIGN_BEFORE_AMOUNT = re.compile(r"([$€£¥₹])\s?(\d[\d.,\u00a0\u202f]*\d|\d)")

_EDGES = " .,;:!?\"'()"


def normalized(part: SpokenText, language: str) -> SpokenText:
    """Return a text as a voice should read it.

    English is written out: numbers, amounts, dates, times, units, abbreviations. In other languages the
    voices know their own numbers, and only signs of currencies change places. ``<say-as>`` and ``<sub>`` are
    followed in every language.
    """
    replacements = _replacements(part, language)
    if not replacements:
        return part
    manners = part.manners or (PLAIN,) * len(part.text)
    text: list[str] = []
    positions: list[int] = []
    new_manners: list[Manner] = []
    new_index = []
    rest = iter([*replacements, Replacement(len(part.text), len(part.text), "")])
    upcoming, i = next(rest), 0
    while i < len(part.text) or upcoming.start < len(part.text):
        is_here = upcoming.start == i and upcoming.end > i
        n_read = upcoming.end - i if is_here else 1
        spoken = f" {upcoming.spoken} " if is_here and _needs_space(part.text, upcoming) else None
        spoken = spoken or (upcoming.spoken if is_here else part.text[i])
        new_index += [len(text)] * n_read
        text += spoken
        positions += [part.char_positions[i]] * len(spoken)
        new_manners += [replace(manners[i], saying=None)] * len(spoken)
        i += n_read
        upcoming = next(rest) if is_here else upcoming
    new_index.append(len(text))
    written = tuple(
        Written(
            new_index[start], new_index[end], part.text[start:end].strip(_EDGES), part.char_positions[start]
        )
        for start, end in _touched(part.text, replacements)
    )
    return SpokenText("".join(text), tuple(positions), tuple(new_manners), written)


def as_written(words: Sequence[Word], part: SpokenText) -> list[Word]:
    """Return words as they stand in the script: "five dollars" is the one word "$5", at its place there.

    Parameters
    ----------
    words
        Their `char_start` counts in the text of `part`.
    part
        From `normalized`.
    """
    result: list[Word] = []
    last: Written | None = None
    for word in words:
        own = next((each for each in part.written if each.start <= word.char_start < each.end), None)
        if own is None or not own.text:
            result.append(replace(word, char_start=part.char_positions[word.char_start]))
        elif result and (own is last or not any(map(str.isalnum, own.text))):
            # The rest of the same word; or a sign such as "&", which is no word in the script.
            result[-1] = replace(result[-1], end_s=word.end_s)
        else:
            result.append(replace(word, text=own.text, char_start=own.position))
        last = own
    return result


def _needs_space(text: str, found: Replacement) -> bool:
    before, after = text[max(0, found.start - 1) : found.start], text[found.end : found.end + 1]
    return before.isalnum() or after.isalnum()


def _replacements(part: SpokenText, language: str) -> list[Replacement]:
    said = _said(part, language)
    if primary_language(language) == "en":
        region = language[3:5] or "US"
        read = english_replacements(part.text, region)
    else:
        read = [
            Replacement(match.start(), match.end(), f"{match[2]} {match[1]}")
            for match in _SIGN_BEFORE_AMOUNT.finditer(part.text)
        ]
    # What stands in an element is read as the element wants it, even when it wants nothing else.
    in_element = [manner.saying is not None for manner in part.manners] or [False] * len(part.text)
    free = [found for found in read if not any(in_element[found.start : found.end])]
    return sorted([*said, *free], key=lambda found: found.start)


def _said(part: SpokenText, language: str) -> list[Replacement]:
    found = []
    for saying, group in groupby(range(len(part.manners)), key=lambda i: part.manners[i].saying):
        indices = list(group)
        if saying is None:
            continue
        start, end = indices[0], indices[-1] + 1
        spoken = say(saying, part.text[start:end], language)
        if spoken is not None:
            found.append(Replacement(start, end, spoken))
    return found


def _touched(text: str, replacements: list[Replacement]) -> list[tuple[int, int]]:
    """Return the stretches of whole written words in which something is spoken otherwise."""
    stretches: list[tuple[int, int]] = []
    tokens = tokenize(text)
    for found in replacements:
        near = [token for token in tokens if token.start < found.end and token.end > found.start]
        start = min([found.start, *(token.start for token in near)])
        end = max([found.end, *(token.end for token in near)])
        if stretches and start < stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], max(end, stretches[-1][1]))
        else:
            stretches.append((start, end))
    return stretches

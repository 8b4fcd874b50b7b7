"""From espeak-ng's events of words to the words as they are written."""

from bisect import bisect_right
from collections.abc import Sequence

import numpy as np

from likeness.core.speech import Word
from likeness.speech.script import Token, divide_unspaced, tokenize


def group_words(text: str, events: Sequence[Sequence[int]]) -> list[tuple[list[Token], int]]:
    """Return the words that share an event, and the index of that event.

    espeak-ng speaks some pairs ("of the") as one word and tells one event for both; and it tells several
    for a number, of which the first counts.

    Parameters
    ----------
    text
        What was spoken.
    events
        (index of the first character, length, sample) in the order of speaking.
    """
    positions = sorted({max(0, event[0]) for event in events})
    tokens = divide_unspaced(tokenize(text), positions)
    first_characters = [token.start for token in tokens]
    event_of: dict[int, int] = {}
    for index, event in enumerate(events):
        position = event[0]
        i = bisect_right(first_characters, max(position, 0)) - 1
        # A voice may name the punctuation before a word; that still belongs to the word.
        if i < 0 or (position >= tokens[i].end and i + 1 < len(tokens)):
            i += 1
        if i < len(tokens) and i not in event_of and i > max(event_of, default=-1):
            event_of[i] = index
    groups: list[tuple[list[Token], int]] = []
    for i, token in enumerate(tokens):
        if i in event_of:
            groups.append(([token], event_of[i]))
        elif groups:
            groups[-1][0].append(token)
    return groups


def share_time(tokens: Sequence[Token], start_s: float, end_s: float) -> list[Word]:
    """Divide a stretch of time among words by their length."""
    shares = np.cumsum([0] + [token.end - token.start for token in tokens])
    times_s = start_s + (end_s - start_s) * shares / shares[-1]
    return [
        Word(token.text, float(times_s[i]), float(times_s[i + 1]), token.start)
        for i, token in enumerate(tokens)
    ]

"""From the length of every symbol to timed phones and words."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from likeness.core.speech import Phone, Word
from likeness.speech.espeak.word_events import share_time
from likeness.speech.neural.symbols import Sentence
from likeness.speech.phone_tables import VOWELS, classes_of_ipa

_LONGEST_FLUENT_SPACE_S = 0.06


def timed(sentence: Sentence, edges_s: npt.NDArray[np.float64]) -> tuple[tuple[Phone, ...], tuple[Word, ...]]:
    """Return the phones and words of a sentence.

    A model gives a plosive its whole length, closure and burst; so it starts with the closure. A space that
    takes no longer than 60 ms is no pause but belongs to the sound before it.

    Parameters
    ----------
    sentence
        What was spoken.
    edges_s
        (S + 1,) start of every symbol, and the end of the last one.

    Returns
    -------
    Phones and words in time order.
    """
    spans = _spans(sentence, edges_s)
    phones: list[Phone] = []
    for ipa, (start_s, end_s) in zip(sentence.phones, spans, strict=True):
        sounds = _phones(ipa, start_s, end_s)
        if not sounds and phones and start_s <= phones[-1].end_s < end_s:
            # A glottal stop: the mouth stays as it was.
            phones[-1] = replace(phones[-1], end_s=end_s)
        phones += sounds
    words = [
        word
        for group in sentence.words
        if group.tokens
        for word in share_time(
            group.tokens, spans[group.first_phone][0], spans[group.first_phone + group.n_phones - 1][1]
        )
    ]
    return tuple(phones), tuple(words)


def _spans(sentence: Sentence, edges_s: npt.NDArray[np.float64]) -> list[tuple[float, float]]:
    """Return start and end of each phone; a phone without a symbol of its own gets no time."""
    spans: list[tuple[float, float]] = []
    last_s = 0.0
    for i, symbol in enumerate(sentence.symbols):
        start_s, end_s = float(edges_s[i]), float(edges_s[i + 1])
        if symbol.phone >= 0:
            while len(spans) < symbol.phone:
                spans.append((last_s, last_s))
            if symbol.phone == len(spans):
                spans.append((start_s, end_s))
            else:
                spans[symbol.phone] = (spans[symbol.phone][0], end_s)
        elif symbol.text == " " and end_s - start_s <= _LONGEST_FLUENT_SPACE_S and last_s >= start_s > 0:
            spans[-1:] = [(start_of_last_s, end_s) for start_of_last_s, _ in spans[-1:]]
        last_s = spans[-1][1] if spans else start_s
    return spans + [(last_s, last_s)] * (len(sentence.phones) - len(spans))


def _phones(ipa: str, start_s: float, end_s: float) -> list[Phone]:
    classes, stress = classes_of_ipa(ipa)
    bounds_s: Sequence[float] = np.linspace(start_s, end_s, len(classes) + 1).tolist()
    return [
        Phone(
            arpabet,
            ipa.strip("ˈˌ"),
            bounds_s[i],
            bounds_s[i + 1],
            stress if arpabet in VOWELS else 0,
        )
        for i, arpabet in enumerate(classes)
        if bounds_s[i + 1] > bounds_s[i]
    ]

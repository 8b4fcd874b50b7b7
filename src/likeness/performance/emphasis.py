"""How strongly each shape is articulated: stress, function words, loudness, rate and the asked liveliness."""

from dataclasses import replace

import numpy as np

from likeness.core.speech import Speech, Word
from likeness.performance.grid import Curve, TimeGrid
from likeness.performance.loudness import speech_level_db
from likeness.performance.segments import Segment, is_vowel

_FUNCTION_WORDS = (
    "a an the of to in on at by for from with and or but nor so as if than that is are was were be been am",
    "do does did has have had will would can could shall should may might must it its he she they we you i",
    "me him her them us my your his their our this these those there not no",
)
"""English words that are usually spoken weakly (JALI rule 5)."""

_DB_GAIN = 0.022
"""Change of amplitude per dB against the median of the speech."""

_USUAL_RATE_PER_S = 12.0
"""Usual phones per second (10-15)."""


def emphasise(
    segments: tuple[Segment, ...], speech: Speech, level_db: Curve, grid: TimeGrid, mouth_scale: float
) -> tuple[Segment, ...]:
    """Return the segments with their amplitudes, about 0.6 to 1.4."""
    spoken = np.zeros(grid.n_samples)
    for segment in segments:
        if not segment.is_pause:
            spoken[grid.window(segment.start_s, segment.end_s)] = 1.0
    usual_db = speech_level_db(level_db, spoken)
    rates = _rates_per_s(segments)
    result = []
    for segment, rate_per_s in zip(segments, rates, strict=True):
        if segment.is_pause:
            result.append(segment)
            continue
        excess_db = level_db[grid.index(segment.middle_s)] - usual_db
        by_loudness = float(np.clip(1.0 + _DB_GAIN * excess_db, 0.8, 1.2))
        by_rate = float(np.clip((_USUAL_RATE_PER_S / rate_per_s) ** 0.2, 0.9, 1.03))
        amplitude = mouth_scale * by_rate * _by_stress(segment, speech.words)
        result.append(replace(segment, amplitude=amplitude * (by_loudness if is_vowel(segment) else 1.0)))
    return tuple(result)


def is_function_word(word: Word) -> bool:
    """Tell whether a word is usually unstressed."""
    text = word.text.strip(".,;:!?\"'()").lower()
    return any(text in line.split() for line in _FUNCTION_WORDS)


def _by_stress(segment: Segment, words: tuple[Word, ...]) -> float:
    if not is_vowel(segment):
        return 1.0
    word = next((word for word in words if word.start_s <= segment.middle_s < word.end_s), None)
    if word is not None and is_function_word(word):
        return 0.86
    return (0.95, 1.18, 1.05)[segment.stress] if 0 <= segment.stress <= 2 else 1.0


def _rates_per_s(segments: tuple[Segment, ...]) -> Curve:
    """Phones per second around each segment, within 0.5 s on both sides."""
    middles_s = np.array([segment.middle_s for segment in segments if not segment.is_pause])
    if middles_s.size == 0:
        return np.full(len(segments), _USUAL_RATE_PER_S)
    rates = []
    for segment in segments:
        first, last = np.searchsorted(middles_s, [segment.middle_s - 0.5, segment.middle_s + 0.5])
        rates.append(max(float(last - first), 2.0))
    return np.array(rates)

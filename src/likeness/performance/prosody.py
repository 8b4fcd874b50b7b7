"""What the face needs of the voice: the level and the pitch over time, and where the accents lie."""

from dataclasses import dataclass

import numpy as np

from likeness.core.speech import Speech
from likeness.performance.emphasis import is_function_word
from likeness.performance.grid import Curve, TimeGrid
from likeness.performance.segments import Segment, is_vowel

_SPACING_S = 0.35
"""Two accents are at least this far apart."""


@dataclass(frozen=True)
class Prosody:
    """Sound of the voice on the internal clock."""

    level_db: Curve
    """(N,) loudness, dB of full scale."""

    pitch_norm: Curve
    """(N,) pitch against the speaker's own, about -2 to 2 standard deviations; 0 where nothing is voiced."""


@dataclass(frozen=True)
class Accent:
    """A syllable that stands out."""

    word_start_s: float
    """Start of its word (or vowel)."""

    vowel_s: float
    """Middle of its vowel."""

    strength: float
    """0-1 within the speech."""


def accents_of(
    segments: tuple[Segment, ...], speech: Speech, prosody: Prosody, grid: TimeGrid
) -> tuple[Accent, ...]:
    """Return the accents in time order: stressed vowels of content words that are louder or higher than
    usual."""
    vowels = [s for s in segments if is_vowel(s) and s.duration_s >= 0.04]
    if not vowels:
        return ()
    has_stress = any(s.stress == 1 for s in vowels)
    candidates = []
    for vowel in vowels:
        word = next((w for w in speech.words if w.start_s <= vowel.middle_s < w.end_s), None)
        is_weak = (word is not None and is_function_word(word)) or (has_stress and vowel.stress != 1)
        if not is_weak:
            start_s = word.start_s if word is not None else vowel.start_s
            candidates.append((vowel, start_s, _prominence(vowel, prosody, grid)))
    return _spread(candidates)


def _prominence(vowel: Segment, prosody: Prosody, grid: TimeGrid) -> float:
    """Loudness (per 6 dB), pitch and length of a vowel together."""
    part = grid.window(vowel.start_s, vowel.end_s)
    if part.stop <= part.start:
        return 0.0
    level = float(prosody.level_db[part].max()) / 6.0
    pitch = float(np.abs(prosody.pitch_norm[part]).max())
    return level + pitch + 4.0 * min(vowel.duration_s, 0.25)


def _spread(candidates: list[tuple[Segment, float, float]]) -> tuple[Accent, ...]:
    """Keep the more prominent of near neighbours, and scale the strengths to 0-1 by rank."""
    kept: list[tuple[Segment, float, float]] = []
    for candidate in candidates:
        if kept and candidate[0].middle_s - kept[-1][0].middle_s < _SPACING_S:
            if candidate[2] > kept[-1][2]:
                kept[-1] = candidate
        else:
            kept.append(candidate)
    order = np.argsort(np.argsort([prominence for _, _, prominence in kept])) if kept else np.zeros(0)
    top = max(len(kept) - 1, 1)
    return tuple(
        Accent(start_s, vowel.middle_s, float(rank) / top)
        for (vowel, start_s, _), rank in zip(kept, order, strict=True)
    )

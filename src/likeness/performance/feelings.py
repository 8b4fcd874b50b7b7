"""What the words feel like and how the voice sounds, as a trace of expression.

Small by intent: viewers notice a smile on a sad word at once, and a missing one hardly. Valence comes from
the
words only; the voice tells how stirred the speaker is, not how glad.
"""

from dataclasses import dataclass

import numpy as np

from likeness.core.direction import Feeling
from likeness.core.speech import Speech
from likeness.performance.cues import Cues
from likeness.performance.gestures import shape_columns
from likeness.performance.grid import Curve, TimeGrid
from likeness.performance.phrases import Phrase
from likeness.performance.prosody import Prosody
from likeness.performance.shapes import ease, smooth

_LEAD_S, _FADE_S = 0.45, 0.9
"""A feeling shows before its word and fades after its sentence."""

_GLAD = {"mouth_smile": 0.24, "cheek_squint": 0.18, "eye_squint": 0.12, "brow_outer_up": 0.05}
_SAD = {"brow_inner_up": 0.26, "mouth_frown": 0.12, "brow_down": 0.04, "eye_blink": 0.05}
_UPSET = {"brow_down": 0.28, "eye_squint": 0.12, "mouth_press": 0.10, "brow_inner_up": 0.05}
_STIRRED = {"eye_wide": 0.10, "brow_inner_up": 0.04, "brow_outer_up": 0.05}
_TENSE = {"brow_down": 0.05, "eye_squint": 0.06}

_SHORTEST_PHRASE_S = 0.4
_LEAST_SPREAD = {"pitch": 0.25, "level_db": 1.5, "rate": 0.12}
"""Differences between phrases smaller than these are chance."""


@dataclass(frozen=True)
class Temper:
    """Feeling over time."""

    valence: Curve
    """(N,) -1 sad or bad, 1 glad."""

    arousal: Curve
    """(N,) -1 quiet, 1 stirred, by the words."""

    stirred: Curve
    """(N,) -1 to 1 against the speaker's own mean, by the voice."""


def temper_of(
    speech: Speech, feelings: tuple[Feeling, ...], cues: Cues, voice: tuple[tuple[Phrase, ...], Prosody],
    grid: TimeGrid,
) -> Temper:  # fmt: skip
    """Return the feeling of a speech."""
    valence, arousal = np.zeros(grid.n_samples), np.zeros(grid.n_samples)
    for feeling in feelings:
        if not 0 <= feeling.word_index < len(speech.words):
            continue
        word = speech.words[feeling.word_index]
        ends_s = [s.end_s for s in cues.sentences if s.start_s <= word.start_s < s.end_s + 1e-6]
        end_s = max(ends_s[0] if ends_s else word.end_s, word.end_s)
        rise = ease((grid.times_s - word.start_s + _LEAD_S) / _LEAD_S)
        fall = ease((grid.times_s - min(end_s, word.end_s + 2.5)) / _FADE_S)
        course = rise * (1.0 - fall)
        valence += feeling.valence * course
        arousal += feeling.arousal * course
    return Temper(np.tanh(valence), np.tanh(arousal), _stirred(speech, *voice, grid))


def temper_face(temper: Temper, share: Curve) -> Curve:
    """Return (N, 53) the trace of expression; `share` (N,) scales it."""
    face = np.zeros((share.shape[0], 53))
    glad, bad = np.maximum(temper.valence, 0.0), np.maximum(-temper.valence, 0.0)
    heat = np.clip(0.5 + 0.8 * temper.arousal, 0.0, 1.0)
    parts = (
        (_GLAD, glad * share),
        (_SAD, bad * (1.0 - heat) * share),
        (_UPSET, bad * heat * share),
        (_STIRRED, np.maximum(temper.stirred, 0.0)),
        (_TENSE, np.maximum(temper.stirred, 0.0)),
    )
    for shapes, size in parts:
        for name, value in shapes.items():
            for column in shape_columns(name):
                face[:, column] += value * size
    return face


def smile_share(temper: Temper) -> Curve:
    """Return (N,) how much of the habitual smile remains: none on sad words."""
    return np.clip(1.0 + 3.0 * np.minimum(temper.valence, 0.0), 0.0, 1.0)


def _stirred(speech: Speech, phrases: tuple[Phrase, ...], prosody: Prosody, grid: TimeGrid) -> Curve:
    """(N,) arousal of the voice by phrase: pitch and its range, level and rate against the other phrases."""
    long = [phrase for phrase in phrases if phrase.duration_s >= _SHORTEST_PHRASE_S]
    curve = np.zeros(grid.n_samples)
    if len(long) < 3:
        return curve
    rows = np.array([_features(speech, phrase, prosody, grid) for phrase in long])
    least = np.array(
        [_LEAST_SPREAD["pitch"], _LEAST_SPREAD["pitch"], _LEAST_SPREAD["level_db"], _LEAST_SPREAD["rate"]]
    )
    scores = (rows - rows.mean(axis=0)) / np.maximum(rows.std(axis=0), least)
    for phrase, score in zip(long, np.tanh(0.6 * scores @ np.array([0.35, 0.25, 0.3, 0.1])), strict=True):
        curve[grid.window(phrase.start_s, phrase.end_s)] = score
    return smooth(curve, 0.25)


def _features(speech: Speech, phrase: Phrase, prosody: Prosody, grid: TimeGrid) -> list[float]:
    part = grid.window(phrase.start_s, phrase.end_s)
    pitch = prosody.pitch_norm[part]
    n_phones = sum(1 for phone in speech.phones if phrase.start_s <= phone.start_s < phrase.end_s)
    level_db = float(np.percentile(prosody.level_db[part], 80)) if pitch.size else -90.0
    spread = float(np.std(pitch)) if pitch.size else 0.0
    mean = float(np.mean(pitch)) if pitch.size else 0.0
    return [mean, spread, level_db, float(np.log(max(n_phones, 1) / phrase.duration_s))]

"""Sounds heard in a recording whose words are unknown: the viseme network, and pocketsphinx where it helps.

The network knows no language and keeps its head in noise and under music; pocketsphinx's phone recognizer
hears clean English better. Their probabilities are multiplied, the recognizer's with a weight that falls with
the language and the noise (figures: docs/viseme-network.md).
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from likeness.core.speech import LipCurves, Phone
from likeness.speech.analysis import Span, frame_levels_db
from likeness.speech.phone_tables import ARPABET, IPA_OF_ARPABET
from likeness.speech.sphinx import Label, recognize_phones
from likeness.speech.visemes import VisemeTrack, hear_visemes, phones_of
from likeness.speech.visemes.inventory import class_frames
from likeness.typing import FloatArray

_ENGLISH_WEIGHT, _OTHER_WEIGHT = 1.0, 0.5
_DOUBT = 0.1  # probability that the recognizer leaves to every other class
_CLEAN_DB, _NOISY_DB = 26.0, 8.0  # loud parts above the background: full weight, and none


def hear_phones(samples: FloatArray, spans: Sequence[Span], is_english: bool) -> tuple[Phone, ...]:
    """Return the sounds of a recording, silences left out.

    Parameters
    ----------
    samples
        (N,) float32, 16 kHz, from `analysis_copy`.
    spans
        Where somebody may be speaking, from `find_speech`.
    is_english
        The language is English or unknown.
    """
    track = hear_visemes(samples)
    weight = (_ENGLISH_WEIGHT if is_english else _OTHER_WEIGHT) * _cleanness(samples)
    if weight > 0:
        track = fused(track, recognize_phones(samples, spans, is_english), weight)
    return tuple(phone for phone in phones_of(track) if _is_inside(phone, spans))


def fused(track: VisemeTrack, labels: Sequence[Label], weight: float) -> VisemeTrack:
    """Return a track whose probabilities are multiplied by those of recognized phones to a power."""
    heard = class_frames([phone_of(label) for label in labels], len(track.posteriors))
    opinion = np.full(track.posteriors.shape, _DOUBT, np.float32)
    opinion[np.arange(len(heard)), heard] = 1.0
    product = track.posteriors * opinion**weight
    return replace(track, posteriors=(product / product.sum(axis=1, keepdims=True)).astype(np.float32))


def phone_of(label: Label) -> Phone:
    """Return a recognized label as a phone; names that ARPABET lacks become the neutral vowel."""
    arpabet = label.name if label.name in ARPABET else "AH"
    return Phone(arpabet, IPA_OF_ARPABET[arpabet], label.start_s, label.end_s)


def _cleanness(samples: FloatArray) -> float:
    """Return 1 for a quiet background, 0 for one that drowns the recognizer."""
    levels_db = frame_levels_db(samples)
    if not len(levels_db):
        return 0.0
    distance_db = float(np.percentile(levels_db, 90) - np.percentile(levels_db, 5))
    return float(np.clip((distance_db - _NOISY_DB) / (_CLEAN_DB - _NOISY_DB), 0.0, 1.0))


def _is_inside(phone: Phone, spans: Sequence[Span]) -> bool:
    middle_s = (phone.start_s + phone.end_s) / 2
    return any(span.start_s <= middle_s <= span.end_s for span in spans)


def heard_lips(samples: FloatArray) -> LipCurves:
    """Return what the network hears of the lips in (N,) 16 kHz samples."""
    track = hear_visemes(samples)
    return LipCurves(track.hop_s, track.opening)

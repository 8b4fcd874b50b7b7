"""One synthesized utterance with exact phone times, whatever engine it comes from."""

from dataclasses import dataclass

import numpy as np

from likeness.core.audio import AudioClip
from likeness.core.speech import Phone
from likeness.speech.analysis import analysis_copy
from likeness.typing import FloatArray

RATE_HZ = 16000


@dataclass(frozen=True)
class Spoken:
    """Sound and phones."""

    samples: FloatArray
    """(N,) 16 kHz."""

    phones: tuple[Phone, ...]
    """In time order."""


def spoken_at(samples: FloatArray, sample_rate_hz: int, phones: tuple[Phone, ...]) -> Spoken:
    """Return the utterance at 16 kHz and the common loudness."""
    clip = AudioClip(np.asarray(samples, np.float32)[:, np.newaxis], sample_rate_hz)
    return Spoken(analysis_copy(clip), phones)

"""What all neural voices do alike: sentence after sentence, phones and words from the model's lengths."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from likeness.core.audio import AudioClip
from likeness.core.speech import Phone, PhoneSource, Word
from likeness.speech.listening import listen
from likeness.speech.neural.closures import with_heard_closures
from likeness.speech.neural.symbols import Sentence
from likeness.speech.neural.timing import timed
from likeness.speech.utterance import Utterance
from likeness.typing import FloatArray

_GAP_S = 0.15
_PEAK = 0.9


@dataclass(frozen=True)
class SpokenSentence:
    """What a model gave for a sentence."""

    samples: FloatArray
    """(N,) mono."""

    edges_s: npt.NDArray[np.float64] | None
    """(S + 1,) start of each of its S symbols and end of the last; None when the model does not tell."""


def edges_of(frames: npt.NDArray[np.float64], n_samples: int, rate_hz: int) -> npt.NDArray[np.float64]:
    """Return the start of each item and the end of the last in s; all frames together are the whole sound."""
    ends = np.concatenate([[0.0], np.cumsum(frames)])
    edges: npt.NDArray[np.float64] = ends * (n_samples / rate_hz) / max(ends[-1], 1e-9)
    return edges


def speak_sentences(
    sentences: Iterable[Sentence],
    speak: Callable[[Sentence], SpokenSentence],
    rate_hz: int,
    speed: float,
) -> tuple[Utterance, bool]:
    """Speak the sentences of a text, with a short silence between them.

    Returns
    -------
    The utterance, and whether its phones and words are timed; if not, it has none.
    """
    sounds: list[FloatArray] = [np.zeros(0, np.float32)]
    phones: list[Phone] = []
    words: list[Word] = []
    n_samples, is_timed = 0, True
    gap = np.zeros(round(_GAP_S / speed * rate_hz), np.float32)
    for sentence in sentences:
        spoken = speak(sentence)
        if n_samples:
            sounds.append(gap)
            n_samples += len(gap)
        if spoken.edges_s is None:
            is_timed = False
        else:
            own_phones, own_words = timed(sentence, spoken.edges_s + n_samples / rate_hz)
            phones += own_phones
            words += own_words
        sounds.append(spoken.samples)
        n_samples += len(spoken.samples)
    samples = _levelled(np.concatenate(sounds))
    if not is_timed:
        return Utterance(samples, rate_hz, (), ()), False
    closed = with_heard_closures(phones, samples, rate_hz)
    moved = {old.start_s: new.start_s for old, new in zip(phones, closed, strict=True)}
    words = [
        replace(word, start_s=moved.get(word.start_s, word.start_s), end_s=moved.get(word.end_s, word.end_s))
        for word in words
    ]
    return Utterance(samples, rate_hz, closed, tuple(words)), True


def _levelled(samples: FloatArray) -> FloatArray:
    """Bring the peak to 0.9: models differ by a factor of three in how loud they are."""
    peak = float(np.abs(samples).max(initial=0))
    return samples * np.float32(_PEAK / peak) if peak > 1e-3 else samples


def aligned(utterance: Utterance, text: str, language: str) -> Utterance:
    """Find the phones and words of a model that does not tell them, as in a recording with a known text."""
    if not len(utterance.samples):
        return utterance
    heard = listen(AudioClip(utterance.samples[:, np.newaxis], utterance.sample_rate_hz), text, language)
    source = heard.source if heard.source is not PhoneSource.NONE else PhoneSource.RECOGNIZED
    spoken = tuple(phone for phone in heard.phones if phone.arpabet != "SIL")
    return replace(utterance, phones=spoken, words=heard.words, source=source)

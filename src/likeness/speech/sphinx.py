"""pocketsphinx: phones heard in a recording, and known English words laid over one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pocketsphinx
from pocketsphinx import Decoder  # type: ignore[attr-defined]

from likeness.speech.analysis import ANALYSIS_RATE_HZ, HOP_S, Span
from likeness.typing import FloatArray

_MAX_PIECE_S = 20.0
# When a voice is too unlike the speakers of the model, the words are tried on a slower or faster copy:
# measured on 30 sentences of five espeak-ng voices, 17 fit at once and 29 within these four.
_VOICE_WARPS = (1.0, 0.92, 1.08, 0.85)
_SILENCES = frozenset({"SIL", "+NSN+", "+SPN+", "<s>", "</s>", "<sil>", "[NOISE]", "[SPEECH]", "(NULL)"})


@dataclass(frozen=True)
class Label:
    """A timed name: a phone, or a word with its phones."""

    name: str
    """ARPABET class, or the word as it was given."""

    start_s: float
    """Start."""

    end_s: float
    """End."""

    parts: tuple["Label", ...] = ()
    """Phones of a word."""


def _model() -> Path:
    """Return the folder of the English model inside the installed package."""
    return Path(pocketsphinx.get_model_path("en-us"))  # type: ignore[no-untyped-call]


def _pcm(samples: FloatArray) -> bytes:
    return (np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes()


def recognize_phones(samples: FloatArray, spans: Iterable[Span], is_english: bool) -> tuple[Label, ...]:
    """Return the phones heard inside the spans, silences left out.

    The language weight of the phone model is 2.0 for English and 0.8 for other languages, whose phone order
    the English model does not know.

    Parameters
    ----------
    samples
        (N,) 16 kHz.
    spans
        Where to listen.
    is_english
        Which weight to use.
    """
    model = _model()
    decoder = Decoder(
        hmm=str(model / "en-us"),
        lm=None,
        allphone=str(model / "en-us-phone.lm.bin"),
        lw=2.0 if is_english else 0.8,
        beam=1e-20,
        pbeam=1e-20,
        loglevel="FATAL",
    )
    labels: list[Label] = []
    for span in _pieces(spans):
        first, last = round(span.start_s * ANALYSIS_RATE_HZ), round(span.end_s * ANALYSIS_RATE_HZ)
        _decode(decoder, _pcm(samples[first:last]))
        for segment in decoder.seg() or ():
            start_s = span.start_s + segment.start_frame * HOP_S
            end_s = min(span.end_s, span.start_s + (segment.end_frame + 1) * HOP_S)
            if segment.word not in _SILENCES and end_s > start_s:
                labels.append(Label(segment.word, start_s, end_s))
    return tuple(labels)


def recognize_words(samples: FloatArray, spans: Iterable[Span]) -> tuple[Label, ...]:
    """Return the English words heard inside the spans: a fallback for captions, about one in five is wrong.

    Takes 0.2-0.3 s per second of sound.

    Parameters
    ----------
    samples
        (N,) 16 kHz.
    spans
        Where to listen.
    """
    model = _model()
    decoder = Decoder(
        hmm=str(model / "en-us"),
        lm=str(model / "en-us.lm.bin"),
        dict=str(model / "cmudict-en-us.dict"),
        loglevel="FATAL",
    )
    labels: list[Label] = []
    for span in _pieces(spans):
        first, last = round(span.start_s * ANALYSIS_RATE_HZ), round(span.end_s * ANALYSIS_RATE_HZ)
        _decode(decoder, _pcm(samples[first:last]))
        for segment in decoder.seg() or ():
            word = segment.word.partition("(")[0]  # "read(2)" is the second pronunciation
            if word and segment.word not in _SILENCES:
                start_s = span.start_s + segment.start_frame * HOP_S
                end_s = min(span.end_s, span.start_s + (segment.end_frame + 1) * HOP_S)
                labels.append(Label(word, start_s, end_s))
    return tuple(labels)


def _pieces(spans: Iterable[Span]) -> list[Span]:
    """Cut long spans, so that a run can be interrupted and its memory stays small."""
    pieces = []
    for span in spans:
        n = max(1, int(np.ceil((span.end_s - span.start_s) / _MAX_PIECE_S)))
        cuts = np.linspace(span.start_s, span.end_s, n + 1)
        pieces += [Span(float(cuts[i]), float(cuts[i + 1])) for i in range(n)]
    return pieces


def _decode(decoder: Decoder, pcm: bytes) -> None:
    decoder.start_utt()
    decoder.process_raw(pcm, False, True)
    decoder.end_utt()


class Aligner:
    """Lays known words over a recording; knows the English dictionary and learns other words."""

    def __init__(self) -> None:
        model = _model()
        self._decoder = Decoder(
            hmm=str(model / "en-us"),
            lm=None,
            dict=str(model / "cmudict-en-us.dict"),
            loglevel="FATAL",
        )

    def knows(self, word: str) -> bool:
        """Tell whether a word (lower case) has a pronunciation."""
        return self._decoder.lookup_word(word) is not None

    def learn(self, word: str, classes: Sequence[str]) -> None:
        """Add a word with its ARPABET pronunciation."""
        self._decoder.add_word(word, " ".join(classes), True)

    def align(self, samples: FloatArray, words: Sequence[str]) -> tuple[Label, ...]:
        """Return the words with their phones, or nothing when they do not fit the sound.

        Parameters
        ----------
        samples
            (N,) 16 kHz.
        words
            Known words, in order.
        """
        for warp in _VOICE_WARPS:
            labels = self._aligned(_pcm(_warped(samples, warp)), words, warp)
            if len(labels) == len(words):
                return labels
        return ()

    def _aligned(self, pcm: bytes, words: Sequence[str], warp: float) -> tuple[Label, ...]:
        try:
            self._decoder.set_align_text(" ".join(words))
            _decode(self._decoder, pcm)
            # The first pass finds the words, the second their phones.
            self._decoder.set_alignment()
            _decode(self._decoder, pcm)
        except (RuntimeError, ValueError):
            return ()
        # The entries point into the alignment: it must outlive them.
        alignment = self._decoder.get_alignment()
        labels = []
        for entry in alignment or ():
            phones = tuple(_label(phone, warp) for phone in entry if phone.name not in _SILENCES)
            if entry.name not in _SILENCES and phones:
                labels.append(Label(str(entry.name), phones[0].start_s, phones[-1].end_s, phones))
        return tuple(labels)


def _warped(samples: FloatArray, warp: float) -> FloatArray:
    """Return the sound played `warp` times as fast: a longer or shorter vocal tract."""
    if warp == 1:
        return samples
    places = np.arange(int(len(samples) / warp)) * warp
    warped: FloatArray = np.interp(places, np.arange(len(samples)), samples).astype(np.float32)
    return warped


def _label(entry: Any, warp: float) -> Label:
    start_s, length_s = entry.start * HOP_S * warp, entry.duration * HOP_S * warp
    return Label(str(entry.name), float(start_s), float(start_s + length_s))

"""Batches for training: six seconds of a take, disturbed in ways that are cheap on bands of power.

Powers of independent sounds add up, a filter is a factor per band, an echo is a sum over earlier frames, and
a longer throat is a shift along the bands; so one corpus gives new speakers, rooms and beds in every epoch.
"""

from dataclasses import dataclass

import numpy as np

from likeness.speech.visemes.features import N_BANDS, band_edges_hz, normalized
from likeness.speech.visemes.inventory import SILENCE
from likeness.typing import ByteArray, FloatArray
from training.corpus import Corpus

N_FRAMES = 600
_NATURAL_SHARE = 0.65
_REST = np.array([0.0, 0.5, 0.0, 0.0], dtype=np.float32)


@dataclass(frozen=True)
class Batch:
    """What one step of training sees."""

    bands: FloatArray
    """(B, 600, 48) from `normalized`."""

    classes: ByteArray
    """(B, 600)."""

    curves: FloatArray
    """(B, 600, 4) in 0-1."""


class Batches:
    """An endless source of batches."""

    def __init__(self, corpus: Corpus, size: int, seed: int) -> None:
        self._corpus = corpus
        self._size = size
        self._rng = np.random.default_rng(seed)
        usable = [(first, last, natural) for first, last, natural in corpus.takes if last - first > N_FRAMES]
        self._takes = {kind: [take[:2] for take in usable if take[2] == kind] for kind in (True, False)}

    def next(self) -> Batch:
        """Return the next batch."""
        rng, starts = self._rng, [self._start() for _ in range(self._size)]
        rows = np.array(starts)[:, np.newaxis] + np.arange(N_FRAMES)
        log_bands = self._corpus.bands[rows].astype(np.float32)
        classes = self._corpus.classes[rows]
        curves = self._corpus.curves[rows].astype(np.float32) / 255
        babble = _babble(log_bands, rng)
        power = np.exp(_warped(log_bands, rng))
        power = _coloured(_echoed(power, rng), rng)
        is_speech = self._silence_some(power, classes, curves)
        power = self._with_beds(power, babble, is_speech)
        bands = normalized(np.log(power + 1e-10))
        return Batch(_masked(bands, rng), classes, curves)

    def _start(self) -> int:
        takes = self._takes[bool(self._rng.random() < _NATURAL_SHARE)]
        first, last = takes[int(self._rng.integers(len(takes)))]
        return int(self._rng.integers(first, last - N_FRAMES + 1))

    def _silence_some(self, power: FloatArray, classes: ByteArray, curves: FloatArray) -> FloatArray:
        """Take the voice out of some stretches, so that beds are heard alone; (B,) is there any voice."""
        rng = self._rng
        is_speech = np.ones(len(power), dtype=np.bool_)
        for i in np.flatnonzero(rng.random(len(power)) < 0.14):
            first, length = int(rng.integers(-200, N_FRAMES - 100)), int(rng.integers(200, 900))
            stretch = slice(max(0, first), first + length)
            power[i, stretch] = 1e-12
            classes[i, stretch], curves[i, stretch] = SILENCE, _REST
            is_speech[i] = bool((classes[i] != SILENCE).any())
        return is_speech

    def _with_beds(self, power: FloatArray, babble: FloatArray, is_speech: FloatArray) -> FloatArray:
        rng, n = self._rng, len(power)
        loudness = _loudness(power)
        # Without any voice the bed stands at an ordinary level of its own.
        loudness[~is_speech] = np.exp(-4)
        floor = np.exp(-rng.uniform(6.5, 14.5, (n, 1, 1))) * _bed(self._corpus.noise, n, rng)
        power = power + loudness * _coloured(floor, rng)
        kinds = (
            (0.32, self._corpus.noise, (-1.0, 24.0)),
            (0.34, self._corpus.music, (-1.0, 24.0)),
            (0.10, babble, (4.0, 24.0)),
        )
        for chance, source, (lowest_db, highest_db) in kinds:
            is_on = (rng.random(n) < np.where(is_speech, chance, 0.6)).astype(np.float32)
            bed = source if source.ndim == 3 else _bed(source, n, rng)
            bed = _coloured(bed, rng)
            ratio = 10 ** (-rng.uniform(lowest_db, highest_db, n) / 10) * is_on
            power = power + bed * (loudness / _loudness(bed)) * ratio[:, np.newaxis, np.newaxis]
        return power


def _loudness(power: FloatArray) -> FloatArray:
    """Return the mean power of the louder half of the frames; (B, 1, 1)."""
    frames = np.sort(power.mean(axis=2), axis=1)[:, N_FRAMES // 2 :]
    return np.maximum(frames.mean(axis=1), 1e-9)[:, np.newaxis, np.newaxis]


def _bed(source: FloatArray, n: int, rng: np.random.Generator) -> FloatArray:
    starts = rng.integers(0, len(source) - N_FRAMES, n)
    return np.exp(source[starts[:, np.newaxis] + np.arange(N_FRAMES)].astype(np.float32))


def _babble(log_bands: FloatArray, rng: np.random.Generator) -> FloatArray:
    """Return several other voices of the batch at once."""
    power = np.exp(log_bands)
    return sum(np.roll(power[rng.permutation(len(power))], int(rng.integers(600)), axis=1) for _ in range(5))


def _warped(log_bands: FloatArray, rng: np.random.Generator) -> FloatArray:
    """Shift the bands as a longer or shorter throat does; 0.8-1.25."""
    centres_hz = band_edges_hz()[1:-1].astype(np.float64)
    factors = np.exp(rng.uniform(np.log(0.8), np.log(1.25), len(log_bands)))
    factors[rng.random(len(factors)) < 0.25] = 1.0
    warped = np.empty_like(log_bands)
    for i, factor in enumerate(factors):
        places = np.interp(centres_hz * factor, centres_hz, np.arange(N_BANDS))
        low = np.minimum(places.astype(int), N_BANDS - 2)
        part = (places - low).astype(np.float32)
        warped[i] = log_bands[i][:, low] * (1 - part) + log_bands[i][:, low + 1] * part
    return warped


def _echoed(power: FloatArray, rng: np.random.Generator) -> FloatArray:
    """Add what a room gives back of earlier frames, for a quarter of the batch."""
    for i in np.flatnonzero(rng.random(len(power)) < 0.22):
        n = 60
        fall = np.exp(-13.8 * np.arange(1, n + 1) * 0.01 / rng.uniform(0.2, 0.9))
        fall *= 10 ** (-rng.uniform(0, 15) / 10) / fall.sum()
        kernel = np.concatenate([[1.0], fall])
        spectrum = np.fft.rfft(power[i], 1024, axis=0) * np.fft.rfft(kernel, 1024)[:, np.newaxis]
        power[i] = np.maximum(np.fft.irfft(spectrum, 1024, axis=0)[:N_FRAMES], 1e-12)
    return power


def _coloured(power: FloatArray, rng: np.random.Generator) -> FloatArray:
    """Put a filter over each sound: a slope, waves, and for some the ends of the band cut off."""
    n = len(power)
    place = np.linspace(-1, 1, N_BANDS)
    gain_db = rng.normal(0, 5, (n, 1)) * place
    for waves in (1, 2, 3, 5):
        phase = rng.uniform(0, 2 * np.pi, (n, 1))
        gain_db = gain_db + rng.normal(0, 2.2, (n, 1)) * np.cos(waves * np.pi * place + phase)
    highest = np.where(rng.random((n, 1)) < 0.2, rng.uniform(28, 46, (n, 1)), 99)
    lowest = np.where(rng.random((n, 1)) < 0.12, rng.uniform(2, 8, (n, 1)), -99)
    bands = np.arange(N_BANDS)
    gain_db = gain_db - 12 * np.clip(bands - highest, 0, 5) - 9 * np.clip(lowest - bands, 0, 5)
    coloured: FloatArray = power * (10 ** (gain_db / 10)).astype(np.float32)[:, np.newaxis]
    return coloured


def _masked(bands: FloatArray, rng: np.random.Generator) -> FloatArray:
    """Blank a few bands and moments (Park et al. 2019), in half of the sounds."""
    for i in np.flatnonzero(rng.random(len(bands)) < 0.5):
        width, first = int(rng.integers(1, 8)), int(rng.integers(N_BANDS - 8))
        bands[i, :, first : first + width] = rng.normal(-0.5, 0.5)
        for _ in range(int(rng.integers(1, 5))):
            length, start = int(rng.integers(1, 8)), int(rng.integers(N_FRAMES - 8))
            bands[i, start : start + length] = -0.5
    return bands

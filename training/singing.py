"""Speech turned into song: vowels held on notes with vibrato, by pitch-synchronous overlap and add."""

from dataclasses import dataclass

import numpy as np

from likeness.core.speech import Phone
from likeness.speech.phone_tables import VOWELS
from likeness.speech.pitch import track_f0
from likeness.typing import FloatArray
from training.spoken import RATE_HZ, Spoken

_HOP_S = 0.01
_UNVOICED_STEP_S = 0.005
_STEPS = (0, 2, 4, 5, 7, 9, 11)


@dataclass(frozen=True)
class _Score:
    """When each moment of the song was spoken, and its pitch, per 10 ms of the song."""

    spoken_s: FloatArray
    f0_hz: FloatArray


def sung(spoken: Spoken, rng: np.random.Generator) -> Spoken:
    """Return the utterance as a song; phones keep their order and get the times of the song."""
    if not spoken.phones:
        return spoken
    knots_in, knots_out, notes = _rhythm(spoken, rng)
    score = _score(knots_in, knots_out, notes, rng)
    phones = tuple(
        Phone(
            phone.arpabet,
            phone.ipa,
            float(np.interp(phone.start_s, knots_in, knots_out)),
            float(np.interp(phone.end_s, knots_in, knots_out)),
        )
        for phone in spoken.phones
    )
    return Spoken(_resynthesized(spoken.samples, score), phones)


def _rhythm(
    spoken: Spoken, rng: np.random.Generator
) -> tuple[FloatArray, FloatArray, list[tuple[float, float]]]:
    """Return times of the speech, the same in the song, and (time in the song, note in Hz)."""
    duration_s = len(spoken.samples) / RATE_HZ
    tonic_hz = float(np.exp(rng.uniform(np.log(95), np.log(420))))
    beat_s, degree = float(rng.uniform(0.22, 0.6)), 0
    knots_in, knots_out = [0.0], [0.0]
    notes: list[tuple[float, float]] = []
    for phone in spoken.phones:
        gap_s = phone.start_s - knots_in[-1]
        if gap_s > 1e-6:
            knots_out.append(knots_out[-1] + gap_s)
            knots_in.append(phone.start_s)
        length_s = phone.duration_s
        if phone.arpabet in VOWELS:
            length_s = max(
                length_s, beat_s * float(rng.choice([0.6, 1, 1, 2, 4], p=[0.3, 0.3, 0.2, 0.15, 0.05]))
            )
            degree = int(np.clip(degree + rng.integers(-2, 3), -4, 9))
            octave, step = divmod(degree, len(_STEPS))
            notes.append((knots_out[-1], tonic_hz * 2 ** (octave + _STEPS[step] / 12)))
        knots_out.append(knots_out[-1] + length_s)
        knots_in.append(phone.end_s)
    knots_out.append(knots_out[-1] + max(0.0, duration_s - knots_in[-1]) + 1e-3)
    knots_in.append(max(duration_s, knots_in[-1]) + 1e-3)
    return np.array(knots_in), np.array(knots_out), notes or [(0.0, tonic_hz)]


def _score(
    knots_in: FloatArray, knots_out: FloatArray, notes: list[tuple[float, float]], rng: np.random.Generator
) -> _Score:
    times_s = np.arange(int(knots_out[-1] / _HOP_S) + 1) * _HOP_S
    index = np.clip(np.searchsorted([start for start, _ in notes], times_s, side="right") - 1, 0, None)
    tune = np.log2(np.array([hz for _, hz in notes]))[index]
    glide = np.ones(7) / 7
    tune = np.convolve(np.pad(tune, 3, mode="edge"), glide, mode="valid")
    held_s = times_s - np.array([start for start, _ in notes])[index]
    depth = rng.uniform(0, 0.9) / 12 * np.clip((held_s - 0.2) / 0.3, 0, 1)
    tune = tune + depth * np.sin(2 * np.pi * rng.uniform(4.5, 6.5) * times_s)
    return _Score(np.interp(times_s, knots_out, knots_in), 2**tune)


def _resynthesized(samples: FloatArray, score: _Score) -> FloatArray:
    f0_hz = track_f0(samples, RATE_HZ)
    marks, periods = _pitch_marks(samples, f0_hz)
    n_out = len(score.spoken_s) * round(_HOP_S * RATE_HZ)
    song = np.zeros(n_out + 4000, dtype=np.float32)
    weight = np.full(n_out + 4000, 1e-3, dtype=np.float32)
    padded = np.pad(samples, 2000)
    position = 0.0
    while position < n_out - 1:
        frame = int(position / RATE_HZ / _HOP_S)
        i = int(np.searchsorted(marks, score.spoken_s[frame] * RATE_HZ))
        i = min(i, len(marks) - 1)
        half = int(min(periods[i], 1000))
        window = np.hanning(2 * half + 1).astype(np.float32)
        start = int(position) + 2000 - half
        song[start : start + 2 * half + 1] += window * padded[marks[i] + 2000 - half : marks[i] + 2001 + half]
        weight[start : start + 2 * half + 1] += window
        is_voiced = f0_hz[min(int(marks[i] / RATE_HZ / _HOP_S), len(f0_hz) - 1)] > 0
        position += RATE_HZ / score.f0_hz[frame] if is_voiced else _UNVOICED_STEP_S * RATE_HZ
    return (song / np.sqrt(np.maximum(weight, 0.25)))[2000 : 2000 + n_out]


def _pitch_marks(samples: FloatArray, f0_hz: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the samples at which the periods peak, and the length of each period in samples."""
    marks, periods, here = [0], [80.0], 0
    while True:
        f0 = float(f0_hz[min(int(here / RATE_HZ / _HOP_S), len(f0_hz) - 1)])
        period = RATE_HZ / f0 if f0 > 0 else _UNVOICED_STEP_S * RATE_HZ
        following = here + round(period)
        if following + round(0.2 * period) >= len(samples):
            return np.array(marks), np.array(periods)
        if f0 > 0:
            first = following - round(0.2 * period)
            following = first + int(np.argmax(samples[first : following + round(0.2 * period) + 1]))
        here = max(following, here + 8)
        marks.append(here)
        periods.append(period)

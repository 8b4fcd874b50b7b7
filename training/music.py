"""Music made up note by note: chords, bass, tunes and drums, without any voice in it."""

import numpy as np

from likeness.typing import FloatArray
from training.spoken import RATE_HZ

_SCALES = ((0, 2, 4, 5, 7, 9, 11), (0, 2, 3, 5, 7, 8, 10), (0, 2, 4, 7, 9), (0, 3, 5, 6, 7, 10))
_HIGHEST_HZ = 7600.0


def music(duration_s: float, rng: np.random.Generator) -> FloatArray:
    """Return a piece of music, peak 0.9; (N,) 16 kHz.

    Parameters
    ----------
    duration_s
        Length in seconds.
    rng
        Chooses key, speed, players and notes.
    """
    beat_s = 60 / rng.uniform(62, 165)
    root = int(rng.integers(38, 50))
    scale = _SCALES[int(rng.integers(len(_SCALES)))]
    piece = np.zeros(round(duration_s * RATE_HZ), dtype=np.float64)
    bars = [int(rng.integers(len(scale))) for _ in range(4)]
    players = [_chords, _bass, _tune, _drums]
    gains = rng.uniform(0.2, 1.0, 4) * (rng.random(4) < (0.85, 0.7, 0.75, 0.65))
    gains[int(rng.integers(3))] = 1.0
    for player, gain in zip(players, gains, strict=True):
        if gain > 0:
            part = np.zeros_like(piece)
            player(part, rng, beat_s, [_degree(root, scale, bar) for bar in bars])
            piece += gain * part / max(1e-9, float(np.sqrt(np.mean(part**2))))
    return (0.9 * piece / max(1e-9, float(np.abs(piece).max()))).astype(np.float32)


def _degree(root: int, scale: tuple[int, ...], degree: int) -> int:
    octave, step = divmod(degree, len(scale))
    return root + 12 * octave + scale[step]


def _hz(note: float) -> float:
    return float(440 * 2 ** ((note - 69) / 12))


def _tone(note: float, length_s: float, timbre: "_Timbre", rng: np.random.Generator) -> FloatArray:
    """Return one note of an instrument."""
    n = max(16, round(length_s * RATE_HZ))
    time_s = np.arange(n) / RATE_HZ
    wobble = timbre.vibrato * np.sin(2 * np.pi * 5.5 * time_s + rng.uniform(0, 6))
    phase = 2 * np.pi * np.cumsum(_hz(note) * 2 ** (wobble / 12)) / RATE_HZ
    sound = np.zeros(n)
    for i, level in enumerate(timbre.levels, start=1):
        if i * _hz(note) < _HIGHEST_HZ:
            sound += level * np.sin(i * phase + rng.uniform(0, 6))
    rise = np.minimum(1, time_s / timbre.attack_s)
    fall = np.minimum(1, (time_s[-1] - time_s) / 0.03)
    return (sound * rise * fall * np.exp(-time_s / timbre.decay_s)).astype(np.float32)


class _Timbre:
    """How an instrument sounds: overtones, attack, decay, vibrato in semitones."""

    def __init__(self, rng: np.random.Generator, is_sustained: bool) -> None:
        n = int(rng.integers(3, 22))
        roll = rng.uniform(0.6, 2.0)
        comb = np.where(np.arange(n) % 2 == 1, rng.choice([1.0, 1.0, 0.1]), 1.0)
        self.levels = comb * np.arange(1, n + 1) ** -roll * rng.uniform(0.5, 1.5, n)
        self.attack_s = float(rng.uniform(0.003, 0.15 if is_sustained else 0.01))
        self.decay_s = float(rng.uniform(0.8, 4.0) if is_sustained else rng.uniform(0.1, 0.9))
        self.vibrato = float(rng.uniform(0, 0.4) if is_sustained and rng.random() < 0.5 else 0.0)


def _lay(part: FloatArray, sound: FloatArray, start_s: float) -> None:
    first = round(start_s * RATE_HZ)
    last = min(len(part), first + len(sound))
    if last > first:
        part[first:last] += sound[: last - first]


def _chords(part: FloatArray, rng: np.random.Generator, beat_s: float, roots: list[int]) -> None:
    timbre = _Timbre(rng, is_sustained=bool(rng.random() < 0.6))
    steps = (0, 4 if rng.random() < 0.5 else 3, 7, 12)
    every = int(rng.choice([1, 2, 4]))
    for beat in range(0, int(len(part) / RATE_HZ / beat_s) + 1, every):
        root = roots[(beat // 4) % 4] + 12
        for step in steps:
            _lay(part, _tone(root + step, every * beat_s, timbre, rng), beat * beat_s)


def _bass(part: FloatArray, rng: np.random.Generator, beat_s: float, roots: list[int]) -> None:
    timbre = _Timbre(rng, is_sustained=False)
    pattern = rng.random(8) < 0.6
    pattern[0] = True
    for half in range(int(2 * len(part) / RATE_HZ / beat_s) + 1):
        if pattern[half % 8]:
            note = roots[(half // 8) % 4] - 12 + int(rng.choice([0, 0, 0, 7, 12]))
            _lay(part, _tone(note, beat_s, timbre, rng), half * beat_s / 2)


def _tune(part: FloatArray, rng: np.random.Generator, beat_s: float, roots: list[int]) -> None:
    timbre = _Timbre(rng, is_sustained=bool(rng.random() < 0.5))
    time_s, place = 0.0, float(rng.integers(12, 30))
    while time_s < len(part) / RATE_HZ:
        length_s = beat_s * float(rng.choice([0.25, 0.5, 0.5, 1.0, 2.0]))
        if rng.random() < 0.85:
            root = roots[int(time_s / beat_s / 4) % 4]
            place = float(np.clip(place + rng.choice([-4, -2, -1, 0, 1, 2, 3, 5]), 8, 36))
            _lay(part, _tone(root + place, length_s, timbre, rng), time_s)
        time_s += length_s


def _drums(part: FloatArray, rng: np.random.Generator, beat_s: float, roots: list[int]) -> None:
    kick, snare, hat = (
        _kick(rng),
        _burst(rng, 0.14, 0.05, is_bright=False),
        _burst(rng, 0.08, 0.02, is_bright=True),
    )
    swing = 0.5 + 0.08 * (roots[0] % 2)
    for beat in range(int(len(part) / RATE_HZ / beat_s) + 1):
        start_s = beat * beat_s
        _lay(part, kick if beat % 2 == 0 or rng.random() < 0.2 else snare, start_s)
        _lay(part, 0.4 * hat, start_s)
        if rng.random() < 0.8:
            _lay(part, 0.3 * hat, start_s + swing * beat_s)


def _kick(rng: np.random.Generator) -> FloatArray:
    time_s = np.arange(round(0.25 * RATE_HZ)) / RATE_HZ
    sweep = 45 * time_s + rng.uniform(60, 200) * 0.03 * (1 - np.exp(-time_s / 0.03))
    return (1.2 * np.sin(2 * np.pi * sweep) * np.exp(-time_s / 0.09)).astype(np.float32)


def _burst(rng: np.random.Generator, length_s: float, decay_s: float, *, is_bright: bool) -> FloatArray:
    noise = rng.standard_normal(round(length_s * RATE_HZ))
    if is_bright:
        noise = np.diff(noise, prepend=0.0)
    return (noise * np.exp(-np.arange(len(noise)) / RATE_HZ / decay_s)).astype(np.float32)

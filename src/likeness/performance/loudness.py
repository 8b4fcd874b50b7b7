"""How loud the voice is, for the size of the articulation and the accents; never for the timing of the
mouth."""

import numpy as np

from likeness.core.audio import AudioClip
from likeness.performance.grid import RATE_HZ, Curve, TimeGrid
from likeness.performance.shapes import smooth

_FLOOR_DB = -90.0
_WINDOW_SIGMA_S = 0.025


def loudness_db(audio: AudioClip, grid: TimeGrid) -> Curve:
    """Return (N,) level of the sound in dB of full scale, smoothed over about 60 ms, at least -90."""
    samples = audio.mono().astype(np.float64)
    edges = np.round(np.arange(grid.n_samples + 1) * audio.sample_rate_hz / RATE_HZ).astype(np.int64)
    energy = np.concatenate([[0.0], np.cumsum(samples**2)])
    bounds = energy[np.minimum(edges, samples.shape[0])]
    power = np.diff(bounds) / np.maximum(np.diff(edges), 1)
    level = 10.0 * np.log10(np.maximum(smooth(power, _WINDOW_SIGMA_S), 10.0 ** (_FLOOR_DB / 10.0)))
    result: Curve = np.maximum(level, _FLOOR_DB)
    return result


def speech_level_db(level_db: Curve, is_spoken: Curve) -> float:
    """Return the median level while something is said, -90 when nothing is."""
    spoken = level_db[is_spoken > 0.5]
    return float(np.median(spoken)) if spoken.size else _FLOOR_DB

"""The pitch of the voice by autocorrelation."""

import numpy as np

from likeness.core.audio import AudioClip
from likeness.performance.grid import Curve, TimeGrid
from likeness.performance.shapes import smooth

_RANGE_HZ = (65.0, 500.0)
_WINDOW_S, _HOP_S = 0.045, 0.01
_ANALYSIS_RATE_HZ = 8000
_VOICED_CORRELATION = 0.5
_SILENT_POWER = 1e-7
_SMOOTHING_S = 0.08
"""Low-pass of about 2 Hz: head and brows follow the melody, not the syllable."""

_BLOCK = 2048
"""Windows per step; bounds the memory for long recordings."""


def pitch_hz(audio: AudioClip) -> Curve:
    """Return (F,) the fundamental frequency every 10 ms, 0 where the sound is not voiced.

    Normalised autocorrelation of 45 ms windows at about 8 kHz (Boersma 1993, without its path search); the
    octave is settled by a small bias towards short lags.
    """
    step = max(1, round(audio.sample_rate_hz / _ANALYSIS_RATE_HZ))
    samples = audio.mono().astype(np.float64)
    samples = samples[: samples.shape[0] // step * step].reshape(-1, step).mean(axis=1)
    rate_hz = audio.sample_rate_hz / step
    size, hop = round(_WINDOW_S * rate_hz), round(_HOP_S * rate_hz)
    n_windows = samples.shape[0] // max(hop, 1)
    padded = np.pad(samples, (size // 2, size))
    result = np.zeros(n_windows)
    for first in range(0, n_windows, _BLOCK):
        last = min(first + _BLOCK, n_windows)
        rows = (np.arange(first, last) * hop)[:, None] + np.arange(size)
        result[first:last] = _pitch_of_windows(padded[rows], rate_hz)
    return result


def _pitch_of_windows(windows: Curve, rate_hz: float) -> Curve:
    """(n,) pitch of (n, size) windows."""
    size = windows.shape[1]
    taper = np.hanning(size)
    tapered = (windows - windows.mean(axis=1, keepdims=True)) * taper
    n_fft = 1 << int(np.ceil(np.log2(2 * size)))
    correlation = np.fft.irfft(np.abs(np.fft.rfft(tapered, n_fft)) ** 2, n_fft)[:, :size]
    of_taper = np.fft.irfft(np.abs(np.fft.rfft(taper, n_fft)) ** 2, n_fft)[:size]
    power = correlation[:, :1] / size
    lags = np.arange(int(rate_hz / _RANGE_HZ[1]), min(int(rate_hz / _RANGE_HZ[0]), size - 2))
    normalised = correlation[:, lags] / np.maximum(correlation[:, :1], 1e-20) * (of_taper[0] / of_taper[lags])
    best = np.argmax(normalised - 0.04 * np.log2(lags / lags[0]), axis=1)
    strength = normalised[np.arange(len(best)), best]
    is_voiced = (strength > _VOICED_CORRELATION) & (power[:, 0] > _SILENT_POWER)
    return np.where(is_voiced, rate_hz / lags[best], 0.0)


def pitch_norm(audio: AudioClip, grid: TimeGrid) -> Curve:
    """Return (N,) pitch in standard deviations from the speaker's median, smoothed; 0 far from any
    voicing."""
    track_hz = pitch_hz(audio)
    voiced = track_hz > 0.0
    if voiced.sum() < 10:
        return np.zeros(grid.n_samples)
    semitones = 12.0 * np.log2(np.where(voiced, track_hz, 1.0))
    middle = float(np.median(semitones[voiced]))
    spread = max(float(np.std(np.clip(semitones[voiced] - middle, -9.0, 9.0))), 1.0)
    values = np.where(voiced, np.clip((semitones - middle) / spread, -2.5, 2.5), 0.0)
    frame_s = np.arange(track_hz.shape[0]) * _HOP_S
    weight = smooth(np.interp(grid.times_s, frame_s, voiced.astype(np.float64)), _SMOOTHING_S)
    total = smooth(np.interp(grid.times_s, frame_s, values), _SMOOTHING_S)
    result: Curve = total / np.maximum(weight, 0.3)
    return result

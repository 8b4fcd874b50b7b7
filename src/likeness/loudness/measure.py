"""Integrated loudness and true peak (ITU-R BS.1770-4, annexes 1 and 2)."""

import math

import numpy as np

from likeness.core.audio import AudioClip
from likeness.loudness.kernels import filtered_energies, peaks_between
from likeness.typing import FloatArray, Matrix

_HOPS_PER_S = 10
_HOPS_PER_BLOCK = 4
_ABSOLUTE_GATE_LUFS = -70.0
_RELATIVE_GATE_LU = -10.0
_OFFSET_LUFS = -0.691
"""What makes a sine of 997 Hz in one channel read as its level in dBFS, less 3.01."""

_SHELF_HZ, _SHELF_DB, _SHELF_Q = 1681.974450955533, 3.999843853973347, 0.7071752369554196
_HIGH_PASS_HZ, _HIGH_PASS_Q = 38.13547087602444, 0.5003270373238773
_SHELF_MIDDLE = 0.4996667741545416
"""The analogue filters behind the standard's coefficients for 48 kHz, so that any rate can be measured."""

_OVERSAMPLING = 4
_TAPS = 24
_KAISER_BETA = 8.0


def integrated_lufs(clip: AudioClip) -> float:
    """Return the loudness of a whole clip in LUFS, pauses left out; -inf for silence.

    One channel counts as one loudspeaker: a mono clip reads 3.01 lower than the same on both channels.
    A clip that is shorter than a block of 0.4 s is measured as one.
    """
    hop = clip.sample_rate_hz // _HOPS_PER_S
    samples = np.ascontiguousarray(clip.samples, np.float32)
    if samples.shape[0] < hop * _HOPS_PER_BLOCK:
        hop = max(1, samples.shape[0] // _HOPS_PER_BLOCK)
    energies = filtered_energies(samples, k_weighting(clip.sample_rate_hz), hop)
    if energies.shape[0] < _HOPS_PER_BLOCK:
        return -math.inf
    sums = np.convolve(energies, np.ones(_HOPS_PER_BLOCK), "valid")
    blocks = sums / _HOPS_PER_BLOCK
    loud = blocks[blocks > _energy(_ABSOLUTE_GATE_LUFS)]
    if loud.size == 0:
        return -math.inf
    gate = max(_ABSOLUTE_GATE_LUFS, _lufs(float(loud.mean())) + _RELATIVE_GATE_LU)
    return _lufs(float(blocks[blocks > _energy(gate)].mean()))


def true_peak_db(clip: AudioClip) -> float:
    """Return the greatest magnitude in dB of full scale, also between the samples; -inf for silence."""
    peak = float(true_peaks(clip).max(initial=0.0))
    return 20 * math.log10(peak) if peak > 0 else -math.inf


def true_peaks(clip: AudioClip) -> FloatArray:
    """Return (N,) the greatest magnitude in any channel from each sample to the next, 4 times oversampled."""
    return np.asarray(
        peaks_between(np.ascontiguousarray(clip.samples, np.float32), _interpolators()), np.float32
    )


def k_weighting(sample_rate_hz: int) -> Matrix:
    """Return the filter of the standard, (2, 5): b0 b1 b2 a1 a2 of its two sections, a0 = 1.

    >>> k_weighting(48_000).round(4).tolist()  # table 1 and 2 of the standard
    [[1.5351, -2.6917, 1.1984, -1.6907, 0.7325], [1.0, -2.0, 1.0, -1.99, 0.9901]]
    """
    k = math.tan(math.pi * _SHELF_HZ / sample_rate_hz)
    high = 10 ** (_SHELF_DB / 20)
    middle = high**_SHELF_MIDDLE
    a0 = 1 + k / _SHELF_Q + k * k
    shelf = (
        (high + middle * k / _SHELF_Q + k * k) / a0,
        2 * (k * k - high) / a0,
        (high - middle * k / _SHELF_Q + k * k) / a0,
        2 * (k * k - 1) / a0,
        (1 - k / _SHELF_Q + k * k) / a0,
    )
    k = math.tan(math.pi * _HIGH_PASS_HZ / sample_rate_hz)
    a0 = 1 + k / _HIGH_PASS_Q + k * k
    high_pass = (1.0, -2.0, 1.0, 2 * (k * k - 1) / a0, (1 - k / _HIGH_PASS_Q + k * k) / a0)
    return np.array([shelf, high_pass])


def _interpolators() -> FloatArray:
    """Return (3, 24): windowed sinc filters for the points at 1/4, 1/2 and 3/4 between two samples."""
    taps = np.arange(_TAPS) - _TAPS // 2 + 1
    places = np.arange(1, _OVERSAMPLING)[:, None] / _OVERSAMPLING
    distance = places - taps[None, :]
    window = np.i0(_KAISER_BETA * np.sqrt(np.clip(1 - (distance / (_TAPS / 2)) ** 2, 0, None)))
    filters = np.sinc(distance) * window / np.i0(_KAISER_BETA)
    return np.asarray(filters / filters.sum(axis=1, keepdims=True), np.float32)


def _lufs(energy: float) -> float:
    return _OFFSET_LUFS + 10 * math.log10(energy)


def _energy(lufs: float) -> float:
    return float(10 ** ((lufs - _OFFSET_LUFS) / 10))

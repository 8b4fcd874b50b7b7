"""Small tools for curves over time: filters, another rate, stretches."""

from dataclasses import dataclass

import numpy as np

from likeness.typing import BoolArray, FloatArray

RATE_HZ = 25.0
"""Rate at which movements are compared with the human values, which were measured at it."""

_SOFTNESS = 0.1
"""Half width of a filter's edge in units of its cutoff."""


@dataclass(frozen=True)
class Stretch:
    """A stretch of time."""

    start_s: float
    """Start."""

    end_s: float
    """End."""

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return self.end_s - self.start_s

    @property
    def middle_s(self) -> float:
        """Middle."""
        return (self.start_s + self.end_s) / 2


def low_pass(curve: FloatArray, rate_hz: float, cutoff_hz: float) -> FloatArray:
    """Return a curve (T,) or curves (T, K) without what is faster than a cutoff.

    A Fourier filter with a soft edge; both ends are continued by point reflection, so that a slope stays one.
    Curves shorter than 4 samples, and cutoffs above half of the rate, leave the curve as it is.
    """
    n_samples = len(curve)
    if n_samples < 4 or cutoff_hz >= rate_hz / 2:
        return np.asarray(curve, np.float32)
    values = np.asarray(curve, np.float64)
    n_edge = min(n_samples - 1, max(1, round(2 * rate_hz / cutoff_hz)))
    head = 2 * values[:1] - values[n_edge:0:-1]
    tail = 2 * values[-1:] - values[-2 : -n_edge - 2 : -1]
    padded = np.concatenate([head, values, tail])
    # The transform takes the curve for a ring: without the line between its ends there is no step in it.
    line = np.linspace(padded[0], padded[-1], len(padded))
    frequency_hz = np.fft.rfftfreq(len(padded), 1 / rate_hz)
    gain = np.clip((cutoff_hz * (1 + _SOFTNESS) - frequency_hz) / (2 * _SOFTNESS * cutoff_hz), 0, 1)
    gain = gain.reshape(-1, *(1,) * (values.ndim - 1))
    filtered = np.fft.irfft(np.fft.rfft(padded - line, axis=0) * gain, len(padded), axis=0) + line
    return np.asarray(filtered[n_edge : n_edge + n_samples], np.float32)


def high_pass(curve: FloatArray, rate_hz: float, cutoff_hz: float) -> FloatArray:
    """Return what `low_pass` takes away."""
    return np.asarray(curve - low_pass(curve, rate_hz, cutoff_hz), np.float32)


def even_times_s(times_s: FloatArray, rate_hz: float = RATE_HZ) -> FloatArray:
    """Return instants of an even rate that cover the instants (T,) of the frames of a film."""
    n_samples = max(1, int(np.floor((float(times_s[-1]) - float(times_s[0])) * rate_hz + 1e-3)) + 1)
    return np.asarray(float(times_s[0]) + np.arange(n_samples) / rate_hz, np.float32)


def resampled(curve: FloatArray, times_s: FloatArray, at_s: FloatArray) -> FloatArray:
    """Return a curve (T, ...) at other instants (N,), by straight lines between its samples."""
    table = np.asarray(curve, np.float32).reshape(len(curve), -1)
    right = np.clip(np.searchsorted(times_s, at_s), 1, max(1, len(times_s) - 1))
    if len(times_s) == 1:
        return np.repeat(np.asarray(curve, np.float32), len(at_s), axis=0)
    left = right - 1
    share = np.clip((at_s - times_s[left]) / (times_s[right] - times_s[left]), 0, 1)[:, np.newaxis]
    mixed = table[left] * (1 - share) + table[right] * share
    return np.asarray(mixed.reshape(len(at_s), *curve.shape[1:]), np.float32)


def runs(is_true: BoolArray) -> tuple[tuple[int, int], ...]:
    """Return (first, one after the last) index of each run of true values.

    >>> runs(np.array([False, True, True, False, True]))
    ((1, 3), (4, 5))
    """
    padded = np.concatenate([[False], np.asarray(is_true, bool), [False]]).astype(np.int8)
    edges = np.flatnonzero(np.diff(padded)).tolist()
    return tuple(zip(edges[::2], edges[1::2], strict=True))


def crossing_s(times_s: FloatArray, curve: FloatArray, index: int, level: float) -> float:
    """Return when a curve passes a level between the samples `index` and `index + 1`.

    >>> round(crossing_s(np.array([0.0, 1.0]), np.array([4.0, 0.0]), 0, 1.0), 2)
    0.75
    """
    before, after = float(curve[index]), float(curve[index + 1])
    share = 0.5 if before == after else (level - before) / (after - before)
    start_s, end_s = float(times_s[index]), float(times_s[index + 1])
    return start_s + min(1.0, max(0.0, share)) * (end_s - start_s)


def is_inside(times_s: FloatArray, stretches: tuple[Stretch, ...]) -> BoolArray:
    """Return for each instant (T,) whether it lies in one of the stretches."""
    inside = np.zeros(len(times_s), np.bool_)
    for stretch in stretches:
        inside |= (times_s >= stretch.start_s) & (times_s < stretch.end_s)
    return inside

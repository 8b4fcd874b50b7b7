"""The hot loops, compiled by numba: without the interpreter lock, cached on disk."""

import numpy as np
import numpy.typing as npt
from numba import njit

from likeness.typing import FloatArray, Matrix, Waveform


@njit(cache=True, nogil=True)
def filtered_energies(samples: Waveform, sections: Matrix, hop: int) -> npt.NDArray[np.float64]:
    """Filter (N, C) samples and return (N // hop,) sums over the channels of their mean squares per hop.

    `sections` is (S, 5): b0 b1 b2 a1 a2 of each second-order section, a0 = 1.
    """
    n_hops, n_channels = samples.shape[0] // hop, samples.shape[1]
    energies = np.zeros(n_hops)
    for channel in range(n_channels):
        state = np.zeros((sections.shape[0], 2))
        for index in range(n_hops):
            total = 0.0
            for i in range(index * hop, (index + 1) * hop):
                value = float(samples[i, channel])
                for s in range(sections.shape[0]):
                    out = sections[s, 0] * value + state[s, 0]
                    state[s, 0] = sections[s, 1] * value - sections[s, 3] * out + state[s, 1]
                    state[s, 1] = sections[s, 2] * value - sections[s, 4] * out
                    value = out
                total += value * value
            energies[index] += total / hop
    return energies


@njit(cache=True, nogil=True)
def peaks_between(samples: Waveform, phases: FloatArray) -> FloatArray:
    """Return (N,) the greatest magnitude in any channel from each sample up to the next.

    `phases` is (P, T): one interpolating filter of T taps, even, for each point between two samples.
    """
    n_samples, n_channels = samples.shape
    n_phases, n_taps = phases.shape
    peaks = np.zeros(n_samples, np.float32)
    for channel in range(n_channels):
        for i in range(n_samples):
            greatest = abs(samples[i, channel])
            first = i - n_taps // 2 + 1
            for p in range(n_phases):
                value = np.float32(0.0)
                for k in range(max(0, -first), min(n_taps, n_samples - first)):
                    value += phases[p, k] * samples[first + k, channel]
                greatest = max(greatest, abs(value))
            peaks[i] = max(peaks[i], greatest)
    return peaks


@njit(cache=True, nogil=True)
def held_minimum(values: FloatArray, reach: int) -> FloatArray:
    """Return (N,) the least value within `reach` samples before and after each one."""
    n_values = values.shape[0]
    out = np.empty(n_values, np.float32)
    waiting = np.empty(n_values, np.int64)  # indices whose values rise; the first is the least
    head = tail = following = 0
    for i in range(n_values):
        while following < min(n_values, i + reach + 1):
            while tail > head and values[waiting[tail - 1]] >= values[following]:
                tail -= 1
            waiting[tail] = following
            tail += 1
            following += 1
        while waiting[head] < i - reach:
            head += 1
        out[i] = values[waiting[head]]
    return out


@njit(cache=True, nogil=True)
def released(gains: FloatArray, share: float) -> FloatArray:
    """Return (N,) gains that fall at once and come back to 1 by a share of the rest per sample."""
    out = np.empty_like(gains)
    gain = 1.0
    for i in range(gains.shape[0]):
        gain = min(float(gains[i]), gain + (1.0 - gain) * share)
        out[i] = gain
    return out


@njit(cache=True, nogil=True)
def moving_mean(values: FloatArray, reach: int) -> FloatArray:
    """Return (N,) the mean within `reach` samples before and after each one; beyond the ends, as at them."""
    n_values, width = values.shape[0], 2 * reach + 1
    out = np.empty(n_values, np.float32)
    total = float(values[0]) * reach
    for i in range(reach + 1):
        total += float(values[min(i, n_values - 1)])
    for i in range(n_values):
        out[i] = total / width
        total += float(values[min(i + reach + 1, n_values - 1)]) - float(values[max(i - reach, 0)])
    return out

"""What the network sees of a sound: mel bands on a logarithmic scale, freed from level and colour."""

from functools import cache

import numpy as np

from likeness.speech.analysis import ANALYSIS_RATE_HZ
from likeness.typing import FloatArray

N_BANDS = 48
"""Mel bands."""

_N_HOP, _N_WINDOW, _N_FFT = 160, 400, 512
_RANGE_HZ = (40.0, 7900.0)
_FLOOR = 1e-13
_BLOCK = 2000
# Level and colour are judged on frames not much weaker than the loud ones, in nepers of power.
_LOUD_SHARE = 0.95
_LOUD_RANGE = 5.0
# The colour of a short sound is pulled towards none: this many frames' worth.
_PRIOR_FRAMES = 150.0
_SCALE = 3.0
_LOWEST = -4.0


def log_mel(samples: FloatArray) -> FloatArray:
    """Return the logarithm of the power in each mel band per 10 ms.

    Parameters
    ----------
    samples
        (N,) 16 kHz in [-1, 1].

    Returns
    -------
    (N // 160, 48) natural logarithm; frame i is centred on (i + 1/2) hops, its window is 25 ms long.
    """
    n_frames = len(samples) // _N_HOP
    padding = (_N_WINDOW - _N_HOP) // 2
    padded = np.pad(samples.astype(np.float32, copy=False), (padding, _N_WINDOW))
    windows = np.lib.stride_tricks.sliding_window_view(padded, _N_WINDOW)[::_N_HOP][:n_frames]
    taper = np.hanning(_N_WINDOW + 1)[:-1].astype(np.float32)
    bands = np.empty((n_frames, N_BANDS), dtype=np.float32)
    for first in range(0, n_frames, _BLOCK):
        spectrum = np.fft.rfft(windows[first : first + _BLOCK] * taper, _N_FFT)
        power = np.square(spectrum.real) + np.square(spectrum.imag)
        bands[first : first + _BLOCK] = power.astype(np.float32) @ _filters()
    logarithm: FloatArray = np.log(bands + np.float32(_FLOOR))
    return logarithm


@cache
def _filters() -> FloatArray:
    """Return (257, 48) triangles, each divided by its sum."""
    edges_hz = band_edges_hz()
    bins_hz = np.arange(_N_FFT // 2 + 1) * ANALYSIS_RATE_HZ / _N_FFT
    # No triangle is narrower than the distance of two bins, so that none is empty.
    width_hz = ANALYSIS_RATE_HZ / _N_FFT
    centres_hz = edges_hz[1:-1]
    low_hz = np.minimum(edges_hz[:-2], centres_hz - width_hz)
    high_hz = np.maximum(edges_hz[2:], centres_hz + width_hz)
    rising = (bins_hz[:, np.newaxis] - low_hz) / (centres_hz - low_hz)
    falling = (high_hz - bins_hz[:, np.newaxis]) / (high_hz - centres_hz)
    triangles = np.maximum(0, np.minimum(rising, falling))
    filters: FloatArray = (triangles / triangles.sum(axis=0)).astype(np.float32)
    return filters


def band_edges_hz() -> FloatArray:
    """Return the (50,) frequencies at which the triangles begin, peak and end."""
    low, high = (2595 * np.log10(1 + edge_hz / 700) for edge_hz in _RANGE_HZ)
    edges: FloatArray = (700 * (10 ** (np.linspace(low, high, N_BANDS + 2) / 2595) - 1)).astype(np.float32)
    return edges


def normalized(bands: FloatArray) -> FloatArray:
    """Return bands freed from the level and the colour of the sound.

    The loud frames' mean level and, the longer the sound the more fully, each band's mean in them are taken
    away. So a microphone, a room or a voice's tone weighs little.

    Parameters
    ----------
    bands
        (..., T, 48) from `log_mel`; leading axes are sounds of their own.

    Returns
    -------
    (..., T, 48) about -4 to 2.
    """
    if not bands.shape[-2]:
        return bands
    level = bands.mean(axis=-1, keepdims=True)
    loud = np.quantile(level, _LOUD_SHARE, axis=-2, keepdims=True)
    weight = 1 / (1 + np.exp(np.clip(loud - _LOUD_RANGE - level, -10, 10)))
    n_loud = weight.sum(axis=-2, keepdims=True)
    loud_bands = (weight * bands).sum(axis=-2, keepdims=True)
    loud_level = loud_bands.mean(axis=-1, keepdims=True) / n_loud
    colour = (loud_bands - n_loud * loud_level) / (n_loud + _PRIOR_FRAMES)
    clean: FloatArray = np.maximum((bands - loud_level - colour) / _SCALE, _LOWEST).astype(np.float32)
    return clean

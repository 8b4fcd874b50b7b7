"""How the head moves: how far, how fast, and whether by a machine's rhythm."""

from dataclasses import dataclass

import numpy as np

from likeness.evaluation.signals import low_pass
from likeness.typing import FloatArray

MIN_SPECTRUM_S = 60.0
"""Shorter films have too few periods of slow movement for a line to mean something."""

_CUTOFF_HZ = 5.0
_BANDS_HZ = ((0.0, 0.5), (0.5, 2.0), (2.0, 5.0))
_MIN_S = 1.0


@dataclass(frozen=True)
class HeadMotion:
    """Movement of the head, low-passed at 5 Hz. Triples are pitch, yaw, roll."""

    sd_deg: tuple[float, float, float]
    """Standard deviation."""

    speed_95_deg_s: tuple[float, float, float]
    """95th percentile of the speed, degrees per second."""

    band_percent: tuple[float, float, float]
    """Share of the power of all three angles below 0.5 Hz, from 0.5 to 2 Hz, from 2 to 5 Hz."""

    strongest_line_percent: float
    """Share of the strongest frequency in the power of its angle, for the angle where it is largest."""

    strongest_line_hz: float
    """That frequency."""


def head_motion(head_deg: FloatArray, rate_hz: float) -> HeadMotion | None:
    """Measure the movement of a head; None for less than a second.

    Args:
        head_deg: (T, 3) pitch, yaw, roll in degrees.
        rate_hz: Samples per second.
    """
    if len(head_deg) < _MIN_S * rate_hz:
        return None
    smooth = low_pass(head_deg, rate_hz, _CUTOFF_HZ)
    speeds = np.percentile(np.abs(np.diff(smooth, axis=0)) * rate_hz, 95, axis=0)
    frequencies_hz, power = spectrum(smooth, rate_hz)
    total = np.maximum(power.sum(axis=0), 1e-12)
    bands = [power[(frequencies_hz > low) & (frequencies_hz <= high)].sum() for low, high in _BANDS_HZ]
    shares = power / total
    strongest = int(shares.max(axis=1).argmax())
    return HeadMotion(
        sd_deg=_triple(smooth.std(axis=0)),
        speed_95_deg_s=_triple(speeds),
        band_percent=_triple(100 * np.array(bands) / total.sum()),
        strongest_line_percent=100 * float(shares[strongest].max()),
        strongest_line_hz=float(frequencies_hz[strongest]),
    )


def spectrum(curves: FloatArray, rate_hz: float) -> tuple[FloatArray, FloatArray]:
    """Return (F,) frequencies up to 5 Hz and (F, K) power of curves (T, K), slope removed, Hann window."""
    n_samples = len(curves)
    window = np.hanning(n_samples + 2)[1:-1]
    times = np.arange(n_samples) / rate_hz
    slopes = np.polynomial.polynomial.polyfit(times, curves.astype(np.float64), 1)
    flat = curves - np.polynomial.polynomial.polyval(times, slopes).T
    power = np.square(np.abs(np.fft.rfft(flat * window[:, np.newaxis], axis=0)))
    frequencies_hz = np.fft.rfftfreq(n_samples, 1 / rate_hz)
    kept = (frequencies_hz > 0) & (frequencies_hz <= _CUTOFF_HZ)
    return frequencies_hz[kept].astype(np.float32), power[kept].astype(np.float32)


def _triple(values: FloatArray) -> tuple[float, float, float]:
    return float(values[0]), float(values[1]), float(values[2])

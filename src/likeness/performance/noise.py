"""Random motion with a given spectrum; never a sine."""

import numpy as np

from likeness.performance.grid import RATE_HZ, Curve


def band_noise(
    rng: np.random.Generator, n_samples: int, band_hz: tuple[float, float], slope: float = 1.0
) -> Curve:
    """Return (n_samples,) Gaussian noise of unit expected variance, whose power falls as 1/f^slope in a band.

    The edges of the band are soft. The noise is drawn on a period at least 8 s and a quarter longer than
    asked, so that it does not wrap around.
    """
    n_period = int(max(1.25 * n_samples, 8 * RATE_HZ / max(band_hz[0], 0.02) / 8, 8 * RATE_HZ))
    frequencies_hz = np.fft.rfftfreq(n_period, 1.0 / RATE_HZ)
    low_hz, high_hz = band_hz
    safe_hz = np.maximum(frequencies_hz, 1e-9)
    high_pass = 1.0 / (1.0 + (low_hz / safe_hz) ** 6)
    low_pass = 1.0 / (1.0 + (safe_hz / high_hz) ** 6)
    power = high_pass * low_pass * safe_hz**-slope
    power[0] = 0.0
    spectrum = rng.standard_normal((2, frequencies_hz.size))
    values = np.fft.irfft(np.sqrt(power) * (spectrum[0] + 1j * spectrum[1]), n_period)
    expected_sd = np.sqrt(4.0 * power.sum()) / n_period
    result: Curve = values[:n_samples] / expected_sd
    return result

"""Smooth curves that several passes are made of; numpy only, no randomness."""

import numpy as np

from likeness.performance.grid import RATE_HZ, Curve, TimeGrid


def ease(u: Curve) -> Curve:
    """Return the minimum-jerk rise from 0 to 1 (Flash & Hogan 1985) for u clipped to [0, 1].

    >>> [round(float(v), 3) for v in ease(np.array([0.0, 0.5, 1.0]))]
    [0.0, 0.5, 1.0]
    """
    u = np.clip(u, 0.0, 1.0)
    return u**3 * (10.0 - 15.0 * u + 6.0 * u**2)


def pulse(times_s: Curve, start_s: float, peak_s: float, end_s: float) -> Curve:
    """Return a single hump: 0 until `start_s`, 1 at `peak_s`, 0 from `end_s`, minimum jerk on both sides."""
    rise = ease((times_s - start_s) / max(peak_s - start_s, 1e-6))
    fall = ease((times_s - peak_s) / max(end_s - peak_s, 1e-6))
    return np.where(times_s <= peak_s, rise, 1.0 - fall)


def add_pulse(curve: Curve, grid: TimeGrid, timing_s: tuple[float, float, float], amount: float) -> None:
    """Add one hump (start, peak, end) to an (N,) curve in place, touching only its own samples."""
    start_s, peak_s, end_s = timing_s
    part = grid.window(start_s, end_s)
    times_s = np.arange(part.start, part.stop) / RATE_HZ
    curve[part] += amount * pulse(times_s, start_s, peak_s, end_s)


def smooth(values: Curve, sigma_s: float) -> Curve:
    """Return values, (N,) or (N, C), filtered by a Gaussian of `sigma_s` seconds; the ends are held."""
    if sigma_s <= 0 or values.shape[0] == 0:
        return values.copy()
    radius = max(1, int(np.ceil(3.0 * sigma_s * RATE_HZ)))
    offsets = np.arange(-radius, radius + 1)
    kernel = np.exp(-0.5 * (offsets / (sigma_s * RATE_HZ)) ** 2)
    kernel /= kernel.sum()
    columns = values.reshape(values.shape[0], -1)
    padded = np.pad(columns, ((radius, radius), (0, 0)), mode="edge")
    filtered = [np.convolve(padded[:, c], kernel, mode="valid") for c in range(columns.shape[1])]
    return np.stack(filtered, axis=1).reshape(values.shape)


def saturate(values: Curve, limit: float) -> Curve:
    """Bend values softly into (-limit, limit); below half the limit they hardly change.

    >>> [round(float(v), 2) for v in saturate(np.array([1.0, 4.0, 20.0]), 8.0)]
    [1.0, 3.94, 7.95]
    """
    result: Curve = values / (1.0 + np.abs(values / limit) ** 4) ** 0.25
    return result

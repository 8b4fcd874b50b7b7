"""What lips and jaw can physically do: ranges and speeds."""

import numpy as np

from likeness.performance.closures import Closure
from likeness.performance.grid import RATE_HZ, Curve, TimeGrid
from likeness.performance.mouth import CHANNELS, CONTACT_GAP, channel, channel_gap_weights, lip_gap
from likeness.performance.shapes import smooth

MAX_OPENING_SPEED = 2.8
"""Eye distances per second; the fastest of the measured speakers has a 95th percentile of 2.9."""

_EASY_GAP, _WIDEST_GAP = 0.24, 0.40
"""Openings bend from the first towards the second: the 95th percentile of measured speakers is 0.14-0.33."""

_PUCKER_RANGE = 1.2
"""mouth_pucker is sound up to here; every other coefficient ends at 1."""

_MUSCLE_SIGMA_S = 0.008
"""Muscle as a low-pass: rounds the corners of the ramps without delaying them."""


def limit_speed(mouth: Curve) -> Curve:
    """Return the mouth curves (N, 15) with the gap bound by `MAX_OPENING_SPEED`.

    The bound is the largest curve below the gap with that slope, so openings give way and closures stay.
    """
    gap = lip_gap(mouth)
    step = MAX_OPENING_SPEED / RATE_HZ
    ramp = step * np.arange(gap.shape[0])
    forward = np.minimum.accumulate(gap - ramp) + ramp
    bound = (np.minimum.accumulate((forward + ramp)[::-1]) - ramp[::-1])[::-1]
    result = mouth.copy()
    _close_by(result, gap - bound)
    return result


def limit_opening(mouth: Curve) -> Curve:
    """Return the mouth curves (N, 15) with wide gaps bent below the widest; the jaw gives way."""
    gap = lip_gap(mouth)
    span = _WIDEST_GAP - _EASY_GAP
    bent = np.where(gap > _EASY_GAP, _EASY_GAP + span * np.tanh((gap - _EASY_GAP) / span), gap)
    result = mouth.copy()
    result[:, channel("jaw_open")] -= (gap - bent) / channel_gap_weights()[channel("jaw_open")]
    return result


def soften(mouth: Curve, extra_sigma_s: float) -> Curve:
    """Return the mouth curves after the inertia of the muscles; rough phone times get `extra_sigma_s`
    more."""
    return smooth(mouth, float(np.hypot(_MUSCLE_SIGMA_S, extra_sigma_s)))


def limit_ranges(mouth: Curve) -> Curve:
    """Return the mouth curves with every coefficient inside its range."""
    upper = np.ones(len(CHANNELS))
    upper[channel("pucker")] = _PUCKER_RANGE
    return np.clip(mouth, 0.0, upper)


def ensure_contact(mouth: Curve, closures: tuple[Closure, ...], grid: TimeGrid) -> Curve:
    """Return the mouth curves with contact guaranteed inside every closure, whatever the passes before
    added."""
    inside = np.zeros(grid.n_samples, dtype=bool)
    for closure in closures:
        inside[grid.window(closure.start_s, closure.end_s)] = True
    excess = np.where(inside, np.maximum(lip_gap(mouth) - 0.5 * CONTACT_GAP, 0.0), 0.0)
    result = mouth.copy()
    _close_by(result, excess)
    return result


def _close_by(mouth: Curve, excess: Curve) -> None:
    """Narrow the gap by (N,) eye distances in place: the lips move together over the jaw."""
    column = channel("mouth_close")
    mouth[:, column] += excess / -channel_gap_weights()[column]

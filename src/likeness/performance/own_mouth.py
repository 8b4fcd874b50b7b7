"""How far the mouth is shut that the picture itself shows open: a laughing face goes on smiling as it speaks.

Every sound is shaped from closed lips. Would they be shut all the time, a face that laughs in the picture
would become another: eyes that laugh over pressed lips (identity distance of two such portraits 0.29 and 0.27
instead of 0.25 and 0.22). So a part of the picture's own opening stays, except where lips must meet, round or
tuck in.
"""

import numpy as np

from likeness.performance.closures import Closure
from likeness.performance.grid import RATE_HZ, Curve, TimeGrid
from likeness.performance.mouth import channel
from likeness.performance.shapes import ease, smooth

_STAYS = 0.45  # of the picture's own opening, where no sound needs the lips
_RAMP_S = 0.11  # before and after lips meet: as far as a wide smile has to go
_FULL = {"pucker": 0.35, "funnel": 0.35, "roll_lower": 0.25, "press": 0.3}
"""Coefficients from which a shape needs lips that start from closed ones."""

_SMOOTHING_S = 0.025


def closed_mouth_curve(mouth: Curve, closures: tuple[Closure, ...], grid: TimeGrid) -> Curve:
    """Return (N,) 0-1, 1 = the picture's own opening is shut, for mouth curves (N, 15)."""
    needed: Curve = np.zeros(grid.n_samples)
    for name, full in _FULL.items():
        needed = np.maximum(needed, ease(mouth[:, channel(name)] / full))
    needed = smooth(np.clip(needed, 0.0, 1.0), _SMOOTHING_S)
    for closure in closures:
        part = grid.window(closure.start_s - _RAMP_S, closure.end_s + _RAMP_S)
        times_s = np.arange(part.start, part.stop) / RATE_HZ
        away_s = np.maximum(closure.start_s - times_s, times_s - closure.end_s)
        needed[part] = np.maximum(needed[part], ease(1.0 - away_s / _RAMP_S))
    return 1.0 - _STAYS * (1.0 - np.clip(needed, 0.0, 1.0))

"""How far the mouth is shut that the picture itself shows open: a laughing face goes on smiling as it speaks.

Every sound is shaped from closed lips. Would they be shut all the time, a face that laughs in the picture
would become another: eyes that laugh over pressed lips (identity distance of two such portraits 0.29 and 0.27
instead of 0.25 and 0.22). So a part of the picture's own opening stays, except where lips must meet, round or
tuck in. In the pauses of speech it closes as the lips settle: a mouth that stands open there looks frozen.
"""

import numpy as np

from likeness.performance.closures import Closure
from likeness.performance.grid import RATE_HZ, Curve, TimeGrid
from likeness.performance.mouth import channel
from likeness.performance.segments import RELAX_PAUSE_S, Segment
from likeness.performance.shapes import ease, smooth

_STAYS = 0.45  # of the picture's own opening, where no sound needs the lips
_RAMP_S = 0.11  # before and after lips meet: as far as a wide smile has to go
_FULL = {"pucker": 0.35, "funnel": 0.35, "roll_lower": 0.25, "press": 0.3}
"""Coefficients from which a shape needs lips that start from closed ones."""

_SMOOTHING_S = 0.025

_SETTLING_S = (0.25, 0.45)
"""Time in which the own opening closes once nothing is said."""

_RESTING_S = (0.5, 1.2)
"""How long it stays closed; in longer pauses the smile of the picture comes back."""

_SMILING_S = 0.6
"""Time in which it comes back."""

_SETTLED = (0.6, 1.0)
"""How far it closes."""

_STILL_S = 0.2
"""Before the next sound the lips belong to that sound."""


def closed_mouth_curve(
    rng: np.random.Generator,
    mouth: Curve,
    closures: tuple[Closure, ...],
    segments: tuple[Segment, ...],
    grid: TimeGrid,
) -> Curve:
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
    needed = np.maximum(needed, _settled(rng, segments, grid))
    return 1.0 - _STAYS * (1.0 - np.clip(needed, 0.0, 1.0))


def _settled(rng: np.random.Generator, segments: tuple[Segment, ...], grid: TimeGrid) -> Curve:
    """Return (N,) 0-1, how far the lips have come to rest in the pauses between words.

    Not in silence at the very start: a film begins with the smile of the picture.
    """
    settled: Curve = np.zeros(grid.n_samples)
    for index, segment in enumerate(segments):
        settling_s, resting_s = rng.uniform(*_SETTLING_S), rng.uniform(*_RESTING_S)
        depth = rng.uniform(*_SETTLED)
        if index == 0 or not segment.is_pause or segment.duration_s <= RELAX_PAUSE_S:
            continue
        part = grid.window(segment.start_s, segment.end_s)
        since_s = np.arange(part.start, part.stop) / RATE_HZ - segment.start_s
        back = 1.0 - ease((since_s - settling_s - resting_s) / _SMILING_S)
        if index + 1 < len(segments):
            back = np.minimum(back, ease((segment.duration_s - since_s) / _STILL_S))
        settled[part] = depth * np.minimum(ease(since_s / settling_s), back)
    return settled

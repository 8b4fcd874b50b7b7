"""The internal clock of the performance: every pass draws its curves at 200 Hz, only the last one knows
frames."""

from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from likeness.core.timing import n_frames_for

Curve: TypeAlias = npt.NDArray[np.float64]
"""(N,) or (N, channels) float64 values at the instants of a `TimeGrid`."""

RATE_HZ = 200
"""Samples per second of all curves: 5 ms, an eighth of a frame, so that events keep their sub-frame time."""


@dataclass(frozen=True)
class TimeGrid:
    """The instants at which curves are drawn."""

    n_samples: int
    """Number of instants."""

    @property
    def times_s(self) -> Curve:
        """(N,) seconds from the start of the film."""
        return np.arange(self.n_samples) / RATE_HZ

    @property
    def end_s(self) -> float:
        """Last instant."""
        return (self.n_samples - 1) / RATE_HZ

    def window(self, start_s: float, end_s: float) -> slice:
        """Return the samples within [start_s, end_s], cut to the film.

        >>> TimeGrid(1000).window(1.0, 1.01)
        slice(200, 203, None)
        """
        first = int(np.ceil(start_s * RATE_HZ - 1e-6))
        last = int(np.floor(end_s * RATE_HZ + 1e-6))
        first = min(max(first, 0), self.n_samples)
        return slice(first, min(max(last + 1, first), self.n_samples))

    def index(self, time_s: float) -> int:
        """Return the sample nearest to an instant."""
        return min(max(round(time_s * RATE_HZ), 0), self.n_samples - 1)


def grid_for(duration_s: float, fps: Fraction) -> TimeGrid:
    """Return the grid that covers every frame of a film of `duration_s` seconds.

    >>> grid_for(1.0, Fraction(25)).n_samples
    202
    """
    film_s = float(n_frames_for(duration_s, fps) / fps)
    return TimeGrid(int(np.ceil(max(film_s, duration_s) * RATE_HZ)) + 2)

"""Trembling: what moves faster than a head can."""

import numpy as np

from likeness.evaluation.signals import high_pass
from likeness.typing import FloatArray

STEADY_POINTS = (33, 133, 362, 263, 6, 168)
"""Corners of the eyes and bridge of the nose."""

_CUTOFF_HZ = 6.0
_MIN_RATE_HZ = 15.0
_MIN_FRAMES = 10


def jitter(points: FloatArray, unit_px: FloatArray, rate_hz: float) -> float | None:
    """Return the trembling of eye corners and nose bridge: root mean square of x and y above 6 Hz.

    Args:
        points: (T, 478, 3) landmarks.
        unit_px: (T,) eye distance.
        rate_hz: Frames per second; None is returned below 15.
    """
    if rate_hz < _MIN_RATE_HZ or len(points) < _MIN_FRAMES:
        return None
    steady = points[:, STEADY_POINTS, :2].reshape(len(points), -1)
    quick = high_pass(steady, rate_hz, _CUTOFF_HZ)
    return float(np.sqrt(np.square(quick).mean()) / np.median(unit_px))

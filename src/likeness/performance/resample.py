"""From the internal clock to the frames of the film."""

from fractions import Fraction

import numpy as np

from likeness.core.timing import frame_time_s, n_frames_for
from likeness.performance.grid import RATE_HZ, Curve
from likeness.typing import FloatArray


def frame_times_s(duration_s: float, fps: Fraction) -> Curve:
    """Return (T,) the instant that each frame of the film shows."""
    return np.array([frame_time_s(i, fps) for i in range(n_frames_for(duration_s, fps))])


def sample(curve: Curve, times_s: Curve) -> FloatArray:
    """Return the curve, (N,) or (N, C), at instants (T,), linear between samples, as float32."""
    position = np.clip(times_s * RATE_HZ, 0.0, curve.shape[0] - 1.0)
    low = np.minimum(position.astype(np.int64), max(curve.shape[0] - 2, 0))
    share = position - low
    if curve.ndim == 2:
        share = share[:, None]
    high = np.minimum(low + 1, curve.shape[0] - 1)
    values: FloatArray = (curve[low] * (1.0 - share) + curve[high] * share).astype(np.float32)
    return values

"""Which instants of a film show it at its best, told from the curves of the performance."""

from fractions import Fraction

import numpy as np

from likeness.core.performance import Performance
from likeness.typing import FloatArray

_WEIGHTS = {
    "eye_blink": 4.0, "jaw_open": 3.0, "mouth_pucker": 1.0, "mouth_funnel": 1.0, "mouth_lower_down": 1.0,
    "mouth_upper_up": 0.7, "mouth_stretch": 0.7, "mouth_roll": 0.7, "mouth_press": 0.5, "brow_down": 0.5,
    "mouth_smile": -0.4,
}  # fmt: skip
"""Beginning of a shape's name -> how much worse it makes a still picture."""

_PER_DEGREE = 0.05
_PER_GAZE_DEGREE = 0.08


def best_still(performance: Performance) -> int:
    """Return the frame for a thumbnail: eyes open, mouth nearly closed, looking ahead, rather smiling.

    Of frames that are equally good, the first.
    """
    return int(np.argmin(np.round(_blemish(performance), 3)))


def preview_frames(n_frames: int, film_fps: Fraction, duration_s: float, fps: Fraction) -> tuple[int, ...]:
    """Return which of a film's frames are its preview: from the beginning, `fps` a second.

    >>> preview_frames(20, Fraction(25), 3.0, Fraction(25, 2))
    (1, 3, 5, 7, 9, 11, 13, 15, 17, 19)
    """
    n_shown = max(1, int(min(Fraction(duration_s), n_frames / film_fps) * fps))
    return tuple(
        min(n_frames - 1, int((index + Fraction(1, 2)) / fps * film_fps)) for index in range(n_shown)
    )


def _blemish(performance: Performance) -> FloatArray:
    """(T,) how little each frame is fit for a still."""
    total = np.zeros(performance.n_frames, np.float32)
    for column, name in enumerate(performance.expression_names):
        for beginning, weight in _WEIGHTS.items():
            if name.startswith(beginning):
                total += weight * performance.expression[:, column]
    total += _PER_DEGREE * np.abs(performance.head_deg).sum(axis=1)
    total += _PER_GAZE_DEGREE * np.abs(performance.gaze_deg).sum(axis=1)
    return total

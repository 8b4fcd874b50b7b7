"""Rules of time: how many frames a sound needs and which instant a frame shows."""

import math
from fractions import Fraction


def n_frames_for(duration_s: float, fps: Fraction) -> int:
    """Return the number of frames whose display covers `duration_s`, at least one.

    Rounds to the nearest frame, so that sound and picture differ by at most half a frame.

    >>> n_frames_for(1.0, Fraction(25))
    25
    >>> n_frames_for(0.0, Fraction(25))
    1
    """
    return max(1, math.floor(duration_s * fps + Fraction(1, 2)))


def frame_time_s(frame_index: int, fps: Fraction) -> float:
    """Return the instant that a frame shows: the middle of its display.

    >>> frame_time_s(0, Fraction(25))
    0.02
    """
    return float((frame_index + Fraction(1, 2)) / fps)

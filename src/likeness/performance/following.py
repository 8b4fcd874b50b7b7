"""Recordings: the lips follow what is heard of them, not only the names of the sounds.

A row of recognized sounds knows neither how far this speaker opens the mouth in them nor where it is wrong.
The opening that the viseme network hears follows real speakers better (correlation 0.49 against 0.40), so
that the gap of the lips is a blend of both; closures and the other hard rules come after it.
"""

import numpy as np

from likeness.core.speech import LipCurves, PhoneSource
from likeness.performance.grid import RATE_HZ, Curve, TimeGrid
from likeness.performance.mouth import channel, channel_gap_weights, lip_gap
from likeness.performance.shapes import smooth

_SHARE = {PhoneSource.ALIGNED: 0.35, PhoneSource.RECOGNIZED: 0.8}
"""Weight of what is heard: known words leave less to it."""

_WIDE_GAP = 0.30
"""Gap in eye distances of an opening of 1."""

_SIGMA_S = 0.02
"""Smoothing of the curves, which come in steps of 10 ms."""


def follow_sound(
    mouth: Curve, lips: LipCurves | None, source: PhoneSource, grid: TimeGrid, size: float
) -> Curve:
    """Return the mouth curves (N, 15) with the gap of the lips drawn to the opening that is heard.

    `size` scales that opening as the style of articulation scales the others.
    """
    share = _SHARE.get(source, 0.0)
    if lips is None or share == 0.0 or not len(lips.opening):
        return mouth
    times_s = (np.arange(len(lips.opening)) + 0.5) * lips.hop_s
    heard = np.interp(np.arange(grid.n_samples) / RATE_HZ, times_s, lips.opening)
    missing = share * (size * _WIDE_GAP * smooth(heard, _SIGMA_S) - lip_gap(mouth))
    weights = channel_gap_weights()
    result = mouth.copy()
    for name, part in (("jaw_open", 0.67), ("lower_down", 0.33)):
        column = channel(name)
        result[:, column] = np.maximum(result[:, column] + part * missing / weights[column], 0.0)
    return result

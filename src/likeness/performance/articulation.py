"""The mouth: from segments to curves, as a row of passes."""

import numpy as np

from likeness.core.direction import MouthStyle
from likeness.core.performance import PerformanceEvent
from likeness.core.speech import PhoneSource
from likeness.performance import hard_rules, limits
from likeness.performance.closures import Closure, close_lips
from likeness.performance.coarticulation import coarticulate
from likeness.performance.grid import Curve, TimeGrid
from likeness.performance.segments import Segment

_EXTRA_SMOOTHING_S = {
    PhoneSource.SYNTHESIZED: 0.0,
    PhoneSource.ALIGNED: 0.006,
    PhoneSource.RECOGNIZED: 0.014,
    PhoneSource.NONE: 0.0,
}
"""The rougher the times of the phones, the rounder the curves."""


def articulate(
    segments: tuple[Segment, ...],
    closures: tuple[Closure, ...],
    source: PhoneSource,
    grid: TimeGrid,
    style: MouthStyle,
) -> Curve:
    """Return (N, 14) mouth curves that keep the hard rules in every style."""
    mouth = coarticulate(segments, grid, style)
    mouth = limits.limit_opening(mouth)
    mouth = hard_rules.narrow_sibilant_jaw(mouth, segments, grid)
    mouth = limits.soften(mouth, _EXTRA_SMOOTHING_S[source])
    mouth = hard_rules.tuck_lower_lip(mouth, segments, grid)
    mouth = hard_rules.open_vowels(mouth, segments, grid)
    mouth = hard_rules.keep_apart(mouth, segments, grid)
    mouth = close_lips(mouth, closures, grid)
    mouth = limits.limit_speed(mouth)
    return limits.soften(mouth, 0.0)


def closure_events(closures: tuple[Closure, ...]) -> tuple[PerformanceEvent, ...]:
    """Return the closures for the timeline."""
    return tuple(PerformanceEvent("closure", closure.start_s, closure.end_s) for closure in closures)


def speaking_curve(segments: tuple[Segment, ...], grid: TimeGrid) -> Curve:
    """Return (N,) 1 while something is said, 0 in pauses."""
    curve = np.zeros(grid.n_samples)
    for segment in segments:
        if not segment.is_pause:
            curve[grid.window(segment.start_s, segment.end_s)] = 1.0
    return curve

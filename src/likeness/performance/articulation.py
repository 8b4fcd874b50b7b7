"""The mouth: from segments to curves, as a row of passes."""

from dataclasses import dataclass

import numpy as np

from likeness.core.direction import MouthStyle
from likeness.core.performance import PerformanceEvent
from likeness.core.speech import LipCurves, PhoneSource
from likeness.performance import hard_rules, limits
from likeness.performance.closures import Closure, close_lips
from likeness.performance.coarticulation import coarticulate
from likeness.performance.following import follow_sound
from likeness.performance.grid import Curve, TimeGrid
from likeness.performance.segments import Segment

_EXTRA_SMOOTHING_S = {
    PhoneSource.SYNTHESIZED: 0.0,
    PhoneSource.ALIGNED: 0.006,
    PhoneSource.RECOGNIZED: 0.014,
    PhoneSource.NONE: 0.0,
}
"""The rougher the times of the phones, the rounder the curves."""


@dataclass(frozen=True)
class Utterance:
    """What is articulated."""

    segments: tuple[Segment, ...]
    """Shapes in time order."""

    closures: tuple[Closure, ...]
    """When the lips touch."""

    source: PhoneSource
    """Where the shapes come from."""

    lips: LipCurves | None = None
    """The lips heard in a recording."""


def articulate(utterance: Utterance, grid: TimeGrid, style: MouthStyle, size: float = 1.0) -> Curve:
    """Return (N, 15) mouth curves that keep the hard rules in every style.

    `size` is the level's scale of the opening; the segments' amplitudes hold it already.
    """
    segments, closures, source = utterance.segments, utterance.closures, utterance.source
    mouth = coarticulate(segments, grid, style)
    mouth = follow_sound(mouth, utterance.lips, source, grid, size * style.jaw)
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

"""Life in the silences: lips settle in their own time, part for a breath, and never stand quite still.

Of the silent time of real speakers 28 % shows parted lips, and their opening moves by about 0.026 of the
distance of the outer eye corners (docs/evaluate.md). But lips do not flutter.
"""

import numpy as np

from likeness.performance.breath import Inhalation
from likeness.performance.grid import Curve, TimeGrid
from likeness.performance.mouth import channel, channel_gap_weights
from likeness.performance.noise import band_noise
from likeness.performance.segments import RELAX_PAUSE_S, Segment
from likeness.performance.shapes import add_pulse, ease, smooth

_INHALING_JAW = 0.10
"""Jaw opening at a deep breath in: lips ajar by about 0.07 eye distances with the lower lip."""

_PARTED_SHARE = 0.7
"""Of the pauses in speech are spent with lips parted rather than closed."""

_PARTED_GAP = (0.05, 0.11)
"""Eye distances between the inner lips in such a pause."""

_SETTLING_S = (0.6, 1.0)
"""Time in which parted lips come to rest; in most pauses the next sound comes before."""

_STILL_S = 0.16
"""Before the next sound the lips belong to that sound."""


def leave_parted(
    rng: np.random.Generator, mouth: Curve, segments: tuple[Segment, ...], grid: TimeGrid
) -> Curve:
    """Return the mouth curves (N, 15) with the lips left parted for a while in some of the pauses.

    The pauses at both ends of a film are left alone: it begins and ends with closed lips.
    """
    result = mouth.copy()
    weights = channel_gap_weights()
    for segment in segments[1:-1]:
        if not segment.is_pause or segment.duration_s <= RELAX_PAUSE_S:
            continue
        is_parted, gap = rng.random() < _PARTED_SHARE, float(rng.uniform(*_PARTED_GAP))
        settling_s = float(rng.uniform(*_SETTLING_S))
        end_s = segment.end_s - _STILL_S
        if not is_parted or end_s <= segment.start_s:
            continue
        parted = np.zeros(grid.n_samples)
        peak_s = min(segment.start_s + 0.12, end_s)
        add_pulse(parted, grid, (segment.start_s - 0.05, peak_s, peak_s + settling_s), gap)
        parted *= 1.0 - ease((grid.times_s - end_s) / _STILL_S)
        result[:, channel("jaw_open")] += 0.6 * parted / weights[channel("jaw_open")]
        result[:, channel("lower_down")] += 0.4 * parted / weights[channel("lower_down")]
    return result


def part_for_breath(
    mouth: Curve, breaths: tuple[Inhalation, ...], segments: tuple[Segment, ...], grid: TimeGrid
) -> Curve:
    """Return the mouth curves (N, 15) with the lips parted while breathing in before a phrase."""
    ajar = np.zeros(grid.n_samples)
    for breath in breaths:
        pause = next((s for s in segments if s.is_pause and s.start_s <= breath.end_s <= s.end_s + 0.1), None)
        if breath.is_for_speech and pause is not None and pause.duration_s > RELAX_PAUSE_S:
            start_s = max(breath.start_s, pause.start_s + 0.25)
            timing_s = (start_s, max(breath.end_s - 0.05, start_s + 0.1), breath.end_s + 0.12)
            add_pulse(ajar, grid, timing_s, breath.depth)
    result = mouth.copy()
    result[:, channel("jaw_open")] += _INHALING_JAW * ajar
    result[:, channel("lower_down")] += 0.18 * ajar
    return result


def stir(rng: np.random.Generator, mouth: Curve, segments: tuple[Segment, ...], grid: TimeGrid) -> Curve:
    """Return the mouth curves with slow, tiny changes of pressing, rolling and spreading in the pauses."""
    resting: Curve = np.zeros(grid.n_samples)
    for segment in segments:
        if segment.is_pause and segment.duration_s > RELAX_PAUSE_S:
            resting[grid.window(segment.start_s + 0.15, segment.end_s - 0.15)] = 1.0
    resting = smooth(resting, 0.08)
    result = mouth.copy()
    for name, size in (("press", 0.06), ("roll_lower", 0.03), ("roll_upper", 0.03), ("stretch", 0.02)):
        noise = band_noise(rng, grid.n_samples, (0.1, 0.6), 1.0)
        result[:, channel(name)] += size * resting * np.maximum(1.0 + noise, 0.0)
    return result

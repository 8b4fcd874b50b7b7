"""Life in the silences: lips part for a breath, and never stand quite still; but they do not flutter."""

import numpy as np

from likeness.performance.breath import Inhalation
from likeness.performance.grid import Curve, TimeGrid
from likeness.performance.mouth import channel
from likeness.performance.noise import band_noise
from likeness.performance.segments import RELAX_PAUSE_S, Segment
from likeness.performance.shapes import add_pulse, smooth

_INHALING_JAW = 0.06
"""Jaw opening at a deep breath in: lips ajar by about 0.05 eye distances with the lower lip."""


def part_for_breath(
    mouth: Curve, breaths: tuple[Inhalation, ...], segments: tuple[Segment, ...], grid: TimeGrid
) -> Curve:
    """Return the mouth curves (N, 14) with the lips parted while breathing in before a phrase."""
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

"""Blending of neighbouring shapes by dominance functions (Cohen & Massaro 1993).

Each shape has, per group of channels, a dominance that is full over its core and fades exponentially on both
sides; the curve is the mean of all goals weighted by their dominance. A plateau instead of the original's
peak lets long vowels hold.
"""

from dataclasses import dataclass

import numpy as np

from likeness.core.direction import MouthStyle
from likeness.performance.grid import RATE_HZ, Curve, TimeGrid
from likeness.performance.mouth import CHANNELS
from likeness.performance.segments import Segment, is_vowel
from likeness.performance.targets import (
    GROUPS,
    JAW,
    PARTING,
    ROUNDED,
    ROUNDING,
    SPREADING,
    TONGUE_ONLY,
    VOWELS,
    Viseme,
    viseme_table,
)

_NATURAL = MouthStyle()

_REACH_S = 0.45
"""How far a shape is felt beyond its core; the dominance is below 2 % there."""

_ROUNDING_LEAD_S = 0.25
"""Longest lead of rounding (Bell-Berti & Harris 1981: a fixed 200-250 ms before the vowel)."""

_CORE_START_SHARE, _CORE_END_SHARE = 0.20, 0.70
"""Part of a phone over which its dominance is full: apex near the start, held to about three quarters
(JALI)."""

_CLOSING_S = 0.20
"""After the last sound the mouth takes this long before rest dominates."""

_ONSET_LEAD_S = 0.13
"""Before the first sound the lips begin to part this early (100-200 ms)."""


@dataclass(frozen=True)
class _Core:
    """When a shape dominates fully, per group."""

    start_s: Curve
    end_s: Curve


def coarticulate(segments: tuple[Segment, ...], grid: TimeGrid, style: MouthStyle = _NATURAL) -> Curve:
    """Return (N, 15) mouth curves of the shapes in a style, not yet bound by the hard rules."""
    axes = _axes(style)
    table = viseme_table()
    group_of = np.array([next(g for g, names in enumerate(GROUPS) if name in names) for name in CHANNELS])
    weighted = np.zeros((grid.n_samples, len(CHANNELS)))
    weight = np.full((grid.n_samples, len(GROUPS)), 1e-6)
    for index, segment in enumerate(segments):
        viseme = table[segment.symbol]
        core = _core(segments, index)
        part = grid.window(float(core.start_s.min()) - _REACH_S, float(core.end_s.max()) + _REACH_S)
        dominance = segment.strength * _dominance(viseme, core, part)
        weight[part] += dominance
        weighted[part] += dominance[:, group_of] * _goal(viseme, segment, axes)
    result: Curve = weighted / weight[:, group_of]
    return result


def _dominance(viseme: Viseme, core: _Core, part: slice) -> Curve:
    """(n, 6) dominance of one shape over a part of the film."""
    times_s = (np.arange(part.start, part.stop) / RATE_HZ)[:, None]
    before_s = np.maximum(core.start_s - times_s, 0.0)
    after_s = np.maximum(times_s - core.end_s, 0.0)
    fading = np.exp(-(viseme.before_per_s * before_s + viseme.after_per_s * after_s))
    result: Curve = viseme.strength * fading
    return result


def _axes(style: MouthStyle) -> Curve:
    """(14,) factor of each channel: the jaw on one axis, parting, rounding and spreading on the other."""
    factors = np.ones(len(CHANNELS))
    for group, factor in (
        (JAW, style.jaw),
        (PARTING, style.lips),
        (ROUNDING, style.lips),
        (SPREADING, style.lips),
    ):
        for name in GROUPS[group]:
            factors[CHANNELS.index(name)] = factor
    return factors


def _goal(viseme: Viseme, segment: Segment, axes: Curve) -> Curve:
    """(14,) shape with jaw and parting scaled by the segment's amplitude."""
    goal = viseme.shape * axes
    for group in (JAW, PARTING):
        for name in GROUPS[group]:
            goal[CHANNELS.index(name)] *= segment.amplitude
    return goal


def _core(segments: tuple[Segment, ...], index: int) -> _Core:
    segment = segments[index]
    if segment.is_pause:
        start_s, end_s = _pause_core(segments, index)
    else:
        start_s = segment.start_s + _CORE_START_SHARE * segment.duration_s
        end_s = segment.start_s + _CORE_END_SHARE * segment.duration_s
    starts = np.full(len(GROUPS), start_s)
    ends = np.full(len(GROUPS), end_s)
    if segment.symbol in ROUNDED:
        starts[ROUNDING] = _rounding_start_s(segments, index)
    return _Core(starts, ends)


def _pause_core(segments: tuple[Segment, ...], index: int) -> tuple[float, float]:
    """Rest dominates late after the last sound and yields early before the next one."""
    segment = segments[index]
    lead_s = min(_ONSET_LEAD_S, 0.4 * segment.duration_s) if index + 1 < len(segments) else 0.0
    tail_s = min(_CLOSING_S, 0.4 * segment.duration_s) if index > 0 else 0.0
    start_s, end_s = segment.start_s + tail_s, segment.end_s - lead_s
    return (start_s, end_s) if end_s > start_s else (segment.middle_s, segment.middle_s)


def _rounding_start_s(segments: tuple[Segment, ...], index: int) -> float:
    """Rounding leads over consonants, at most 250 ms, at most into the last third of the vowel before."""
    segment = segments[index]
    earliest_s = segment.start_s - _ROUNDING_LEAD_S
    if segment.symbol not in VOWELS and segment.symbol != "W":
        earliest_s = segment.start_s - 0.3 * _ROUNDING_LEAD_S
    start_s = segment.start_s
    for before in reversed(segments[:index]):
        if before.is_pause:
            return max(earliest_s, start_s - 0.5 * _ROUNDING_LEAD_S)
        if is_vowel(before):
            return max(earliest_s, before.end_s - before.duration_s / 3.0)
        if before.symbol not in TONGUE_ONLY and before.symbol not in ROUNDED:
            return max(earliest_s, before.end_s - 0.5 * before.duration_s)
        start_s = before.start_s
        if start_s <= earliest_s:
            break
    return max(earliest_s, start_s)

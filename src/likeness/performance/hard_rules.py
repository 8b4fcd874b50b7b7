"""What must be true of single sounds after the blending (JALI, Edwards et al. 2016), one pass per rule."""

import numpy as np

from likeness.performance.closures import Closure
from likeness.performance.grid import RATE_HZ, Curve, TimeGrid
from likeness.performance.mouth import channel, channel_gap_weights, lip_gap
from likeness.performance.segments import Segment, is_vowel
from likeness.performance.targets import LABIODENTALS, SIBILANTS, viseme_table

_SIBILANT_JAW = 0.07
"""Jaw opening of s z sh zh ch jh at most: the teeth are nearly together."""

_SIBILANT_CORE_S = 0.05
"""The narrow jaw lasts at least this long."""

_RAMP_S = 0.06
"""Approach and release of the tuck and of the narrow jaw."""

_TUCK_ROUNDING = 0.6
"""Share of a neighbour's rounding that f and v keep."""

_OPEN_GAP = 0.055
"""Every vowel opens the lips at least this much at some time, in eye distances (JALI rule 4)."""

_SEEN_VOWEL_S, _SEEN_GAP = 0.045, 0.07
"""A vowel of this length must be seen open by this many eye distances in a frame of the film."""

_UNWANTED_GAP = 0.03
"""Outside closures and pauses the lips do not come closer than this, so that no closure is seen that is
not heard."""


def plateau(grid: TimeGrid, spans_s: list[tuple[float, float]], ramp_s: float) -> Curve:
    """Return (N,) 1 inside the spans, 0 from `ramp_s` beyond them, smooth between."""
    weight = np.zeros(grid.n_samples)
    for start_s, end_s in spans_s:
        part = grid.window(start_s - ramp_s, end_s + ramp_s)
        times_s = np.arange(part.start, part.stop) / RATE_HZ
        outside_s = np.maximum(np.maximum(start_s - times_s, times_s - end_s), 0.0)
        u = np.clip(1.0 - outside_s / ramp_s, 0.0, 1.0)
        weight[part] = np.maximum(weight[part], u * u * (3.0 - 2.0 * u))
    return weight


def narrow_sibilant_jaw(mouth: Curve, segments: tuple[Segment, ...], grid: TimeGrid) -> Curve:
    """Return the mouth curves with the jaw nearly shut in s z sh zh ch jh."""
    spans = [_core(segment, _SIBILANT_CORE_S) for segment in segments if segment.symbol in SIBILANTS]
    weight = plateau(grid, spans, _RAMP_S)
    result = mouth.copy()
    jaw = mouth[:, channel("jaw_open")]
    result[:, channel("jaw_open")] = jaw + weight * (np.minimum(jaw, _SIBILANT_JAW) - jaw)
    return result


def tuck_lower_lip(mouth: Curve, segments: tuple[Segment, ...], grid: TimeGrid) -> Curve:
    """Return the mouth curves with the lower lip under the upper teeth in f and v."""
    spans = [_core(segment, 0.04) for segment in segments if segment.symbol in LABIODENTALS]
    weight = plateau(grid, spans, _RAMP_S)[:, None]
    tucked = np.broadcast_to(viseme_table()["F"].shape, mouth.shape).copy()
    for name in ("pucker", "funnel"):
        tucked[:, channel(name)] = _TUCK_ROUNDING * mouth[:, channel(name)]
    for name in ("stretch", "smile", "tongue_raised", "tongue_forward", "tongue_back"):
        tucked[:, channel(name)] = 0.6 * mouth[:, channel(name)]
    return mouth + weight * (tucked - mouth)


def open_vowels(mouth: Curve, segments: tuple[Segment, ...], grid: TimeGrid) -> Curve:
    """Return the mouth curves with a visible opening in every vowel that has time for one."""
    result = mouth.copy()
    gap = lip_gap(mouth)
    for segment in segments:
        part = grid.window(segment.start_s, segment.end_s)
        if not is_vowel(segment) or segment.duration_s < 0.05 or part.stop <= part.start:
            continue
        missing = _OPEN_GAP - float(gap[part].max())
        if missing > 0.0:
            weight = plateau(grid, [(segment.middle_s, segment.middle_s)], 0.09)
            _add_gap(result, weight * missing)
    return result


def show_vowels(
    mouth: Curve,
    segments: tuple[Segment, ...],
    closures: tuple[Closure, ...],
    frame_times_s: Curve,
    grid: TimeGrid,
) -> Curve:
    """Return the mouth curves with an opening in every vowel at an instant that a frame of the film shows.

    Between two closures a vowel can be shorter than the ramps of the lips, or open between two frames.
    """
    result = mouth.copy()
    gap = lip_gap(mouth)
    for segment in segments:
        if not is_vowel(segment) or segment.duration_s < _SEEN_VOWEL_S:
            continue
        inside = (frame_times_s >= segment.start_s) & (frame_times_s <= segment.end_s)
        shown_s = [float(t) for t in frame_times_s[inside] if not _is_closed(float(t), closures)]
        if not shown_s:
            continue
        widest_s = max(shown_s, key=lambda time_s: gap[grid.index(time_s)])
        missing = _SEEN_GAP - float(gap[grid.index(widest_s)])
        if missing > 0.0:
            _add_gap(result, missing * plateau(grid, [(widest_s, widest_s)], _RAMP_S))
    return result


def _is_closed(time_s: float, closures: tuple[Closure, ...]) -> bool:
    return any(closure.start_s <= time_s <= closure.end_s for closure in closures)


def keep_apart(mouth: Curve, segments: tuple[Segment, ...], grid: TimeGrid) -> Curve:
    """Return the mouth curves without near-closures in speech; real closures are made afterwards."""
    spoken = plateau(grid, [(s.start_s, s.end_s) for s in segments if not s.is_pause], 0.05)
    gap = lip_gap(mouth)
    softness = 0.01
    floor = softness * np.logaddexp(gap / softness, _UNWANTED_GAP / softness)
    result = mouth.copy()
    _add_gap(result, spoken * (floor - gap))
    return result


def _add_gap(mouth: Curve, extra: Curve) -> None:
    """Open the lips by (N,) eye distances in place: two thirds by the jaw, the rest by the lower lip."""
    weights = channel_gap_weights()
    mouth[:, channel("jaw_open")] += 0.67 * extra / weights[channel("jaw_open")]
    mouth[:, channel("lower_down")] += 0.33 * extra / weights[channel("lower_down")]


def _core(segment: Segment, shortest_s: float) -> tuple[float, float]:
    """The middle of a phone, at least `shortest_s` long."""
    half_s = 0.5 * max(0.5 * segment.duration_s, shortest_s)
    return segment.middle_s - half_s, segment.middle_s + half_s

"""Blinks with the statistics of people who talk: log-normal gaps, phrase ends, doubles, partial ones.

Rate: conversation 26 per minute over 150 adults (Bentivoglio 1997), plausible 10.5-32.5 (Doughty 2001).
Shape: down about 70 ms, up slower with a tail (Sforza 2008; Kwon 2013). Completeness: full in about half,
else mostly 60-90 %.
"""

from dataclasses import dataclass

import numpy as np

from likeness.core.performance import PerformanceEvent
from likeness.performance.grid import RATE_HZ, Curve, TimeGrid
from likeness.performance.phrases import Phrase
from likeness.performance.shapes import ease

_MEDIAN_GAP_S, _GAP_SIGMA, _SHORTEST_GAP_S = 2.5, 0.62, 0.6
_DOUBLE_SHARE = 0.10
_PULL_SHARE, _PULL_REACH_S = 0.6, 0.7
_FULL_SHARE = 0.55


@dataclass(frozen=True)
class Blink:
    """One closing of the lids."""

    peak_s: float
    """Instant of the smallest opening; the lids are down from here for `shut_s`."""

    depth: float
    """1 = shut, less = partial."""

    down_s: float
    """Length of the closing phase."""

    shut_s: float
    """Length of the closed phase."""

    up_s: float
    """Length of the opening phase."""


def plan_blinks(
    rng: np.random.Generator,
    duration_s: float,
    phrases: tuple[Phrase, ...],
    frame_s: float,
    rate: float = 1.0,
) -> tuple[Blink, ...]:
    """Return the blinks of a film; their peaks fall on instants that a frame shows, so none is lost in
    sampling. `rate` is a factor of the usual number per minute."""
    anchors_s = np.array([phrase.end_s + 0.08 for phrase in phrases])
    blinks: list[Blink] = []
    time_s = 0.4 + float(rng.uniform(0.0, 2.5)) / min(rate, 1.0)
    while time_s < duration_s - 0.25:
        peak_s = _pulled(rng, time_s, anchors_s)
        if not blinks or peak_s - blinks[-1].peak_s > _SHORTEST_GAP_S:
            blinks.append(_blink(rng, peak_s, frame_s))
            if rng.random() < _DOUBLE_SHARE * min(rate, 1.0):
                blinks.append(_blink(rng, peak_s + float(rng.uniform(0.28, 0.42)), frame_s))
        gap_s = _MEDIAN_GAP_S / rate * float(np.exp(_GAP_SIGMA * rng.standard_normal()))
        time_s = max(time_s, blinks[-1].peak_s if blinks else 0.0) + max(gap_s, _SHORTEST_GAP_S)
    return tuple(blink for blink in blinks if blink.peak_s < duration_s - 0.1)


def blink_curve(blinks: tuple[Blink, ...], grid: TimeGrid) -> Curve:
    """Return (N,) coefficient of both lids, 0 open to 1 shut."""
    curve = np.zeros(grid.n_samples)
    for blink in blinks:
        part = grid.window(blink.peak_s - blink.down_s, blink.peak_s + blink.shut_s + blink.up_s)
        times_s = np.arange(part.start, part.stop) / RATE_HZ
        down = ease(1.0 + (times_s - blink.peak_s) / blink.down_s)
        up = np.clip((times_s - blink.peak_s - blink.shut_s) / blink.up_s, 0.0, 1.0)
        opening = 1.0 - (1.0 - np.exp(-4.0 * up)) / (1.0 - np.exp(-4.0))
        opening = np.where(up < 0.2, 1.0 - (1.0 - opening) * (0.5 + 2.5 * up), opening)
        curve[part] = np.maximum(curve[part], blink.depth * down * opening)
    return curve


def blink_events(blinks: tuple[Blink, ...]) -> tuple[PerformanceEvent, ...]:
    """Return the blinks for the timeline."""
    return tuple(
        PerformanceEvent(
            kind="blink" if blink.depth >= 0.95 else "partial_blink",
            start_s=max(blink.peak_s - blink.down_s, 0.0),
            end_s=blink.peak_s + blink.shut_s + blink.up_s,
            amount=blink.depth,
        )
        for blink in blinks
    )


def _pulled(rng: np.random.Generator, time_s: float, anchors_s: Curve) -> float:
    """Most blinks move to a phrase end nearby."""
    wants = rng.random() < _PULL_SHARE
    jitter_s = float(rng.normal(0.0, 0.06))
    if not wants or anchors_s.size == 0:
        return time_s
    nearest_s = float(anchors_s[np.argmin(np.abs(anchors_s - time_s))])
    return nearest_s + jitter_s if abs(nearest_s - time_s) < _PULL_REACH_S else time_s


def _blink(rng: np.random.Generator, peak_s: float, frame_s: float) -> Blink:
    is_full = rng.random() < _FULL_SHARE
    partial_depth = float(rng.uniform(0.68, 0.95))
    down_s, shut_s, up_s = (
        float(rng.uniform(*span)) for span in ((0.075, 0.105), (0.02, 0.06), (0.19, 0.26))
    )
    on_frame_s = (np.floor(max(peak_s, 0.0) / frame_s) + 0.5) * frame_s
    return Blink(float(on_frame_s), 1.0 if is_full else partial_depth, down_s, shut_s, up_s)

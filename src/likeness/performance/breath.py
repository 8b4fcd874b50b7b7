"""Breathing: in at the pauses, deeper before longer phrases, slowly out while speaking (Winkworth 1995)."""

from dataclasses import dataclass

import numpy as np

from likeness.core.performance import PerformanceEvent
from likeness.performance.grid import Curve, TimeGrid
from likeness.performance.phrases import Phrase
from likeness.performance.shapes import ease

_SHORTEST_CYCLE_S = 2.0
"""No second breath sooner than this."""

_BREATHING_PAUSE_S = 0.15
"""A shorter pause gives no time to breathe in."""

_EARLY_S = 0.15
"""In a short pause the chest begins to rise while the last sound fades."""

_QUIET_CYCLE_S = (3.4, 5.0)
"""At rest: 12-18 breaths per minute."""

_QUIET_IN_SHARE = 0.4
"""Part of a quiet cycle that is breathing in."""


@dataclass(frozen=True)
class Inhalation:
    """One breath in."""

    start_s: float
    """Start."""

    end_s: float
    """End: full."""

    depth: float
    """Fullness reached, 0-1."""

    is_for_speech: bool
    """Whether a phrase follows at once."""


def plan_breaths(
    rng: np.random.Generator, duration_s: float, phrases: tuple[Phrase, ...]
) -> tuple[Inhalation, ...]:
    """Return the breaths in time order."""
    result: list[Inhalation] = []
    cursor_s = -float(rng.uniform(0.5, 2.5))
    last_s = -_SHORTEST_CYCLE_S
    for phrase in phrases:
        result += _quiet(rng, cursor_s, phrase.start_s - 1.2)
        last_s = result[-1].end_s if result else last_s
        if phrase.pause_before_s >= _BREATHING_PAUSE_S and phrase.start_s - last_s >= _SHORTEST_CYCLE_S:
            length_s = min(float(rng.uniform(0.35, 0.6)), phrase.pause_before_s + _EARLY_S)
            depth = float(np.clip(0.45 + 0.11 * phrase.duration_s, 0.5, 1.0))
            result.append(Inhalation(phrase.start_s - 0.04 - length_s, phrase.start_s - 0.04, depth, True))
        cursor_s = phrase.end_s + 0.5
    result += _quiet(rng, cursor_s, duration_s)
    return tuple(result)


def breath_curve(breaths: tuple[Inhalation, ...], phrases: tuple[Phrase, ...], grid: TimeGrid) -> Curve:
    """Return (N,) fullness of the lungs, 0-1: minimum-jerk breaths in, slower out, slowest in speech."""
    curve = np.zeros(grid.n_samples)
    times_s = grid.times_s
    level = 0.15
    curve[:] = level
    for index, breath in enumerate(breaths):
        next_s = (
            breaths[index + 1].start_s if index + 1 < len(breaths) else max(grid.end_s, breath.end_s) + 2.0
        )
        rising = grid.window(breath.start_s, breath.end_s)
        share = (times_s[rising] - breath.start_s) / (breath.end_s - breath.start_s)
        curve[rising] = level + (breath.depth - level) * ease(share)
        out_s = _exhalation_end_s(breath, next_s, phrases)
        left = 0.1 if out_s - breath.end_s > 1.0 else 0.35
        falling = grid.window(breath.end_s, next_s)
        share = np.clip((times_s[falling] - breath.end_s) / max(out_s - breath.end_s, 0.2), 0.0, 1.0)
        curve[falling] = breath.depth + (left - breath.depth) * (0.5 * share + 0.5 * ease(share))
        level = float(curve[falling][-1]) if curve[falling].size else left
    return np.clip(curve, 0.0, 1.0)


def breath_events(breaths: tuple[Inhalation, ...], duration_s: float) -> tuple[PerformanceEvent, ...]:
    """Return the breaths for the timeline."""
    return tuple(
        PerformanceEvent("breath", max(breath.start_s, 0.0), breath.end_s, breath.depth)
        for breath in breaths
        if breath.end_s > 0.0 and breath.start_s < duration_s
    )


def _quiet(rng: np.random.Generator, start_s: float, end_s: float) -> list[Inhalation]:
    """Quiet breaths that fit between two instants."""
    result: list[Inhalation] = []
    while True:
        cycle_s = float(rng.uniform(*_QUIET_CYCLE_S))
        if start_s + cycle_s > end_s:
            return result
        length_s = _QUIET_IN_SHARE * cycle_s
        depth = float(rng.uniform(0.4, 0.6))
        result.append(Inhalation(start_s, start_s + length_s, depth, False))
        start_s += cycle_s


def _exhalation_end_s(breath: Inhalation, next_s: float, phrases: tuple[Phrase, ...]) -> float:
    """The air of a speech breath lasts for the phrases until the next breath; a quiet one is out after 2
    s."""
    if not breath.is_for_speech:
        return min(next_s, breath.end_s + 2.2)
    ends_s = [phrase.end_s for phrase in phrases if breath.end_s <= phrase.end_s <= next_s]
    return min(next_s, (ends_s[-1] if ends_s else breath.end_s) + 0.6)

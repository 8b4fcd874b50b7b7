"""Brows: raises that lead the accent, slow motion, and the melody (Huron & Shanahan 2013)."""

from dataclasses import dataclass

import numpy as np

from likeness.core.performance import PerformanceEvent
from likeness.performance.grid import Curve, TimeGrid
from likeness.performance.levels import Liveliness
from likeness.performance.noise import band_noise
from likeness.performance.prosody import Accent
from likeness.performance.shapes import add_pulse

_LEAD_S = 0.06
"""The raise starts before the word and peaks on it (Kim, Cvejic & Davis 2014)."""


@dataclass(frozen=True)
class BrowRaise:
    """One quick raise."""

    start_s: float
    """Start."""

    peak_s: float
    """Highest."""

    end_s: float
    """Back."""

    amount: float
    """Coefficient at the peak."""

    inner_share: float
    """0 = only the outer brow rises, 1 = only the inner one."""


def plan_brows(
    rng: np.random.Generator, accents: tuple[Accent, ...], level: Liveliness
) -> tuple[BrowRaise, ...]:
    """Return the raises in time order."""
    raises: list[BrowRaise] = []
    for accent in accents:
        chance = rng.random()
        amount = level.brow_raise * float(rng.lognormal(0.0, 0.35)) * (0.6 + 0.6 * accent.strength)
        inner_share = float(rng.uniform(0.35, 0.75))
        hold_s = float(rng.uniform(0.22, 0.5))
        if chance > level.accent_share * (0.25 + 0.8 * accent.strength):
            continue
        start_s = max(accent.word_start_s - _LEAD_S, 0.0)
        peak_s = max(accent.vowel_s, start_s + 0.12)
        if raises and start_s < raises[-1].peak_s + 0.15:
            continue
        raises.append(BrowRaise(start_s, peak_s, peak_s + hold_s, min(amount, 0.9), inner_share))
    return tuple(raises)


def brow_curves(
    rng: np.random.Generator, raises: tuple[BrowRaise, ...], pitch_norm: Curve, level: Liveliness
) -> Curve:
    """Return (N, 3) inner raise, outer raise and lowering of the brows, 0-1."""
    n_samples = pitch_norm.shape[0]
    grid = TimeGrid(n_samples)
    inner = np.zeros(n_samples)
    outer = np.zeros(n_samples)
    for raised in raises:
        timing_s = (raised.start_s, raised.peak_s, raised.end_s)
        add_pulse(inner, grid, timing_s, 2.0 * raised.inner_share * raised.amount)
        add_pulse(outer, grid, timing_s, 2.0 * (1.0 - raised.inner_share) * raised.amount)
    slow = band_noise(rng, n_samples, (0.1, 2.0), 1.0)
    other = band_noise(rng, n_samples, (0.08, 0.8), 1.0)
    drift = level.brow_sd * (slow + 0.35 * pitch_norm)
    inner += drift + 0.4 * level.brow_sd * other
    outer += drift - 0.4 * level.brow_sd * other
    lowered = 0.5 * np.maximum(-0.5 * (inner + outer), 0.0)
    return np.clip(np.stack([np.maximum(inner, 0.0), np.maximum(outer, 0.0), lowered], axis=1), 0.0, 1.0)


def brow_events(raises: tuple[BrowRaise, ...]) -> tuple[PerformanceEvent, ...]:
    """Return the raises for the timeline."""
    return tuple(PerformanceEvent("brow_raise", r.start_s, r.end_s, r.amount) for r in raises)

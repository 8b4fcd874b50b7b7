"""The head: slow noise, liveliness while speaking, nods after accents, the melody, and new postures after
pauses.

Distributions of real talkers: 50-60 % of the energy below 0.5 Hz, 35-45 % in 0.5-2 Hz, 2-9 % in 2-5 Hz.
Events by kind: wide slow shifts after long pauses, medium moves at phrase ends, short sharp ones on stress
(Hadar 1984).
"""

from dataclasses import dataclass

import numpy as np

from likeness.core.performance import PerformanceEvent
from likeness.performance.grid import RATE_HZ, Curve, TimeGrid
from likeness.performance.levels import Liveliness
from likeness.performance.noise import band_noise
from likeness.performance.phrases import Phrase
from likeness.performance.prosody import Accent
from likeness.performance.shapes import add_pulse, ease, saturate, smooth

LIMITS_DEG = (7.0, 8.0, 6.0)
"""Pitch, yaw, roll that one photo allows before the far cheek betrays it."""

_SHIFT_PER_DEG = (0.010, 0.009)
"""Sideways and vertical shift of the head in eye distances per degree: turning and nodding also carry it."""

_MOST_ENLARGED = 1.15
"""A short film lacks the slow motion that makes up the size; its quick motion is not enlarged for it."""

_PITCH_DELAY_S = 0.07
"""The head follows the melody 50-100 ms late."""


@dataclass(frozen=True)
class Nod:
    """A quick movement of the head on an accent."""

    start_s: float
    """Start, with the word."""

    peak_s: float
    """Largest turn, after the vowel."""

    end_s: float
    """Back."""

    turn_deg: tuple[float, float, float]
    """Pitch, yaw, roll at the peak."""


@dataclass(frozen=True)
class Posture:
    """A new place for the head from an instant on."""

    start_s: float
    """Start of the move."""

    end_s: float
    """End of the move."""

    pose_deg: tuple[float, float, float]
    """Pitch, yaw, roll reached."""


def plan_nods(rng: np.random.Generator, accents: tuple[Accent, ...], level: Liveliness) -> tuple[Nod, ...]:
    """Return the nods: they begin with the accented word and peak after its vowel (Kim, Cvejic & Davis
    2014)."""
    nods: list[Nod] = []
    pitch_sd, yaw_sd, roll_sd = level.head_sd_deg
    for accent in accents:
        chance, kind = rng.random(2)
        size = float(rng.uniform(0.7, 1.5)) * (0.6 + 0.8 * accent.strength)
        side_yaw, side_roll = rng.normal(0.0, 0.5, 2)
        down_s, back_s, late_s = rng.uniform((0.15, 0.25, 0.03), (0.25, 0.42, 0.11))
        if chance > level.accent_share * (0.4 + 0.9 * accent.strength):
            continue
        peak_s = accent.vowel_s + float(late_s)
        if nods and peak_s - float(down_s) < nods[-1].peak_s + 0.1:
            continue
        direction = 1.0 if kind < 0.75 else -0.8
        turn = (1.15 * direction * size * pitch_sd, 0.6 * side_yaw * yaw_sd, 0.6 * side_roll * roll_sd)
        start_s = max(peak_s - float(down_s), 0.0)
        nods.append(
            Nod(start_s, peak_s, peak_s + float(back_s), (float(turn[0]), float(turn[1]), float(turn[2])))
        )
    return tuple(nods)


def plan_postures(
    rng: np.random.Generator, phrases: tuple[Phrase, ...], level: Liveliness
) -> tuple[Posture, ...]:
    """Return a new posture for most phrases, reached as the phrase begins; wider after a longer pause."""
    postures: list[Posture] = []
    for phrase in phrases:
        pose = rng.standard_normal(3) * np.array(level.head_sd_deg)
        length_s = float(rng.uniform(0.5, 0.9))
        size = 0.45 + 0.35 * min(phrase.pause_before_s, 1.0)
        if phrase.pause_before_s < 0.25 or rng.random() > 0.85:
            continue
        start_s = max(phrase.start_s - 0.6 * length_s, 0.0)
        reached = (size * pose).tolist()
        postures.append(Posture(start_s, start_s + length_s, (reached[0], reached[1], reached[2])))
    return tuple(postures)


def posture_curve(postures: tuple[Posture, ...], grid: TimeGrid) -> Curve:
    """Return (N, 3) the postures as minimum-jerk steps, each from the one before."""
    curve = np.zeros((grid.n_samples, 3))
    pose: Curve = np.zeros(3)
    for posture in postures:
        part = grid.window(posture.start_s, grid.end_s)
        share = ease((grid.times_s[part] - posture.start_s) / (posture.end_s - posture.start_s))[:, None]
        goal = np.array(posture.pose_deg)
        curve[part] = pose + share * (goal - pose)
        pose = goal
    return curve


def nod_curve(nods: tuple[Nod, ...], grid: TimeGrid) -> Curve:
    """Return (N, 3) the nods."""
    curve = np.zeros((grid.n_samples, 3))
    for nod in nods:
        for axis in range(3):
            add_pulse(curve[:, axis], grid, (nod.start_s, nod.peak_s, nod.end_s), nod.turn_deg[axis])
    return curve


def wander(rng: np.random.Generator, speaking: Curve, level: Liveliness) -> Curve:
    """Return (N, 3) the slow drift and the faster motion that grows while speaking (N,) 0-1."""
    n_samples = speaking.shape[0]
    slow = np.stack([band_noise(rng, n_samples, (0.05, 0.4), 0.2) for _ in range(3)], axis=1)
    quick = np.stack([band_noise(rng, n_samples, (0.5, 2.0), 0.8) for _ in range(3)], axis=1)
    tremor = np.stack([band_noise(rng, n_samples, (2.0, 4.0), 1.0) for _ in range(3)], axis=1)
    active = 0.35 + 0.65 * smooth(speaking, 0.25)[:, None]
    mixed = 0.72 * slow + active * (0.50 * quick + 0.08 * tremor)
    result: Curve = mixed * np.array(level.head_sd_deg)
    return result


def head_curve(rng: np.random.Generator, parts_deg: Curve, pitch_norm: Curve, level: Liveliness) -> Curve:
    """Return (N, 3) pitch, yaw, roll: the sum of the parts and the melody, at the level's size, inside the
    limits.

    A rising voice lifts the head: 0.3 of the pitch sd per standard deviation of F0 (Munhall 2004 for the
    coupling).
    """
    sd_deg = np.array(level.head_sd_deg)
    turned = parts_deg.copy()
    turned[:, 0] -= 0.3 * sd_deg[0] * _delayed(pitch_norm, _PITCH_DELAY_S)
    turned -= turned.mean(axis=0)
    measured = np.maximum(turned.std(axis=0), 1e-6)
    personal = np.clip(rng.normal(1.0, 0.07, 3), 0.87, 1.13)
    scale = personal * np.clip(sd_deg / measured, 0.5, _MOST_ENLARGED)
    return np.stack([saturate(scale[a] * turned[:, a], LIMITS_DEG[a]) for a in range(3)], axis=1)


def head_shift_curve(
    rng: np.random.Generator, head_deg: Curve, level: Liveliness, sway_scale: Curve | float = 1.0
) -> Curve:
    """Return (N, 2) shift right and down in eye distances: carried by the turn, plus a slow sway scaled by
    `sway_scale` (N,)."""
    n_samples = head_deg.shape[0]
    scale = np.broadcast_to(np.asarray(sway_scale, dtype=np.float64), n_samples)[:, None]
    sway = scale * np.stack([band_noise(rng, n_samples, (0.05, 0.5), 1.0) for _ in range(2)], axis=1)
    carried = np.stack([-head_deg[:, 1] * _SHIFT_PER_DEG[0], head_deg[:, 0] * _SHIFT_PER_DEG[1]], axis=1)
    carried[:, 0] += 0.012 * head_deg[:, 2]
    result: Curve = carried + 0.008 * level.head_sd_deg[1] * sway * np.array([1.0, 0.6])
    return result


def head_events(nods: tuple[Nod, ...], postures: tuple[Posture, ...]) -> tuple[PerformanceEvent, ...]:
    """Return nods (degrees of pitch) and postures (degrees of turn) for the timeline."""
    of_nods = [PerformanceEvent("nod", nod.start_s, nod.end_s, nod.turn_deg[0]) for nod in nods]
    of_postures = [
        PerformanceEvent("posture", posture.start_s, posture.end_s, float(np.linalg.norm(posture.pose_deg)))
        for posture in postures
    ]
    return tuple(of_nods + of_postures)


def _delayed(curve: Curve, delay_s: float) -> Curve:
    samples = np.arange(curve.shape[0], dtype=np.float64)
    result: Curve = np.interp(samples - delay_s * RATE_HZ, samples, curve)
    return result

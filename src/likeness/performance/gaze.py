"""Where the eyes look: at the camera, in small jumps, with a rare look away, held steady against the head.

Saccades last 21 ms + 2.2 ms per degree; directions as in "Eyes Alive" (Lee, Badler & Badler 2002). A
presenter keeps about 90 % contact with the camera.
"""

from dataclasses import dataclass

import numpy as np

from likeness.core.performance import PerformanceEvent
from likeness.performance.grid import RATE_HZ, Curve, TimeGrid
from likeness.performance.noise import band_noise
from likeness.performance.phrases import Phrase
from likeness.performance.shapes import ease

_DIRECTION_SHARES = (15.5, 6.5, 17.7, 7.4, 16.8, 7.9, 20.4, 7.8)
"""Percent of saccades towards 0, 45, ... 315 degrees, counter-clockwise from image right (Eyes Alive)."""

_THINKING_PAUSE_S = 0.22
"""Pauses this long may hold the start of a look away; synthesizers leave 0.25-0.3 s between sentences."""

_DRIFT_SD_DEG = 0.08
"""Slow drift between saccades."""


@dataclass(frozen=True)
class Fixation:
    """Where the eyes rest from an instant on, against the direction to the camera."""

    start_s: float
    """Start of the jump that leads there."""

    right_deg: float
    """To image right."""

    down_deg: float
    """Down."""


def plan_gaze(
    rng: np.random.Generator, duration_s: float, phrases: tuple[Phrase, ...], away_gap_s: float
) -> tuple[Fixation, ...]:
    """Return the fixations in time order: small ones around the camera, looks away in thinking pauses."""
    aways = _looks_away(rng, phrases, away_gap_s)
    fixations: list[Fixation] = []
    time_s = float(rng.uniform(0.3, 1.2))
    while time_s < duration_s:
        away = next((span for span in aways if span[0] - 0.2 <= time_s < span[1] + 0.25), None)
        if away is not None:
            time_s = away[1] + 0.25 + float(rng.uniform(0.2, 0.8))
            continue
        size_deg = float(rng.uniform(0.4, 1.7))
        right, down = _direction(rng)
        at_camera = rng.random() < 0.4
        fixations.append(
            Fixation(time_s, 0.0 if at_camera else size_deg * right, 0.0 if at_camera else size_deg * down)
        )
        time_s += float(np.clip(rng.lognormal(np.log(0.8), 0.5), 0.3, 2.5))
    for start_s, end_s in aways:
        size_deg = float(rng.uniform(3.0, 6.0))
        right, down = _direction(rng)
        fixations.append(Fixation(start_s, size_deg * right, 0.7 * size_deg * down))
        fixations.append(Fixation(end_s, 0.0, 0.0))
    return tuple(sorted(fixations, key=lambda fixation: fixation.start_s))


def gaze_curve(
    rng: np.random.Generator, fixations: tuple[Fixation, ...], head_deg: Curve, grid: TimeGrid
) -> Curve:
    """Return (N, 2) turn of the eyes (right, down) in the head: the jumps minus the head's own turn.

    The vestibulo-ocular reflex keeps the gaze on the camera: a head turned to image left (yaw +) needs eyes
    to image right (+), a head turned down (pitch +) needs eyes up (-).
    """
    target = np.zeros((grid.n_samples, 2))
    position: Curve = np.zeros(2)
    for fixation in fixations:
        goal = np.array([fixation.right_deg, fixation.down_deg])
        length_s = 0.021 + 0.0022 * float(np.hypot(*(goal - position)))
        part = grid.window(fixation.start_s, grid.end_s)
        times_s = np.arange(part.start, min(part.stop, part.start + RATE_HZ // 4)) / RATE_HZ
        target[part] = goal
        moving = slice(part.start, part.start + times_s.size)
        share = ease((times_s - fixation.start_s) / length_s)[:, None]
        target[moving] = position + share * (goal - position)
        position = goal
    drift = np.stack([band_noise(rng, grid.n_samples, (0.2, 3.0)) for _ in range(2)], axis=1)
    reflex = np.stack([head_deg[:, 1], -head_deg[:, 0]], axis=1)
    return target + _DRIFT_SD_DEG * drift + reflex


def gaze_events(fixations: tuple[Fixation, ...]) -> tuple[PerformanceEvent, ...]:
    """Return the saccades for the timeline, with their size in degrees."""
    events = []
    position = (0.0, 0.0)
    for fixation in fixations:
        size_deg = float(np.hypot(fixation.right_deg - position[0], fixation.down_deg - position[1]))
        end_s = fixation.start_s + 0.021 + 0.0022 * size_deg
        events.append(PerformanceEvent("saccade", fixation.start_s, end_s, size_deg))
        position = (fixation.right_deg, fixation.down_deg)
    return tuple(events)


def _looks_away(
    rng: np.random.Generator, phrases: tuple[Phrase, ...], away_gap_s: float
) -> list[tuple[float, float]]:
    """Spans of looks away: they start at the end of a phrase and end as the next one begins or soon after."""
    spans: list[tuple[float, float]] = []
    for phrase in phrases[:-1]:
        wanted = rng.random() < 0.5
        start_s = phrase.end_s + float(rng.uniform(-0.15, 0.15))
        length_s = float(np.clip(rng.normal(0.75, 0.25), 0.4, 1.3))
        is_due = not spans or start_s - spans[-1][1] >= away_gap_s
        if wanted and is_due and phrase.pause_after_s >= _THINKING_PAUSE_S:
            spans.append((start_s, start_s + length_s))
    return spans


def _direction(rng: np.random.Generator) -> tuple[float, float]:
    """A unit vector (right, down) with the shares of Eyes Alive, spread by a few degrees."""
    shares = np.array(_DIRECTION_SHARES)
    sector = int(rng.choice(len(shares), p=shares / shares.sum()))
    angle_rad = float(np.deg2rad(45.0 * sector + rng.normal(0.0, 10.0)))
    return float(np.cos(angle_rad)), float(-np.sin(angle_rad))

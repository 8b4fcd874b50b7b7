"""Four measures of how human a talking face moves, and their common score.

Definitions and human values: THEval (arXiv:2511.04520), the four of its eight metrics that need landmarks and
sound only. The landmarks are taken at 25 Hz. Each value scores 1 - |value - human| / human, at least 0; the
score is the mean of the four. It judges a *set* of films: values are averaged over the films first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from likeness.core.rig import load_rig
from likeness.evaluation.face_curves import brow_heights
from likeness.evaluation.film_sound import FilmSound, is_speaking, loudness, pauses
from likeness.evaluation.signals import is_inside
from likeness.typing import BoolArray, FloatArray

HUMAN_LIP_DYNAMICS = 1.717
HUMAN_BROW_DYNAMICS = 0.00678
HUMAN_SILENT_STABILITY = 0.0263
HUMAN_LIP_SYNC = 0.2528

_SIDE_PX = 256.0
_UPPER = (191, 80, 81, 82, 13, 312, 311, 310)
_LOWER = (95, 88, 178, 87, 14, 317, 402, 318)
_OUTER_CORNERS = (33, 263)
_MIN_FRAMES = 3
_MIN_SPEECH_SHARE = 0.1


@dataclass(frozen=True)
class FourMetrics:
    """Values of one film, or means over several; None = not measurable."""

    lip_dynamics: float | None
    """Mean over all pairs of lip points of the deviation of their distance over time, in a picture of 256
    px."""

    brow_dynamics: float | None
    """Mean change of the height of the brows per frame of 25 Hz, in eye distances."""

    silent_stability: float | None
    """Median deviation of the lips' opening from its mean in pauses, in distances of the outer eye
    corners."""

    lip_sync: float | None
    """Mean difference of opening and loudness while somebody speaks, each scaled to 0-1."""

    @property
    def score(self) -> float | None:
        """Mean closeness to people, 0-1; None when one of the four is missing."""
        pairs = (
            (self.lip_dynamics, HUMAN_LIP_DYNAMICS),
            (self.brow_dynamics, HUMAN_BROW_DYNAMICS),
            (self.silent_stability, HUMAN_SILENT_STABILITY),
            (self.lip_sync, HUMAN_LIP_SYNC),
        )
        parts = [closeness(value, human) for value, human in pairs if value is not None]
        return float(np.mean(parts)) if len(parts) == len(pairs) else None


def closeness(value: float, human: float) -> float:
    """Return 1 for the human value, falling to 0 at nothing and at the double.

    >>> closeness(3.0, 2.0)
    0.5
    """
    return max(0.0, 1.0 - abs(value - human) / abs(human))


def pooled(films: Sequence[FourMetrics]) -> FourMetrics:
    """Return the mean of each value over the films that have it, as THEval does before it scores."""

    def mean(values: list[float | None]) -> float | None:
        known = [value for value in values if value is not None]
        return float(np.mean(known)) if known else None

    return FourMetrics(
        mean([film.lip_dynamics for film in films]),
        mean([film.brow_dynamics for film in films]),
        mean([film.silent_stability for film in films]),
        mean([film.lip_sync for film in films]),
    )


def four_metrics(
    points: FloatArray, times_s: FloatArray, size_px: tuple[int, int], sound: FilmSound | None
) -> FourMetrics:
    """Measure one film.

    Args:
        points: (T, 478, 3) landmarks at 25 Hz.
        times_s: (T,) instants.
        size_px: Width and height of the picture.
        sound: The sound; None leaves the two measures out that need it.
    """
    flat = points[..., :2] * np.array([_SIDE_PX / size_px[0], _SIDE_PX / size_px[1]], np.float32)
    silent = sync = None
    if sound is not None:
        silent = silent_stability(flat, is_inside(times_s, pauses(sound)))
        sync = lip_sync(points, loudness(sound, times_s), is_speaking(sound, times_s))
    return FourMetrics(lip_dynamics(flat), brow_dynamics(points), silent, sync)


def lip_dynamics(flat: FloatArray) -> float:
    """Return the mean deviation of the distances of all pairs of lip points; flat (T, 478, 2) in 256 px."""
    contours = load_rig().contours
    rows = np.unique(np.concatenate([contours[name] for name in contours if name.startswith("lip_")]))
    lips = flat[:, rows]
    first, second = np.array(list(combinations(range(len(rows)), 2))).T
    distances = np.linalg.norm(lips[:, first] - lips[:, second], axis=2)
    return float(distances.std(axis=0).mean())


def brow_dynamics(points: FloatArray) -> float | None:
    """Return the mean change per frame of the brows' heights; points (T, 478, 3)."""
    if len(points) < 2:
        return None
    return float(np.abs(np.diff(brow_heights(points), axis=0)).mean())


def silent_stability(flat: FloatArray, is_pause: BoolArray) -> float | None:
    """Return the median deviation of the opening from its mean in pauses; None without pauses.

    Args:
        flat: (T, 478, 2) landmarks in a picture of 256 px.
        is_pause: (T,) nobody speaks.
    """
    if is_pause.sum() < _MIN_FRAMES:
        return None
    right, left = (flat[:, corner] for corner in _OUTER_CORNERS)
    unit = np.maximum(np.linalg.norm(left - right, axis=1), 1e-3)
    opening = np.abs(flat[:, _UPPER, 1] - flat[:, _LOWER, 1]).mean(axis=1) / unit
    quiet = opening[is_pause]
    return float(np.median(np.abs(quiet - quiet.mean())))


def lip_sync(points: FloatArray, loudness_rms: FloatArray, is_spoken: BoolArray) -> float | None:
    """Return the mean difference of opening and loudness in speech, each scaled to 0-1 there.

    Args:
        points: (T, 478, 3) landmarks.
        loudness_rms: (T,) loudness.
        is_spoken: (T,) somebody speaks.
    """
    if is_spoken.sum() < max(_MIN_FRAMES, _MIN_SPEECH_SHARE * len(is_spoken)):
        return None
    right, left = points[:, (33, 133), 0].mean(axis=1), points[:, (362, 263), 0].mean(axis=1)
    opening = np.abs(points[:, _UPPER, 1].mean(axis=1) - points[:, _LOWER, 1].mean(axis=1))
    opening = opening / np.maximum(np.abs(left - right), 1e-3)
    return float(np.abs(_scaled(opening[is_spoken]) - _scaled(loudness_rms[is_spoken])).mean())


def _scaled(values: FloatArray) -> FloatArray:
    return np.asarray((values - values.min()) / (np.ptp(values) + 1e-8), np.float32)

"""How directions and the tone of the voice scale the living movements, as curves."""

from dataclasses import dataclass

import numpy as np

from likeness.performance.gestures import envelope
from likeness.performance.grid import Curve, TimeGrid
from likeness.performance.mood_recipes import DAMPERS
from likeness.performance.placing import TimedAction, pose_of
from likeness.performance.recipes import Pose

CHANNELS = ("head", "yaw", "roll", "nods", "brows", "smile", "mouth", "lips", "blinks", "away", "feelings")
"""What can be scaled; see `mood_recipes`."""

_LEAST_BLINKS = 0.17
"""Eyes that never blink dry out and look dead: about four blinks a minute remain."""

_MOST = 2.0

_TONE_GAIN = 0.28
"""How much a stirred voice enlarges the motion of the brows."""

_DAMPED = Pose({}, 0.5, 0.7)


@dataclass(frozen=True)
class Manner:
    """Factors of the living movements, 1 = as they are."""

    curves: dict[str, Curve]
    """(N,) by channel; a channel that nothing scales is missing."""

    n_samples: int
    """N."""

    def curve(self, channel: str) -> Curve:
        """Return (N,) factor of a channel."""
        return self.curves.get(channel, np.ones(self.n_samples))

    def at(self, channel: str, grid: TimeGrid, time_s: float) -> float:
        """Return the factor of a channel at an instant."""
        return float(self.curves[channel][grid.index(time_s)]) if channel in self.curves else 1.0

    def mean(self, channel: str) -> float:
        """Return the factor of a channel over the whole film."""
        return float(self.curves[channel].mean()) if channel in self.curves else 1.0

    @property
    def blink_rate(self) -> float:
        """Factor of the blink rate, never below the physiological minimum."""
        return max(self.mean("blinks"), _LEAST_BLINKS)


def manner_of(timed: tuple[TimedAction, ...], stirred: Curve, grid: TimeGrid) -> Manner:
    """Return the factors that the directed actions ask for; `stirred` (N,) is the tone of the voice, -1 to
    1."""
    curves: dict[str, Curve] = {}
    if np.abs(stirred).max(initial=0.0) > 0.0:
        curves = {"brows": 1.0 + _TONE_GAIN * stirred}
    for action in timed:
        factors, pose = _factors(action)
        for channel, factor in factors.items():
            course = envelope(action, pose, grid)
            scale = 1.0 + course * (factor - 1.0)
            curves[channel] = np.clip(curves.get(channel, np.ones(grid.n_samples)) * scale, 0.0, _MOST)
    return Manner(curves, grid.n_samples)


def _factors(action: TimedAction) -> tuple[dict[str, float], Pose]:
    """The factors of one action at its degree: a stronger mood scales more."""
    if action.is_negated:
        left = action.degree
        dampers = DAMPERS.get(action.action, {})
        return {c: f if f > 1.0 else f + left * (1.0 - f) for c, f in dampers.items()}, _DAMPED
    pose = pose_of(action.action)
    if pose is None:
        return {}, _DAMPED
    return {c: max(f, 1e-3) ** action.degree if f > 0.0 else 0.0 for c, f in pose.manner.items()}, pose

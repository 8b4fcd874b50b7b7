"""Direction and speech brought together, worked out once: what is asked for, when, and what it scales."""

from dataclasses import dataclass, replace

import numpy as np

from likeness.core.direction import Action, Direction
from likeness.core.performance import PerformanceEvent
from likeness.core.speech import Speech
from likeness.performance.blinks import Blink
from likeness.performance.brows import BrowRaise
from likeness.performance.cues import cues_of
from likeness.performance.feelings import Temper, smile_share, temper_face, temper_of
from likeness.performance.gaze import Fixation
from likeness.performance.gestures import Layer, gesture_events, gesture_layer
from likeness.performance.grid import Curve, TimeGrid
from likeness.performance.head import LIMITS_DEG, Nod
from likeness.performance.levels import Liveliness
from likeness.performance.manner import Manner, manner_of
from likeness.performance.placing import TimedAction, place_actions
from likeness.performance.score import Score
from likeness.performance.shapes import saturate

_TONE_GAIN = 0.22
"""How much a stirred voice enlarges the head's motion."""

_DUCKING = 0.65
"""Share of the living head that gives way to a directed movement, so that it can be read."""

_MOST_GROWTH = 0.06
"""Of the head's size: further, the still body gives the lean away."""

_MOST_RAISED, _MOST_DROPPED = 1.4, 0.6
"""Of a full shrug."""
_EYE_LIMIT_DEG = (16.0, 13.0)
_NOD_LEAST = 0.25
_FEELING_PER_SMILE = 1.0 / 0.13
_SHUTTING = (Action.BLINK, Action.WINK, Action.CLOSE_EYES)
_BLINK_ROOM_S = 0.35


@dataclass(frozen=True)
class Staging:
    """A direction on the time of a speech."""

    timed: tuple[TimedAction, ...]
    """The directed actions."""

    layer: Layer
    """What they add."""

    manner: Manner
    """What they scale."""

    temper: Temper
    """Feeling of the words and the voice."""

    grid: TimeGrid
    """The internal clock."""

    @property
    def is_directed(self) -> bool:
        """Whether anything is asked for in words."""
        return bool(self.timed)

    def level(self, level: Liveliness) -> Liveliness:
        """Return the liveliness with what holds for the whole film."""
        away = self.manner.mean("away")
        return replace(level, gaze_away_s=level.gaze_away_s / away if away > 0.25 else 1e6)

    def nods(self, nods: tuple[Nod, ...]) -> tuple[Nod, ...]:
        """Return the nods on accents as far as they are wanted."""
        result = []
        for nod in nods:
            factor = self.manner.at("nods", self.grid, nod.peak_s)
            is_free = self.layer.head_hold[self.grid.index(nod.peak_s)] < 0.5
            if factor > _NOD_LEAST and is_free:
                pitch, yaw, roll = nod.turn_deg
                result.append(replace(nod, turn_deg=(factor * pitch, factor * yaw, factor * roll)))
        return tuple(result)

    def raises(self, raises: tuple[BrowRaise, ...]) -> tuple[BrowRaise, ...]:
        """Return the brow raises on accents as far as they are wanted."""
        return tuple(r for r in raises if self.manner.at("brows", self.grid, r.peak_s) > _NOD_LEAST)

    def blinks(self, blinks: tuple[Blink, ...]) -> tuple[Blink, ...]:
        """Return the blinks that do not run into directed ones."""
        shut = [a for a in self.timed if a.action in _SHUTTING and not a.is_negated]
        return tuple(
            blink
            for blink in blinks
            if not any(a.start_s - _BLINK_ROOM_S < blink.peak_s < a.end_s + _BLINK_ROOM_S for a in shut)
        )

    def fixations(self, fixations: tuple[Fixation, ...]) -> tuple[Fixation, ...]:
        """Return the fixations without those of times at which the eyes are directed."""
        held = np.flatnonzero(np.diff(np.concatenate([[0.0], self.layer.gaze_hold > 0.0, [0.0]])))
        spans = [(a / 200.0, b / 200.0) for a, b in zip(held[::2], held[1::2], strict=True)]
        free = [f for f in fixations if not any(a <= f.start_s < b for a, b in spans)]
        return tuple(sorted([*free, *(Fixation(a, 0.0, 0.0) for a, _ in spans)], key=lambda f: f.start_s))

    def stirred(self, moved_deg: Curve) -> Curve:
        """Return the parts of the head's motion (N, 3), larger where the voice is stirred."""
        result: Curve = moved_deg * (1.0 + _TONE_GAIN * self.temper.stirred)[:, None]
        return result

    def head(self, living_deg: Curve) -> Curve:
        """Return (N, 3) the living head scaled, with the directed movements."""
        if not self.is_directed:
            return living_deg
        factors = [self.manner.curve("head") * self.manner.curve(axis) for axis in ("pitch", "yaw", "roll")]
        ducked = (1.0 - _DUCKING * self.layer.head_hold)[:, None]
        turned = living_deg * np.stack(factors, axis=1) * ducked + self.layer.head_deg
        return np.stack([saturate(turned[:, a], LIMITS_DEG[a]) for a in range(3)], axis=1)

    def gaze(self, living_deg: Curve) -> Curve:
        """Return (N, 2) the living gaze with the directed one."""
        if not self.is_directed:
            return living_deg
        turned = living_deg + self.layer.gaze_deg
        return np.stack([saturate(turned[:, a], _EYE_LIMIT_DEG[a]) for a in range(2)], axis=1)

    def smile(self, smile: Curve) -> Curve:
        """Return (N,) the habitual smile as far as words and direction leave it."""
        result: Curve = smile * self.manner.curve("smile") * smile_share(self.temper)
        return result

    def face_layer(self, level: Liveliness) -> Curve:
        """Return (N, 53) what direction and feelings add to the face."""
        share = self.manner.curve("feelings") * level.smile * _FEELING_PER_SMILE
        return self.layer.face + temper_face(self.temper, np.clip(share, 0.0, 1.5))

    def head_scale(self) -> Curve:
        """Return (N,) the size of the head: above 1 where it leans towards the camera."""
        result: Curve = 1.0 + saturate(self.layer.head_scale, _MOST_GROWTH)
        return result

    def shoulders(self) -> Curve:
        """Return (N,) how far the shoulders are raised, 1 = a full shrug, or dropped."""
        asked = self.layer.shoulders
        return np.where(asked > 0.0, saturate(asked, _MOST_RAISED), saturate(asked, _MOST_DROPPED))

    def events(self, duration_s: float) -> tuple[PerformanceEvent, ...]:
        """Return the directed actions for the timeline."""
        return gesture_events(self.timed, duration_s)


def stage(speech: Speech, direction: Direction, score: Score, rng: np.random.Generator) -> Staging:
    """Place a direction on a speech."""
    cues = cues_of(speech, score.phrases, score.accents)
    timed = place_actions(rng, direction.plan, cues)
    temper = temper_of(speech, direction.feelings, cues, (score.phrases, score.prosody), score.grid)
    return Staging(
        timed=timed,
        layer=gesture_layer(timed, score.grid),
        manner=manner_of(timed, temper.stirred, score.grid),
        temper=temper,
        grid=score.grid,
    )

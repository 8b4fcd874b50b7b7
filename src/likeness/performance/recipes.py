"""What each directed action does to the face, as data.

Channels: `pitch`, `yaw`, `roll` (degrees), `shift_x`, `shift_y` (eye distances), `gaze_right`, `gaze_down`
(degrees), `scale` (growth of the head as it comes nearer), `shoulders` (1 = a full shrug), else shapes of the
rig; a shape without side moves both. Sided actions are written for the left of the picture, which is the
speaker's right; `placing` mirrors them.
"""

from dataclasses import dataclass, field

from likeness.core.direction import Action, Place

Keys = tuple[tuple[float, float], ...]
"""(seconds from the start, value), joined by minimum-jerk moves."""


@dataclass(frozen=True)
class Stroke:
    """A movement with a beginning and an end."""

    keys: dict[str, Keys]
    """Course of each channel."""

    beat_s: float
    """The moment that falls on the accented word."""

    habit: Place = Place.SOMETIMES
    """When it happens if the prompt does not say."""

    @property
    def length_s(self) -> float:
        """Length at normal tempo."""
        return max(keys[-1][0] for keys in self.keys.values())


@dataclass(frozen=True)
class Pose:
    """A state that is held."""

    shape: dict[str, float]
    """Value of each channel while held."""

    attack_s: float = 0.4
    """Length of the move into it."""

    release_s: float = 0.7
    """Length of the move out of it."""

    hold_s: float = 1.5
    """How long it is held where nothing else decides."""

    habit: Place = Place.SOMETIMES
    """When it happens if the prompt does not say."""

    manner: dict[str, float] = field(default_factory=dict)
    """Factors of the living movements meanwhile, see `manner`."""


_JERK = 0.05
"""Eyes jump."""

STROKES: dict[Action, Stroke] = {
    Action.NOD: Stroke(
        {"pitch": ((0.0, 0.0), (0.10, -0.7), (0.30, 5.6), (0.62, -0.7), (0.92, 0.0))}, 0.26, Place.SOMETIMES
    ),
    Action.SHAKE_HEAD: Stroke(
        {
            "yaw": ((0.0, 0.0), (0.20, 4.4), (0.46, -4.8), (0.72, 3.6), (0.96, -1.8), (1.25, 0.0)),
            "roll": ((0.0, 0.0), (0.20, -0.7), (0.46, 0.8), (0.72, -0.5), (1.25, 0.0)),
        },
        0.30,
        Place.SOMETIMES,
    ),
    Action.BOB_HEAD: Stroke(
        {
            "pitch": ((0.0, 0.0), (0.24, 2.4), (0.5, -0.6), (0.76, 2.0), (1.15, 0.0)),
            "roll": ((0.0, 0.0), (0.3, 1.6), (0.75, -1.6), (1.15, 0.0)),
        },
        0.24,
        Place.OFTEN,
    ),
    Action.BOW: Stroke(
        {
            "pitch": ((0.0, 0.0), (0.55, 8.5), (0.85, 8.5), (1.6, 0.0)),
            "gaze_down": ((0.0, 0.0), (0.3, 9.0), (1.0, 9.0), (1.35, 0.0)),
            "shift_y": ((0.0, 0.0), (0.55, 0.07), (0.85, 0.07), (1.6, 0.0)),
        },
        0.55,
        Place.START,
    ),
    Action.BLINK: Stroke({"eye_blink": ((0.0, 0.0), (0.08, 1.0), (0.11, 1.0), (0.29, 0.0))}, 0.09),
    Action.WINK: Stroke(
        {
            "eye_blink_right": ((0.0, 0.0), (0.12, 1.0), (0.27, 1.0), (0.52, 0.0)),
            "cheek_squint_right": ((0.0, 0.0), (0.14, 0.7), (0.3, 0.7), (0.75, 0.0)),
            "eye_squint_right": ((0.0, 0.0), (0.14, 0.5), (0.3, 0.5), (0.7, 0.0)),
            "brow_down_right": ((0.0, 0.0), (0.14, 0.3), (0.3, 0.3), (0.65, 0.0)),
            "mouth_smile_right": ((0.0, 0.0), (0.22, 0.40), (0.5, 0.40), (1.3, 0.0)),
            "mouth_smile_left": ((0.0, 0.0), (0.25, 0.15), (0.5, 0.15), (1.3, 0.0)),
            "eye_squint_left": ((0.0, 0.0), (0.16, 0.12), (0.3, 0.12), (0.7, 0.0)),
            "roll": ((0.0, 0.0), (0.22, -2.2), (0.4, -2.2), (1.0, 0.0)),
            "pitch": ((0.0, 0.0), (0.22, 1.2), (0.4, 1.2), (0.9, 0.0)),
        },
        0.16,
        Place.END,
    ),
    Action.ROLL_EYES: Stroke(
        {
            "gaze_right": ((0.0, 0.0), (0.18, -7.0), (0.48, 0.0), (0.78, 7.0), (1.05, 3.0), (1.15, 0.0)),
            "gaze_down": ((0.0, 0.0), (0.18, -4.0), (0.48, -11.0), (0.78, -4.0), (1.05, 2.0), (1.15, 0.0)),
            "pitch": ((0.0, 0.0), (0.5, -2.0), (1.4, 0.0)),
            "roll": ((0.0, 0.0), (0.5, 1.5), (1.4, 0.0)),
            "brow_outer_up": ((0.0, 0.0), (0.4, 0.25), (1.2, 0.0)),
        },
        0.48,
        Place.MIDDLE,
    ),
    Action.WANDER_EYES: Stroke(
        {
            "gaze_right": (
                (0.0, 0.0), (_JERK, -6.0), (0.55, -6.0), (0.55 + _JERK, 5.0), (1.15, 5.0), (1.15 + _JERK,
                -3.0),
                (1.7, -3.0), (1.7 + _JERK, 0.0),
            ),
            "gaze_down": (
                (0.0, 0.0), (_JERK, 1.0), (0.55, 1.0), (0.55 + _JERK, -2.5), (1.15, -2.5), (1.15 + _JERK,
                3.0),
                (1.7, 3.0), (1.7 + _JERK, 0.0),
            ),
            "yaw": ((0.0, 0.0), (0.35, 1.6), (0.9, -1.4), (1.45, 0.7), (2.0, 0.0)),
        },
        0.3,
        Place.SOMETIMES,
    ),
    Action.SHRUG: Stroke(
        {
            "shoulders": ((0.0, 0.0), (0.32, 1.0), (0.68, 0.95), (1.2, 0.0)),
            "roll": ((0.0, 0.0), (0.34, -3.2), (0.7, -3.0), (1.3, 0.0)),
            "pitch": ((0.0, 0.0), (0.34, -1.2), (1.3, 0.0)),
            "shift_y": ((0.0, 0.0), (0.32, 0.035), (0.68, 0.033), (1.2, 0.0)),
            "brow_inner_up": ((0.0, 0.0), (0.28, 0.3), (0.7, 0.3), (1.2, 0.0)),
            "brow_outer_up": ((0.0, 0.0), (0.28, 0.45), (0.7, 0.45), (1.2, 0.0)),
            "mouth_frown": ((0.0, 0.0), (0.32, 0.45), (0.75, 0.45), (1.25, 0.0)),
            "mouth_shrug_lower": ((0.0, 0.0), (0.32, 0.5), (0.75, 0.5), (1.25, 0.0)),
            "mouth_stretch": ((0.0, 0.0), (0.32, 0.15), (0.75, 0.15), (1.25, 0.0)),
        },
        0.34,
        Place.MIDDLE,
    ),
    Action.DEEP_BREATH: Stroke(
        {
            "shoulders": ((0.0, 0.0), (0.9, 0.5), (1.2, 0.5), (2.8, 0.0)),
            "pitch": ((0.0, 0.0), (0.9, -2.2), (1.3, -2.0), (2.6, 0.0)),
            "shift_y": ((0.0, 0.0), (0.9, -0.025), (1.2, -0.025), (2.8, 0.0)),
            "brow_inner_up": ((0.0, 0.0), (0.8, 0.15), (2.0, 0.0)),
            "jaw_open": ((0.0, 0.0), (0.5, 0.07), (1.1, 0.0)),
        },
        0.5,
        Place.START,
    ),
    Action.SIGH: Stroke(
        {
            "shoulders": ((0.0, 0.0), (0.55, 0.42), (0.75, 0.42), (1.7, -0.18), (2.9, 0.0)),
            "pitch": ((0.0, 0.0), (0.55, -1.8), (1.6, 2.6), (3.0, 0.0)),
            "gaze_down": ((0.0, 0.0), (0.95, 0.0), (1.05, 5.0), (1.9, 5.0), (1.95, 0.0)),
            "brow_inner_up": ((0.0, 0.0), (0.6, 0.3), (1.6, 0.25), (2.8, 0.0)),
            "eye_blink": ((0.0, 0.0), (0.9, 0.0), (1.3, 0.35), (2.0, 0.0)),
            "jaw_open": ((0.0, 0.0), (0.4, 0.06), (0.9, 0.10), (1.8, 0.0)),
            "cheek_puff": ((0.0, 0.0), (0.7, 0.0), (1.0, 0.12), (1.7, 0.0)),
        },
        0.9,
        Place.START,
    ),
}  # fmt: skip
"""Movements; the beat falls on the word."""

POSES: dict[Action, Pose] = {
    # head
    Action.TILT_HEAD: Pose({"roll": -5.2, "yaw": -0.8}, 0.45, 0.7, 1.9),
    Action.TURN_HEAD: Pose({"yaw": 7.5, "gaze_right": -5.0, "roll": -0.8, "pitch": 0.5}, 0.42, 0.55, 1.6),
    Action.CHIN_UP: Pose({"pitch": -4.5}, 0.45, 0.7, 2.0),
    Action.CHIN_DOWN: Pose({"pitch": 4.5}, 0.45, 0.7, 2.0),
    Action.LEAN_IN: Pose(
        {"scale": 0.05, "pitch": 1.6, "shift_y": 0.05, "brow_inner_up": 0.06}, 0.8, 1.0, 3.0,
        Place.THROUGHOUT,
    ),
    Action.LEAN_BACK: Pose(
        {"scale": -0.045, "pitch": -1.8, "shift_y": -0.02}, 0.7, 1.0, 2.5, Place.THROUGHOUT
    ),
    # gaze
    Action.LOOK_AT_CAMERA: Pose({}, 0.1, 0.1, 3.0, Place.THROUGHOUT, {"away": 0.0}),
    Action.LOOK_AWAY: Pose({"gaze_right": -8.0, "gaze_down": 1.5, "yaw": 3.2}, 0.35, 0.4, 1.3),
    Action.LOOK_ASIDE: Pose({"gaze_right": -10.0, "yaw": 2.6}, 0.35, 0.4, 1.2),
    Action.LOOK_UP: Pose({"gaze_down": -9.0, "pitch": -2.2, "brow_inner_up": 0.12, "brow_outer_up": 0.1},
    0.35, 0.4, 1.2),
    Action.LOOK_DOWN: Pose({"gaze_down": 10.0, "pitch": 3.2}, 0.35, 0.45, 1.3),
    Action.AVERT_EYES: Pose({"gaze_right": -6.0, "gaze_down": 7.0, "pitch": 2.0, "roll": -1.2}, 0.35, 0.45,
    1.4),
    # brows
    Action.RAISE_BROWS: Pose({"brow_inner_up": 0.5, "brow_outer_up": 0.62, "eye_wide": 0.12}, 0.2, 0.4, 0.6),
    Action.RAISE_ONE_BROW: Pose(
        {"brow_outer_up_right": 1.0, "brow_inner_up_right": 0.45, "brow_down_left": 0.28, "roll": 1.0}, 0.25,
        0.5, 1.1
    ),
    Action.FURROW_BROWS: Pose({"brow_down": 0.75, "eye_squint": 0.22}, 0.3, 0.6, 1.8),
    # eyes
    Action.SQUINT: Pose({"eye_squint": 0.85, "brow_down": 0.25, "cheek_squint": 0.3, "eye_blink": 0.12},
    0.25, 0.5, 1.4),
    Action.WIDEN_EYES: Pose({"eye_wide": 1.0, "brow_inner_up": 0.3, "brow_outer_up": 0.38}, 0.15, 0.5, 1.0),
    Action.CLOSE_EYES: Pose({"eye_blink": 1.0}, 0.2, 0.32, 1.5, Place.MIDDLE),
    # mouth
    Action.SMILE: Pose(
        {"mouth_smile": 0.46, "cheek_squint": 0.32, "eye_squint": 0.26, "mouth_dimple": 0.1}, 0.55, 1.0, 2.2,
        Place.THROUGHOUT,
    ),
    Action.GRIN: Pose(
        {
            "mouth_smile": 0.7, "cheek_squint": 0.5, "eye_squint": 0.4, "mouth_upper_up": 0.16,
            "mouth_lower_down": 0.14, "mouth_dimple": 0.15,
        },
        0.45, 1.0, 2.0, Place.THROUGHOUT,
    ),
    Action.SMIRK: Pose(
        {
            "mouth_smile_right": 0.78, "mouth_dimple_right": 0.4, "mouth_smile_left": 0.06,
            "cheek_squint_right": 0.3,
            "eye_squint": 0.14, "roll": -1.0,
        },
        0.4, 0.8, 1.6, Place.SENTENCE_ENDS,
    ),
    Action.FROWN: Pose(
        {"mouth_frown": 0.75, "mouth_shrug_lower": 0.25, "brow_down": 0.25, "brow_inner_up": 0.15}, 0.45,
        0.8, 2.0,
        Place.THROUGHOUT,
    ),
    Action.POUT: Pose(
        {"mouth_pucker": 0.4, "mouth_shrug_lower": 0.6, "mouth_frown": 0.35, "brow_inner_up": 0.3}, 0.35,
        0.6, 1.2,
        Place.PAUSES,
    ),
    Action.PURSE_LIPS: Pose({"mouth_pucker": 0.85, "mouth_press": 0.25}, 0.28, 0.4, 0.9, Place.PAUSES),
    Action.PRESS_LIPS: Pose(
        {"mouth_press": 0.7, "mouth_roll_lower": 0.35, "mouth_roll_upper": 0.3, "mouth_dimple": 0.15}, 0.25,
        0.4, 0.9,
        Place.PAUSES,
    ),
    Action.OPEN_MOUTH: Pose(
        {
            "jaw_open": 0.34, "mouth_funnel": 0.12, "brow_inner_up": 0.4, "brow_outer_up": 0.5,
            "eye_wide": 0.6,
            "pitch": -1.2,
        },
        0.2, 0.45, 0.7, Place.START,
    ),
    # shoulders
    Action.RAISE_SHOULDERS: Pose({"shoulders": 0.7, "shift_y": 0.015}, 0.45, 0.8, 1.6),
    Action.DROP_SHOULDERS: Pose({"shoulders": -0.45, "shift_y": 0.02, "pitch": 0.8}, 0.6, 0.9, 2.0),
}  # fmt: skip
"""States of the face."""

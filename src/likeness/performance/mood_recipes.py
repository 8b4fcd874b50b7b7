"""What energy and moods do to the face, as data: a trace of expression, and factors of the living movements.

Factors: `head`, `yaw`, `roll` scale the head's own motion, `nods` the accents it marks, `brows`, `smile` and
`mouth` what their names say, `lips` the lips beside the jaw, `blinks` the rate, `away` the looks away from
the camera, `feelings` the answer to the words.
"""

from likeness.core.direction import Action, Place
from likeness.performance.recipes import Pose


def _mood(shape: dict[str, float], **manner: float) -> Pose:
    return Pose(shape, 0.6, 1.0, 2.5, Place.THROUGHOUT, manner)


MOODS: dict[Action, Pose] = {
    Action.STILL: _mood({}, head=0.16, nods=0.0, brows=0.5, away=0.3),
    Action.CALM: _mood({}, head=0.55, nods=0.6, brows=0.7, mouth=0.95, blinks=0.9),
    Action.LIVELY: _mood({}, head=1.35, brows=1.4, mouth=1.08, smile=1.3),
    Action.ENUNCIATE: _mood({}, mouth=1.2, lips=1.08),
    Action.MUMBLE: _mood({}, mouth=0.5, lips=1.1),
    Action.NEUTRAL: _mood({}, head=0.7, brows=0.35, smile=0.0, feelings=0.0),
    Action.WARM: _mood(
        {"mouth_smile": 0.26, "cheek_squint": 0.2, "eye_squint": 0.15, "brow_inner_up": 0.08, "roll": -1.0},
        smile=1.3
    ),
    Action.HAPPY: _mood(
        {"mouth_smile": 0.40, "cheek_squint": 0.32, "eye_squint": 0.24, "brow_outer_up": 0.12}, smile=1.3,
        head=1.1
    ),
    Action.EXCITED: _mood(
        {"mouth_smile": 0.32, "cheek_squint": 0.2, "eye_wide": 0.3, "brow_outer_up": 0.22,
        "brow_inner_up": 0.14},
        head=1.3, brows=1.4, mouth=1.1, smile=1.4,
    ),
    Action.PLAYFUL: _mood(
        {
            "mouth_smile_right": 0.38, "mouth_smile_left": 0.2, "brow_outer_up_left": 0.22,
            "eye_squint": 0.14,
            "cheek_squint_right": 0.25, "roll": -1.6,
        },
        head=1.15, brows=1.3,
    ),
    Action.PROUD: _mood(
        {"pitch": -2.4, "mouth_smile": 0.2, "mouth_press": 0.12, "eye_squint": 0.1, "shoulders": 0.15},
        head=0.85
    ),
    Action.CONFIDENT: _mood(
        {"pitch": -1.3, "mouth_smile": 0.13, "brow_down": 0.1, "eye_squint": 0.12},
        head=0.9, mouth=1.05, blinks=0.8, away=0.0,
    ),
    Action.SERIOUS: _mood(
        {"brow_down": 0.32, "eye_squint": 0.15, "mouth_press": 0.1}, head=0.75, smile=0.0, brows=0.8
    ),
    Action.THOUGHTFUL: _mood(
        {"brow_down": 0.16, "brow_inner_up": 0.14, "eye_squint": 0.16, "mouth_press": 0.1, "roll": -1.6},
        head=0.8, mouth=0.95, away=2.0, smile=0.6,
    ),
    Action.CURIOUS: _mood(
        {"brow_outer_up": 0.26, "brow_inner_up": 0.24, "eye_wide": 0.2, "roll": -2.6, "pitch": 0.8},
        brows=1.2,
    ),
    Action.SKEPTICAL: _mood(
        {
            "brow_outer_up_right": 0.5, "brow_inner_up_right": 0.2, "brow_down_left": 0.35,
            "eye_squint": 0.24,
            "mouth_left": 0.12, "mouth_frown": 0.14, "roll": 1.6, "pitch": -0.8,
        },
        smile=0.0,
    ),
    Action.SURPRISED: _mood(
        {"brow_inner_up": 0.42, "brow_outer_up": 0.55, "eye_wide": 0.7, "jaw_open": 0.05, "pitch": -0.8},
        smile=0.5, blinks=0.7,
    ),
    Action.SYMPATHETIC: _mood(
        {"brow_inner_up": 0.38, "brow_down": 0.08, "roll": -2.2, "pitch": 1.0, "mouth_smile": 0.08,
         "mouth_press": 0.08},
        head=0.7, smile=0.4,
    ),
    Action.SOOTHING: _mood(
        {"brow_inner_up": 0.14, "mouth_smile": 0.15, "eye_squint": 0.12, "cheek_squint": 0.1,
        "eye_blink": 0.05,
         "roll": -1.0},
        head=0.6, mouth=0.93, brows=0.7, nods=0.7,
    ),
    Action.SAD: _mood(
        {"brow_inner_up": 0.55, "brow_down": 0.1, "mouth_frown": 0.45, "eye_blink": 0.14, "pitch": 2.2,
         "gaze_down": 1.0, "shoulders": -0.2},
        head=0.6, mouth=0.9, brows=0.6, smile=0.0, nods=0.6,
    ),
    Action.WORRIED: _mood(
        {"brow_inner_up": 0.5, "brow_down": 0.24, "mouth_stretch": 0.12, "mouth_press": 0.14,
        "eye_squint": 0.1},
        smile=0.0, blinks=1.3, away=1.5,
    ),
    Action.AFRAID: _mood(
        {"brow_inner_up": 0.5, "brow_outer_up": 0.25, "eye_wide": 0.8, "mouth_stretch": 0.26, "pitch": -1.2,
        "shoulders": 0.3},
        smile=0.0, blinks=1.2,
    ),
    Action.ANGRY: _mood(
        {"brow_down": 0.9, "eye_squint": 0.4, "nose_sneer": 0.14, "mouth_press": 0.25, "mouth_frown": 0.15,
         "pitch": 1.6},
        smile=0.0, mouth=1.08, head=1.1, away=0.3,
    ),
    Action.DISGUSTED: _mood(
        {"nose_sneer": 0.55, "mouth_upper_up": 0.12, "brow_down": 0.34, "eye_squint": 0.3,
        "mouth_frown": 0.22,
         "pitch": -1.0},
        smile=0.0,
    ),
    Action.SHY: _mood(
        {"pitch": 2.4, "mouth_smile": 0.2, "brow_inner_up": 0.2, "mouth_press": 0.14, "roll": -1.8,
        "shoulders": 0.15},
        head=0.8, away=2.0,
    ),
    Action.BORED: _mood(
        {"eye_blink": 0.22, "mouth_frown": 0.1, "roll": -1.6, "pitch": 0.5}, head=0.5, brows=0.35,
        mouth=0.88, smile=0.1
    ),
    Action.TIRED: _mood(
        {"eye_blink": 0.30, "brow_inner_up": 0.14, "pitch": 1.8, "mouth_frown": 0.08, "shoulders": -0.25},
        head=0.5, brows=0.5, mouth=0.85, smile=0.3, nods=0.5,
    ),
}  # fmt: skip
"""Moods and energy; without a place in the prompt they hold throughout."""

DAMPERS: dict[Action, dict[str, float]] = {
    Action.NOD: {"nods": 0.0},
    Action.BOB_HEAD: {"nods": 0.0, "head": 0.5},
    Action.SHAKE_HEAD: {"yaw": 0.3},
    Action.TURN_HEAD: {"yaw": 0.3},
    Action.TILT_HEAD: {"roll": 0.25},
    Action.BLINK: {"blinks": 0.0},
    Action.CLOSE_EYES: {"blinks": 0.3},
    Action.RAISE_BROWS: {"brows": 0.0},
    Action.RAISE_ONE_BROW: {"brows": 0.3},
    Action.FURROW_BROWS: {"brows": 0.3, "feelings": 0.5},
    Action.SMILE: {"smile": 0.0},
    Action.GRIN: {"smile": 0.3},
    Action.SMIRK: {"smile": 0.3},
    Action.FROWN: {"feelings": 0.0},
    Action.HAPPY: {"smile": 0.2},
    Action.WARM: {"smile": 0.2},
    Action.EXCITED: {"smile": 0.3, "head": 0.7},
    Action.PLAYFUL: {"smile": 0.3},
    Action.SAD: {"feelings": 0.0},
    Action.ANGRY: {"feelings": 0.0},
    Action.WORRIED: {"feelings": 0.0},
    Action.AFRAID: {"feelings": 0.0},
    Action.SERIOUS: {"smile": 1.4},
    Action.LOOK_ASIDE: {"away": 0.0},
    Action.LOOK_UP: {"away": 0.0},
    Action.LOOK_DOWN: {"away": 0.0},
    Action.WANDER_EYES: {"away": 0.0},
    Action.LEAN_IN: {"head": 0.8},
    Action.LEAN_BACK: {"head": 0.8},
}  # fmt: skip
"""What "not" does: the living movements that give way. Other actions do not happen by themselves anyway."""

"""Named poses of the face: the shapes of speech by the rig's recipes, and what else a face does."""

from dataclasses import dataclass, replace

import numpy as np

from likeness.core.performance import FaceState
from likeness.core.rig import EXPRESSION_NAMES, expression_index

_RECIPES: dict[str, dict[str, float]] = {
    "closed": {"jaw_open": 0.12, "mouth_close": 0.11, "mouth_press": 0.35},
    "aa": {"jaw_open": 0.45, "mouth_lower_down": 0.1},
    "ae": {"jaw_open": 0.34, "mouth_lower_down": 0.2, "mouth_stretch": 0.25},
    "ao": {"jaw_open": 0.26, "mouth_pucker": 0.25, "mouth_funnel": 0.2},
    "uw": {"jaw_open": 0.18, "mouth_pucker": 0.85, "mouth_close": 0.06},
    "iy": {
        "jaw_open": 0.06, "mouth_lower_down": 0.25, "mouth_upper_up": 0.1, "mouth_stretch": 0.3,
        "mouth_smile": 0.1,
    },
    "fv": {"jaw_open": 0.10, "mouth_roll_lower": 0.45, "mouth_upper_up": 0.2, "mouth_shrug_lower": 0.15},
    "sh": {"jaw_open": 0.05, "mouth_funnel": 0.35, "mouth_pucker": 0.2},
    "th": {"jaw_open": 0.12, "mouth_lower_down": 0.1, "mouth_upper_up": 0.05},
    "k": {"jaw_open": 0.22, "mouth_lower_down": 0.15},
    "l": {"jaw_open": 0.17, "mouth_lower_down": 0.14},
}  # fmt: skip
"""Mouth shapes by sound; names without a side mean both."""

_TONGUES: dict[str, tuple[float, float, float]] = {
    "th": (0.5, 0.9, 0.0), "uw": (0.0, 0.0, 0.6), "k": (0.0, 0.0, 1.0), "l": (1.0, 0.4, 0.0),
}  # fmt: skip
"""(tip raised, tip forward, back raised) where the tongue is seen."""


@dataclass(frozen=True)
class Pose:
    """A face state with a name."""

    name: str
    state: FaceState


def rest() -> FaceState:
    """Return the state that shows the picture as it is."""
    return FaceState(expression=np.zeros(len(EXPRESSION_NAMES), np.float32))


def speaking(sound: str) -> FaceState:
    """Return the mouth of a sound, see `_RECIPES`.

    >>> float(speaking("aa").expression[expression_index("jaw_open")]) > 0.4
    True
    """
    tongue = _TONGUES.get(sound, (0.0, 0.0, 0.0))
    return replace(_shaped(_RECIPES[sound]), closed_mouth=1.0, tongue=tongue)


def sheet_poses() -> tuple[Pose, ...]:
    """Return everything that a contact sheet shows, in its order."""
    still = rest()
    turned = {
        "yaw -8": (0.0, -8.0, 0.0),
        "yaw +8": (0.0, 8.0, 0.0),
        "pitch -6": (-6.0, 0.0, 0.0),
        "pitch +6": (6.0, 0.0, 0.0),
        "roll -6": (0.0, 0.0, -6.0),
        "roll +6": (0.0, 0.0, 6.0),
    }
    gazes = {
        "gaze right": (15.0, 0.0),
        "gaze left": (-15.0, 0.0),
        "gaze up": (0.0, -8.0),
        "gaze down": (0.0, 12.0),
    }
    states = {"rest": still}
    states |= {sound: speaking(sound) for sound in _RECIPES}
    states["smile"] = _shaped({"mouth_smile": 0.5, "cheek_squint": 0.3})
    states["brows"] = _shaped({"brow_inner_up": 0.6, "brow_outer_up": 0.5})
    states["blink 0.5"] = _shaped({"eye_blink": 0.5})
    states["blink 1"] = _shaped({"eye_blink": 1.0})
    states |= {name: replace(still, gaze_deg=gaze) for name, gaze in gazes.items()}
    states |= {name: replace(still, head_deg=angles) for name, angles in turned.items()}
    states["aa + yaw 8"] = replace(speaking("aa"), head_deg=(2.0, 8.0, 3.0))
    return tuple(Pose(name, state) for name, state in states.items())


def _shaped(coefficients: dict[str, float]) -> FaceState:
    state = rest()
    for name, value in coefficients.items():
        for column in _columns(name):
            state.expression[column] = value
    return state


def _columns(name: str) -> tuple[int, ...]:
    if name in EXPRESSION_NAMES:
        return (expression_index(name),)
    return (expression_index(f"{name}_left"), expression_index(f"{name}_right"))

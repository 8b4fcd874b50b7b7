"""The directed layer over the living face: who gives way to whom.

Speech keeps the lips: what the mouth says can be read through every smile and pout, p b m still close, vowels
still open. Blinks go through squints and closed eyes.
"""

import numpy as np

from likeness.core.rig import EXPRESSION_NAMES, expression_index
from likeness.performance.closures import Closure
from likeness.performance.gestures import shape_columns
from likeness.performance.grid import Curve, TimeGrid
from likeness.performance.mouth import CONTACT_GAP, gap_weights
from likeness.performance.shapes import smooth

_SPEAKING_SHARE = {
    "mouth_pucker": 0.12, "mouth_funnel": 0.15, "mouth_press": 0.12, "mouth_roll_lower": 0.1,
    "mouth_roll_upper": 0.1,
    "mouth_shrug_lower": 0.2, "mouth_shrug_upper": 0.2, "jaw_open": 0.12, "mouth_upper_up": 0.6,
    "mouth_lower_down": 0.6, "mouth_stretch": 0.6, "mouth_frown": 0.75, "mouth_smile": 0.88,
    "mouth_dimple": 0.7,
    "mouth_left": 0.6, "mouth_right": 0.6, "cheek_puff": 0.1, "nose_sneer": 0.7,
}  # fmt: skip
"""Part of a directed shape that remains while speaking; shapes not named remain whole."""

_WIDENING = ("mouth_smile", "mouth_stretch", "mouth_dimple")
_ROUND_GIVES_WAY = 0.65
"""A smile gives way to rounded lips by this share."""

_WIDEST = 0.9
"""Smile and spreading together."""

_GAP_RANGE = (-0.008, 0.03)
"""How much directed shapes may change the lip gap while speaking, in eye distances."""

_BLINKS = tuple(expression_index(f"eye_blink_{side}") for side in ("left", "right"))


def blend_face(
    face: Curve, layer: Curve, speaking: Curve, closures: tuple[Closure, ...], grid: TimeGrid
) -> Curve:
    """Return (N, 53) the face with a layer (N, 53) over it; `speaking` (N,) is 1 where something is said."""
    if not np.any(layer):
        return face
    talking = smooth(speaking, 0.06)
    added = _yielding(layer, face, talking)
    result = face + added
    for column in _BLINKS:
        result[:, column] = 1.0 - (1.0 - np.clip(face[:, column], 0, 1)) * (
            1.0 - np.clip(layer[:, column], 0, 1)
        )
    _limit_width(result, face)
    _keep_gap(result, face, talking)
    _keep_contact(result, closures, grid)
    return np.clip(result, 0.0, _upper_limits())


def _yielding(layer: Curve, face: Curve, talking: Curve) -> Curve:
    """The layer as far as speech leaves it."""
    added = layer.copy()
    rounding = np.clip(
        face[:, expression_index("mouth_pucker")] + 0.5 * face[:, expression_index("mouth_funnel")], 0, 1
    )
    for name, share in _SPEAKING_SHARE.items():
        for column in shape_columns(name):
            added[:, column] *= 1.0 - (1.0 - share) * talking
            if name in _WIDENING:
                added[:, column] *= 1.0 - _ROUND_GIVES_WAY * rounding * talking
    return added


def _limit_width(result: Curve, face: Curve) -> None:
    """Bend smile and spreading below the widest mouth; the directed part gives way."""
    for side in ("left", "right"):
        smile, stretch = expression_index(f"mouth_smile_{side}"), expression_index(f"mouth_stretch_{side}")
        excess = np.maximum(result[:, smile] + result[:, stretch] - _WIDEST, 0.0)
        room = np.maximum(result[:, smile] - face[:, smile], 0.0)
        result[:, smile] -= np.minimum(excess, room)


def _keep_gap(result: Curve, face: Curve, talking: Curve) -> None:
    """Undo what the layer does to the opening of the speaking mouth."""
    weights = gap_weights()
    change = (np.clip(result, 0.0, _upper_limits()) - face) @ weights
    wanted = np.clip(change, *_GAP_RANGE)
    excess = talking * (change - wanted)
    close, lower = expression_index("mouth_close"), shape_columns("mouth_lower_down")
    result[:, close] += np.maximum(excess, 0.0) / -weights[close]
    per_unit = float(sum(weights[column] for column in lower))
    for column in lower:
        result[:, column] += np.maximum(-excess, 0.0) / per_unit


def _keep_contact(result: Curve, closures: tuple[Closure, ...], grid: TimeGrid) -> None:
    """Lips in contact inside every closure."""
    inside = np.zeros(grid.n_samples, dtype=bool)
    for closure in closures:
        inside[grid.window(closure.start_s, closure.end_s)] = True
    gap = np.clip(result, 0.0, _upper_limits()) @ gap_weights()
    excess = np.where(inside, np.maximum(gap - 0.5 * CONTACT_GAP, 0.0), 0.0)
    close = expression_index("mouth_close")
    result[:, close] += excess / -gap_weights()[close]


def _upper_limits() -> Curve:
    limits = np.ones(len(EXPRESSION_NAMES))
    limits[expression_index("mouth_pucker")] = 1.2
    return limits

"""Puts mouth, lids and brows together into the columns of the rig."""

import numpy as np

from likeness.core.rig import EXPRESSION_NAMES, expression_index
from likeness.performance.grid import Curve
from likeness.performance.mouth import to_expression

_LID_PER_DEG_DOWN = 1.0 / 30.0
"""The lids of the rig follow about 30 degrees down and 14 up at coefficient 1."""

_LID_PER_DEG_UP = 1.0 / 14.0

_LID_FOLLOWING = 0.6
"""Lids follow a part of the vertical gaze."""

_SQUINT_PER_SMILE = 0.5
_CHEEK_PER_SMILE = 0.6


def assemble(mouth: Curve, blink: Curve, brows: Curve, gaze_deg: Curve) -> Curve:
    """Return (N, 53) coefficients from mouth (N, 15), lids (N,), brows (N, 3) and gaze (N, 2)."""
    result = to_expression(mouth)
    _set_both(result, "eye_blink", blink)
    down_deg = gaze_deg[:, 1] * _LID_FOLLOWING
    is_open = 1.0 - blink
    _set_both(result, "eye_look_down", is_open * np.maximum(down_deg, 0.0) * _LID_PER_DEG_DOWN)
    _set_both(result, "eye_look_up", is_open * np.maximum(-down_deg, 0.0) * _LID_PER_DEG_UP)
    _set_both(result, "brow_inner_up", brows[:, 0])
    _set_both(result, "brow_outer_up", brows[:, 1])
    _set_both(result, "brow_down", brows[:, 2])
    return np.clip(result, 0.0, 1.2)


def add_smile(expression: Curve, smile: Curve) -> Curve:
    """Return the expression (N, 53) with a smile (N,) and the squint and cheeks that belong to it."""
    result = expression.copy()
    for side in ("left", "right"):
        result[:, expression_index(f"mouth_smile_{side}")] += smile
        result[:, expression_index(f"eye_squint_{side}")] += _SQUINT_PER_SMILE * smile
        result[:, expression_index(f"cheek_squint_{side}")] += _CHEEK_PER_SMILE * smile
    return result


def make_uneven(expression: Curve, rng: np.random.Generator) -> Curve:
    """Return the expression with the small difference of sides that every face has, constant over the film.

    Shapes that close the lips or the lids are left even, so that contact stays contact.
    """
    result = expression.copy()
    for stem in ("mouth_smile", "brow_inner_up", "brow_outer_up", "mouth_stretch", "eye_squint"):
        lean = float(np.clip(rng.normal(0.0, 0.08), -0.18, 0.18))
        result[:, EXPRESSION_NAMES.index(f"{stem}_left")] *= 1.0 + lean
        result[:, EXPRESSION_NAMES.index(f"{stem}_right")] *= 1.0 - lean
    return result


def _set_both(expression: Curve, stem: str, values: Curve) -> None:
    for side in ("left", "right"):
        expression[:, expression_index(f"{stem}_{side}")] = values

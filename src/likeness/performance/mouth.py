"""The channels that speech moves, and what they do to the lips according to the measured rig."""

from functools import cache

import numpy as np

from likeness.core.rig import EXPRESSION_NAMES, expression_index, load_rig
from likeness.performance.grid import Curve
from likeness.typing import FloatArray

CHANNELS: tuple[str, ...] = (
    "jaw_open", "mouth_close", "lower_down", "upper_up", "pucker", "funnel", "stretch", "smile", "press",
    "roll_lower", "roll_upper", "shrug_lower", "tongue_raised", "tongue_forward",
    "tongue_back",
)  # fmt: skip
"""Columns of every array of mouth curves (N, 15): coefficients of the rig (both sides alike), then the
tongue."""

N_TONGUE = 3
"""The last columns drive the tongue, not the rig."""

CONTACT_GAP = -0.014
"""Lip gap aimed at in a closure, in eye distances: negative, the lips press (Löfqvist & Gracco 1996)."""

_LIP_UPPER_POINT, _LIP_LOWER_POINT = 13, 14
_CORNER_RIGHT_POINT, _CORNER_LEFT_POINT = 61, 291


def channel(name: str) -> int:
    """Return the column of a channel.

    >>> channel("jaw_open")
    0
    """
    return CHANNELS.index(name)


def _columns_of(name: str) -> tuple[int, ...]:
    """Rig columns of a channel: the shape itself or its left and right half."""
    full = name if name.startswith("jaw_") else f"mouth_{name.removeprefix('mouth_')}"
    if full in EXPRESSION_NAMES:
        return (expression_index(full),)
    return (expression_index(f"{full}_left"), expression_index(f"{full}_right"))


@cache
def _rig_matrix() -> Curve:
    """(12, 53) rig coefficients of each channel at 1."""
    matrix = np.zeros((len(CHANNELS) - N_TONGUE, len(EXPRESSION_NAMES)))
    for row, name in enumerate(CHANNELS[:-N_TONGUE]):
        matrix[row, list(_columns_of(name))] = 1.0
    return matrix


@cache
def gap_weights() -> Curve:
    """Return (53,) growth of the inner lip gap (points 13 to 14, y) per rig coefficient, in eye distances."""
    expression = load_rig().expression
    gaps = expression[:, _LIP_LOWER_POINT, 1] - expression[:, _LIP_UPPER_POINT, 1]
    return gaps.astype(np.float64)


@cache
def channel_gap_weights() -> Curve:
    """Return (15,) growth of the lip gap per channel; 0 for the tongue."""
    return np.concatenate([_rig_matrix() @ gap_weights(), np.zeros(N_TONGUE)])


def lip_gap(mouth: Curve) -> Curve:
    """Return (N,) inner lip gap in eye distances of mouth curves (N, 15); negative where the lips press."""
    return mouth @ channel_gap_weights()


def expression_lip_gap(expression: FloatArray) -> Curve:
    """Return (T,) inner lip gap in eye distances of expression rows (T, 53)."""
    return expression.astype(np.float64) @ gap_weights()


def expression_mouth_width(expression: FloatArray) -> Curve:
    """Return (T,) distance of the mouth corners (points 61 to 291) in eye distances of expression rows (T,
    53)."""
    rig = load_rig()
    rest = rig.neutral[_CORNER_LEFT_POINT] - rig.neutral[_CORNER_RIGHT_POINT]
    deltas = rig.expression[:, _CORNER_LEFT_POINT] - rig.expression[:, _CORNER_RIGHT_POINT]
    width: Curve = np.linalg.norm(rest + expression.astype(np.float64) @ deltas, axis=1)
    return width


def to_expression(mouth: Curve) -> Curve:
    """Return (N, 53) rig coefficients of mouth curves (N, 15)."""
    result: Curve = mouth[:, :-N_TONGUE] @ _rig_matrix()
    return result

"""Directed actions as curves: what they add to head, gaze, face and shoulders, and how much they take
over."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from likeness.core.performance import PerformanceEvent
from likeness.core.rig import EXPRESSION_NAMES, expression_index
from likeness.performance.grid import RATE_HZ, Curve, TimeGrid
from likeness.performance.placing import TimedAction, pose_of
from likeness.performance.recipes import STROKES, Keys, Pose
from likeness.performance.shapes import ease

_HEAD = {"pitch": 0, "yaw": 1, "roll": 2}
_SHIFT = {"shift_x": 0, "shift_y": 1}
_GAZE = {"gaze_right": 0, "gaze_down": 1}
_NOT_FACE = frozenset({*_HEAD, *_SHIFT, "scale"})
_MIRRORED_SIGN = frozenset({"yaw", "roll", "gaze_right", "shift_x"})

EVENT_PREFIX = "directed_"
"""Before the name of the action in the timeline: living nods are called nod."""

_EYE_JUMP_S = 0.055
"""Eyes arrive at once, the head follows."""

_QUICK = ("brow_", "eye_")
_QUICK_SHARE = 0.75
"""Brows and lids arrive before head and mouth."""

_SETTLED = 0.86
"""A held expression relaxes to this share of its first size..."""

_SETTLING_S = 1.6
"""...within this time."""


@dataclass(frozen=True)
class Layer:
    """What is added to the living face; N samples."""

    head_deg: Curve
    """(N, 3) pitch, yaw, roll."""

    head_shift: Curve
    """(N, 2) right, down in eye distances."""

    gaze_deg: Curve
    """(N, 2) right, down."""

    face: Curve
    """(N, 53) coefficients."""

    head_scale: Curve
    """(N,) growth of the head against its size in the picture, 0 = none."""

    shoulders: Curve
    """(N,) 1 = a full shrug."""

    head_hold: Curve
    """(N,) 0-1: how much the head is taken by a movement."""

    gaze_hold: Curve
    """(N,) 0-1: the same of the eyes."""


def gesture_layer(timed: tuple[TimedAction, ...], grid: TimeGrid) -> Layer:
    """Return the sum of all directed actions."""
    n = grid.n_samples
    layer = Layer(
        head_deg=np.zeros((n, 3)),
        head_shift=np.zeros((n, 2)),
        gaze_deg=np.zeros((n, 2)),
        face=np.zeros((n, len(EXPRESSION_NAMES))),
        head_scale=np.zeros(n),
        shoulders=np.zeros(n),
        head_hold=np.zeros(n),
        gaze_hold=np.zeros(n),
    )
    for action in timed:
        if action.is_negated:
            continue
        pose = pose_of(action.action)
        if pose is None:
            _add_stroke(layer, action, grid)
        else:
            _add_pose(layer, action, pose, grid)
    return layer


def envelope(action: TimedAction, pose: Pose, grid: TimeGrid, attack_share: float = 1.0) -> Curve:
    """Return (N,) course of a state: in, held, out; whole films begin and end inside of it."""
    attack_s = attack_share * pose.attack_s / action.tempo
    release_s = pose.release_s / action.tempo
    times_s = grid.times_s
    is_from_start = action.start_s <= 0.0
    rise = np.ones(grid.n_samples) if is_from_start else ease((times_s - action.start_s) / attack_s)
    is_to_end = action.end_s >= grid.end_s - 0.1
    fall = np.zeros(grid.n_samples) if is_to_end else ease((times_s - action.end_s) / release_s)
    result: Curve = rise * (1.0 - fall)
    return result


def gesture_events(timed: tuple[TimedAction, ...], duration_s: float) -> tuple[PerformanceEvent, ...]:
    """Return the directed actions for the timeline: kind = the action, amount = the degree."""
    return tuple(
        PerformanceEvent(
            kind=EVENT_PREFIX + action.action.value,
            start_s=action.start_s,
            end_s=min(action.end_s, duration_s),
            amount=action.degree,
        )
        for action in timed
        if not action.is_negated and action.start_s < min(action.end_s, duration_s)
    )


def _add_stroke(layer: Layer, action: TimedAction, grid: TimeGrid) -> None:
    stroke = STROKES[action.action]
    part = grid.window(action.start_s, action.end_s)
    times_s = (np.arange(part.start, part.stop) / RATE_HZ - action.start_s) * action.tempo
    for channel, keys in stroke.keys.items():
        size = 1.0 if channel.startswith("eye_blink") else action.degree
        _add(layer, channel, size * _course(keys, times_s), part, is_mirrored=action.is_mirrored)
        if channel in _HEAD:
            rest = np.minimum(times_s, stroke.length_s - times_s)
            layer.head_hold[part] = np.maximum(layer.head_hold[part], ease(rest / 0.15))
        elif channel in _GAZE:
            layer.gaze_hold[part] = 1.0


def _add_pose(layer: Layer, action: TimedAction, pose: Pose, grid: TimeGrid) -> None:
    course = envelope(action, pose, grid)
    quick = envelope(action, pose, grid, _QUICK_SHARE)
    jump = envelope(action, pose, grid, _EYE_JUMP_S / pose.attack_s)
    settled = _settling(action, pose, grid)
    whole = slice(0, grid.n_samples)
    for channel, value in pose.shape.items():
        size = value if channel == "eye_blink" and value == 1.0 else action.degree * value
        if channel in _GAZE:
            _add(layer, channel, size * jump, whole, is_mirrored=action.is_mirrored)
            np.maximum(layer.gaze_hold, jump, out=layer.gaze_hold)
            continue
        is_face = channel not in _NOT_FACE and size != 1.0
        shape = quick if channel.startswith(_QUICK) else course
        held = shape * settled if is_face else shape
        _add(layer, channel, size * held, whole, is_mirrored=action.is_mirrored)


def _settling(action: TimedAction, pose: Pose, grid: TimeGrid) -> Curve:
    """(N,) from 1 at the first peak to the settled share."""
    since_s = grid.times_s - action.start_s - pose.attack_s / action.tempo
    return 1.0 - (1.0 - _SETTLED) * ease(since_s / _SETTLING_S)


def _course(keys: Keys, times_s: Curve) -> Curve:
    """Minimum-jerk moves from key to key."""
    result = np.full(times_s.shape, keys[0][1])
    for (from_s, from_value), (to_s, to_value) in pairwise(keys):
        moving = times_s >= from_s
        share = ease((times_s[moving] - from_s) / max(to_s - from_s, 1e-6))
        result[moving] = from_value + share * (to_value - from_value)
    return result


def _add(layer: Layer, channel: str, values: Curve, part: slice, *, is_mirrored: bool) -> None:
    if is_mirrored:
        is_signed = channel in _MIRRORED_SIGN
        channel, values = (channel, -values) if is_signed else (mirrored(channel), values)
    if channel in _HEAD:
        layer.head_deg[part, _HEAD[channel]] += values
    elif channel in _SHIFT:
        layer.head_shift[part, _SHIFT[channel]] += values
    elif channel in _GAZE:
        layer.gaze_deg[part, _GAZE[channel]] += values
    elif channel == "scale":
        layer.head_scale[part] += values
    elif channel == "shoulders":
        layer.shoulders[part] += values
    else:
        for column in shape_columns(channel):
            layer.face[part, column] += values


def mirrored(channel: str) -> str:
    """Return the channel of the other side.

    >>> mirrored("eye_blink_right")
    'eye_blink_left'
    """
    if channel.endswith("_right"):
        return channel.removesuffix("_right") + "_left"
    return channel.removesuffix("_left") + "_right" if channel.endswith("_left") else channel


def shape_columns(name: str) -> tuple[int, ...]:
    """Return the rig columns of a shape, both sides of one without side."""
    if name in EXPRESSION_NAMES:
        return (expression_index(name),)
    return expression_index(f"{name}_left"), expression_index(f"{name}_right")

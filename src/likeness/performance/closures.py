"""The rule that viewers check first: p, b and m close the lips, for at least one whole frame of the film.

Weighted means never reach the closed target, so after the blending the lips are brought into contact over the
closure interval, with pressing, on accelerating approach ramps: both lips move near peak speed at contact
(Löfqvist & Gracco 1996), and the lower lip leaves quickly at the release.
"""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from likeness.performance.grid import RATE_HZ, Curve, TimeGrid
from likeness.performance.mouth import CONTACT_GAP, channel, channel_gap_weights, lip_gap
from likeness.performance.segments import Segment, is_vowel
from likeness.performance.targets import BILABIALS

_MARGIN_S = 0.008
"""A closure outlasts one frame by this, so that smoothing and sampling leave a whole frame closed."""

_SHORTEST_S = 0.045
"""Shortest closure at any frame rate; real ones have a median of 120 ms with their ramps."""

_VOWEL_ROOM_S = 0.035
"""Distance that a closure keeps from the middle of a vowel: the lips need it to come apart visibly."""

_BRIDGE_S = 0.02
"""Closures nearer than this are one."""

_LONGEST_PLOSIVE_S = 0.14
"""A longer stop is a pause inside the word: the lips are not pressed through all of it."""

_HELD_SHARE = 0.75
"""Part of a plosive before its burst, when the phone includes the burst."""

_EXTEND_LEFT_S = 0.06
"""Most that a closure grows into the sound before it (Rhubarb's rule)."""

_RAMP_S = (0.025, 0.09)
"""Shortest and longest approach and release."""

_ROOM_SHARE = 0.4
"""Part of the time between two closures that each ramp takes: in "maybe" the lips open for the vowel."""

_RAMP_SPEED = 2.2
"""Opening speed aimed at on the ramps, in eye distances per second."""

_JAW_IN_CLOSURE = 0.20
"""The jaw does not shut for b (measured median 0.28 in lively speech), but it does not hang either."""


@dataclass(frozen=True)
class Closure:
    """Lips in contact."""

    start_s: float
    """First instant of contact."""

    end_s: float
    """Last instant of contact."""


def closures_of(segments: tuple[Segment, ...], fps: Fraction) -> tuple[Closure, ...]:
    """Return the closures of a speech in time order, none shorter than a frame, overlapping ones merged."""
    shortest_s = max(_SHORTEST_S, float(1 / fps) + _MARGIN_S)
    result: list[Closure] = []
    for index, segment in enumerate(segments):
        if segment.symbol not in BILABIALS:
            continue
        before = segments[index - 1] if index > 0 else None
        after = segments[index + 1] if index + 1 < len(segments) else None
        closure = _between_vowels(_held(segment), shortest_s, before, after)
        closure = _at_least(closure, shortest_s, before)
        if result and closure.start_s <= result[-1].end_s + _BRIDGE_S:
            closure = Closure(result.pop().start_s, closure.end_s)
        result.append(closure)
    return tuple(result)


def _held(segment: Segment) -> Closure:
    """The part of the sound in which the lips are shut by the phonetics alone."""
    held_s = segment.duration_s
    if segment.symbol != "M":
        held_s = min(_HELD_SHARE * held_s, _LONGEST_PLOSIVE_S)
    return Closure(segment.start_s, segment.start_s + held_s)


def _between_vowels(
    closure: Closure, shortest_s: float, before: Segment | None, after: Segment | None
) -> Closure:
    """Give way to very short vowels on both sides as far as the closure can spare, so that they stay seen."""
    start_s, end_s = closure.start_s, closure.end_s
    if after is not None and is_vowel(after):
        end_s = max(min(end_s, after.middle_s - _VOWEL_ROOM_S), min(end_s, start_s + shortest_s))
    if before is not None and is_vowel(before):
        start_s = min(max(start_s, before.middle_s + _VOWEL_ROOM_S), max(start_s, end_s - shortest_s))
    return Closure(start_s, end_s)


def _at_least(closure: Closure, shortest_s: float, before: Segment | None) -> Closure:
    """Extend a short closure, to the left first, but not over the middle of a vowel if avoidable."""
    start_s, end_s = closure.start_s, closure.end_s
    missing_s = shortest_s - (end_s - start_s)
    if missing_s > 0.0:
        room_s = _EXTEND_LEFT_S
        if before is not None and is_vowel(before):
            room_s = min(
                max(start_s - before.middle_s - 0.5 * _VOWEL_ROOM_S, 0.3 * missing_s), _EXTEND_LEFT_S
            )
        left_s = min(missing_s, room_s)
        start_s -= left_s
        end_s += missing_s - left_s
    if start_s < 0.0:
        start_s, end_s = 0.0, max(end_s, shortest_s)
    return Closure(start_s, end_s)


def close_lips(mouth: Curve, closures: tuple[Closure, ...], grid: TimeGrid) -> Curve:
    """Return the mouth curves (N, 15) with the lips in contact over every closure."""
    gap = lip_gap(mouth)
    weight = np.zeros(grid.n_samples)
    for index, closure in enumerate(closures):
        before_s = closure.start_s - closures[index - 1].end_s if index > 0 else np.inf
        after_s = closures[index + 1].start_s - closure.end_s if index + 1 < len(closures) else np.inf
        _add_ramps(weight, closure, (before_s, after_s), gap, grid)
    sealed = _sealed(mouth)
    return mouth + weight[:, None] * (sealed - mouth)


def _add_ramps(
    weight: Curve, closure: Closure, room_s: tuple[float, float], gap: Curve, grid: TimeGrid
) -> None:
    """Raise the weight to 1 over the closure, with ramps as long as the speed needs.

    `room_s` is the time to the closures before and after: between two of them the lips must come apart.
    """
    before = gap[grid.index(closure.start_s - 0.07)]
    after = gap[grid.index(closure.end_s + 0.08)]
    shortest_s, longest_s = _RAMP_S
    ramp_in_s, ramp_out_s = (
        float(np.clip((wide - CONTACT_GAP) / _RAMP_SPEED, shortest_s, min(longest_s, _ROOM_SHARE * room)))
        for wide, room in ((before, room_s[0]), (after, room_s[1]))
    )
    part = grid.window(closure.start_s - ramp_in_s, closure.end_s + ramp_out_s)
    times_s = np.arange(part.start, part.stop) / RATE_HZ
    rise = np.clip(1.0 - (closure.start_s - times_s) / ramp_in_s, 0.0, 1.0) ** 1.2
    fall = np.clip(1.0 - (times_s - closure.end_s) / ramp_out_s, 0.0, 1.0) ** 1.1
    weight[part] = np.maximum(weight[part], np.minimum(rise, fall))


def _sealed(mouth: Curve) -> Curve:
    """The same mouth with the lips pressed together: mouth_close is solved so that the gap is the contact
    gap."""
    sealed = mouth.copy()
    jaw = sealed[:, channel("jaw_open")]
    sealed[:, channel("jaw_open")] = np.minimum(
        jaw, _JAW_IN_CLOSURE + 0.3 * np.maximum(jaw - _JAW_IN_CLOSURE, 0)
    )
    for name in ("lower_down", "upper_up", "shrug_lower", "roll_lower", "roll_upper", "mouth_close"):
        sealed[:, channel(name)] = 0.0
    sealed[:, channel("funnel")] *= 0.3
    sealed[:, channel("press")] = 0.35
    missing = lip_gap(sealed) - CONTACT_GAP
    sealed[:, channel("mouth_close")] = np.maximum(
        missing / -channel_gap_weights()[channel("mouth_close")], 0.0
    )
    return sealed

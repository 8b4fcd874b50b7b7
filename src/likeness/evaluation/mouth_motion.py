"""How the mouth moves over a whole film, and what it does while nothing is said."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from likeness.core.speech import Phone
from likeness.evaluation.lip_closures import CLOSED_GAP, GapCurve
from likeness.evaluation.signals import Stretch, high_pass, is_inside, runs
from likeness.typing import FloatArray

WRONG_GAP = 0.10
"""Gap in eye distances that counts as an open mouth in a silence: the mean of people who speak. Breath parts
the lips by 0.03 to 0.06 only."""

_MIN_SILENCE_S = 0.35
_AFTER_S, _BEFORE_S = 0.15, 0.25
"""What is left out at both ends of a silence: closing takes time, and people open before they speak."""

_MIN_OPENING_S = 0.07
_FLUTTER_HZ = 3.0
_MIN_QUIET_S = 0.2


@dataclass(frozen=True)
class MouthMotion:
    """Size and pace of the mouth's movements. Lengths in eye distances."""

    gap_mean: float
    gap_5: float
    """5th percentile of the opening."""

    gap_95: float
    """95th percentile of the opening."""

    speed_95: float
    """95th percentile of the speed of the opening, eye distances per second."""

    width_5: float
    """5th percentile of the width."""

    width_95: float
    """95th percentile of the width."""

    closures_per_s: float
    """How often the lips meet."""

    closure_ms: float | None
    """Median length of a contact; None when the lips never meet."""


@dataclass(frozen=True)
class SilentMouth:
    """What the mouth does while nothing is said."""

    silent_s: float
    """Length of the silences, without their ends."""

    wrong_openings: tuple[Stretch, ...]
    """Where the mouth is open."""

    flutter: float
    """Root mean square of the opening's movements faster than 3 Hz, eye distances."""

    @property
    def wrong_percent(self) -> float:
        """Part of the silent time with an open mouth."""
        return 100 * sum(opening.duration_s for opening in self.wrong_openings) / self.silent_s


def mouth_motion(curve: GapCurve, width: FloatArray) -> MouthMotion:
    """Measure opening and width (T,) over a film."""
    closed = [end - first for first, end in runs(curve.gap < CLOSED_GAP)]
    speed = np.abs(np.diff(curve.gap)) * curve.rate_hz
    return MouthMotion(
        gap_mean=float(curve.gap.mean()),
        gap_5=float(np.percentile(curve.gap, 5)),
        gap_95=float(np.percentile(curve.gap, 95)),
        speed_95=float(np.percentile(speed, 95)) if len(speed) else 0.0,
        width_5=float(np.percentile(width, 5)),
        width_95=float(np.percentile(width, 95)),
        closures_per_s=len(closed) * curve.rate_hz / len(curve.gap),
        closure_ms=1000 * float(np.median(closed)) / curve.rate_hz if closed else None,
    )


def silences(phones: Sequence[Phone], end_s: float) -> tuple[Stretch, ...]:
    """Return where no phone sounds for 0.35 s and more, from the start of a film to its end."""
    edges = [0.0, *(edge for phone in phones for edge in (phone.start_s, phone.end_s)), end_s]
    gaps = (Stretch(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True))
    return tuple(gap for gap in gaps if gap.duration_s >= _MIN_SILENCE_S)


def silent_mouth(curve: GapCurve, silent: Sequence[Stretch]) -> SilentMouth | None:
    """Measure the mouth inside of silences; None when they are too short to tell."""
    end_s = float(curve.times_s[-1])
    inner = tuple(
        Stretch(gap.start_s + (_AFTER_S if gap.start_s > 0 else 0.0), min(gap.end_s - _BEFORE_S, end_s))
        for gap in silent
    )
    inner = tuple(gap for gap in inner if gap.duration_s > 0)
    is_quiet = is_inside(curve.times_s, inner)
    silent_s = float(is_quiet.sum()) / curve.rate_hz
    if silent_s < _MIN_QUIET_S:
        return None
    openings = tuple(
        Stretch(
            float(curve.times_s[first]) - 0.5 / curve.rate_hz,
            float(curve.times_s[end - 1]) + 0.5 / curve.rate_hz,
        )
        for first, end in runs(is_quiet & (curve.gap > WRONG_GAP))
        if (end - first) / curve.rate_hz >= _MIN_OPENING_S
    )
    quick = high_pass(curve.gap, curve.rate_hz, _FLUTTER_HZ)
    return SilentMouth(silent_s, openings, float(np.sqrt(np.square(quick[is_quiet]).mean())))

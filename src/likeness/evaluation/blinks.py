"""Finds blinks in the opening of the eyes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from likeness.evaluation.signals import Stretch, crossing_s, runs
from likeness.typing import FloatArray

_SHUT_SHARE = 0.62
"""Of the open eye: a blink lasts while the lids are closer than this."""

_DEEP_SHARE = 0.5
"""Less than this at least once, or it is a squint."""

_LONGEST_S = 0.6
"""Longer is a closed eye or a look down."""

_OPEN_WINDOW_S = 4.0
_OPEN_PERCENTILE = 75.0
_MIN_GAPS = 4


@dataclass(frozen=True)
class Blinking:
    """How somebody blinks."""

    blinks: tuple[Stretch, ...]
    """Each from lids below 62 % of the open eye to above."""

    per_minute: float
    """Rate."""

    duration_ms: float | None
    """Median length below 62 %; None without blinks."""

    gap_variation: float | None
    """Standard deviation of the times between blinks over their mean; None for fewer than 5 blinks."""


def blinking(times_s: FloatArray, eye_opening: FloatArray, rate_hz: float) -> Blinking:
    """Find the blinks of a film.

    Args:
        times_s: (T,) instants.
        eye_opening: (T, 2) gap of the lids of both eyes in units of the eye's width.
        rate_hz: Samples per second.
    """
    found = find_blinks(times_s, eye_opening, rate_hz)
    starts_s = np.array([blink.start_s for blink in found])
    return Blinking(
        blinks=found,
        per_minute=60 * len(found) * rate_hz / max(1, len(times_s)),
        duration_ms=1000 * float(np.median([blink.duration_s for blink in found])) if found else None,
        gap_variation=_variation(np.diff(starts_s)),
    )


def find_blinks(times_s: FloatArray, eye_opening: FloatArray, rate_hz: float) -> tuple[Stretch, ...]:
    """Return the blinks; arguments as for `blinking`."""
    mean = eye_opening.mean(axis=1)
    share = mean / np.maximum(_open_level(mean, rate_hz), 1e-3)
    found = []
    for first, end in runs(share < _SHUT_SHARE):
        if first == 0 or end == len(share) or float(share[first:end].min()) >= _DEEP_SHARE:
            continue
        blink = Stretch(
            crossing_s(times_s, share, first - 1, _SHUT_SHARE),
            crossing_s(times_s, share, end - 1, _SHUT_SHARE),
        )
        if blink.duration_s <= _LONGEST_S:
            found.append(blink)
    return tuple(found)


def _open_level(opening: FloatArray, rate_hz: float) -> FloatArray:
    """Return (T,) how far the eyes are open around each instant when they do not blink."""
    reach = max(1, round(_OPEN_WINDOW_S / 2 * rate_hz))
    windows = (opening[max(0, i - reach) : i + reach + 1] for i in range(len(opening)))
    return np.array([np.percentile(window, _OPEN_PERCENTILE) for window in windows], np.float32)


def _variation(gaps_s: Sequence[float] | FloatArray) -> float | None:
    if len(gaps_s) < _MIN_GAPS:
        return None
    return float(np.std(gaps_s, ddof=1) / np.mean(gaps_s))

"""Turns findings into readings, one per measure, with the reason where there is no value."""

from collections.abc import Sequence

import numpy as np

from likeness.evaluation.findings import Findings
from likeness.evaluation.head_motion import MIN_SPECTRUM_S
from likeness.evaluation.lip_closures import LipPhone
from likeness.evaluation.measures import Reading, missing

_NO_TIMELINE = "needs --timeline"
_NO_SOUND = "the film has no sound"
_NO_PAUSE = "no pause of 0.35 s or more"
_NO_BILABIAL = "no p, b or m is said"
_AXES = ("pitch", "yaw", "roll")

Readings = dict[str, Reading]


def all_readings(found: Findings) -> Readings:
    """Return a reading for every measure."""
    return {
        **_closures(found),
        **_offsets(found),
        **_silence(found),
        **_mouth(found),
        **_score(found),
        **_eyes_and_brows(found),
        **_head(found),
        "jitter.rms": _or(found.jitter, "fewer than 15 frames per second, or fewer than 10 frames"),
    }


def _or(value: float | None, reason: str, n_samples: int | None = None) -> Reading:
    return missing(reason) if value is None else Reading(value, n_samples)


def _closures(found: Findings) -> Readings:
    return {
        "closures.bilabial_percent": _share_closed(found.bilabials, _NO_BILABIAL),
        "closures.false_percent": _share_closed(found.vowels, "no open vowel is said"),
    }


def _share_closed(phones: Sequence[LipPhone] | None, reason: str) -> Reading:
    if phones is None:
        return missing(_NO_TIMELINE)
    if not phones:
        return missing(reason)
    return Reading(100 * sum(phone.is_closed for phone in phones) / len(phones), len(phones))


def _offsets(found: Findings) -> Readings:
    readings: Readings = {}
    for name in ("closing", "opening"):
        offsets_s = [getattr(contact, f"{name}_offset_s") for contact in found.contacts or ()]
        known_ms = [1000 * offset_s for offset_s in offsets_s if offset_s is not None]
        reason = _NO_TIMELINE if found.contacts is None else f"no {name} of the lips at a p, b or m is seen"
        for suffix, percentile in (("", 50), ("_5", 5), ("_95", 95)):
            value = float(np.percentile(known_ms, percentile)) if known_ms else None
            readings[f"closures.{name}_offset{suffix}_ms"] = _or(value, reason, len(known_ms))
    return readings


def _silence(found: Findings) -> Readings:
    silent = found.silent
    keys = ("silence.wrong_percent", "silence.wrong_per_minute", "silence.flutter")
    if silent is None:
        reason = _NO_PAUSE if found.has_sound else _NO_SOUND
        return {key: missing(reason) for key in keys}
    n_wrong = len(silent.wrong_openings)
    values = (silent.wrong_percent, 60 * n_wrong / silent.silent_s, silent.flutter)
    return {key: Reading(value) for key, value in zip(keys, values, strict=True)}


def _mouth(found: Findings) -> Readings:
    mouth = found.mouth
    names = ("gap_mean", "gap_5", "gap_95", "speed_95", "width_5", "width_95", "closures_per_s")
    readings = {f"mouth.{name}": Reading(getattr(mouth, name)) for name in names}
    return readings | {"mouth.closure_ms": _or(mouth.closure_ms, "the lips never meet")}


def _score(found: Findings) -> Readings:
    four = found.four
    no_pause = _NO_SOUND if not found.has_sound else "no pause of 0.3 s or more"
    no_speech = _NO_SOUND if not found.has_sound else "too little speech"
    return {
        "score.lip_dynamics": _or(four.lip_dynamics, "too few frames"),
        "score.brow_dynamics": _or(four.brow_dynamics, "too few frames"),
        "score.silent_stability": _or(four.silent_stability, no_pause),
        "score.lip_sync": _or(four.lip_sync, no_speech),
        "score.four_metrics": _or(four.score, "one of the four is missing"),
    }


def _eyes_and_brows(found: Findings) -> Readings:
    blinking = found.blinking
    n_blinks = len(blinking.blinks)
    return {
        "brows.sd": Reading(found.brow_sd),
        "blinks.per_minute": Reading(blinking.per_minute, n_blinks),
        "blinks.duration_ms": _or(blinking.duration_ms, "no blink is seen", n_blinks),
        "blinks.gap_variation": _or(blinking.gap_variation, "fewer than 5 blinks", n_blinks),
    }


def _head(found: Findings) -> Readings:
    head = found.head
    sds = [f"head.{axis}_sd_deg" for axis in _AXES]
    speeds = [f"head.{axis}_speed_95" for axis in _AXES]
    bands = [f"head.{band}_percent" for band in ("slow", "middle", "quick")]
    line = "head.strongest_line_percent"
    if head is None:
        return {key: missing("shorter than a second") for key in (*sds, *speeds, *bands, line)}
    values = (*head.sd_deg, *head.speed_95_deg_s, *head.band_percent)
    readings = {key: Reading(value) for key, value in zip((*sds, *speeds, *bands), values, strict=True)}
    is_long = found.duration_s >= MIN_SPECTRUM_S
    strongest = Reading(head.strongest_line_percent) if is_long else missing("needs 60 s or more")
    return readings | {line: strongest}

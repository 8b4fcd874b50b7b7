"""Reads a timeline file (docs/timeline.md) back: what was said when, and what was planned."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from likeness.core.performance import PerformanceEvent
from likeness.core.rig import EXPRESSION_NAMES, load_rig
from likeness.core.speech import Phone, PhoneSource, Word
from likeness.errors import TimelineInvalidError
from likeness.timeline import FORMAT, SCENES_VERSION, VERSION
from likeness.typing import FloatArray, Json

SILENCE = "SIL"
_UPPER_LIP, _LOWER_LIP = 13, 14


@dataclass(frozen=True)
class PlannedCurves:
    """Curves of the performance, one value per frame of the film."""

    times_s: FloatArray
    """(T,) instants."""

    values: dict[str, FloatArray]
    """Name to (T,) values; names and units as in the file."""

    def opening(self) -> FloatArray | None:
        """Return the (T,) planned gap of the inner lips in eye distances, None without the lips' shapes."""
        shapes = load_rig().expression
        used = [(row, name) for row, name in enumerate(EXPRESSION_NAMES) if name in self.values]
        if "jaw_open" not in self.values:
            return None
        gap = np.zeros(len(self.times_s), np.float32)
        for row, name in used:
            gap += self.values[name] * (shapes[row, _LOWER_LIP, 1] - shapes[row, _UPPER_LIP, 1])
        return np.maximum(gap, 0).astype(np.float32)


@dataclass(frozen=True)
class SpokenTimeline:
    """What a timeline file says."""

    phones: tuple[Phone, ...]
    """In time order, silences left out."""

    words: tuple[Word, ...]
    """In time order."""

    source: PhoneSource
    """Where the times of the phones come from."""

    curves: PlannedCurves | None = None
    """What was planned; None when the file holds no performance."""

    events: tuple[PerformanceEvent, ...] = ()
    """Named things that were planned."""


def read_timeline(path: Path) -> SpokenTimeline:
    """Read a timeline file.

    Raises
    ------
    TimelineInvalidError
        The file cannot be read, or it is no timeline of a known version.
    """
    if not path.is_file():
        raise TimelineInvalidError(f"There is no timeline file {path}; check the path.")
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise TimelineInvalidError(
            f"The timeline {path.name} cannot be read ({error}). Give a file that `--timeline` has written."
        ) from error
    is_ours = isinstance(content, dict) and content.get("format") == FORMAT
    if is_ours and content.get("version") == SCENES_VERSION:
        raise TimelineInvalidError(
            f"{path.name} is about a film of several scenes, which cannot be judged as one. Make a film of "
            "its own of each scene."
        )
    if not is_ours or content.get("version") != VERSION:
        raise TimelineInvalidError(
            f"{path.name} is not a timeline of version {VERSION}. Give a file that `--timeline` has written."
        )
    try:
        return spoken_timeline(content)
    except (KeyError, TypeError, ValueError, AttributeError, ZeroDivisionError) as error:
        reason = f"{type(error).__name__}: {error}"
        raise TimelineInvalidError(
            f"The timeline {path.name} is damaged ({reason}). Render the film and its timeline again."
        ) from error


def spoken_timeline(content: Json) -> SpokenTimeline:
    """Return what a timeline object says; fields that are not known are passed over."""
    phones = tuple(
        Phone(
            str(phone["arpabet"]),
            str(phone["ipa"]),
            float(phone["start_s"]),
            float(phone["end_s"]),
            int(phone["stress"]),
        )
        for phone in content["phones"]
        if phone["arpabet"] != SILENCE
    )
    words = tuple(
        Word(str(word["text"]), float(word["start_s"]), float(word["end_s"]), int(word["char_start"]))
        for word in content["words"]
    )
    performance = content.get("performance")
    return SpokenTimeline(
        phones=phones,
        words=words,
        source=PhoneSource(content["phone_source"]),
        curves=_curves(performance) if performance else None,
        events=_events(performance) if performance else (),
    )


def _curves(performance: Json) -> PlannedCurves:
    fps = float(performance["fps"]["numerator"]) / float(performance["fps"]["denominator"])
    times_s = ((np.arange(int(performance["n_frames"])) + 0.5) / fps).astype(np.float32)
    values = {str(name): np.array(curve, np.float32) for name, curve in performance["curves"].items()}
    if any(curve.shape != times_s.shape for curve in values.values()):
        raise ValueError("a curve has another length than the film")
    return PlannedCurves(times_s, values)


def _events(performance: Json) -> tuple[PerformanceEvent, ...]:
    return tuple(
        PerformanceEvent(
            str(event["kind"]), float(event["start_s"]), float(event["end_s"]), float(event["amount"])
        )
        for event in performance["events"]
    )

"""The timeline: what was spoken and done, as versioned JSON (docs/timeline.md)."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from likeness.core.performance import Performance
from likeness.core.speech import Speech
from likeness.encode import atomic_output
from likeness.typing import FloatArray, Json

FORMAT = "likeness.timeline"
VERSION = 1
"""Of a film with one scene."""

SCENES_VERSION = 2
"""Of a film with several."""

_TIME_DIGITS = 4
_CURVE_DIGITS = 4


@dataclass(frozen=True)
class Part:
    """One scene."""

    start_s: float
    """When it begins in the film."""

    end_s: float
    """When it ends."""

    speech: Speech | None
    """What is said in it."""

    performance: Performance | None
    """How its face moves."""


def timeline(parts: Sequence[Part]) -> Json:
    """Return the timeline of a film as a JSON object: flat for one speaking face, else scene by scene."""
    if len(parts) == 1 and parts[0].speech is not None and parts[0].performance is not None:
        return {"format": FORMAT, "version": VERSION, **_scene(parts[0])}
    scenes = [{"start_s": _time(part.start_s), "end_s": _time(part.end_s), **_scene(part)} for part in parts]
    return {"format": FORMAT, "version": SCENES_VERSION, "scenes": scenes}


def _scene(part: Part) -> Json:
    said = {} if part.speech is None else _speech(part.speech)
    return said if part.performance is None else {**said, "performance": _performance(part.performance)}


def _speech(speech: Speech) -> Json:
    return {
        "script": speech.script,
        "language": speech.language,
        "voice": speech.voice_id,
        "audio": {"duration_s": _time(speech.duration_s), "sample_rate_hz": speech.audio.sample_rate_hz},
        "words_are_guessed": speech.words_are_guessed,
        "words": [
            {
                "text": word.text,
                "start_s": _time(word.start_s),
                "end_s": _time(word.end_s),
                "char_start": word.char_start,
            }
            for word in speech.words
        ],
        "phone_source": speech.source.value,
        "phones": [
            {
                "ipa": phone.ipa,
                "arpabet": phone.arpabet,
                "start_s": _time(phone.start_s),
                "end_s": _time(phone.end_s),
                "stress": phone.stress,
            }
            for phone in speech.phones
        ],
    }


@contextmanager
def timeline_file(content: Json, output: Path | None) -> Iterator[None]:
    """Write a timeline around some work; the file appears when the work has succeeded. None = no file."""
    if output is None:
        yield
        return
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False) + "\n"
    with atomic_output(output) as partial:
        partial.write_text(text, encoding="utf-8")
        yield


def _performance(performance: Performance) -> Json:
    fps = performance.fps
    curves = {
        name: performance.expression[:, column] for column, name in enumerate(performance.expression_names)
    }
    curves |= _columns(performance.head_deg, "head_pitch_deg", "head_yaw_deg", "head_roll_deg")
    curves |= _columns(performance.head_shift, "head_shift_x", "head_shift_y")
    curves |= _columns(performance.gaze_deg, "gaze_right_deg", "gaze_down_deg")
    curves |= _columns(performance.tongue, "tongue_raised", "tongue_forward", "tongue_back")
    curves |= {"breath": performance.breath, "closed_mouth": performance.closed_mouth}
    curves |= _optional(performance)
    return {
        "fps": {"numerator": fps.numerator, "denominator": fps.denominator},
        "n_frames": performance.n_frames,
        "curves": {name: _values(curve) for name, curve in curves.items()},
        "events": [
            {
                "kind": event.kind,
                "start_s": _time(event.start_s),
                "end_s": _time(event.end_s),
                "amount": round(float(event.amount), _CURVE_DIGITS),
            }
            for event in performance.events
        ],
    }


def _optional(performance: Performance) -> dict[str, FloatArray]:
    """Return the curves that an engine may leave out, written out in full."""
    size, shoulders = performance.head_scale, performance.shoulders
    return {
        "head_scale": np.ones(performance.n_frames, np.float32) if size is None else size,
        "shoulders": np.zeros(performance.n_frames, np.float32) if shoulders is None else shoulders,
    }


def _columns(table: FloatArray, *names: str) -> dict[str, FloatArray]:
    return {name: table[:, column] for column, name in enumerate(names)}


def _values(curve: FloatArray) -> list[float]:
    # Adding zero turns -0.0 into 0.0.
    return [float(value) for value in np.round(curve.astype(np.float64), _CURVE_DIGITS) + 0.0]


def _time(seconds: float) -> float:
    return round(float(seconds), _TIME_DIGITS)

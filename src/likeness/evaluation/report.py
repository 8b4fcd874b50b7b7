"""The evaluation as a JSON object (docs/evaluate.md) and as rows of a table."""

from collections.abc import Iterator, Sequence

from likeness.evaluation.evaluate import Evaluation
from likeness.evaluation.human_values import HumanValue
from likeness.evaluation.lip_closures import LipPhone
from likeness.evaluation.measures import Measure
from likeness.evaluation.signals import Stretch
from likeness.typing import Json

FORMAT = "likeness.evaluation"
VERSION = 1
COLUMNS = ("measure", "value", "people", "source", "note")

_TIME_DIGITS = 4


def evaluation_json(evaluation: Evaluation) -> Json:
    """Return the whole report for machines."""
    found, film, timeline = evaluation.findings, evaluation.film, evaluation.timeline
    return {
        "format": FORMAT,
        "version": VERSION,
        "film": {
            "path": str(film.path),
            "width_px": film.width_px,
            "height_px": film.height_px,
            "fps": round(film.fps, 4),
            "n_frames": len(evaluation.curves.times_s),
            "duration_s": round(found.duration_s, 3),
            "has_sound": found.has_sound,
            "face_seen_percent": round(100 * evaluation.seen_share, 1),
        },
        "phone_source": None if timeline is None else timeline.source.value,
        "measures": [measure.as_json() for measure in evaluation.measures],
        "missed_closures": [_phone(phone) for phone in found.bilabials or () if not phone.is_closed],
        "false_closures": [_phone(phone) for phone in found.vowels or () if phone.is_closed],
        "wrong_openings": [_stretch(one) for one in (found.silent.wrong_openings if found.silent else ())],
        "blinks": [_stretch(blink) for blink in found.blinking.blinks],
    }


def rows(measures: Sequence[Measure]) -> Iterator[tuple[str, ...]]:
    """Return a row of cells per measure, in the order of `COLUMNS`."""
    for measure in measures:
        kind, reading, human = measure.kind, measure.reading, measure.human
        value = "-" if reading.value is None else f"{reading.value:.{kind.digits}f} {kind.unit}".rstrip()
        count = "" if reading.n_samples is None else f"n = {reading.n_samples}"
        yield (
            kind.meaning,
            value,
            "" if human is None else human_text(human, kind.digits),
            "" if human is None else human.source,
            reading.reason or count,
        )


def human_text(human: HumanValue, digits: int) -> str:
    """Return the range of people in a few signs.

    >>> human_text(HumanValue(80.0, 120.0, 200.0, ""), 0), human_text(HumanValue(None, 0.003, None, ""), 3)
    ('120 (80-200)', '0.003')
    """
    typical = "" if human.typical is None else f"{human.typical:.{digits}f}"
    if human.low is None and human.high is None:
        return typical
    low = "" if human.low is None else f"{human.low:.{digits}f}"
    high = "" if human.high is None else f"{human.high:.{digits}f}"
    span = f"{low}-{high}" if low and high else f"at least {low}" if low else f"at most {high}"
    return f"{typical} ({span})" if typical else span


def _phone(phone: LipPhone) -> Json:
    return {
        "arpabet": phone.arpabet,
        "start_s": round(phone.start_s, _TIME_DIGITS),
        "end_s": round(phone.end_s, _TIME_DIGITS),
        "gap": round(phone.gap, _TIME_DIGITS),
    }


def _stretch(stretch: Stretch) -> Json:
    return {"start_s": round(stretch.start_s, _TIME_DIGITS), "end_s": round(stretch.end_s, _TIME_DIGITS)}

"""The list of everything that is measured: keys, meanings and units, in the order of the report."""

from collections.abc import Mapping
from dataclasses import dataclass

from likeness.evaluation.human_values import HUMAN_VALUES, HumanValue
from likeness.typing import Json

_DIGITS = 5


@dataclass(frozen=True)
class Reading:
    """What was found for one measure."""

    value: float | None
    """None = not measurable."""

    n_samples: int | None = None
    """Number of phones, events or pauses behind the value, where that is a number worth telling."""

    reason: str = ""
    """Why there is no value."""


def missing(reason: str) -> Reading:
    """Return a reading without a value."""
    return Reading(None, reason=reason)


@dataclass(frozen=True)
class MeasureKind:
    """One thing that is measured."""

    key: str
    """Stable name, GROUP.NAME."""

    meaning: str
    """In words."""

    unit: str
    """Unit, empty for ratios. "eyes" = eye distances."""

    digits: int = 2
    """Decimals for people."""


@dataclass(frozen=True)
class Measure:
    """One line of the report."""

    kind: MeasureKind
    """What was measured."""

    reading: Reading
    """What was found."""

    @property
    def human(self) -> HumanValue | None:
        """What people reach, where that is known."""
        return HUMAN_VALUES.get(self.kind.key)

    def as_json(self) -> Json:
        """Return the line for machines (docs/evaluate.md)."""
        human, value = self.human, self.reading.value
        return {
            "key": self.kind.key,
            "meaning": self.kind.meaning,
            "unit": self.kind.unit,
            "value": None if value is None else round(value, _DIGITS),
            "n_samples": self.reading.n_samples,
            "reason": self.reading.reason or None,
            "human": None
            if human is None
            else {
                "low": human.low,
                "typical": human.typical,
                "high": human.high,
                "source": human.source,
            },
        }


_PERCENT, _EYES, _MS, _DEGREES, _SPEED = "%", "eyes", "ms", "deg", "deg/s"

KINDS: tuple[MeasureKind, ...] = (
    MeasureKind("closures.bilabial_percent", "p b m with closed lips", _PERCENT, 1),
    MeasureKind("closures.false_percent", "open vowels with closed lips", _PERCENT, 1),
    MeasureKind("closures.closing_offset_ms", "closing after start of p b m, median", _MS, 0),
    MeasureKind("closures.closing_offset_5_ms", "the same, 5th percentile", _MS, 0),
    MeasureKind("closures.closing_offset_95_ms", "the same, 95th percentile", _MS, 0),
    MeasureKind("closures.opening_offset_ms", "opening after end of p b m, median", _MS, 0),
    MeasureKind("closures.opening_offset_5_ms", "the same, 5th percentile", _MS, 0),
    MeasureKind("closures.opening_offset_95_ms", "the same, 95th percentile", _MS, 0),
    MeasureKind("silence.wrong_percent", "silent time with an open mouth", _PERCENT, 1),
    MeasureKind("silence.wrong_per_minute", "openings per minute of silence", "1/min", 1),
    MeasureKind("silence.flutter", "quick movement of the lips in silence", _EYES, 4),
    MeasureKind("mouth.gap_mean", "opening of the lips, mean", _EYES, 3),
    MeasureKind("mouth.gap_5", "opening, 5th percentile", _EYES, 3),
    MeasureKind("mouth.gap_95", "opening, 95th percentile", _EYES, 3),
    MeasureKind("mouth.speed_95", "speed of the opening, 95th percentile", "eyes/s", 2),
    MeasureKind("mouth.width_5", "width of the mouth, 5th percentile", _EYES, 2),
    MeasureKind("mouth.width_95", "width of the mouth, 95th percentile", _EYES, 2),
    MeasureKind("mouth.closures_per_s", "contacts of the lips per second", "1/s", 2),
    MeasureKind("mouth.closure_ms", "length of a contact, median", _MS, 0),
    MeasureKind("score.lip_dynamics", "lip dynamics", "px of 256", 3),
    MeasureKind("score.brow_dynamics", "brow dynamics", _EYES, 5),
    MeasureKind("score.silent_stability", "movement of the lips in pauses", "outer eyes", 4),
    MeasureKind("score.lip_sync", "difference of opening and loudness", "", 4),
    MeasureKind("score.four_metrics", "four-metric score; judge sets of films by it", "", 2),
    MeasureKind("brows.sd", "movement of the brows, standard deviation", _EYES, 4),
    MeasureKind("blinks.per_minute", "blinks per minute", "1/min", 1),
    MeasureKind("blinks.duration_ms", "length of a blink below 62 %, median", _MS, 0),
    MeasureKind("blinks.gap_variation", "variation of the times between blinks", "", 2),
    MeasureKind("head.pitch_sd_deg", "nodding, standard deviation", _DEGREES, 1),
    MeasureKind("head.yaw_sd_deg", "turning, standard deviation", _DEGREES, 1),
    MeasureKind("head.roll_sd_deg", "tilting, standard deviation", _DEGREES, 1),
    MeasureKind("head.pitch_speed_95", "speed of nodding, 95th percentile", _SPEED, 0),
    MeasureKind("head.yaw_speed_95", "speed of turning, 95th percentile", _SPEED, 0),
    MeasureKind("head.roll_speed_95", "speed of tilting, 95th percentile", _SPEED, 0),
    MeasureKind("head.slow_percent", "power of head movement below 0.5 Hz", _PERCENT, 0),
    MeasureKind("head.middle_percent", "power from 0.5 to 2 Hz", _PERCENT, 0),
    MeasureKind("head.quick_percent", "power from 2 to 5 Hz", _PERCENT, 0),
    MeasureKind("head.strongest_line_percent", "power of the strongest frequency of an angle", _PERCENT, 0),
    MeasureKind("jitter.rms", "trembling above 6 Hz", _EYES, 4),
)
"""Everything, in the order of the report."""


def measures_of(readings: Mapping[str, Reading]) -> tuple[Measure, ...]:
    """Put readings in the order of the report; each kind must have one."""
    return tuple(Measure(kind, readings[kind.key]) for kind in KINDS)

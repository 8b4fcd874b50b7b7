"""What people reach, measure by measure, and where the figures come from.

The sources, with the number of people behind each, stand in docs/evaluate.md.
"""

from dataclasses import dataclass

from likeness.evaluation.four_metrics import (
    HUMAN_BROW_DYNAMICS,
    HUMAN_LIP_DYNAMICS,
    HUMAN_LIP_SYNC,
    HUMAN_SILENT_STABILITY,
)

CLIPS = "12 real clips"
"""100 s of talking people at 25 Hz, measured with the same landmark network."""

CONTROL = "17 real clips"
"""This command on 106 s of talking people, 5 of the clips with known words."""

THEVAL = "THEval"
"""The human values of arXiv:2511.04520."""

SCHWARTZ = "Schwartz & Savariaux 2014"
"""From picture 70 ms early to picture 20 ms late in chained syllables of plosive and vowel."""


@dataclass(frozen=True)
class HumanValue:
    """What people reach in one measure."""

    low: float | None
    """Lower end of the usual range; None = only one figure is known."""

    typical: float | None
    """Median or mean."""

    high: float | None
    """Upper end of the usual range."""

    source: str
    """Where the figures come from."""


def _single(value: float, source: str) -> HumanValue:
    return HumanValue(None, value, None, source)


HUMAN_VALUES: dict[str, HumanValue] = {
    "closures.closing_offset_ms": HumanValue(-70.0, None, 20.0, SCHWARTZ),
    "mouth.gap_mean": HumanValue(0.08, 0.10, 0.15, CLIPS),
    "mouth.gap_5": _single(0.003, CLIPS),
    "mouth.gap_95": HumanValue(0.14, 0.23, 0.33, CLIPS),
    "mouth.speed_95": HumanValue(1.0, 1.5, 2.9, CLIPS),
    "mouth.width_5": HumanValue(0.51, 0.70, None, CLIPS),
    "mouth.width_95": HumanValue(None, 0.95, 1.05, CLIPS),
    "mouth.closures_per_s": HumanValue(0.6, None, 2.1, CLIPS),
    "mouth.closure_ms": _single(120.0, CLIPS),
    "score.lip_dynamics": _single(HUMAN_LIP_DYNAMICS, THEVAL),
    "score.brow_dynamics": _single(HUMAN_BROW_DYNAMICS, THEVAL),
    "score.silent_stability": _single(HUMAN_SILENT_STABILITY, THEVAL),
    "score.lip_sync": _single(HUMAN_LIP_SYNC, THEVAL),
    "score.four_metrics": _single(0.92, CONTROL),
    "brows.sd": HumanValue(0.005, 0.03, 0.04, CLIPS),
    "blinks.per_minute": HumanValue(10.5, 26.0, 32.5, "Bentivoglio 1997; Doughty 2001"),
    "blinks.duration_ms": HumanValue(80.0, 120.0, 200.0, CLIPS),
    "head.pitch_sd_deg": HumanValue(1.3, 3.4, 4.9, CLIPS),
    "head.yaw_sd_deg": HumanValue(1.4, 4.1, 5.6, CLIPS),
    "head.roll_sd_deg": HumanValue(0.8, 2.2, 3.9, CLIPS),
    "head.pitch_speed_95": HumanValue(20.0, 36.0, 47.0, CLIPS),
    "head.yaw_speed_95": HumanValue(16.0, 32.0, 53.0, CLIPS),
    "head.roll_speed_95": HumanValue(10.0, 18.0, 30.0, CLIPS),
    "head.slow_percent": HumanValue(50.0, None, 78.0, CLIPS),
    "head.middle_percent": HumanValue(35.0, None, 45.0, CLIPS),
    "head.quick_percent": HumanValue(2.0, None, 9.0, CLIPS),
    "head.strongest_line_percent": HumanValue(23.0, None, 35.0, "real clips of 20 s"),
    "jitter.rms": HumanValue(0.001, None, 0.005, "steady real clips"),
}
"""Key of a measure to what people reach."""

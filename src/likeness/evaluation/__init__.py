"""Looks at a finished film as a viewer does: tracks the face again and measures how it speaks and moves.

film ─ film_reading ─┬─ tracking ── face_curves ─┐
                     └─ film_sound ──────────────┼── measures ── report, plot
timeline file ── timeline_reading ───────────────┘
"""

from likeness.evaluation.evaluate import Evaluation, evaluate
from likeness.evaluation.four_metrics import FourMetrics, pooled
from likeness.evaluation.measures import Measure
from likeness.evaluation.plot import write_plot
from likeness.evaluation.report import COLUMNS, evaluation_json, rows
from likeness.evaluation.timeline_reading import SpokenTimeline, read_timeline, spoken_timeline

__all__ = [
    "COLUMNS",
    "Evaluation",
    "FourMetrics",
    "Measure",
    "SpokenTimeline",
    "evaluate",
    "evaluation_json",
    "pooled",
    "read_timeline",
    "rows",
    "spoken_timeline",
    "write_plot",
]

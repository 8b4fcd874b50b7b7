"""What the lips do over time: the goals of the sounds, blended where they meet.

Each sound pulls towards its goal with a dominance that fades on both sides (Cohen & Massaro 1993): lips that
close or round pull hard, sounds of the tongue hardly.
"""

from collections.abc import Sequence

import numpy as np

from likeness.core.speech import Phone
from likeness.speech.visemes.inventory import GOAL_OF_PHONE, HOP_S, VOICELESS, simple_phones
from likeness.typing import FloatArray

_FADE_PER_S = 22.0
_STRENGTHS = {
    "SIL": (1.0, 0.6), "P": (3.5, 0.3), "B": (3.5, 0.3), "M": (3.5, 0.3), "F": (2.5, 0.4), "V": (2.5, 0.4),
    "T": (0.5, 0.2), "D": (0.5, 0.2), "N": (0.5, 0.2), "L": (0.5, 0.2), "K": (0.35, 0.15), "G": (0.35, 0.15),
    "NG": (0.35, 0.15), "HH": (0.2, 0.1), "W": (1.2, 2.5), "UW": (1.0, 1.8), "OW": (1.0, 1.5),
    "SH": (1.0, 1.2), "ZH": (1.0, 1.2), "CH": (1.0, 1.2), "JH": (1.0, 1.2), "S": (1.0, 0.5), "Z": (1.0, 0.5),
}  # fmt: skip
"""Dominance over the opening, and over width and protrusion; 1 for all others."""


def lip_curves(phones: Sequence[Phone], n_frames: int) -> FloatArray:
    """Return opening, width, protrusion and voicing per 10 ms; (n_frames, 4) in 0-1."""
    spans = _with_silences(phones, n_frames * HOP_S)
    times_s = (np.arange(n_frames) + 0.5) * HOP_S
    weighted = np.zeros((n_frames, 3))
    weights = np.full((n_frames, 3), 1e-9)
    voicing = np.zeros(n_frames, dtype=np.float32)
    for arpabet, start_s, end_s in spans:
        first, last = (max(0, round(time_s / HOP_S)) for time_s in (start_s, end_s))
        if arpabet not in VOICELESS:
            voicing[first:last] = 1
        reach = slice(max(0, first - 30), last + 30)
        distance_s = np.maximum(0, np.maximum(start_s - times_s[reach], times_s[reach] - end_s))
        opening, lips = _STRENGTHS.get(arpabet, (1.0, 1.0))
        pull = np.exp(-_FADE_PER_S * distance_s)[:, np.newaxis] ** 1.5 * np.array([opening, lips, lips])
        goal = GOAL_OF_PHONE[arpabet]
        weighted[reach] += pull * np.array([goal.opening, goal.width, goal.protrusion])
        weights[reach] += pull
    return np.column_stack([weighted / weights, voicing]).astype(np.float32)


def _with_silences(phones: Sequence[Phone], duration_s: float) -> list[tuple[str, float, float]]:
    spans: list[tuple[str, float, float]] = []
    here_s = 0.0
    for arpabet, start_s, end_s in simple_phones(phones):
        if start_s - here_s > HOP_S:
            spans.append(("SIL", here_s, start_s))
        spans.append((arpabet, start_s, end_s))
        here_s = end_s
    return [*spans, ("SIL", here_s, max(here_s + HOP_S, duration_s))]

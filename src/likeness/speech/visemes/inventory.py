"""The twelve mouth classes that the network tells apart, and what the lips do in each sound.

The classes follow what a viewer can see, so sounds that differ only inside the mouth share one. Diphthongs
are two classes in a row, the first for three fifths of the time.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from likeness.core.speech import Phone
from likeness.typing import ByteArray

HOP_S = 0.01
"""Time between two frames."""

CLASSES: tuple[str, ...] = ("sil", "PP", "FF", "TH", "DD", "SS", "CH", "KK", "RR", "UU", "AA", "II")
"""Names, in the order of the network's output: silence, lips closed, lip on teeth, tongue between teeth,
tongue behind teeth, sibilants, rounded sibilants, back of the tongue, r sounds, and rounded, open and spread
vowels."""

SILENCE, CLOSED = CLASSES.index("sil"), CLASSES.index("PP")

_PHONES_OF_CLASS: dict[str, tuple[str, ...]] = {
    "sil": ("SIL",), "PP": ("P", "B", "M"), "FF": ("F", "V"), "TH": ("TH", "DH"), "DD": ("T", "D", "N", "L"),
    "SS": ("S", "Z"), "CH": ("CH", "JH", "SH", "ZH"), "KK": ("K", "G", "NG", "HH"), "RR": ("R", "ER"),
    "UU": ("W", "UW", "UH", "OW", "AO"), "AA": ("AA", "AE", "AH"), "II": ("IY", "IH", "EH", "EY", "Y"),
}  # fmt: skip
CLASS_OF_PHONE: dict[str, int] = {
    phone: i for i, name in enumerate(CLASSES) for phone in _PHONES_OF_CLASS[name]
}
"""ARPABET -> index into `CLASSES`; diphthongs that cross classes are not among them, see `DIPHTHONGS`."""

DIPHTHONGS: dict[str, tuple[str, str]] = {"AY": ("AA", "IH"), "AW": ("AA", "UH"), "OY": ("AO", "IH")}
"""Vowels that glide from one class to another, as two vowels."""

FIRST_SHARE = 0.6
"""Part of a diphthong's time that belongs to its first vowel."""

VOICELESS: frozenset[str] = frozenset({"SIL", "P", "F", "TH", "T", "S", "CH", "SH", "K", "HH"})
"""Sounds without a tone of the voice."""


@dataclass(frozen=True)
class LipGoal:
    """What the lips aim at in one sound, each from 0 to 1."""

    opening: float
    """Parting of the lips: 0 closed, 1 the widest of ordinary speech ("AA")."""

    width: float
    """Corners: 0 drawn in as for "W", 0.5 at ease, 1 drawn apart as for "IY"."""

    protrusion: float
    """Lips forward: 0 at ease, 1 as for "W"."""


_GOALS: dict[LipGoal, tuple[str, ...]] = {
    LipGoal(0.00, 0.50, 0.00): ("SIL",),
    LipGoal(0.00, 0.50, 0.05): ("P", "B", "M"),
    LipGoal(0.12, 0.52, 0.00): ("F", "V"),
    LipGoal(0.28, 0.55, 0.00): ("TH", "DH", "T", "D", "N"),
    LipGoal(0.36, 0.55, 0.00): ("L",),
    LipGoal(0.24, 0.68, 0.00): ("S", "Z"),
    LipGoal(0.26, 0.35, 0.60): ("CH", "JH", "SH", "ZH"),
    LipGoal(0.34, 0.52, 0.00): ("K", "G", "NG", "HH"),
    LipGoal(0.30, 0.38, 0.42): ("R", "ER"),
    LipGoal(0.20, 0.05, 1.00): ("W", "UW"),
    LipGoal(0.36, 0.20, 0.68): ("OW",),
    LipGoal(0.34, 0.38, 0.42): ("UH",),
    LipGoal(0.58, 0.32, 0.45): ("AO",),
    LipGoal(1.00, 0.52, 0.00): ("AA",),
    LipGoal(0.95, 0.72, 0.00): ("AE",),
    LipGoal(0.58, 0.52, 0.00): ("AH",),
    LipGoal(0.66, 0.72, 0.00): ("EH", "EY"),
    LipGoal(0.44, 0.70, 0.00): ("IH",),
    LipGoal(0.36, 0.92, 0.00): ("IY", "Y"),
}
GOAL_OF_PHONE: dict[str, LipGoal] = {phone: goal for goal, phones in _GOALS.items() for phone in phones}
"""ARPABET without the diphthongs of `DIPHTHONGS` -> goal of the lips."""


def simple_phones(phones: Sequence[Phone]) -> tuple[tuple[str, float, float], ...]:
    """Return (ARPABET, start in s, end in s) with the diphthongs divided.

    >>> simple_phones([Phone("AY", "aɪ", 0.0, 0.1)])
    (('AA', 0.0, 0.06), ('IH', 0.06, 0.1))
    """
    simple: list[tuple[str, float, float]] = []
    for phone in phones:
        if phone.arpabet in DIPHTHONGS:
            first, second = DIPHTHONGS[phone.arpabet]
            middle_s = phone.start_s + FIRST_SHARE * phone.duration_s
            simple += [(first, phone.start_s, middle_s), (second, middle_s, phone.end_s)]
        else:
            simple.append((phone.arpabet, phone.start_s, phone.end_s))
    return tuple(simple)


def class_frames(phones: Sequence[Phone], n_frames: int) -> ByteArray:
    """Return the class of every 10 ms, silence where there is no phone; (n_frames,).

    A frame has the class of the phone at its middle.

    >>> class_frames([Phone("B", "b", 0.01, 0.03)], 4).tolist()
    [0, 1, 1, 0]
    """
    frames = np.full(n_frames, SILENCE, dtype=np.uint8)
    for arpabet, start_s, end_s in simple_phones(phones):
        first, last = (max(0, round(time_s / HOP_S)) for time_s in (start_s, end_s))
        frames[first:last] = CLASS_OF_PHONE[arpabet]
    return frames

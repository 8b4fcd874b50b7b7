"""The viseme table: which shape each class of sounds aims at, and how hard it insists on it.

Coefficients: solved on the measured rig so that gap and width meet the animator tables and the real speech
that the project measured (docs/architecture.md, "The rig"). Strengths and spreads: dominance functions of
Cohen & Massaro 1993, ordered by the rules of JALI (Edwards et al. 2016): bilabials own the parting of the
lips, rounded sounds own the rounding, tongue sounds leave the lips alone.
"""

from dataclasses import dataclass

import numpy as np

from likeness.performance.grid import Curve
from likeness.performance.mouth import CHANNELS, channel

GROUPS: tuple[tuple[str, ...], ...] = (
    ("jaw_open",),
    ("mouth_close", "lower_down", "upper_up"),
    ("pucker", "funnel"),
    ("stretch", "smile"),
    ("press", "roll_lower", "roll_upper", "shrug_lower"),
    ("tongue_raised", "tongue_forward", "tongue_back"),
)
"""Channels that share a dominance: jaw, parting, rounding, spreading, sealing, tongue."""

JAW, PARTING, ROUNDING, SPREADING, SEALING, TONGUE = range(6)

REST = "SIL"
"""Symbol of closed lips at ease."""

AJAR = "AJAR"
"""Symbol of the half relaxed mouth in short pauses."""

BILABIALS = frozenset({"P", "B", "M"})
LABIODENTALS = frozenset({"F", "V"})
SIBILANTS = frozenset({"S", "Z", "SH", "ZH", "CH", "JH"})
ROUNDED = frozenset({"W", "UW", "OW", "AO", "SH", "ZH", "CH", "JH"})
VOWELS = frozenset({"AA", "AE", "AH", "AO", "EH", "ER", "IH", "IY", "OW", "UH", "UW"})
OPEN_VOWELS = frozenset({"AA", "AE", "AH", "AO", "EH"})
TONGUE_ONLY = frozenset({"T", "D", "N", "L", "K", "G", "NG", "HH", "TH", "DH"})

DIPHTHONGS: dict[str, tuple[str, str]] = {
    "AY": ("AA", "IH"), "AW": ("AE", "UH"), "OY": ("AO", "IH"), "EY": ("EH", "IY"), "OW": ("OW", "UW"),
}  # fmt: skip
"""Vowels that glide, as (start, end) shapes."""

ALIASES: dict[str, str] = {
    "AX": "AH", "AXR": "ER", "IX": "IH", "UX": "UW", "DX": "D", "NX": "N", "EL": "L", "EM": "M", "EN": "N",
    "H": "HH", "WH": "W", "Q": "HH", "PAU": REST, "SP": REST, "": REST,
}  # fmt: skip
"""Spellings of other phone sets."""


@dataclass(frozen=True)
class Viseme:
    """One mouth shape as the goal of a sound."""

    shape: Curve
    """(15,) coefficients."""

    strength: Curve
    """(6,) dominance of each group over the core; 1 is usual, 2 wins against two neighbours."""

    before_per_s: Curve
    """(6,) rate at which the dominance fades before the sound; 11.6 halves it in 60 ms."""

    after_per_s: Curve
    """(6,) rate of fading after the sound."""


_RATE_PER_S = 16.0
"""Usual fading: half after 43 ms."""

_ROUNDING_RATE_PER_S = 9.0
"""Lip-heavy shapes end late (JALI rule 7)."""

_SHAPES: dict[str, dict[str, float]] = {
    REST: {"press": 0.04},
    AJAR: {"jaw_open": 0.07, "lower_down": 0.05},
    "P": {"jaw_open": 0.12, "mouth_close": 0.11, "press": 0.35},
    "F": {"jaw_open": 0.10, "roll_lower": 0.45, "upper_up": 0.20, "shrug_lower": 0.15},
    "W": {"jaw_open": 0.17, "pucker": 0.95, "mouth_close": 0.06, "tongue_back": 0.6},
    "UW": {"jaw_open": 0.18, "pucker": 0.95, "mouth_close": 0.05, "tongue_back": 0.6},
    "OW": {"jaw_open": 0.25, "pucker": 0.62, "funnel": 0.12, "mouth_close": 0.03, "tongue_back": 0.4},
    "AO": {"jaw_open": 0.32, "pucker": 0.30, "funnel": 0.22, "tongue_back": 0.25},
    "ER": {"jaw_open": 0.17, "pucker": 0.32, "funnel": 0.14, "mouth_close": 0.03, "tongue_raised": 0.3},
    "SH": {"jaw_open": 0.05, "funnel": 0.38, "pucker": 0.28, "tongue_raised": 0.5},
    "S": {"jaw_open": 0.04, "lower_down": 0.28, "upper_up": 0.12, "stretch": 0.22, "tongue_raised": 0.4},
    "TH": {"jaw_open": 0.13, "lower_down": 0.12, "upper_up": 0.06, "tongue_raised": 0.5,
           "tongue_forward": 1.0},
    "T": {"jaw_open": 0.09, "lower_down": 0.13, "upper_up": 0.06, "tongue_raised": 0.9,
          "tongue_forward": 0.3},
    "L": {"jaw_open": 0.17, "lower_down": 0.14, "tongue_raised": 1.0, "tongue_forward": 0.4},
    "K": {"jaw_open": 0.15, "lower_down": 0.12, "tongue_back": 1.0},
    "HH": {"jaw_open": 0.15, "lower_down": 0.12, "tongue_raised": 0.1},
    "IY": {"jaw_open": 0.08, "lower_down": 0.30, "upper_up": 0.14, "stretch": 0.42, "smile": 0.14,
           "tongue_raised": 0.4},
    "IH": {"jaw_open": 0.15, "lower_down": 0.24, "upper_up": 0.05, "stretch": 0.26, "tongue_raised": 0.25},
    "EH": {"jaw_open": 0.28, "lower_down": 0.28, "upper_up": 0.06, "stretch": 0.28, "tongue_raised": 0.1},
    "AH": {"jaw_open": 0.25, "lower_down": 0.16, "upper_up": 0.03},
    "AE": {"jaw_open": 0.43, "lower_down": 0.28, "upper_up": 0.08, "stretch": 0.30},
    "AA": {"jaw_open": 0.50, "lower_down": 0.20, "upper_up": 0.03},
}  # fmt: skip

_SAME_SHAPE: dict[str, tuple[str, ...]] = {
    "P": ("B", "M"), "F": ("V",), "ER": ("R", "UH"), "SH": ("ZH", "CH", "JH"), "S": ("Z",), "TH": ("DH",),
    "T": ("D", "N"), "K": ("G", "NG"), "IY": ("Y",),
}  # fmt: skip

_STRENGTHS: dict[str, tuple[float, float, float, float, float, float]] = {
    #        jaw  part  round spread seal tongue
    "rest": (1.0, 1.0, 0.8, 0.8, 0.8, 0.5),
    "P": (0.30, 1.0, 0.12, 0.12, 1.0, 0.05),
    "F": (0.50, 0.9, 0.20, 0.20, 1.0, 0.10),
    "rounded_glide": (0.60, 0.8, 2.0, 1.6, 0.6, 0.3),
    "rounded_vowel": (0.90, 0.8, 1.3, 1.1, 0.6, 0.3),
    "R": (0.50, 0.5, 0.6, 0.5, 0.4, 0.6),
    "SH": (0.90, 0.7, 0.9, 0.6, 0.6, 0.9),
    "S": (0.90, 0.6, 0.15, 0.30, 0.6, 0.9),
    "tongue": (0.30, 0.30, 0.08, 0.08, 0.4, 1.0),
    "back": (0.22, 0.22, 0.05, 0.05, 0.3, 0.6),
    "front_vowel": (0.90, 0.9, 0.8, 1.0, 0.6, 0.4),
    "vowel": (1.0, 0.9, 0.7, 0.6, 0.6, 0.3),
}

_MANNERS: dict[str, str] = {
    REST: "rest", AJAR: "rest", "P": "P", "B": "P", "M": "P", "F": "F", "V": "F", "W": "rounded_glide",
    "UW": "rounded_vowel", "OW": "rounded_vowel", "AO": "rounded_vowel", "R": "R", "SH": "SH", "ZH": "SH",
    "CH": "SH", "JH": "SH", "S": "S", "Z": "S", "TH": "tongue", "DH": "tongue", "T": "tongue", "D": "tongue",
    "N": "tongue", "L": "tongue", "K": "back", "G": "back", "NG": "back", "HH": "back", "Y": "front_vowel",
    "IY": "front_vowel", "IH": "front_vowel", "EH": "front_vowel", "AE": "front_vowel",
}  # fmt: skip


def canonical(arpabet: str) -> str:
    """Return the symbol of the table for a phone; an unknown one becomes the neutral vowel.

    >>> canonical("AX"), canonical("B"), canonical("??")
    ('AH', 'B', 'AH')
    """
    symbol = ALIASES.get(arpabet.upper(), arpabet.upper())
    known = symbol in _SHAPES or symbol in DIPHTHONGS or any(symbol in same for same in _SAME_SHAPE.values())
    return symbol if known else "AH"


def viseme_table() -> dict[str, Viseme]:
    """Return the goals of all symbols that `canonical` gives, diphthongs left out (they are split before)."""
    table: dict[str, Viseme] = {}
    for name, shape in _SHAPES.items():
        values = np.zeros(len(CHANNELS))
        for key, value in shape.items():
            values[channel(key)] = value
        for symbol in (name, *_SAME_SHAPE.get(name, ())):
            strength = np.array(_STRENGTHS[_MANNERS.get(symbol, "vowel")])
            rate = np.full(len(GROUPS), _RATE_PER_S)
            if symbol in ROUNDED:
                rate[ROUNDING] = _ROUNDING_RATE_PER_S
            table[symbol] = Viseme(shape=values, strength=strength, before_per_s=rate, after_per_s=rate)
    return table

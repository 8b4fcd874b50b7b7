"""What the tags of a script ask of the voice: the subset of SSML 1.1 (W3C, 2010) that Likeness knows.

Nothing in a tag is an error: what is not understood changes nothing.
"""

import math
import re
from dataclasses import dataclass, field, replace

_ATTRIBUTE = re.compile(r"""([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>/]+))""")
_NUMBER = re.compile(r"([+-]?)(\d+(?:\.\d*)?|\.\d+)\s*(%|st|hz|db)?", re.IGNORECASE)
_RATES = {"x-slow": 0.5, "slow": 0.75, "medium": 1.0, "default": 1.0, "fast": 1.25, "x-fast": 1.5}
_PITCHES = {"x-low": -6.0, "low": -3.0, "medium": 0.0, "default": 0.0, "high": 3.0, "x-high": 6.0}
_VOLUMES = {
    "silent": -60.0, "x-soft": -12.0, "soft": -6.0, "medium": 0.0, "default": 0.0, "loud": 4.0, "x-loud": 6.0,
}  # fmt: skip
_RATE_RANGE, _PITCH_RANGE, _VOLUME_RANGE = (0.4, 2.0), (-24.0, 24.0), (-60.0, 12.0)
# A pitch in Hz means a step from an ordinary voice.
_ORDINARY_HZ = 150.0


@dataclass(frozen=True)
class Prosody:
    """How a stretch is spoken against the rest."""

    rate: float = 1.0
    """Speed, 0.4-2."""

    pitch_semitones: float = 0.0
    """-24 to 24."""

    volume_db: float = 0.0
    """-60 to 12."""

    def inside(self, outer: "Prosody") -> "Prosody":
        """Return what a stretch with this prosody sounds like within another."""
        return Prosody(
            _clip(self.rate * outer.rate, _RATE_RANGE),
            _clip(self.pitch_semitones + outer.pitch_semitones, _PITCH_RANGE),
            _clip(self.volume_db + outer.volume_db, _VOLUME_RANGE),
        )


_EMPHASIS = {
    "strong": Prosody(0.85, 2.0, 4.0),
    "moderate": Prosody(0.92, 1.2, 2.5),
    "none": Prosody(),
    "reduced": Prosody(1.08, -1.0, -3.0),
}


@dataclass(frozen=True)
class Saying:
    """An element whose content is said in another way than it is written."""

    number: int
    """Tells apart the elements of one script."""

    kind: str
    """Value of `interpret-as`, in lower case; "sub" for an alias."""

    detail: str = ""
    """The alias, or the value of `format`."""


@dataclass(frozen=True)
class Manner:
    """How one character is spoken."""

    prosody: Prosody = Prosody()
    """Against the rest of the script."""

    saying: Saying | None = None
    """The innermost element that says how to read it."""


PLAIN = Manner()
"""Without any tag."""


@dataclass
class OpenTags:
    """The elements that are open at a place of a script."""

    _stack: list[tuple[str, Manner]] = field(default_factory=list)
    _n_sayings: int = 0

    @property
    def manner(self) -> Manner:
        """How a character at this place is spoken."""
        return self._stack[-1][1] if self._stack else PLAIN

    def open(self, name: str, attributes: str) -> None:
        """Enter an element."""
        manner = self.manner
        if name == "prosody":
            manner = replace(manner, prosody=_prosody(_attributes(attributes)).inside(manner.prosody))
        elif name in ("emphasis", "em", "strong"):
            level = "strong" if name == "strong" else _attributes(attributes).get("level", "moderate")
            manner = replace(manner, prosody=_EMPHASIS.get(level, Prosody()).inside(manner.prosody))
        elif name in ("say-as", "sub"):
            manner = self._saying(manner, name, _attributes(attributes))
        self._stack.append((name, manner))

    def close(self, name: str) -> None:
        """Leave the innermost element of this name, and what was left open in it; none = nothing."""
        for i in range(len(self._stack) - 1, -1, -1):
            if self._stack[i][0] == name:
                del self._stack[i:]
                return

    def _saying(self, manner: Manner, name: str, attributes: dict[str, str]) -> Manner:
        if manner.saying is not None:
            return manner
        kind = "sub" if name == "sub" else attributes.get("interpret-as", "").strip().lower()
        detail = attributes.get("alias" if name == "sub" else "format", "").strip()
        if name == "sub" and not detail:
            return manner
        self._n_sayings += 1
        return replace(manner, saying=Saying(self._n_sayings, kind, detail))


def _attributes(text: str) -> dict[str, str]:
    return {
        match[1].lower(): next(value for value in match.groups()[1:] if value is not None)
        for match in _ATTRIBUTE.finditer(text)
    }


def _prosody(attributes: dict[str, str]) -> Prosody:
    return Prosody(
        _clip(_rate(attributes.get("rate", "")), _RATE_RANGE),
        _clip(_pitch(attributes.get("pitch", "")), _PITCH_RANGE),
        _clip(_volume(attributes.get("volume", "")), _VOLUME_RANGE),
    )


def _measure(text: str) -> tuple[str, float, str] | None:
    match = _NUMBER.fullmatch(text.strip())
    return (match[1], float(f"{match[1]}{match[2]}"), (match[3] or "").lower()) if match else None


def _rate(text: str) -> float:
    """Read "slow", "80%", "+20%" or "0.8"."""
    told = _measure(text)
    if told is None:
        return _RATES.get(text.strip().lower(), 1.0)
    sign, value, unit = told
    share = value / 100 if unit == "%" else value
    rate = 1 + share if sign else share
    return rate if rate > 0 else 1.0


def _pitch(text: str) -> float:
    """Read "high", "+2st", "-10%" or "+20Hz"; a bare or absolute value says nothing about a step."""
    told = _measure(text)
    if told is None or not told[0]:
        return _PITCHES.get(text.strip().lower(), 0.0)
    _, value, unit = told
    if unit == "st":
        return value
    share = value / 100 if unit == "%" else value / _ORDINARY_HZ
    return 12 * math.log2(max(0.25, 1 + share)) if unit in ("%", "hz") else 0.0


def _volume(text: str) -> float:
    """Read "loud", "+6dB" or, as in the first edition of SSML, a number from 0 to 100."""
    told = _measure(text)
    if told is None:
        return _VOLUMES.get(text.strip().lower(), 0.0)
    sign, value, unit = told
    if unit == "db":
        return value
    if unit == "%":
        value = 100 + value if sign else value
    elif sign:
        return 0.0
    return 20 * math.log10(value / 100) if value > 0.1 else _VOLUMES["silent"]


def _clip(value: float, bounds: tuple[float, float]) -> float:
    return min(max(value, bounds[0]), bounds[1])

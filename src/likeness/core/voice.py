"""A voice of the catalogue and how it is asked to speak."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Voice:
    """One installed voice."""

    id: str
    """Stable id, e.g. "espeak:en-us", "flite:slt"."""

    name: str
    """For people, e.g. "Slt (flite)"."""

    language: str
    """BCP 47 tag, e.g. "en-US"."""

    language_name: str
    """English name of the language, e.g. "English"."""

    gender: str
    """female, male or unknown."""

    engine: str
    """espeak, flite, festival, openjtalk, piper or kokoro."""

    quality: int
    """Naturalness class, higher is better: 1 formant, 2 diphone, 3 statistical, 4 neural."""

    supports_locale: bool = False
    """Whether asking for another region of the language changes the accent."""

    supports_pause: bool = True
    """Whether ``<break>`` pauses; every voice does."""

    supports_emotion: bool = False
    """Whether the voice itself can sound moved; none does."""


QUALITY_NAMES: dict[int, str] = {1: "formant", 2: "diphone", 3: "statistical", 4: "neural"}
"""Name of each class of naturalness."""


@dataclass(frozen=True)
class VoiceSettings:
    """How a voice is asked to speak."""

    speed: float = 1.0
    """0.5-1.5; 1 = the voice's own rate."""

    pitch_semitones: float = 0.0
    """-50 to +50; what the voice cannot reach is clamped."""

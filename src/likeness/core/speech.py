"""What was said, and when: the result of the speech stage."""

from dataclasses import dataclass
from enum import StrEnum

from likeness.core.audio import AudioClip
from likeness.typing import FloatArray


class PhoneSource(StrEnum):
    """Where the times of the phones come from, best first."""

    SYNTHESIZED = "synthesized"
    """Told by the synthesizer itself: exact."""

    ALIGNED = "aligned"
    """Known words laid over a recording."""

    RECOGNIZED = "recognized"
    """Heard in a recording without known words: rough."""

    NONE = "none"
    """No speech was found."""


@dataclass(frozen=True)
class Phone:
    """One timed sound of speech."""

    arpabet: str
    """ARPABET class without stress digit, e.g. "AA", "B"; "SIL" for silence. Sounds that English lacks carry
    the nearest class by mouth shape."""

    ipa: str
    """The symbol of the source in IPA, e.g. "ɑː"; empty for silence."""

    start_s: float
    """Start, from the start of the audio. For plosives: the start of the closure, not the burst."""

    end_s: float
    """End, = start of the next phone or of a silence."""

    stress: int = 0
    """0 none, 1 primary, 2 secondary; on vowels."""

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return self.end_s - self.start_s


@dataclass(frozen=True)
class Word:
    """One timed word."""

    text: str
    """As written in the script."""

    start_s: float
    """Start, from the start of the audio."""

    end_s: float
    """End."""

    char_start: int = -1
    """Index of its first character in the script; -1 when unknown."""


@dataclass(frozen=True)
class LipCurves:
    """What the lips of a speaker do, as heard in a recording; value i covers hop i."""

    hop_s: float
    """Time between two values."""

    opening: FloatArray
    """(T,) parting of the lips, 0 closed to 1 wide open."""


@dataclass(frozen=True)
class Speech:
    """Sound with timed words and phones."""

    audio: AudioClip
    """What the viewer hears; its duration is the duration of the film."""

    phones: tuple[Phone, ...]
    """In time order, without overlaps, silences left out or as "SIL"."""

    words: tuple[Word, ...]
    """In time order; empty when the text is unknown."""

    source: PhoneSource
    """How the times were obtained."""

    language: str
    """BCP 47 tag, e.g. "en-US"; "und" when unknown."""

    voice_id: str | None = None
    """Voice that spoke; None for a recording."""

    script: str | None = None
    """The text that was spoken, when known."""

    lips: LipCurves | None = None
    """The lips heard, for recordings; None for voices, whose phones tell all."""

    words_are_guessed: bool = False
    """The words were recognized in the sound, one in five wrongly; else they are the script's."""

    @property
    def duration_s(self) -> float:
        """Length of the audio in seconds."""
        return self.audio.duration_s

"""What a speech engine gives back for one text, and what every engine can do."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from likeness.core.speech import Phone, PhoneSource, Word
from likeness.core.voice import Voice
from likeness.typing import FloatArray


@dataclass(frozen=True)
class Utterance:
    """One spoken text, times counted from its own start."""

    samples: FloatArray
    """(N,) float32 in [-1, 1], mono."""

    sample_rate_hz: int
    """Samples per second."""

    phones: tuple[Phone, ...]
    """In time order, silences left out."""

    words: tuple[Word, ...]
    """In time order; `char_start` counts in the text that was spoken."""

    source: PhoneSource = PhoneSource.SYNTHESIZED
    """How the times were obtained: a model that does not tell them is listened to."""

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return self.samples.shape[0] / self.sample_rate_hz


@dataclass(frozen=True)
class EngineSettings:
    """What is asked of an engine itself; the rest is done to its sound."""

    speed: float
    """0.5-1.5 against the voice's own rate."""

    pitch_semitones: float
    """Inside the engine's own range."""


class SpeechEngine(Protocol):
    """Speaks texts with one family of voices."""

    @property
    def pitch_range_semitones(self) -> tuple[float, float]:
        """Lowest and highest shift that the engine does by itself; (0, 0) if none."""

    def voices(self) -> tuple[Voice, ...]:
        """Return the installed voices of this engine; none when it is not installed."""

    def speak(self, texts: Sequence[str], voice: Voice, settings: EngineSettings) -> tuple[Utterance, ...]:
        """Speak each text; an utterance without phones says that the voice could not read it.

        Raises
        ------
        VoiceEngineError
            The engine failed.
        """

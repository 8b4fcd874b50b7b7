"""A recording in, speech out."""

from likeness.core.audio import AudioClip
from likeness.core.speech import PhoneSource, Speech


def listen(audio: AudioClip, transcript: str | None, language: str | None) -> Speech:
    """Thin version."""
    return Speech(audio, (), (), PhoneSource.NONE, language or "und", None, transcript)

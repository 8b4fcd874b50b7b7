"""The catalogue of installed voices."""

from difflib import get_close_matches

from likeness.core.voice import Voice
from likeness.errors import LanguageNotSupportedError, VoiceNotFoundError
from likeness.speech.espeak.engine import EspeakEngine
from likeness.speech.tags import canonical_tag, primary_language
from likeness.speech.utterance import SpeechEngine

DEFAULT_LANGUAGE = "en-US"


def engines() -> tuple[SpeechEngine, ...]:
    """Return all engines, the one whose voices win among equals first."""
    return (EspeakEngine(),)


def engine_of(voice: Voice) -> SpeechEngine:
    """Return the engine that speaks with a voice."""
    return EspeakEngine()


def list_voices() -> tuple[Voice, ...]:
    """Return every installed voice, ordered by language, then the best first."""
    voices = [voice for engine in engines() for voice in engine.voices()]
    return tuple(sorted(voices, key=lambda voice: (voice.language_name, -voice.quality)))


def find_voice(voice_id: str | None, language: str | None) -> Voice:
    """Thin version."""
    voices = list_voices()
    if voice_id is not None:
        for voice in voices:
            if voice.id.lower() == voice_id.lower():
                return voice
        near = ", ".join(get_close_matches(voice_id, [voice.id for voice in voices], 3))
        raise VoiceNotFoundError(f"No voice {voice_id!r} is installed; did you mean {near}?")
    wanted = canonical_tag(language or DEFAULT_LANGUAGE)
    for voice in voices:
        if voice.language == wanted:
            return voice
    for voice in voices:
        if primary_language(voice.language) == primary_language(wanted):
            return voice
    raise LanguageNotSupportedError(
        f"No installed voice speaks {language!r}; `likeness voices` lists the languages."
    )

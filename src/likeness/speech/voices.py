"""The catalogue of installed voices."""

from dataclasses import replace
from difflib import get_close_matches

from likeness.core.voice import Voice
from likeness.errors import LanguageNotSupportedError, VoiceNotFoundError
from likeness.speech.english.festival import FestivalEngine
from likeness.speech.english.flite import FliteEngine
from likeness.speech.espeak.engine import EspeakEngine
from likeness.speech.tags import canonical_tag, primary_language
from likeness.speech.utterance import SpeechEngine

DEFAULT_LANGUAGE = "en"
# The accent meant when a language is named without a region and several voices have one.
_USUAL_REGION = {"en": "en-US", "es": "es", "fr": "fr-FR", "pt": "pt-BR", "vi": "vi", "zh": "cmn", "hy": "hy"}
# Regions whose voice carries another tag.
_LATIN_AMERICA = (
    "MX",
    "AR",
    "CO",
    "CL",
    "PE",
    "VE",
    "EC",
    "GT",
    "CU",
    "BO",
    "DO",
    "HN",
    "PY",
    "SV",
    "NI",
    "CR",
    "PA",
    "UY",
    "PR",
    "US",
)
_VOICE_TAG = {"zh-HK": "yue", "zh-MO": "yue", **{f"es-{region}": "es-419" for region in _LATIN_AMERICA}}
# Codes of the same language: what users write, and what a voice carries.
_SAME_LANGUAGE = {"zh": "cmn", "no": "nb", "iw": "he", "in": "id", "tl": "fil", "mo": "ro", "sh": "hr"}


def engines() -> dict[str, SpeechEngine]:
    """Return all engines by name, the one whose voices win among equals first."""
    return {"festival": FestivalEngine(), "flite": FliteEngine(), "espeak": EspeakEngine()}


def engine_of(voice: Voice) -> SpeechEngine:
    """Return the engine that speaks with a voice.

    Raises
    ------
    VoiceNotFoundError
        No engine has the voice's engine name.
    """
    engine = engines().get(voice.engine)
    if engine is None:
        raise VoiceNotFoundError(
            f"No engine {voice.engine!r} is installed; `likeness voices` lists the voices."
        )
    return engine


def list_voices() -> tuple[Voice, ...]:
    """Return every installed voice, ordered by language, then the best first.

    espeak-ng voices are listed once per language; their variants are named by a suffix, e.g. `espeak:de+f3`.

    Raises
    ------
    VoiceEngineError
        espeak-ng, which is always there, failed.
    """
    voices = [voice for engine in engines().values() for voice in engine.voices()]
    return tuple(sorted(voices, key=lambda voice: (voice.language_name, voice.language, -voice.quality)))


def find_voice(voice_id: str | None, language: str | None) -> Voice:
    """Return the voice with an id, or the best one of a language.

    Parameters
    ----------
    voice_id
        Id from `list_voices`, any case; None = choose by language.
    language
        BCP 47 tag; None = English. A tag with a region prefers that accent, then any voice of the language.

    Raises
    ------
    VoiceNotFoundError
        No such voice; the message names the nearest ids.
    LanguageNotSupportedError
        No voice speaks the language.
    """
    voices = list_voices()
    if voice_id is not None:
        return _by_id(voices, voice_id.strip())
    return _by_language(voices, language or DEFAULT_LANGUAGE)


def _by_id(voices: tuple[Voice, ...], voice_id: str) -> Voice:
    wanted, _, variant = voice_id.partition("+")
    for voice in voices:
        if voice.id.lower() == wanted.lower():
            return voice if not variant else _variant(voice, variant)
    near = get_close_matches(voice_id.lower(), [voice.id for voice in voices], n=3, cutoff=0.4)
    hint = f"did you mean {' or '.join(near)}? " if near else ""
    raise VoiceNotFoundError(f"No voice {voice_id!r} is installed; {hint}`likeness voices` lists all.")


def _variant(voice: Voice, variant: str) -> Voice:
    known = EspeakEngine().variants() if voice.engine == "espeak" else ()
    if variant not in known:
        near = get_close_matches(variant, known, n=3, cutoff=0.3) or ["no suffix"]
        raise VoiceNotFoundError(f"The voice {voice.id} has no variant {variant!r}; try {' or '.join(near)}.")
    gender = {"f": "female", "m": "male"}.get(variant[0], "unknown") if variant[1:].isdigit() else "unknown"
    return replace(voice, id=f"{voice.id}+{variant}", name=f"{voice.name}, {variant}", gender=gender)


def _by_language(voices: tuple[Voice, ...], language: str) -> Voice:
    tag = _VOICE_TAG.get(canonical_tag(language), canonical_tag(language))
    primary = _same(primary_language(tag))
    speakers = [voice for voice in voices if _same(primary_language(voice.language)) == primary]
    if not speakers:
        raise LanguageNotSupportedError(
            f"No installed voice speaks {language!r}; give a tag like en-US or de, "
            "`likeness voices` lists all."
        )
    usual = _USUAL_REGION.get(primary_language(tag), tag)
    accent = usual if "-" not in tag else tag
    preference = list(engines())
    return min(
        speakers,
        key=lambda voice: (
            voice.language != accent,
            voice.language != usual,
            -voice.quality,
            preference.index(voice.engine),
            len(voice.language),
        ),
    )


def _same(primary: str) -> str:
    return _SAME_LANGUAGE.get(primary, primary)

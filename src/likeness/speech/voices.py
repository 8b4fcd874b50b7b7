"""The catalogue of installed voices."""

from difflib import get_close_matches

from likeness.core.voice import Voice
from likeness.errors import LanguageNotSupportedError, OptionInvalidError, VoiceNotFoundError
from likeness.speech.english.flite import FliteEngine
from likeness.speech.espeak.engine import EspeakEngine
from likeness.speech.espeak.letters import readable
from likeness.speech.espeak.variants import variants, with_variant
from likeness.speech.festival.catalogue import encoding_of
from likeness.speech.festival.engine import FestivalEngine
from likeness.speech.festival.texts import chunks_of
from likeness.speech.japanese.engine import OpenJTalkEngine, reads
from likeness.speech.neural.kokoro import KokoroEngine
from likeness.speech.neural.piper import PiperEngine
from likeness.speech.script import SpokenText, split_script
from likeness.speech.tags import canonical_tag, primary_language, spoken_language
from likeness.speech.utterance import SpeechEngine

DEFAULT_LANGUAGE = "en"
# Engines that know letters of their own; the pronunciation of all others is espeak-ng's.
_BY_LETTER = frozenset({"festival", "flite", "openjtalk"})
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


def engines() -> dict[str, SpeechEngine]:
    """Return all engines by name, the one whose voices win among equals first."""
    return {
        "kokoro": KokoroEngine(),
        "piper": PiperEngine(),
        "openjtalk": OpenJTalkEngine(),
        "festival": FestivalEngine(),
        "flite": FliteEngine(),
        "espeak": EspeakEngine(),
    }


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


def list_variants() -> tuple[Voice, ...]:
    """Return every language voice of espeak-ng as each of its speakers, thousands, ordered as `list_voices`.

    Raises
    ------
    VoiceEngineError
        espeak-ng failed.
    """
    bases = [voice for voice in list_voices() if voice.engine == "espeak"]
    return tuple(with_variant(base, variant) for base in bases for variant in variants())


def voices_of(language: str) -> tuple[Voice, ...]:
    """Return the voices among which `find_voice` chooses for a language, ordered as `list_voices`.

    A tag with a region that some of them have leaves only these.

    Raises
    ------
    LanguageNotSupportedError
        No voice speaks the language.
    """
    tag = _spoken_tag(language)
    speakers = _speakers(list_voices(), language)
    of_region = tuple(voice for voice in speakers if f"{voice.language}-".startswith(f"{tag}-"))
    return of_region if "-" in tag and of_region else speakers


def find_voice(voice_id: str | None, language: str | None) -> Voice:
    """Return the voice with an id, or the best one of a language.

    Parameters
    ----------
    voice_id
        Id from `list_voices`, any case, `_` for `-`; also the engine with a language tag, as `espeak:en-gb`.
        None = choose by language.
    language
        BCP 47 tag; None = the voice's, else English. A tag with a region prefers that accent, then any voice
        of the language; a voice that `supports_locale` changes its accent.

    Raises
    ------
    VoiceNotFoundError
        No such voice; the message names the nearest ids.
    LanguageNotSupportedError
        No voice speaks the language.
    OptionInvalidError
        The voice speaks another language.
    """
    voices = list_voices()
    if voice_id is None:
        return _by_language(voices, DEFAULT_LANGUAGE if language is None else language)
    voice = _by_id(voices, voice_id.strip())
    if language is not None and _primary(voice.language) != _primary(_spoken_tag(language)):
        raise OptionInvalidError(
            f"The voice {voice.id} speaks {voice.language}, not {language}; leave one of the two options out."
        )
    return voice if language is None else _in_accent(voices, voice, _spoken_tag(language))


def _in_accent(voices: tuple[Voice, ...], voice: Voice, tag: str) -> Voice:
    """Return the voice of the same speaker with the accent of a region, where its engine has one."""
    base, _, variant = voice.id.partition("+")
    if not voice.supports_locale or "-" not in tag or voice.language == tag:
        return voice
    others = [other for other in voices if other.engine == voice.engine and other.language == tag]
    if not others or base == others[0].id:
        return voice
    return _variant(others[0], variant) if variant else others[0]


def unread_letters(script: str, voice: Voice) -> str:
    """Return the letters of a script, each once, that a voice passes over because it cannot read them."""
    texts = [part.text for part in split_script(script) if isinstance(part, SpokenText)]
    unread: dict[str, None] = {}
    for text in texts:
        if voice.engine not in _BY_LETTER:
            kept = readable(text, voice.language)
            unread |= dict.fromkeys(letter for letter, left in zip(text, kept, strict=True) if letter != left)
        else:
            unread |= {letter: None for letter in dict.fromkeys(text) if _is_foreign(letter, voice)}
    return "".join(unread)


def _is_foreign(letter: str, voice: Voice) -> bool:
    if voice.engine == "openjtalk":
        return letter.isalpha() and not reads(letter)
    return letter.isalpha() and not chunks_of(letter, voice.language, encoding_of(voice.id))


def _by_id(voices: tuple[Voice, ...], voice_id: str) -> Voice:
    name, _, variant = voice_id.partition("+")
    wanted = name.lower().replace("_", "-")
    voice = next((voice for voice in voices if voice.id.lower().replace("_", "-") == wanted), None)
    voice = voice or _by_engine_and_tag(voices, wanted)
    if voice is not None:
        return voice if not variant else _variant(voice, variant)
    near = get_close_matches(wanted, [voice.id for voice in voices], n=3, cutoff=0.4)
    hint = f"did you mean {' or '.join(near)}? " if near else ""
    raise VoiceNotFoundError(f"No voice {voice_id!r} is installed; {hint}`likeness voices` lists all.")


def _by_engine_and_tag(voices: tuple[Voice, ...], wanted: str) -> Voice | None:
    """Return the voice of an engine by a tag, as `espeak:en-gb`; a region must be one that is spoken."""
    engine, _, tag = wanted.partition(":")
    tag = _spoken_tag(tag)
    primary = _primary(tag)
    speakers = [voice for voice in voices if voice.engine == engine and _primary(voice.language) == primary]
    if "-" in tag:
        speakers = [voice for voice in speakers if voice.language == tag]
    return _by_language(tuple(speakers), tag) if speakers else None


def _variant(voice: Voice, variant: str) -> Voice:
    known = {each.name.lower(): each for each in (variants() if voice.engine == "espeak" else ())}
    if variant.lower() not in known:
        near = get_close_matches(variant.lower(), known, n=3, cutoff=0.3)
        names = [known[name].name for name in near] or ["no suffix"]
        raise VoiceNotFoundError(
            f"The voice {voice.id} has no variant {variant!r}; try {' or '.join(names)}."
        )
    return with_variant(voice, known[variant.lower()])


def _by_language(voices: tuple[Voice, ...], language: str) -> Voice:
    tag = _spoken_tag(language)
    usual = _USUAL_REGION.get(primary_language(tag), tag)
    accent = usual if "-" not in tag else tag
    preference = list(engines())
    return min(
        _speakers(voices, language),
        # Who names a region wants its accent, who names a language its best voice.
        key=lambda voice: (
            "-" in tag and voice.language != accent,
            -voice.quality if "-" not in tag else 0,
            voice.language != usual,
            -voice.quality,
            preference.index(voice.engine),
            len(voice.language),
        ),
    )


def _speakers(voices: tuple[Voice, ...], language: str) -> tuple[Voice, ...]:
    primary = _primary(_spoken_tag(language))
    speakers = tuple(voice for voice in voices if _primary(voice.language) == primary)
    if not speakers:
        raise LanguageNotSupportedError(
            f"No installed voice speaks {language!r}; {_language_hint(voices, language)}`likeness voices` "
            "lists all."
        )
    return speakers


def _language_hint(voices: tuple[Voice, ...], language: str) -> str:
    """Name the tags that were perhaps meant, by tag or by English name."""
    named = {voice.language.lower(): f"{voice.language} ({voice.language_name})" for voice in voices}
    for voice in voices:
        plain = voice.language_name.partition(" (")[0]
        named[voice.language_name.lower()] = f"{voice.language} ({voice.language_name})"
        named[plain.lower()] = f"{primary_language(voice.language)} ({plain})"
    # Every code of two or three letters is near to some other; only names tell what was meant.
    wanted = language.strip().lower()
    near = get_close_matches(wanted, named, n=3, cutoff=0.6) if len(wanted) > 3 else []
    found = dict.fromkeys(named[name] for name in ([wanted] if wanted in named else near))
    return f"did you mean {' or '.join(found)}? " if found else "give a tag like en-US or de; "


def _spoken_tag(language: str) -> str:
    tag = canonical_tag(language)
    return _VOICE_TAG.get(tag, tag)


def _primary(tag: str) -> str:
    primary = primary_language(tag)
    return spoken_language(primary)

import shutil
from pathlib import Path

import pytest

from likeness.core.voice import Voice
from likeness.errors import LanguageNotSupportedError, OptionInvalidError, VoiceNotFoundError
from likeness.speech import find_voice, list_voices
from likeness.speech.voices import engine_of, list_variants, unread_letters, voices_of
from likeness.testing.tiny_voices import TinyPiper, write_piper


def test_every_language_of_espeak_is_listed_once() -> None:
    voices = list_voices()
    ids = [voice.id for voice in voices]
    assert len(ids) == len(set(ids)) >= 141
    assert {"espeak:en-us", "espeak:de", "espeak:cmn"} <= set(ids)


@pytest.mark.parametrize(
    ("language", "found"),
    [
        ("de-AT", "de"),
        ("zh-CN", "cmn"),
        ("zh-HK", "yue"),
        ("es-MX", "es-419"),
        ("pt", "pt-BR"),
        ("no", "nb"),
        ("fr", "fr-FR"),
    ],
)
def test_nearest_accent(language: str, found: str) -> None:
    assert find_voice(None, language).language == found


def test_default_is_american_english_of_the_best_quality() -> None:
    voice = find_voice(None, None)
    english = [other for other in list_voices() if other.language == "en-US"]
    assert voice.language == "en-US"
    assert voice.quality == max(other.quality for other in english)


def test_accent_comes_before_quality() -> None:
    assert find_voice(None, "en-GB").language == "en-GB"


def test_without_programs_espeak_speaks_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _program: None)
    assert find_voice(None, "en").id == "espeak:en-us"


def test_variant() -> None:
    voice = find_voice("espeak:de+f3", None)
    assert (voice.id, voice.gender, voice.language) == ("espeak:de+f3", "female", "de")


@pytest.mark.parametrize("voice_id", ["espeak:en-uss", "nobody", "espeak:de+zzz", "", "espeak:de+../../x"])
def test_unknown_voice(voice_id: str) -> None:
    with pytest.raises(VoiceNotFoundError):
        find_voice(voice_id, None)


def test_near_matches_are_named() -> None:
    with pytest.raises(VoiceNotFoundError, match="espeak:en-us"):
        find_voice("espeak:en-uss", None)


@pytest.mark.parametrize("language", ["xx", "tlhh-XX", "-", "1"])
def test_unknown_language(language: str) -> None:
    with pytest.raises(LanguageNotSupportedError):
        find_voice(None, language)


def test_unknown_engine() -> None:
    with pytest.raises(VoiceNotFoundError):
        engine_of(Voice("x:y", "Y", "en", "English", "unknown", "x", 1))


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("espeak:en-gb", "espeak:en"),
        ("ESPEAK:en_GB", "espeak:en"),
        ("espeak:EN_us", "espeak:en-us"),
        ("espeak:zh", "espeak:cmn"),
        ("espeak:no", "espeak:nb"),
        ("espeak:de+F3", "espeak:de+f3"),
    ],
)
def test_other_ways_to_write_an_id(written: str, found: str) -> None:
    assert find_voice(written, None).id == found


@pytest.mark.parametrize(("voice_id", "language"), [("espeak:cmn", "zh-CN"), ("espeak:fr", "fr")])
def test_voice_of_the_language_is_taken(voice_id: str, language: str) -> None:
    assert find_voice(voice_id, language).id == voice_id


@pytest.mark.parametrize("language", ["fr", "xx"])
def test_voice_of_another_language_is_a_contradiction(language: str) -> None:
    with pytest.raises(OptionInvalidError, match=f"speaks de, not {language}"):
        find_voice("espeak:de", language)


@pytest.mark.parametrize("language", ["zh", "no", "nb", "en_GB", "EN-gb", "zh-HK", "de-AT", "es-MX"])
def test_list_of_a_language_holds_the_voice_that_is_chosen(language: str) -> None:
    assert find_voice(None, language) in voices_of(language)


def test_list_of_a_region_holds_only_its_voices() -> None:
    assert {voice.language.startswith("en-GB") for voice in voices_of("en_GB")} == {True}
    assert len({voice.language for voice in voices_of("en")}) > 3
    with pytest.raises(LanguageNotSupportedError):
        voices_of("xx")


def test_unread_letters_are_told_once_each() -> None:
    assert unread_letters("今日は今日<break/>晴れ。", find_voice("espeak:ja", None)) == "今日晴"
    assert unread_letters("Grüße, κόσμε! 25 °C", find_voice("espeak:de", None)) == ""


def test_unread_letters_of_english_voices() -> None:
    slt = Voice("flite:slt", "Slt", "en-US", "English", "female", "flite", 3)
    assert unread_letters("Café, мир & 你 – 5!", slt) == "мир你"


def test_every_language_speaks_as_every_speaker() -> None:
    found = list_variants()
    ids = {voice.id for voice in found}
    assert len(ids) == len(found) == 103 * len([v for v in list_voices() if v.engine == "espeak"])
    assert {"espeak:de+f3", "espeak:fr+Annie", "espeak:cmn+whisper"} <= ids
    assert {voice.gender for voice in found} == {"female", "male", "unknown"}


@pytest.mark.parametrize(
    ("voice_id", "language", "found"),
    [
        ("espeak:en-us+f3", "en-GB", "espeak:en+f3"),
        ("espeak:pt", "pt-BR", "espeak:pt-br"),
        ("espeak:en-us", "en-AU", "espeak:en-us"),
        ("espeak:de", "de-AT", "espeak:de"),
        ("espeak:en-us", "en", "espeak:en-us"),
    ],
)
def test_a_region_changes_the_accent(voice_id: str, language: str, found: str) -> None:
    assert find_voice(voice_id, language).id == found


def test_best_voice_of_a_language_but_the_accent_of_a_region(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIKENESS_VOICES_DIR", str(tmp_path))
    write_piper(tmp_path, "en_GB-tiny-low", TinyPiper(language="en_GB", espeak_voice="en-gb"))
    assert find_voice(None, "en").id == "piper:en_GB-tiny-low"
    assert find_voice(None, "en-US").language == "en-US"


def test_festival_reads_the_letters_of_its_voices() -> None:
    def unread(name: str, language: str, script: str) -> str:
        return unread_letters(script, Voice(f"festival:{name}", "", language, "", "male", "festival", 2))

    assert unread("lp", "it", "Perché Привет") == "Привет"
    assert unread("hindi-nsk", "hi", "नमस्ते 25") == ""
    assert unread("slt", "en-US", "Café 你") == "你"


@pytest.mark.parametrize(
    ("language", "hint"),
    [
        ("German", "mean de (German)?"),
        ("english", "mean en (English)?"),
        ("Portuguese (Brazil)", "mean pt-BR ("),
        ("Portugese", "mean pt (Portuguese)"),
        ("xx", "en-US or de"),
        ("", "en-US or de"),
    ],
)
def test_near_languages_are_named(language: str, hint: str) -> None:
    with pytest.raises(LanguageNotSupportedError) as caught:
        find_voice(None, language)
    assert hint in caught.value.message

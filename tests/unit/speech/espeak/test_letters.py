import pytest

from likeness.core.voice import VoiceSettings
from likeness.errors import ScriptUnspeakableError
from likeness.speech import find_voice, synthesize
from likeness.speech.espeak.engine import EspeakEngine
from likeness.speech.espeak.letters import readable
from likeness.speech.utterance import EngineSettings


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Grüße, Café naïve №5 – 25 °C", "de"),
        ("доброе утро", "ru"),
        ("Hello world", "ru"),
        ("καλημέρα", "de"),
        ("नमस्ते दुनिया", "en-US"),
        ("안녕하세요", "de"),
        ("مَرحبا بالعالم", "ar"),
        ("שָׁלוֹם", "he"),
        ("你好，世界！", "cmn"),
        ("你好", "yue"),
        ("コーヒーです", "ja"),
        ("п\u02bcять", "uk"),
        ("1º, 2ª, 5 µm", "es"),
        ("α, π and Δt", "en-GB"),
        ("NHK の AI", "ja"),
    ],
)
def test_what_a_voice_reads_is_kept(text, language):
    assert readable(text, language) == text


@pytest.mark.parametrize(
    ("text", "language", "left"),
    [
        ("مرحبا", "en-US", "     "),
        ("Привет, Welt!", "de", "      , Welt!"),
        ("καλη α", "en-US", "     α"),
        ("今日は晴れ", "ja", "  は れ"),
        ("の iPhone 3", "ja", "の        3"),
        ("こんにちは 日", "cmn", "      日"),
        ("שָׁלוֹם", "de", " " * len("שָׁלוֹם")),
        ("ᚠᚢ 5", "en-US", "   5"),
    ],
)
def test_what_a_voice_would_only_name_is_blanked(text, language, left):
    assert readable(text, language) == left


def test_nothing_is_named():
    """espeak-ng would say "Chinese letter" for each kanji."""
    settings = EngineSettings(1.0, 0.0)
    voice = find_voice("espeak:ja", None)
    mixed, plain = EspeakEngine().speak(["今日は", "  は"], voice, settings)
    assert [phone.ipa for phone in mixed.phones] == [phone.ipa for phone in plain.phones]
    assert [word.text for word in mixed.words] == ["は"]


@pytest.mark.parametrize(
    ("voice", "script"),
    [("en-us", "مرحبا بالعالم"), ("de", "доброе утро"), ("en-us", "你好"), ("ja", "日本")],
)
def test_script_of_foreign_letters_is_refused(voice, script):
    with pytest.raises(ScriptUnspeakableError, match=voice):
        synthesize(script, find_voice(f"espeak:{voice}", None), VoiceSettings())

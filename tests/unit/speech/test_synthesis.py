import itertools
import shutil

import numpy as np
import pytest

from likeness.core.speech import PhoneSource, Speech
from likeness.core.voice import VoiceSettings
from likeness.errors import OptionInvalidError, ScriptEmptyError, ScriptUnspeakableError
from likeness.speech import find_voice, synthesize
from likeness.speech.analysis import analysis_copy, frame_levels_db
from likeness.speech.phone_tables import ARPABET, VOWELS
from likeness.speech.synthesis import LEAD_S, TAIL_S

VOICES = [
    "espeak:en-us",
    pytest.param(
        "flite:slt", marks=pytest.mark.skipif(shutil.which("flite") is None, reason="flite is missing")
    ),
    pytest.param(
        "festival:slt",
        marks=pytest.mark.skipif(shutil.which("festival") is None, reason="festival is missing"),
    ),
]


def speak(script: str, voice_id: str = "espeak:en-us", **settings: float) -> Speech:
    return synthesize(script, find_voice(voice_id, None), VoiceSettings(**settings))


@pytest.mark.parametrize("voice_id", VOICES)
def test_phones_and_words_are_in_order_and_inside(voice_id: str) -> None:
    script = 'Put the baby, 25 & "café" — down!'
    speech = speak(script, voice_id)
    assert speech.source is PhoneSource.SYNTHESIZED
    assert speech.audio.n_channels == 1
    times = [time for phone in speech.phones for time in (phone.start_s, phone.end_s)]
    assert times == sorted(times)
    assert times[0] >= 0
    assert times[-1] <= speech.duration_s
    assert {phone.arpabet for phone in speech.phones} <= ARPABET - {"SIL"}
    assert [word.text for word in speech.words] == ["Put", "the", "baby", "25", "café", "down"]
    assert all(script[word.char_start :].startswith(word.text) for word in speech.words)
    assert all(word.end_s > word.start_s for word in speech.words)


@pytest.mark.parametrize("voice_id", VOICES)
def test_pause_is_exact(voice_id: str) -> None:
    speech = speak('Moon.<break time="1.5s"/>Sun.', voice_id)
    first, second = speech.words
    assert second.start_s - first.end_s == pytest.approx(1.5, abs=0.12)
    one, two = speak("Moon.", voice_id), speak("Sun.", voice_id)
    assert speech.duration_s == pytest.approx(
        one.duration_s + two.duration_s - LEAD_S - TAIL_S + 1.5, abs=0.01
    )


@pytest.mark.parametrize("voice_id", VOICES)
def test_lead_and_tail_are_silent(voice_id: str) -> None:
    speech = speak("Hello there.", voice_id)
    rate_hz = speech.audio.sample_rate_hz
    assert not speech.audio.samples[: round(LEAD_S * rate_hz)].any()
    assert not speech.audio.samples[-round(TAIL_S * rate_hz) :].any()
    assert speech.phones[0].start_s == pytest.approx(LEAD_S, abs=0.05)


@pytest.mark.parametrize("voice_id", VOICES)
def test_closures_are_quiet(voice_id: str) -> None:
    speech = speak("Peter put a paper cup of tea on top of the table. Take a copy, Katie.", voice_id)
    samples = analysis_copy(speech.audio)
    levels_db = frame_levels_db(samples) - 20 * np.log10(samples.std())
    lowest = [
        levels_db[round(after.start_s * 100) : round(after.end_s * 100) + 1].min()
        for before, after in zip(speech.phones, speech.phones[1:], strict=False)
        if before.arpabet in VOWELS and after.arpabet in ("P", "T", "K") and before.end_s == after.start_s
    ]
    assert len(lowest) >= 8
    assert np.median(lowest) < -12


@pytest.mark.parametrize("voice_id", VOICES)
@pytest.mark.parametrize("speed", [0.5, 1.5])
def test_speed(voice_id: str, speed: float) -> None:
    script = "The boy put the ball down in the garden."
    silence_s = LEAD_S + TAIL_S
    plain_s = speak(script, voice_id).duration_s - silence_s
    assert plain_s / (speak(script, voice_id, speed=speed).duration_s - silence_s) == pytest.approx(
        speed, rel=0.12
    )


@pytest.mark.parametrize("voice_id", VOICES)
@pytest.mark.parametrize("pitch_semitones", [-50.0, -12.0, 6.0, 50.0])
def test_any_pitch_keeps_the_times(voice_id: str, pitch_semitones: float) -> None:
    plain, shifted = (
        speak("Good morning.", voice_id),
        speak("Good morning.", voice_id, pitch_semitones=pitch_semitones),
    )
    assert np.isfinite(shifted.audio.samples).all()
    assert shifted.audio.samples.std() > 0.1 * plain.audio.samples.std()
    assert shifted.duration_s == pytest.approx(plain.duration_s, abs=0.15)
    assert [phone.arpabet for phone in shifted.phones] == [phone.arpabet for phone in plain.phones]


def test_same_script_gives_same_sound() -> None:
    assert np.array_equal(speak("Hello.").audio.samples, speak("Hello.").audio.samples)


def test_paired_words_are_both_timed() -> None:
    words = speak("A cup of the tea of a man.").words
    assert [word.text for word in words] == ["A", "cup", "of", "the", "tea", "of", "a", "man"]
    assert all(a.end_s <= b.start_s + 1e-9 for a, b in itertools.pairwise(words))


@pytest.mark.parametrize(
    ("script", "language"),
    [
        ("你好世界。", "zh"),
        ("Добрый день.", "ru"),
        ("مرحبا بالعالم", "ar"),
        ("नमस्ते", "hi"),
        ("Grüße, schöne Welt!", "de"),
    ],
)
def test_other_languages(script: str, language: str) -> None:
    speech = synthesize(script, find_voice(None, language), VoiceSettings())
    assert len(speech.phones) >= 4
    assert all(script[word.char_start :].startswith(word.text) for word in speech.words)


@pytest.mark.parametrize(
    "script", ["😀 Hi! ❤️", "½ ² Ⅷ ①", "\u0301\u0301a", "[[h@l'oU]] ok", 'C:\\x "(quit)" #1']
)
def test_odd_characters_do_no_harm(script: str) -> None:
    assert speak(script).duration_s > LEAD_S + TAIL_S


def test_empty_script() -> None:
    with pytest.raises(ScriptEmptyError):
        speak("<break time='1s'/> ... ")


@pytest.mark.skipif(shutil.which("flite") is None, reason="flite is missing")
def test_script_in_letters_that_the_voice_does_not_know() -> None:
    with pytest.raises(ScriptUnspeakableError, match="flite:slt"):
        speak("你好", "flite:slt")


@pytest.mark.parametrize(
    "settings", [{"speed": 0.4}, {"speed": 1.6}, {"pitch_semitones": 51}, {"speed": float("nan")}]
)
def test_settings_out_of_range(settings: dict[str, float]) -> None:
    with pytest.raises(OptionInvalidError):
        speak("Hello.", **settings)

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from likeness.core.audio import AudioClip
from likeness.core.speech import PhoneSource, Speech
from likeness.core.voice import VoiceSettings
from likeness.speech import find_voice, listen, read_audio, synthesize
from likeness.speech.phone_tables import ARPABET

TEXT = "My big brother Bob made a map of the moon, then we ate 25 apples."


@pytest.fixture(scope="module")
def told() -> Speech:
    return synthesize(TEXT, find_voice("espeak:en-us", None), VoiceSettings())


def is_tidy(speech: Speech) -> bool:
    times = [time for phone in speech.phones for time in (phone.start_s, phone.end_s)]
    inside = not times or (times[0] >= 0 and times[-1] <= speech.duration_s)
    return inside and times == sorted(times) and {phone.arpabet for phone in speech.phones} <= ARPABET


@pytest.mark.parametrize("language", ["en-US", None])
def test_known_english_words_are_aligned(told: Speech, language: str | None) -> None:
    speech = listen(told.audio, TEXT, language)
    assert speech.source is PhoneSource.ALIGNED
    assert speech.language == (language or "en")
    assert speech.audio is told.audio
    assert is_tidy(speech)
    assert [(word.text, word.char_start) for word in speech.words] == [
        (word.text, word.char_start) for word in told.words
    ]
    errors_s = [abs(a.start_s - b.start_s) for a, b in zip(speech.words, told.words, strict=True)]
    assert np.median(errors_s) < 0.05


def test_unknown_words_are_learned() -> None:
    text = "Zorblatt visits Grumblekins in 1987."
    told = synthesize(text, find_voice("espeak:en-us", None), VoiceSettings())
    speech = listen(told.audio, text, "en")
    assert speech.source is PhoneSource.ALIGNED
    assert [word.text for word in speech.words] == ["Zorblatt", "visits", "Grumblekins", "in", "1987"]


def test_without_words_phones_are_recognized(told: Speech) -> None:
    speech = listen(told.audio, None, None)
    assert speech.source is PhoneSource.RECOGNIZED
    assert speech.words == ()
    assert speech.language == "und"
    assert len(speech.phones) > 15
    assert is_tidy(speech)


@pytest.mark.parametrize("language", ["de", None])
def test_words_of_other_languages_are_aligned_by_a_reading(language: str | None) -> None:
    text = "Guten Morgen, liebe Leute. <break time='1s'/> Wie geht es euch? Das ist nicht mein Haus."
    told = synthesize(text, find_voice("espeak:de+f4", None), VoiceSettings(speed=0.85, pitch_semitones=5))
    speech = listen(told.audio, text, language)
    assert speech.source is PhoneSource.ALIGNED
    assert speech.language == "de"
    assert is_tidy(speech)
    assert [(word.text, word.char_start) for word in speech.words] == [
        (word.text, word.char_start) for word in told.words
    ]
    assert all(a.end_s <= b.start_s + 1e-6 for a, b in zip(speech.words, speech.words[1:], strict=False))
    errors_s = [abs(a.start_s - b.start_s) for a, b in zip(speech.words, told.words, strict=True)]
    assert np.median(errors_s) < 0.04


def test_words_of_unknown_languages_are_spread_over_the_speech() -> None:
    text = "Guten Morgen, liebe Leute. <break time='1s'/> Wie geht es euch?"
    told = synthesize(text, find_voice("espeak:de", None), VoiceSettings())
    speech = listen(told.audio, text, "xx")
    assert speech.source is PhoneSource.RECOGNIZED
    assert [word.text for word in speech.words] == [word.text for word in told.words]
    errors_s = [abs(a.start_s - b.start_s) for a, b in zip(speech.words, told.words, strict=True)]
    assert np.median(errors_s) < 0.25


@pytest.mark.parametrize("language", ["de", "en"])
def test_other_words_are_not_laid_over_a_recording(language: str) -> None:
    told = synthesize(
        "Yesterday evening we bought apples, and ate them under a tree.",
        find_voice("espeak:en-us", None),
        VoiceSettings(),
    )
    other = {
        "de": "Die Katze sitzt nicht auf dem Dach, sondern schläft im Garten unter dem Baum.",
        "en": "My brother Bob gave five maps of the moon to both of my mother's friends.",
    }
    assert listen(told.audio, other[language], language).source is PhoneSource.RECOGNIZED


def test_words_that_do_not_fit_are_not_forced() -> None:
    told = synthesize("Moon.", find_voice("espeak:en-us", None), VoiceSettings())
    speech = listen(
        told.audio, "This long sentence has nothing at all to do with that short sound. " * 8, "en"
    )
    assert speech.source is not PhoneSource.ALIGNED


@pytest.mark.parametrize("transcript", [None, "Hello there.", "", "😀"])
@pytest.mark.parametrize("kind", ["silence", "noise", "hum", "click"])
def test_no_speech(clip: Callable[..., AudioClip], kind: str, transcript: str | None) -> None:
    n = 32000
    samples = {
        "silence": np.zeros(n),
        "noise": np.random.default_rng(0).normal(0, 0.1, n),
        "hum": 0.2 * np.sin(2 * np.pi * 50 * np.arange(n) / 16000),
        "click": np.eye(1, n, 12000)[0],
    }[kind]
    speech = listen(clip(samples), transcript, None)
    assert speech.source is PhoneSource.NONE
    assert speech.phones == ()
    assert speech.words == ()


@pytest.mark.parametrize("gain", [0.005, 4.0])
def test_quiet_and_clipped_recordings(told: Speech, gain: float) -> None:
    samples = np.clip(told.audio.samples * gain, -1, 1).astype(np.float32)
    assert listen(AudioClip(samples, told.audio.sample_rate_hz), TEXT, "en").source is PhoneSource.ALIGNED


@pytest.mark.parametrize("n_samples", [800, 1600, 4000])
def test_very_short_recordings(clip: Callable[..., AudioClip], buzz: np.ndarray, n_samples: int) -> None:
    assert is_tidy(listen(clip(buzz[:n_samples]), None, "en"))
    assert is_tidy(listen(clip(buzz[:n_samples]), "Hello world", "en"))


def test_recordings_beside_the_repository(shared_audio: Path) -> None:
    for name in ("a12_digit_three_0.24s_8k.wav", "a13_laugh.mp3", "a14_silence_5s.wav", "a07_en_girl.wav"):
        assert is_tidy(listen(read_audio(shared_audio / name), None, None))


def test_real_sentence_is_aligned(shared_audio: Path) -> None:
    text = "Printing, in the only sense with which we are at present concerned, differs from most"
    text += " if not from all the arts and crafts represented in the Exhibition"
    speech = listen(read_audio(shared_audio / "a02_lj_en.flac"), text, "en")
    starts_s = {word.text: word.start_s for word in speech.words}
    assert speech.source is PhoneSource.ALIGNED
    assert starts_s["differs"] == pytest.approx(4.41, abs=0.1)
    assert starts_s["Exhibition"] == pytest.approx(8.79, abs=0.1)


def test_english_words_are_guessed_when_asked(shared_audio: Path) -> None:
    audio = read_audio(shared_audio / "a02_lj_en.flac")
    assert listen(audio, None, None).words == ()
    speech = listen(audio, None, None, guess_words=True)
    assert speech.words_are_guessed
    heard = {word.text for word in speech.words}
    assert len(heard & {"printing", "only", "present", "concerned", "differs", "arts", "crafts"}) >= 4
    assert all(a.end_s <= b.start_s + 0.02 for a, b in zip(speech.words, speech.words[1:], strict=False))


def test_words_are_not_guessed_in_other_languages_or_beside_a_transcript(told: Speech) -> None:
    assert listen(told.audio, None, "de", guess_words=True).words == ()
    assert not listen(told.audio, TEXT, "en", guess_words=True).words_are_guessed


def test_words_of_a_voice_are_guessed() -> None:
    told = synthesize("Hello world, this is a test.", find_voice("espeak:en-us", None), VoiceSettings())
    speech = listen(told.audio, None, "en", guess_words=True)
    assert speech.words_are_guessed
    assert all(word.char_start == -1 for word in speech.words)

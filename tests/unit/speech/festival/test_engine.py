"""Voices that this machine has; each is skipped where its package is not installed."""

import numpy as np
import pytest

from likeness.core.voice import VoiceSettings
from likeness.speech import find_voice, list_voices, synthesize
from likeness.speech.festival.catalogue import FESTIVAL_VOICES
from likeness.speech.festival.engine import FestivalEngine

SENTENCES = {
    "en-US": ("My mother bought 2 big maps.", "M AY M AH DH ER B AO T T UW B IH G M AE P S"),
    "it": ("Perché no, mamma?", "P EH R K EH N AO M AA M M AA"),
    "cs": ("Dobrý den, mami.", "D OW B R IY D EH N M AA M IY"),
    "fi": ("Hyvää päivää, äiti.", "HH UW V AE P AE IY V AE AE IY T IY"),
    "ca": ("Bon dia, mama.", "B AO N D IY AH M AA M AH"),
    "hi": ("नमस्ते आप कैसे हैं।", "N AH M AH S T EH AA P AH K EH S EH HH EH M"),
    "mr": ("नमस्कार, तुम्ही कसे आहात.", "N AH M AH S K AA R AH T UW M HH IY K AH S EH AA HH AA T AH"),
    "te": ("నమస్కారం మీరు.", "N AH M AH S K AA R AH M M IY R UW"),
    "ru": ("Привет, мама.", "P R IY V EH T M AA M AA"),
}  # fmt: skip


def installed() -> set[str]:
    return {voice.id for voice in FestivalEngine().voices()}


@pytest.fixture(params=[voice.name for voice in FESTIVAL_VOICES])
def voice_id(request: pytest.FixtureRequest) -> str:
    name = f"festival:{request.param}"
    if name not in installed():
        pytest.skip(f"{name} is not installed")
    return name


def test_phones_and_words(voice_id: str) -> None:
    voice = find_voice(voice_id, None)
    text, classes = SENTENCES[voice.language]
    speech = synthesize(text, voice, VoiceSettings())
    said = [phone.arpabet for phone in speech.phones]
    expected = classes.split()
    # Voices of one language pronounce alike, but not the same.
    common = sum(a == b for a, b in zip(said, expected, strict=False))
    assert len(said) == pytest.approx(len(expected), abs=2)
    assert common >= 0.7 * len(expected) or set(said) >= set(expected) - {"AA", "AH"}
    words = [word.strip(".,?।") for word in text.split()]
    assert [word.text for word in speech.words] == words
    assert [text[word.char_start :].startswith(word.text) for word in speech.words] == [True] * len(words)
    assert np.abs(speech.audio.samples).max() > 0.05


@pytest.mark.parametrize("speed", [0.5, 1.5])
def test_speed_is_kept_by_sound_and_times(voice_id: str, speed: float) -> None:
    voice = find_voice(voice_id, None)
    text, _ = SENTENCES[voice.language]
    usual, changed = (synthesize(text, voice, VoiceSettings(speed=each)) for each in (1.0, speed))
    lengths_s = [speech.phones[-1].end_s - speech.phones[0].start_s for speech in (usual, changed)]
    assert lengths_s[1] / lengths_s[0] == pytest.approx(1 / speed, rel=0.1)
    assert changed.phones[-1].end_s <= changed.duration_s


def test_the_default_voice_is_a_natural_one() -> None:
    for voice in FestivalEngine().voices():
        best = max(other.quality for other in list_voices() if other.language == voice.language)
        assert find_voice(None, voice.language).quality == best


def test_scheme_cannot_be_reached_from_a_text(voice_id: str) -> None:
    text = '") (system "touch hacked") (\\" 1, 2.'
    synthesize(text, find_voice(voice_id, None), VoiceSettings())

"""Most of this needs the extra `japanese`, which is no part of the usual environment."""

import importlib.util

import numpy as np
import pytest

from likeness.core.voice import VoiceSettings
from likeness.speech import find_voice, list_voices, synthesize
from likeness.speech.japanese.engine import _phones, _Sound, reads

needs_the_extra = pytest.mark.skipif(
    importlib.util.find_spec("pyopenjtalk") is None, reason="the extra japanese is not installed"
)


def test_without_the_extra_it_is_not_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    assert "openjtalk:mei" not in {voice.id for voice in list_voices()}
    assert find_voice(None, "ja").id == "espeak:ja"


def test_a_held_closure_belongs_to_the_consonant_after_it() -> None:
    sounds = [_Sound("a", 0.0, 0.1), _Sound("cl", 0.1, 0.2), _Sound("p", 0.2, 0.25), _Sound("a", 0.25, 0.4)]
    assert [(p.arpabet, p.start_s, p.end_s) for p in _phones(sounds)] == [
        ("AA", 0.0, 0.1), ("P", 0.1, 0.25), ("AA", 0.25, 0.4),
    ]  # fmt: skip


def test_letters() -> None:
    assert [reads(letter) for letter in "今こカーaＡﾊПא"] == [True] * 7 + [False] * 2


@needs_the_extra
def test_phones_and_words() -> None:
    text = "今日は、いい天気。切符を25枚。"
    speech = synthesize(text, find_voice(None, "ja"), VoiceSettings())
    assert speech.voice_id == "openjtalk:mei"
    assert [phone.arpabet for phone in speech.phones[:5]] == ["K", "OW", "OW", "W", "AA"]
    assert [word.text for word in speech.words[:6]] == ["今日", "は", "いい", "天気", "切符", "を"]
    assert all(text[word.char_start :].startswith(word.text) for word in speech.words)
    assert "25" in [word.text for word in speech.words]
    kippu = next(word for word in speech.words if word.text == "切符")
    (p,) = [p for p in speech.phones if p.arpabet == "P" and kippu.start_s <= p.start_s < kippu.end_s]
    rate_hz = speech.audio.sample_rate_hz
    closure = speech.audio.samples[round((p.start_s + 0.03) * rate_hz) : round((p.start_s + 0.09) * rate_hz)]
    assert closure.std() < 0.1 * speech.audio.samples.std()


@needs_the_extra
@pytest.mark.parametrize("speed", [0.5, 1.5])
def test_speed(speed: float) -> None:
    usual, changed = (
        synthesize("いい天気ですね。", find_voice(None, "ja"), VoiceSettings(speed=each))
        for each in (1, speed)
    )
    spans_s = [speech.phones[-1].end_s - speech.phones[0].start_s for speech in (usual, changed)]
    assert spans_s[1] == pytest.approx(spans_s[0] / speed, rel=0.02)


@needs_the_extra
def test_odd_texts() -> None:
    for text in ("ABC 😀 Привет 今", "25円、¥500。"):
        assert np.isfinite(synthesize(text, find_voice(None, "ja"), VoiceSettings()).audio.samples).all()

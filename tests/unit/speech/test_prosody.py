import numpy as np
import pytest

from likeness.core.speech import Phone, Speech
from likeness.core.voice import VoiceSettings
from likeness.speech import find_voice, synthesize
from likeness.speech.pitch import track_f0
from likeness.speech.prosody import at_rate, whole_rate
from likeness.speech.script import SpokenText, split_script
from likeness.speech.utterance import Utterance

VOICES = ["espeak:en-us", "flite:slt", "festival:slt"]


@pytest.fixture(params=VOICES)
def voice(request: pytest.FixtureRequest) -> str:
    from likeness.speech import list_voices

    if request.param not in {each.id for each in list_voices()}:
        pytest.skip(f"{request.param} is not installed")
    return str(request.param)


def spoken(script: str, voice: str) -> Speech:
    return synthesize(script, find_voice(voice, None), VoiceSettings())


def span_s(speech: Speech, word: str) -> float:
    return next(each.end_s - each.start_s for each in speech.words if each.text == word)


def sound_of(speech: Speech, word: str) -> np.ndarray:
    found = next(each for each in speech.words if each.text == word)
    rate_hz = speech.audio.sample_rate_hz
    return speech.audio.samples[round(found.start_s * rate_hz) : round(found.end_s * rate_hz), 0]


def f0_hz(speech: Speech, word: str) -> float:
    track = track_f0(sound_of(speech, word), speech.audio.sample_rate_hz)
    return float(np.median(track[track > 0]))


SCRIPT = "We bring {}marmalade{} and bananas home."


@pytest.mark.parametrize("rate", [0.6, 1.5])
def test_rate_of_one_word(voice: str, rate: float) -> None:
    plain = spoken(SCRIPT.format("", ""), voice)
    changed = spoken(SCRIPT.format(f'<prosody rate="{rate}">', "</prosody>"), voice)
    assert span_s(changed, "marmalade") == pytest.approx(span_s(plain, "marmalade") / rate, rel=0.05)
    assert span_s(changed, "bananas") == pytest.approx(span_s(plain, "bananas"), rel=0.05)
    assert [phone.arpabet for phone in changed.phones] == [phone.arpabet for phone in plain.phones]
    assert changed.phones[-1].end_s <= changed.duration_s


def test_rate_of_a_whole_text_is_the_engines_own(voice: str) -> None:
    plain = spoken("We bring bananas home.", voice)
    slow = spoken('<prosody rate="0.7">We bring bananas home.</prosody>', voice)
    own = synthesize("We bring bananas home.", find_voice(voice, None), VoiceSettings(speed=0.7))
    np.testing.assert_array_equal(slow.audio.samples, own.audio.samples)
    assert slow.duration_s > plain.duration_s


def test_pitch_of_one_word(voice: str) -> None:
    plain = spoken(SCRIPT.format("", ""), voice)
    high = spoken(SCRIPT.format('<prosody pitch="+5st">', "</prosody>"), voice)
    assert f0_hz(high, "marmalade") == pytest.approx(f0_hz(plain, "marmalade") * 2 ** (5 / 12), rel=0.06)
    assert f0_hz(high, "bananas") == pytest.approx(f0_hz(plain, "bananas"), rel=0.06)
    # The silence at the beginning is cut anew.
    starts_s = [[phone.start_s - each.phones[0].start_s for phone in each.phones] for each in (high, plain)]
    np.testing.assert_allclose(*starts_s, atol=1e-6)


def test_volume_of_one_word(voice: str) -> None:
    plain = spoken(SCRIPT.format("", ""), voice)
    soft = spoken(SCRIPT.format('<prosody volume="-12dB">', "</prosody>"), voice)
    ratio = sound_of(soft, "marmalade").std() / sound_of(plain, "marmalade").std()
    assert 20 * np.log10(ratio) == pytest.approx(-12, abs=1)
    np.testing.assert_allclose(sound_of(soft, "bananas").std(), sound_of(plain, "bananas").std(), rtol=0.05)


def test_emphasis_is_louder_longer_and_higher() -> None:
    plain, strong = (
        spoken(SCRIPT.format(*tags), "espeak:en-us")
        for tags in (("", ""), ('<emphasis level="strong">', "</emphasis>"))
    )
    assert span_s(strong, "marmalade") > 1.1 * span_s(plain, "marmalade")
    assert f0_hz(strong, "marmalade") > 1.05 * f0_hz(plain, "marmalade")
    gains = [sound_of(each, "marmalade").std() / sound_of(each, "bananas").std() for each in (strong, plain)]
    assert gains[0] > 1.2 * gains[1]


def test_loud_speech_does_not_clip() -> None:
    loud = spoken('<prosody volume="+12dB">Loud</prosody> words', "espeak:en-us")
    assert np.abs(loud.audio.samples).max() <= 1


@pytest.mark.parametrize(
    ("script", "rate"),
    [
        ('<prosody rate="slow">All.</prosody>', 0.75),
        ('<prosody rate="slow">Part</prosody> of it', 1.0),
        ("Plain", 1.0),
        (' "<prosody rate="fast">Quoted</prosody>" ', 1.25),
    ],
)
def test_whole_rate(script: str, rate: float) -> None:
    (part,) = split_script(script)
    assert isinstance(part, SpokenText)
    assert whole_rate(part) == rate


def test_at_rate_moves_times_with_the_sound(buzz: np.ndarray) -> None:
    utterance = Utterance(buzz.astype(np.float32), 16000, (Phone("AA", "a", 0.2, 0.6),), ())
    slow = at_rate(utterance, 0.5)
    assert slow.duration_s == pytest.approx(2.0)
    assert (slow.phones[0].start_s, slow.phones[0].end_s) == pytest.approx((0.4, 1.2))
    assert at_rate(utterance, 1.0) is utterance

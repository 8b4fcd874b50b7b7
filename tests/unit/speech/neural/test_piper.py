import json
from pathlib import Path

import numpy as np
import pytest

from likeness.core.speech import PhoneSource
from likeness.core.voice import VoiceSettings
from likeness.errors import VoiceNotFoundError, VoiceUnusableError
from likeness.speech import find_voice, synthesize
from likeness.speech.neural.piper import PiperEngine
from likeness.speech.utterance import EngineSettings, Utterance
from likeness.testing.tiny_voices import PIPER_HOP, PIPER_RATE_HZ, TinyPiper, frames_of, write_piper

TEXT = "My big map."
# Without closures, which are heard in the sound.
FLUENT, SYMBOLS = "She sees owls.", "ʃiː sˈiːz ˈaʊlz."


def spoken(text: str, voice_id: str, speed: float = 1.0) -> Utterance:
    engine = PiperEngine()
    voice = next(voice for voice in engine.voices() if voice.id == voice_id)
    (utterance,) = engine.speak([text], voice, EngineSettings(speed, 0.0))
    return utterance


def expected_starts_s(speed: float) -> dict[int, float]:
    """Start of each symbol, computed beside the model: start, pad, then symbols with the pads before them."""
    n_pad = frames_of("_", 1 / speed)
    frames, starts = frames_of("^", 1 / speed) + n_pad, {}
    for i, symbol in enumerate(SYMBOLS):
        starts[i] = (frames - (n_pad if i else 0)) * PIPER_HOP / PIPER_RATE_HZ
        frames += frames_of(symbol, 1 / speed) + n_pad
    return starts


@pytest.mark.parametrize("speed", [0.5, 1.0, 1.5])
def test_phone_times_are_those_of_the_model(voices: Path, speed: float) -> None:
    write_piper(voices, "en_US-tiny-medium")
    utterance = spoken(FLUENT, "piper:en_US-tiny-medium", speed)
    starts_s = expected_starts_s(speed)
    first_symbols = [0, 1, 4, 5, 8, 10, 13, 14]  # ʃ iː s ˈiː z ˈaʊ l z
    assert [phone.arpabet for phone in utterance.phones] == ["SH", "IY", "S", "IY", "Z", "AW", "L", "Z"]
    np.testing.assert_allclose(
        [phone.start_s for phone in utterance.phones], [starts_s[i] for i in first_symbols], atol=1e-6
    )
    assert [(word.text, word.char_start) for word in utterance.words] == [
        ("She", 0), ("sees", 4), ("owls", 9),
    ]  # fmt: skip


def test_the_sound_is_where_the_phones_are(voices: Path) -> None:
    write_piper(voices, "tiny")
    utterance = spoken(TEXT, "piper:tiny")
    loud = np.abs(utterance.samples) > 0.05
    first, last = np.flatnonzero(loud)[[0, -1]] / PIPER_RATE_HZ
    assert first == pytest.approx(utterance.phones[0].start_s, abs=0.005)
    assert last == pytest.approx(utterance.phones[-1].end_s, abs=0.005)
    for word, phone in zip(utterance.words, (utterance.phones[0], utterance.phones[2]), strict=False):
        assert word.start_s == phone.start_s


def test_the_same_script_sounds_the_same(voices: Path) -> None:
    write_piper(voices, "tiny")
    first, second = spoken(TEXT, "piper:tiny"), spoken(TEXT, "piper:tiny")
    np.testing.assert_array_equal(first.samples, second.samples)
    assert np.abs(first.samples[: 8 * PIPER_HOP]).max() > 0  # the model's noise is there


def test_speakers_are_voices_of_their_own(voices: Path) -> None:
    write_piper(voices, "en_GB-many-medium", TinyPiper(("anna", "ben"), language="en_GB"))
    found = PiperEngine().voices()
    assert [voice.id for voice in found] == ["piper:en_GB-many-medium/anna", "piper:en_GB-many-medium/ben"]
    assert {(voice.language, voice.name) for voice in found} == {
        ("en-GB", "Many anna (Piper)"), ("en-GB", "Many ben (Piper)"),
    }  # fmt: skip
    anna, ben = (spoken(TEXT, voice.id) for voice in found)
    pitches_hz = [np.abs(np.fft.rfft(each.samples)).argmax() / each.duration_s for each in (anna, ben)]
    assert pitches_hz == pytest.approx([120, 160], abs=3)


def test_a_model_that_tells_no_lengths_is_listened_to(voices: Path) -> None:
    write_piper(voices, "silent", TinyPiper(tells_lengths=False))
    utterance = spoken("My big map came back on the bus.", "piper:silent")
    assert utterance.duration_s > 1
    assert utterance.source in (PhoneSource.ALIGNED, PhoneSource.RECOGNIZED)


def test_symbols_that_the_model_lacks_are_left_out(voices: Path) -> None:
    model = write_piper(voices, "poor")
    description = model.with_name("poor.onnx.json")
    content = json.loads(description.read_text())
    del content["phoneme_id_map"]["m"]
    description.write_text(json.dumps(content))
    assert [phone.arpabet for phone in spoken(TEXT, "piper:poor").phones] == ["AY", "B", "IH", "G", "AE", "P"]


def test_whole_path_with_its_language(voices: Path) -> None:
    write_piper(voices, "de_DE-tiny-low", TinyPiper(language="de_DE", espeak_voice="de"))
    voice = find_voice(None, "de")
    assert (voice.id, voice.language_name) == ("piper:de_DE-tiny-low", "German")
    speech = synthesize('Guten <break time="1s"/> Tag, 21 Mal.', voice, VoiceSettings(1.2, 3.0))
    assert speech.source is PhoneSource.SYNTHESIZED
    assert [word.text for word in speech.words] == ["Guten", "Tag", "21", "Mal"]
    assert speech.script is not None
    assert [speech.script[word.char_start :][:3] for word in speech.words] == ["Gut", "Tag", "21 ", "Mal"]


def test_a_script_in_other_letters_is_silent(voices: Path) -> None:
    write_piper(voices, "tiny")
    assert not spoken("你好", "piper:tiny").phones


@pytest.mark.parametrize(
    "change",
    [
        {"audio": {}}, {"phoneme_type": "pinyin"}, {"phoneme_id_map": {}}, {"espeak": {"voice": ""}},
        {"inference": {"length_scale": 0}},
    ],
)  # fmt: skip
def test_unusable_descriptions_are_not_listed(voices: Path, change: dict[str, object]) -> None:
    model = write_piper(voices, "broken")
    description = model.with_name("broken.onnx.json")
    description.write_text(json.dumps({**json.loads(description.read_text()), **change}))
    assert PiperEngine().voices() == ()


def test_a_model_that_became_unusable(voices: Path) -> None:
    model = write_piper(voices, "tiny")
    voice = PiperEngine().voices()[0]
    model.write_bytes(b"no model")
    with pytest.raises(VoiceUnusableError):
        PiperEngine().speak(["One."], voice, EngineSettings(1.0, 0.0))
    model.unlink()
    with pytest.raises(VoiceNotFoundError):
        PiperEngine().speak(["One."], voice, EngineSettings(1.0, 0.0))

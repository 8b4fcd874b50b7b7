from pathlib import Path

import numpy as np
import pytest

from likeness.core.speech import PhoneSource
from likeness.core.voice import VoiceSettings
from likeness.errors import VoiceUnusableError
from likeness.speech import find_voice, synthesize
from likeness.speech.neural.kokoro import KokoroEngine, languages_of
from likeness.speech.neural.kokoro_symbols import SYMBOL_IDS, spell_for_kokoro
from likeness.speech.neural.styles import read_style, style_names
from likeness.speech.utterance import EngineSettings, Utterance
from likeness.testing.tiny_voices import KOKORO_HOP, KOKORO_RATE_HZ, write_kokoro

FRAME_S = KOKORO_HOP / KOKORO_RATE_HZ


def spoken(text: str, name: str, speed: float = 1.0) -> Utterance:
    engine = KokoroEngine()
    voice = next(voice for voice in engine.voices() if voice.id == f"kokoro:{name}")
    (utterance,) = engine.speak([text], voice, EngineSettings(speed, 0.0))
    return utterance


def test_voices_tell_language_and_gender(voices: Path) -> None:
    write_kokoro(voices, ("af_heart", "bm_george", "ff_siwis", "zf_xiaobei", "jf_alpha", "mine"))
    found = {voice.id: (voice.name, voice.language, voice.gender) for voice in KokoroEngine().voices()}
    assert found == {
        "kokoro:af_heart": ("Heart (Kokoro)", "en-US", "female"),
        "kokoro:bm_george": ("George (Kokoro)", "en-GB", "male"),
        "kokoro:ff_siwis": ("Siwis (Kokoro)", "fr-FR", "female"),
        "kokoro:mine": ("Mine (Kokoro)", "en-US", "unknown"),
    }


@pytest.mark.parametrize(("speed", "n_frames"), [(0.5, 6), (1.0, 3), (1.5, 2)])
def test_phone_times_are_those_of_the_model(voices: Path, speed: float, n_frames: int) -> None:
    write_kokoro(voices, ("af_heart",))
    utterance = spoken("She sees.", "af_heart", speed)
    assert [phone.arpabet for phone in utterance.phones] == ["SH", "IY", "S", "IY", "Z"]
    # One symbol each: ʃ i, space, s, ˈ i, z. The stress belongs to its vowel, the space to the sound before.
    n_space = int(np.ceil(np.float32(2) / np.float32(speed)))
    is_fluent = n_space * FRAME_S <= 0.06
    counts = np.array([n_frames, n_frames + n_space, n_frames, 2 * n_frames, n_frames])
    starts_s = (n_frames + np.concatenate([[0], np.cumsum(counts)])) * FRAME_S
    np.testing.assert_allclose([phone.start_s for phone in utterance.phones], starts_s[:-1], atol=1e-6)
    assert utterance.phones[1].end_s == pytest.approx(starts_s[2] - (0 if is_fluent else n_space * FRAME_S))


def test_long_texts_are_spoken_in_pieces(voices: Path) -> None:
    write_kokoro(voices, ("af_heart",))
    text = "My big map came back again. " * 40
    utterance = spoken(text, "af_heart")
    assert len(utterance.words) == 6 * 40
    starts_s = [word.start_s for word in utterance.words]
    assert starts_s == sorted(starts_s)
    assert utterance.duration_s > utterance.phones[-1].end_s


def test_without_lengths_it_is_listened_to(voices: Path) -> None:
    write_kokoro(voices, ("af_heart",), tells_lengths=False)
    assert spoken("My big map came back.", "af_heart").source is not PhoneSource.SYNTHESIZED


def test_default_voice_and_whole_path(voices: Path) -> None:
    write_kokoro(voices, ("af_heart", "bm_george"))
    assert find_voice(None, "en").id == "kokoro:af_heart"
    assert find_voice(None, "en-GB").id == "kokoro:bm_george"
    speech = synthesize("Good day. Good night.", find_voice("kokoro:AF-heart", None), VoiceSettings(0.8, -4))
    assert [word.text for word in speech.words] == ["Good", "day", "Good", "night"]
    assert speech.source is PhoneSource.SYNTHESIZED


@pytest.mark.parametrize(
    ("phone", "voice", "symbols"),
    [
        ("ˈo͡ʊ", "en-us", "ˈO"), ("ə͡ʊ", "en-gb", "Q"), ("d͡ʒ", "en-us", "ʤ"), ("ɚ", "en-us", "əɹ"),
        ("ɜː", "en-gb", "ɜː"), ("ɾ", "en-us", "T"), ("t͡ʃ", "it", "ʧ"), ("ɛ̃", "fr-fr", "ɛ̃"),
        ("ə͡l", "en-us", "ᵊl"),
    ],
)  # fmt: skip
def test_spelling(phone: str, voice: str, symbols: str) -> None:
    import unicodedata

    written = spell_for_kokoro(unicodedata.normalize("NFD", phone), voice)
    assert "".join(written) == unicodedata.normalize("NFD", symbols)
    assert set(written) <= SYMBOL_IDS.keys()


def test_chinese_and_japanese_voices_cannot_be_pronounced() -> None:
    assert languages_of("zf_xiaobei") is None
    assert languages_of("jm_kumo") is None


def test_forms_of_styles(tmp_path: Path) -> None:
    table = np.arange(510 * 256, dtype=np.float32).reshape(510, 1, 256)
    np.save(tmp_path / "af_one.npy", table)
    table.tofile(tmp_path / "af_two.bin")
    np.savez(tmp_path / "many.npz", af_three=table, af_four=table)
    (tmp_path / "many.npz").rename(tmp_path / "voices-v1.0.bin")
    assert style_names(tmp_path / "voices-v1.0.bin") == ("af_four", "af_three")
    for file, name in [("af_one.npy", "af_one"), ("af_two.bin", "af_two"), ("voices-v1.0.bin", "af_three")]:
        np.testing.assert_array_equal(read_style(tmp_path / file, name), table[:, 0])


def test_damaged_styles(tmp_path: Path) -> None:
    np.save(tmp_path / "wrong.npy", np.zeros((3, 7), np.float32))
    np.save(tmp_path / "objects.npy", np.array([{}], dtype=object), allow_pickle=True)
    (tmp_path / "cut.npz").write_bytes(b"PK\x03\x04 cut off")
    for file in ("wrong.npy", "objects.npy", "cut.npz"):
        with pytest.raises(VoiceUnusableError):
            read_style(tmp_path / file, "x")

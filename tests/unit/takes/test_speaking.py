import av
import numpy as np
import pytest

from likeness.core.audio import AudioClip
from likeness.core.scene import Scene
from likeness.core.voice import Voice
from likeness.errors import OptionInvalidError
from likeness.loudness import integrated_lufs, true_peak_db
from likeness.takes.speaking import speak
from likeness.testing import tone_speech

RATE_HZ = 16_000


@pytest.fixture(autouse=True)
def doubles(monkeypatch):
    voice = Voice("test:tone", "Tone", "en", "English", "unknown", "test", 1)
    monkeypatch.setattr("likeness.speech.find_voice", lambda *_: voice, raising=False)
    monkeypatch.setattr("likeness.speech.synthesize", lambda script, *_: tone_speech(script), raising=False)


@pytest.fixture
def recording(tmp_path):
    """Soft tones with pauses."""
    times = np.arange(2 * RATE_HZ) / RATE_HZ
    wave = 0.05 * np.sin(2 * np.pi * 300 * times) * (np.sin(2 * np.pi * 2 * times) > 0)
    path = tmp_path / "soft.wav"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=RATE_HZ, layout="mono")
        samples = np.round(wave * 32767).astype(np.int16)[None, :]
        frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
        frame.sample_rate = RATE_HZ
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def test_voices_are_heard_at_the_level_of_films():
    spoken = speak(Scene(picture="a.jpg", script="one two three four"))
    assert integrated_lufs(spoken.sound) == pytest.approx(-16, abs=0.2)
    assert true_peak_db(spoken.sound) <= -1


def test_a_voice_alone_keeps_its_peaks():
    spoken = speak(Scene(picture="a.jpg", script="one two three four"), is_alone=True)
    own, heard = spoken.speech.audio.samples, spoken.sound.samples
    gain = float(np.abs(heard).max() / np.abs(own).max())
    np.testing.assert_allclose(heard, gain * own, atol=1e-6)
    assert true_peak_db(spoken.sound) <= -1
    assert integrated_lufs(spoken.sound) <= -15.9
    is_at_a_bound = true_peak_db(spoken.sound) > -1.6 or integrated_lufs(spoken.sound) > -16.1
    assert is_at_a_bound


def test_movement_still_follows_the_voice_as_it_is():
    spoken = speak(Scene(picture="a.jpg", script="one two"))
    as_it_is = tone_speech("one two").audio
    np.testing.assert_array_equal(spoken.speech.audio.samples, as_it_is.samples)
    assert spoken.sound.samples.shape == as_it_is.samples.shape
    assert not np.allclose(spoken.sound.samples, as_it_is.samples)


def test_recordings_stay_as_they_are(recording):
    spoken = speak(Scene(picture="a.jpg", audio=recording))
    assert spoken.sound is spoken.speech.audio
    assert integrated_lufs(spoken.sound) < -28


def test_recordings_are_levelled_when_it_is_asked_for(recording):
    spoken = speak(Scene(picture="a.jpg", audio=recording, level_audio=True))
    assert integrated_lufs(spoken.sound) == pytest.approx(-16, abs=0.2)
    assert integrated_lufs(spoken.speech.audio) < -28


def test_without_a_recording_there_is_nothing_to_level():
    with pytest.raises(OptionInvalidError, match="level_audio"):
        Scene(picture="a.jpg", script="Hello.", level_audio=True)


def test_the_film_has_the_level(tmp_path):
    """Through the encoder, too."""
    from fractions import Fraction

    from likeness.core.progress import CancelToken
    from likeness.encode.sound_file import write_sound

    sound = speak(Scene(picture="a.jpg", script="one two three four five")).sound
    path = tmp_path / "a.m4a"
    write_sound(sound, Fraction(sound.samples.shape[0], sound.sample_rate_hz), path, CancelToken())
    with av.open(str(path)) as container:
        decoded = np.concatenate([frame.to_ndarray() for frame in container.decode(audio=0)], axis=1)
    heard = AudioClip(np.ascontiguousarray(decoded.T), 48_000)
    assert integrated_lufs(heard) == pytest.approx(-16, abs=0.5)
    assert true_peak_db(heard) <= -1

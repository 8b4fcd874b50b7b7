import numpy as np
import pytest

from likeness.core.audio import AudioClip
from likeness.loudness.measure import integrated_lufs, true_peak_db
from likeness.loudness.normalise import SPEECH_LEVEL, LevelTarget, normalised

from .signals import RATE_HZ, clip, ffmpeg_readings, sine, voice_like


@pytest.mark.parametrize("peak", [0.05, 0.2, 1.0])
@pytest.mark.parametrize("rate_hz", [16_000, 22_050, 48_000])
def test_voices_come_to_the_level_of_films(peak, rate_hz):
    sound = normalised(voice_like(peak=peak, rate_hz=rate_hz))
    assert integrated_lufs(sound) == pytest.approx(-16, abs=0.3)
    assert true_peak_db(sound) <= -1.5 + 1e-3


def test_ffmpeg_agrees():
    loudness, peak_db = ffmpeg_readings(normalised(voice_like(8)))
    assert loudness == pytest.approx(-16, abs=0.3)
    assert peak_db < -1.2


def test_without_high_peaks_only_the_gain_changes():
    before = clip(sine(-40, 3))
    after = normalised(before)
    gain = after.samples[100:, 0] / np.where(before.samples[100:, 0] == 0, np.nan, before.samples[100:, 0])
    assert np.nanmax(gain) == pytest.approx(np.nanmin(gain), rel=1e-4)
    assert integrated_lufs(after) == pytest.approx(-16, abs=0.1)


def test_loud_sound_gets_softer():
    assert integrated_lufs(normalised(clip(sine(-3, 2)))) == pytest.approx(-16, abs=0.1)


def test_what_is_right_already_stays():
    once = normalised(voice_like())
    np.testing.assert_allclose(normalised(once).samples, once.samples, atol=0.06)


def test_other_targets_are_met():
    sound = normalised(clip(sine(-20, 2)), LevelTarget(-23, -3))
    assert integrated_lufs(sound) == pytest.approx(-23, abs=0.1)


@pytest.mark.parametrize("n_samples", [0, 5, RATE_HZ])
def test_silence_stays(n_samples):
    sound = AudioClip(np.zeros((n_samples, 1), np.float32), RATE_HZ)
    assert normalised(sound) is sound


def test_faint_noise_is_not_blown_up():
    noise = np.random.default_rng(0).standard_normal((RATE_HZ * 2, 1)).astype(np.float32) * 0.001
    before = AudioClip(noise, RATE_HZ)
    assert integrated_lufs(normalised(before)) <= integrated_lufs(before) + 30.1


def test_extreme_peaks_are_not_squeezed_without_end():
    samples = sine(-60, 4, n_channels=1)
    samples[::4800] = 1.0
    sound = normalised(clip(samples))
    assert true_peak_db(sound) <= SPEECH_LEVEL.true_peak_db + 1e-3


def test_the_given_clip_is_not_changed():
    before = voice_like(peak=1.0)
    copy = before.samples.copy()
    normalised(before)
    np.testing.assert_array_equal(before.samples, copy)

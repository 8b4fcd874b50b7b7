import numpy as np
import pytest

from likeness.core.audio import AudioClip
from likeness.loudness.limiter import amplified, limited
from likeness.loudness.measure import true_peak_db

from .signals import RATE_HZ, clip, ffmpeg_readings, sine, voice_like


def gain_of(after, before):
    """Return the gain where there is sound, at most 1."""
    x, y = before.samples[:, 0].astype(float), after.samples[:, 0].astype(float)
    return np.where(np.abs(x) > 0.01, y / np.where(np.abs(x) > 0.01, x, 1), np.nan)


@pytest.mark.parametrize("gain_db", [0, 6, 12])
@pytest.mark.parametrize("limit_db", [-1, -6])
def test_no_peak_exceeds_the_limit(gain_db, limit_db):
    sound = limited(amplified(voice_like(peak=0.9), gain_db), limit_db)
    assert true_peak_db(sound) <= limit_db + 1e-3
    assert ffmpeg_readings(sound)[1] <= limit_db + 0.2


@pytest.mark.parametrize("hz", [200, 3000, 11_999])
def test_loud_tones_are_held_down_evenly(hz):
    sound = limited(clip(sine(3, 1, hz)), -1)
    assert true_peak_db(sound) <= -1 + 1e-3
    middle = AudioClip(sound.samples[RATE_HZ // 4 : -RATE_HZ // 4], RATE_HZ)
    assert true_peak_db(middle) > -1.5


def test_what_has_no_peaks_stays_as_it_is():
    sound = clip(sine(-3, 0.5))
    assert limited(sound, -1) is sound


def test_a_peak_is_forgotten_soon():
    """Nothing pumps: a fifth of a second after a peak, and a hundredth before it, the gain is 1 again."""
    samples = sine(-12, 2.0, n_channels=1)
    samples[RATE_HZ : RATE_HZ + 20] += 1.5
    before = clip(samples)
    gain = gain_of(limited(before, -1), before)
    assert np.nanmin(gain) < 0.7
    assert np.nanmin(gain[: RATE_HZ - RATE_HZ // 100]) > 0.999
    assert np.nanmin(gain[RATE_HZ + RATE_HZ // 5 :]) > 0.99


def test_gain_changes_smoothly():
    samples = sine(-20, 1.0, n_channels=1)
    samples[RATE_HZ // 2] = 1.0
    before = clip(samples)
    gain = gain_of(limited(before, -1), before)
    steps = np.abs(np.diff(gain))
    assert np.nanmax(steps) < 0.01


def test_both_channels_get_the_same_gain():
    left, right = sine(-12, 0.5, n_channels=1), sine(-18, 0.5, n_channels=1)
    left[10_000] = 2.0
    before = clip(np.concatenate([left, right], axis=1))
    after = limited(before, -1)
    other = AudioClip(after.samples[:, 1:], RATE_HZ), AudioClip(before.samples[:, 1:], RATE_HZ)
    assert np.nanmin(gain_of(*other)) < 0.5


@pytest.mark.parametrize("n_samples", [1, 2, 30])
def test_a_few_samples_are_limited_too(n_samples):
    sound = limited(AudioClip(np.full((n_samples, 1), 2.0, np.float32), RATE_HZ), -1)
    assert sound.samples.shape == (n_samples, 1)
    assert true_peak_db(sound) <= -1 + 1e-3


def test_nothing_stays_nothing():
    sound = AudioClip(np.zeros((0, 1), np.float32), RATE_HZ)
    assert limited(sound, -1) is sound

import numpy as np
import pytest

from likeness.core.audio import AudioClip
from likeness.performance.grid import TimeGrid
from likeness.performance.loudness import loudness_db
from likeness.performance.pitch import pitch_hz, pitch_norm


def clip(samples, rate_hz=22050):
    return AudioClip(samples.astype(np.float32)[:, None], rate_hz)


@pytest.mark.parametrize("hz", [90.0, 150.0, 260.0])
@pytest.mark.parametrize("rate_hz", [8000, 22050, 48000])
def test_pitch_of_a_buzz(hz, rate_hz):
    times_s = np.arange(rate_hz) / rate_hz
    buzz = sum(np.sin(2 * np.pi * hz * k * times_s) / k for k in range(1, 9))
    track_hz = pitch_hz(clip(0.2 * buzz, rate_hz))[10:-10]
    assert np.median(track_hz) == pytest.approx(hz, rel=0.04)


def test_silence_and_noise_have_no_pitch():
    assert not pitch_hz(clip(np.zeros(8000))).any()
    noise = np.random.default_rng(0).standard_normal(22050) * 0.1
    assert np.mean(pitch_hz(clip(noise)) > 0) < 0.1
    assert not pitch_norm(clip(np.zeros(8000)), TimeGrid(60)).any()


def test_pitch_norm_follows_the_melody():
    rate_hz = 16000
    hz = np.linspace(100, 200, 2 * rate_hz)
    grid = TimeGrid(400)
    melody = pitch_norm(clip(0.3 * np.sign(np.sin(2 * np.pi * np.cumsum(hz) / rate_hz)), rate_hz), grid)
    assert melody[80] < -0.5
    assert melody[320] > 0.5


def test_loudness_in_db():
    times_s = np.arange(22050) / 22050
    level = loudness_db(clip(np.sin(2 * np.pi * 200 * times_s)), TimeGrid(300))
    assert level[100] == pytest.approx(-3.0, abs=0.2)
    assert level[290] == -90.0

import numpy as np
import pytest

from likeness.speech.visemes.features import N_BANDS, band_edges_hz, log_mel, normalized

RATE_HZ = 16000


def tone(hz, seconds=0.5, level=0.3):
    return (level * np.sin(2 * np.pi * hz * np.arange(round(seconds * RATE_HZ)) / RATE_HZ)).astype(np.float32)


@pytest.mark.parametrize("hz", [150, 440, 1000, 2500, 6000])
def test_tone_is_loudest_in_its_own_band(hz):
    centres_hz = band_edges_hz()[1:-1]
    loudest = log_mel(tone(hz))[10:-10].mean(axis=0).argmax()
    assert abs(loudest - np.abs(centres_hz - hz).argmin()) <= 1


def test_one_frame_per_10_ms_whatever_is_left():
    assert log_mel(np.zeros(1600 + 159, np.float32)).shape == (10, N_BANDS)
    assert log_mel(np.zeros(159, np.float32)).shape == (0, N_BANDS)
    assert normalized(log_mel(np.zeros(10, np.float32))).shape == (0, N_BANDS)


def test_a_click_is_seen_in_its_own_frame():
    samples = np.zeros(3200, np.float32)
    samples[10 * 160 + 80] = 0.5
    assert log_mel(samples).mean(axis=1).argmax() == 10


def test_every_band_hears_something():
    noise = np.random.default_rng(1).standard_normal(16000).astype(np.float32)
    levels = log_mel(noise).mean(axis=0)
    assert np.ptp(levels) < 1.0


def test_level_does_not_matter():
    noise = np.random.default_rng(2).standard_normal(16000).astype(np.float32)
    noise *= np.repeat([1.0, 0.05], 8000).astype(np.float32)
    assert np.allclose(normalized(log_mel(noise)), normalized(log_mel(0.02 * noise)), atol=1e-2)


def test_colour_matters_less_the_longer_the_sound():
    noise = np.random.default_rng(3).standard_normal(16 * 16000).astype(np.float32)
    dull = np.convolve(noise, [0.5, 0.5], mode="same").astype(np.float32)

    def difference(n):
        return float(np.abs(normalized(log_mel(dull[:n])) - normalized(log_mel(noise[:n]))).mean())

    assert difference(16 * 16000) < 0.35 * difference(8000)


def test_sounds_in_a_batch_do_not_touch_each_other():
    rng = np.random.default_rng(4)
    first, second = (rng.normal(-3, 2, (50, N_BANDS)).astype(np.float32) for _ in range(2))
    together = normalized(np.stack([first, second + 4]))
    assert np.allclose(together[0], normalized(first), atol=1e-4)
    assert np.allclose(together[1], normalized(second), atol=1e-4)


def test_silence_and_noise_stay_finite():
    for samples in (np.zeros(8000, np.float32), np.ones(8000, np.float32), tone(300)):
        assert np.isfinite(normalized(log_mel(samples))).all()

from fractions import Fraction

import numpy as np
import pytest

from likeness.core.audio import AudioClip
from likeness.encode.sound import SAMPLE_RATE_HZ, fitted, resampled


def tone(sample_rate_hz, n_channels=1, duration_s=0.5):
    times = np.arange(round(sample_rate_hz * duration_s)) / sample_rate_hz
    wave = 0.5 * np.sin(2 * np.pi * 440 * times)
    return AudioClip(np.repeat(wave[:, None], n_channels, axis=1).astype(np.float32), sample_rate_hz)


@pytest.mark.parametrize("sample_rate_hz", [8_000, 16_000, 22_050, 44_100, 48_000, 96_000])
@pytest.mark.parametrize("n_channels", [1, 2])
def test_resampling_keeps_time_and_shape(sample_rate_hz, n_channels):
    samples = resampled(tone(sample_rate_hz, n_channels))
    assert samples.shape[1] == n_channels
    assert samples.dtype == np.float32
    assert samples.shape[0] / SAMPLE_RATE_HZ == pytest.approx(0.5, abs=0.002)
    inside = slice(4_800, 19_200)
    expected = tone(SAMPLE_RATE_HZ, n_channels).samples
    assert np.abs(samples[inside] - expected[inside]).max() < 0.01


def test_fitting_cuts_and_pads():
    samples = np.ones((48_000, 2), dtype=np.float32)
    assert fitted(samples, Fraction(1, 2)).shape == (24_000, 2)
    longer = fitted(samples, Fraction(3, 2))
    assert longer.shape == (72_000, 2)
    assert not longer[48_000:].any()


def test_silence_of_no_length_becomes_silence():
    empty = AudioClip(np.zeros((0, 1), dtype=np.float32), 22_050)
    assert fitted(resampled(empty), Fraction(1, 25)).shape == (1_920, 1)

import numpy as np

from likeness.performance.grid import RATE_HZ
from likeness.performance.noise import band_noise
from likeness.performance.shapes import ease, pulse, saturate, smooth


def test_noise_has_unit_size_and_its_band():
    noise = np.stack([band_noise(np.random.default_rng(k), 60 * RATE_HZ, (0.5, 2.0)) for k in range(6)])
    assert 0.85 < noise.std() < 1.15
    power = (np.abs(np.fft.rfft(noise, axis=1)) ** 2).mean(axis=0)
    frequencies_hz = np.fft.rfftfreq(noise.shape[1], 1 / RATE_HZ)
    inside = (frequencies_hz > 0.4) & (frequencies_hz < 2.4)
    assert power[inside].sum() > 0.9 * power.sum()


def test_pulse_rises_peaks_and_returns():
    times_s = np.linspace(0.0, 1.0, 101)
    hump = pulse(times_s, 0.2, 0.4, 0.8)
    assert hump[20] == 0.0
    assert hump[40] == 1.0
    assert hump[80] == 0.0
    assert np.argmax(hump) == 40


def test_saturation_keeps_small_values_and_the_limit():
    values = np.linspace(-50, 50, 1001)
    bent = saturate(values, 8.0)
    assert np.abs(bent).max() < 8.0
    assert (np.diff(bent) > 0).all()


def test_smoothing_keeps_a_constant():
    assert np.allclose(smooth(np.full((50, 2), 3.0), 0.02), 3.0)
    assert smooth(ease(np.linspace(-1, 2, 50)), 0.0).shape == (50,)

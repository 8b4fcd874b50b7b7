"""Among others the cases of EBU Tech 3341, which say what a meter must read, within 0.1 LU."""

import math

import numpy as np
import pytest

from likeness.core.audio import AudioClip
from likeness.loudness.measure import integrated_lufs, true_peak_db

from .signals import RATE_HZ, clip, ffmpeg_readings, sine, voice_like

CASES = {
    "1": ([(-23, 20)], -23),
    "2": ([(-33, 20)], -33),
    "3": ([(-36, 10), (-23, 60), (-36, 10)], -23),
    "4": ([(-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10)], -23),
    "5": ([(-26, 20), (-20, 20.1), (-26, 20)], -23),
}


@pytest.mark.parametrize("case", CASES)
def test_cases_of_the_standard(case):
    parts, expected_lufs = CASES[case]
    assert integrated_lufs(clip(*(sine(*part) for part in parts))) == pytest.approx(expected_lufs, abs=0.1)


@pytest.mark.parametrize("rate_hz", [8_000, 16_000, 22_050, 24_000, 44_100, 96_000])
def test_every_rate_reads_the_same(rate_hz):
    sound = clip(sine(-23, 5, rate_hz=rate_hz), rate_hz=rate_hz)
    assert integrated_lufs(sound) == pytest.approx(-23, abs=0.1)


def test_one_channel_is_one_loudspeaker():
    assert integrated_lufs(clip(sine(-23, 5, n_channels=1))) == pytest.approx(-26.01, abs=0.1)


def test_low_tones_count_less_and_high_ones_more():
    low, middle, high = (integrated_lufs(clip(sine(-23, 5, hz))) for hz in (30, 1000, 5000))
    assert low < middle - 3
    assert high > middle + 2.5


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_ffmpeg_agrees_on_loudness(seed):
    sound = voice_like(8, seed=seed)
    assert integrated_lufs(sound) == pytest.approx(ffmpeg_readings(sound)[0], abs=0.1)


@pytest.mark.parametrize("seed", [0, 1])
def test_ffmpeg_agrees_on_peaks(seed):
    noise = np.random.default_rng(seed).uniform(-0.5, 0.5, (RATE_HZ, 2)).astype(np.float32)
    sound = AudioClip(noise, RATE_HZ)
    assert true_peak_db(sound) == pytest.approx(ffmpeg_readings(sound)[1], abs=0.3)


@pytest.mark.parametrize(("hz", "degrees"), [(12_000, 0), (12_000, 45), (8_000, 60), (6_000, 67.5)])
def test_peaks_between_the_samples_are_found(hz, degrees):
    """Cases 15 to 18 of EBU Tech 3341: at most 0.2 dB above and 0.4 dB below."""
    times = np.arange(RATE_HZ) / RATE_HZ
    eased = np.minimum(1, np.minimum(times, 1 - times) * 20)
    wave = 0.5 * eased * np.sin(2 * np.pi * hz * times + math.radians(degrees))
    assert -6.02 - 0.1 < true_peak_db(clip(wave.astype(np.float32)[:, None])) < -6.02 + 0.1


def test_the_louder_channel_decides():
    both = np.concatenate([sine(-20, 0.5, n_channels=1), sine(-6, 0.5, n_channels=1)], axis=1)
    assert true_peak_db(clip(both)) == pytest.approx(-6, abs=0.1)


@pytest.mark.parametrize(
    "samples", [np.zeros((48_000, 1)), np.zeros((0, 1)), np.zeros((3, 2)), np.full((1, 1), 0.5)]
)
def test_silence_and_nothing_have_no_loudness(samples):
    assert integrated_lufs(AudioClip(samples.astype(np.float32), RATE_HZ)) == -math.inf


def test_silence_has_no_peak():
    assert true_peak_db(clip(np.zeros((100, 1), np.float32))) == -math.inf
    assert true_peak_db(clip(np.zeros((0, 2), np.float32))) == -math.inf


def test_short_sounds_are_measured_as_a_whole():
    assert integrated_lufs(clip(sine(-23, 0.2))) == pytest.approx(-23, abs=0.5)

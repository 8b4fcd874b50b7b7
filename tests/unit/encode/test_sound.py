import itertools
from fractions import Fraction

import numpy as np
import pytest

from likeness.core.audio import AudioClip
from likeness.encode.sound import SAMPLE_RATE_HZ, ClipSource, film_sound


def tone(sample_rate_hz, n_channels=1, duration_s=0.5):
    times = np.arange(round(sample_rate_hz * duration_s)) / sample_rate_hz
    wave = 0.5 * np.sin(2 * np.pi * 440 * times)
    return AudioClip(np.repeat(wave[:, None], n_channels, axis=1).astype(np.float32), sample_rate_hz)


@pytest.mark.parametrize("sample_rate_hz", [8_000, 16_000, 22_050, 44_100, 48_000, 96_000])
@pytest.mark.parametrize("n_channels", [1, 2])
def test_resampling_keeps_time_and_shape(sample_rate_hz, n_channels):
    samples = whole(tone(sample_rate_hz, n_channels), Fraction(1, 2))
    assert samples.shape[1] == n_channels
    assert samples.dtype == np.float32
    assert samples.shape[0] / SAMPLE_RATE_HZ == pytest.approx(0.5, abs=0.002)
    inside = slice(4_800, 19_200)
    expected = tone(SAMPLE_RATE_HZ, n_channels).samples
    assert np.abs(samples[inside] - expected[inside]).max() < 0.01


def whole(sound, duration_s):
    return np.concatenate(list(film_sound(sound, duration_s)))


def test_fitting_cuts_and_pads():
    clip = AudioClip(np.ones((48_000, 2), dtype=np.float32), 48_000)
    assert whole(clip, Fraction(1, 2)).shape == (24_000, 2)
    longer = whole(clip, Fraction(7, 2))
    assert longer.shape == (168_000, 2)
    assert longer[:48_000].all()
    assert not longer[48_000:].any()


def test_silence_of_no_length_becomes_silence():
    empty = AudioClip(np.zeros((0, 1), dtype=np.float32), 22_050)
    assert whole(empty, Fraction(1, 25)).shape == (1_920, 1)


@pytest.mark.parametrize("sample_rate_hz", [22_050, 48_000])
def test_blocks_leave_no_seams(sample_rate_hz):
    clip = tone(sample_rate_hz, duration_s=5)

    class Uneven:
        sample_rate_hz, n_channels = clip.sample_rate_hz, 1

        def blocks(self):
            edges = [0, 1, 700, 48_000, 48_001, 100_000, clip.samples.shape[0]]
            for start, stop in itertools.pairwise(edges):
                yield clip.samples[start:stop]

    expected = tone(SAMPLE_RATE_HZ, duration_s=5).samples
    for sound in (clip, Uneven(), ClipSource(clip)):
        found = whole(sound, Fraction(5))
        assert np.abs(found[1_000:-1_000] - expected[1_000:-1_000]).max() < 0.01


def test_long_sound_is_never_whole_in_memory():
    class Endless:
        sample_rate_hz, n_channels = 48_000, 1

        def blocks(self):
            while True:
                yield np.zeros((48_000, 1), np.float32)

    n_samples = sum(block.shape[0] for block in film_sound(Endless(), Fraction(3600)))
    assert n_samples == 3600 * 48_000

import numpy as np

from likeness.core.audio import AudioClip
from likeness.takes.spool import put_away


def test_long_sound_is_the_same_from_disk():
    samples = np.random.default_rng(3).uniform(-1, 1, (1_200_000, 1)).astype(np.float32)
    away = put_away(AudioClip(samples, 48_000))
    assert isinstance(away.samples, np.memmap)
    assert not away.samples.flags.writeable
    np.testing.assert_array_equal(away.samples, samples)
    assert (away.sample_rate_hz, away.n_channels, away.duration_s) == (48_000, 1, 25.0)


def test_short_sound_stays_in_memory():
    clip = AudioClip(np.zeros((1000, 2), np.float32), 8_000)
    assert put_away(clip) is clip

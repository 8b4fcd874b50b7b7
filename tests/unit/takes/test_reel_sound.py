from fractions import Fraction

import numpy as np
import pytest

from likeness.core.audio import AudioClip
from likeness.loudness import integrated_lufs
from likeness.takes.reel_sound import SoundSpan, sound_of

RATE_HZ = 48_000
FPS = Fraction(25)


def tone(n_channels):
    wave = 0.2 * np.sin(2 * np.pi * 500 * np.arange(2 * RATE_HZ) / RATE_HZ)
    return AudioClip(np.repeat(wave.astype(np.float32)[:, None], n_channels, axis=1), RATE_HZ)


def test_a_mono_scene_beside_a_stereo_one_is_as_loud_as_alone():
    mono = tone(1)
    sound = sound_of([SoundSpan(mono, 0, 50), SoundSpan(tone(2), 50, 100)], FPS)
    samples = np.concatenate(list(sound.blocks()))
    assert samples.shape == (4 * RATE_HZ, 2)
    beside = AudioClip(samples[: 2 * RATE_HZ], RATE_HZ)
    assert integrated_lufs(beside) == pytest.approx(integrated_lufs(mono), abs=0.05)
    np.testing.assert_allclose(samples[2 * RATE_HZ :], tone(2).samples, atol=1e-6)

from collections.abc import Callable

import numpy as np
import pytest

from likeness.core.audio import AudioClip
from likeness.speech.analysis import analysis_copy, find_speech, frame_levels_db


def test_loudness_of_the_copy_does_not_depend_on_the_recording(
    clip: Callable[..., AudioClip], buzz: np.ndarray
) -> None:
    quiet, loud = analysis_copy(clip(buzz * 0.01)), analysis_copy(clip(buzz))
    assert quiet.std() == pytest.approx(loud.std(), rel=0.02)
    assert np.abs(loud).max() <= 1


@pytest.mark.parametrize("rate_hz", [8000, 22050, 48000])
def test_copy_is_at_16_khz(clip: Callable[..., AudioClip], rate_hz: int) -> None:
    tone = 0.2 * np.sin(2 * np.pi * 200 * np.arange(rate_hz) / rate_hz)
    assert len(analysis_copy(clip(np.stack([tone, tone], axis=1), rate_hz))) == pytest.approx(16000, abs=40)


def test_speech_stands_out_of_silence(buzz: np.ndarray) -> None:
    samples = np.concatenate([np.zeros(16000), buzz, np.zeros(16000)]).astype(np.float32)
    (span,) = find_speech(samples)
    assert span.start_s == pytest.approx(0.95, abs=0.03)
    assert span.end_s == pytest.approx(2.05, abs=0.03)


@pytest.mark.parametrize("amplitude", [0.0, 1e-5, 0.001, 0.2])
def test_steady_noise_is_no_speech(amplitude: float) -> None:
    noise = np.random.default_rng(0).normal(0, 1, 48000) * amplitude
    assert find_speech(noise.astype(np.float32)) == ()


def test_short_sounds() -> None:
    assert find_speech(np.zeros(0, dtype=np.float32)) == ()
    assert find_speech(np.zeros(100, dtype=np.float32)) == ()
    assert frame_levels_db(np.ones(1600, dtype=np.float32)).max() == pytest.approx(0, abs=0.01)

"""Sounds made on the spot, and recordings beside the repository when they are there."""

import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from likeness.core.audio import AudioClip

SHARED = Path(__file__).parents[4] / "shared" / "testdata"


@pytest.fixture
def clip() -> Callable[..., AudioClip]:
    """Wrap (N,) or (N, C) samples."""

    def wrap(samples: np.ndarray, rate_hz: int = 16000) -> AudioClip:
        columns = samples if samples.ndim == 2 else samples[:, np.newaxis]
        return AudioClip(columns.astype(np.float32), rate_hz)

    return wrap


@pytest.fixture
def shared_audio() -> Path:
    """The folder of recordings for local trials; it is no part of the project."""
    if not (SHARED / "audio").is_dir():
        pytest.skip("no recordings beside the repository")
    return SHARED / "audio"


@pytest.fixture
def wave_file(tmp_path: Path) -> Callable[..., Path]:
    """Write (N,) or (N, C) samples in [-1, 1] as a 16-bit file."""

    def write(samples: np.ndarray, rate_hz: int = 16000) -> Path:
        path = tmp_path / "sound.wav"
        columns = samples if samples.ndim == 2 else samples[:, np.newaxis]
        with wave.open(str(path), "wb") as file:
            file.setnchannels(columns.shape[1])
            file.setsampwidth(2)
            file.setframerate(rate_hz)
            file.writeframes((np.clip(columns, -1, 1) * 32767).astype("<i2").tobytes())
        return path

    return write


@pytest.fixture
def buzz() -> np.ndarray:
    """One second of a 120 Hz tone with overtones, 16 kHz."""
    time_s = np.arange(16000) / 16000
    return sum(np.sin(2 * np.pi * 120 * k * time_s) / k for k in range(1, 12)) * 0.2

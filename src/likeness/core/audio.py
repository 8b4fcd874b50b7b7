"""Sound as it travels between the stages."""

from dataclasses import dataclass

import numpy as np

from likeness.typing import Waveform


@dataclass(frozen=True)
class AudioClip:
    """A piece of sound."""

    samples: Waveform
    """(N, C) float32 in [-1, 1], C = 1 or 2."""

    sample_rate_hz: int
    """Samples per second."""

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return self.samples.shape[0] / self.sample_rate_hz

    @property
    def n_channels(self) -> int:
        """1 (mono) or 2 (stereo)."""
        return int(self.samples.shape[1])

    def mono(self) -> Waveform:
        """(N,) float32 mean of the channels."""
        return np.asarray(self.samples.mean(axis=1), np.float32)

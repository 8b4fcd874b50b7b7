"""Sound for a film: cut or padded to the frames, resampled, encoded as AAC."""

from __future__ import annotations  # PyAV's packets are generic for the type checker only

import math
from fractions import Fraction

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.packet import Packet

from likeness.core.audio import AudioClip
from likeness.typing import Waveform

SAMPLE_RATE_HZ = 48_000
"""What every player takes and video tools expect."""

_BIT_RATE = {1: 96_000, 2: 160_000}
_BLOCK = 48_000


def resampled(audio: AudioClip) -> Waveform:
    """Return the samples at 48 kHz, (N, C)."""
    if audio.sample_rate_hz == SAMPLE_RATE_HZ or audio.samples.shape[0] == 0:
        return audio.samples
    layout = "mono" if audio.n_channels == 1 else "stereo"
    resampler = AudioResampler(format="fltp", layout=layout, rate=SAMPLE_RATE_HZ)
    source = _frame(audio.samples, audio.sample_rate_hz, 0)
    blocks = [block.to_ndarray() for part in (source, None) for block in resampler.resample(part)]
    return np.ascontiguousarray(np.concatenate(blocks, axis=1).T, dtype=np.float32)


def fitted(samples: Waveform, duration_s: Fraction) -> Waveform:
    """Return 48 kHz samples cut, or padded with silence, to a duration.

    >>> fitted(np.ones((10, 1), np.float32), Fraction(12, 48_000)).ravel().tolist()
    [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0]
    """
    wanted = math.floor(duration_s * SAMPLE_RATE_HZ + Fraction(1, 2))
    missing = max(0, wanted - samples.shape[0])
    return np.pad(samples[:wanted], ((0, missing), (0, 0)))


def add_aac(container: av.container.OutputContainer, n_channels: int) -> AudioStream:
    """Add a track for the sound."""
    layout = "mono" if n_channels == 1 else "stereo"
    stream = container.add_stream("aac", rate=SAMPLE_RATE_HZ, layout=layout)
    stream.bit_rate = _BIT_RATE[n_channels]
    return stream


def encode_sound(stream: AudioStream, samples: Waveform) -> list[Packet[AudioStream]]:
    """Encode 48 kHz samples.

    The encoder puts 1024 samples of its own before the sound; the packets carry negative times for them, and
    the file tells the player to skip them.
    """
    packets: list[Packet[AudioStream]] = []
    limited = np.clip(samples, -1.0, 1.0)
    for start in range(0, limited.shape[0], _BLOCK):
        packets += stream.encode(_frame(limited[start : start + _BLOCK], SAMPLE_RATE_HZ, start))
    return packets + stream.encode(None)


def _frame(samples: Waveform, sample_rate_hz: int, start: int) -> AudioFrame:
    layout = "mono" if samples.shape[1] == 1 else "stereo"
    frame = AudioFrame.from_ndarray(np.ascontiguousarray(samples.T), format="fltp", layout=layout)
    frame.sample_rate = sample_rate_hz
    frame.pts = start
    frame.time_base = Fraction(1, sample_rate_hz)
    return frame

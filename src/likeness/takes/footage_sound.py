"""The sound of a video scene, decoded as it is needed: the video may last an hour."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.container import InputContainer

from likeness.compose import FOOTAGE_OPTIONS, Footage
from likeness.encode import SAMPLE_RATE_HZ
from likeness.typing import Waveform

_TOLERATED = SAMPLE_RATE_HZ // 50
"""Samples by which sound may be off before it is moved: files round their times."""


@dataclass(frozen=True)
class FootageSound:
    """A source of sound that keeps to the times of the pictures."""

    file: Path
    """The video."""

    origin_s: float
    """The time of its first picture in the file; what sounds before is left out."""

    n_channels: int
    """1 or 2; more are mixed down."""

    volume: float = 1.0
    """Factor on the samples."""

    sample_rate_hz: int = SAMPLE_RATE_HZ
    """Samples per second."""

    def blocks(self) -> Iterator[Waveform]:
        """Return the samples from the first picture on; a file that ends too early or is damaged falls
        silent."""
        try:
            with av.open(str(self.file), container_options=FOOTAGE_OPTIONS) as container:
                for block in self._in_time(container):
                    yield np.clip(np.nan_to_num(block * np.float32(self.volume)), -1.0, 1.0)
        except (av.FFmpegError, OSError, ValueError, EOFError):
            return

    def _in_time(self, container: InputContainer) -> Iterator[Waveform]:
        """Fill gaps with silence and drop what comes too early."""
        layout = "mono" if self.n_channels == 1 else "stereo"
        resampler: AudioResampler | None = None
        kind: tuple[str, str, int] | None = None
        n_given = 0
        for frame in _decoded(container):
            found = (frame.format.name, frame.layout.name, frame.sample_rate)
            if resampler is None or kind != found:
                resampler = AudioResampler(format="fltp", layout=layout, rate=SAMPLE_RATE_HZ)
                kind = found
            begin = None if frame.time is None else round((frame.time - self.origin_s) * SAMPLE_RATE_HZ)
            frame.pts = None
            parts = [part.to_ndarray().T for part in resampler.resample(frame)]
            if not parts:
                continue
            block = np.concatenate(parts).astype(np.float32, copy=False)
            early = 0 if begin is None else n_given - begin
            if early < -_TOLERATED:
                yield np.zeros((-early, self.n_channels), np.float32)
                n_given -= early
            elif early > _TOLERATED:
                block = block[early:]
            n_given += block.shape[0]
            if block.shape[0]:
                yield block


def footage_sound(footage: Footage, volume: float) -> FootageSound | None:
    """Return the sound of a video, None when it has none."""
    try:
        with av.open(str(footage.file), container_options=FOOTAGE_OPTIONS) as container:
            if not container.streams.audio:
                return None
            n_channels = min(2, container.streams.audio[0].channels)
    except (av.FFmpegError, OSError, ValueError, EOFError):
        return None
    return FootageSound(footage.file, footage.origin_s, max(1, n_channels), volume)


def _decoded(container: InputContainer) -> Iterator[AudioFrame]:
    """Decode the first sound track; damaged packets are left out."""
    for packet in container.demux(container.streams.audio[0]):
        try:
            frames = packet.decode()
        except av.error.InvalidDataError:
            continue
        yield from (frame for frame in frames if isinstance(frame, AudioFrame) and frame.samples)

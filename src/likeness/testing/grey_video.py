"""A small video whose frames say by their grey which one they are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.stream import VideoStream

from likeness.core.audio import AudioClip


@dataclass(frozen=True)
class GreyVideo:
    """What is written."""

    n_frames: int = 20
    """Number of frames."""

    fps: Fraction = Fraction(10)
    """Unit of the times."""

    times: Sequence[int] | None = None
    """When each frame appears, in units of 1 / fps; None = one after the other."""

    size_px: tuple[int, int] = (64, 48)
    """Width and height, even."""

    codec: str = "libx264"
    """FFmpeg's name of the encoder."""

    pixels: str = "yuv420p"
    """FFmpeg's name of the pixel format."""

    options: Mapping[str, str] = field(default_factory=lambda: {"g": "7", "crf": "10"})
    """Of the encoder; a key frame every 7."""

    left_rgb: tuple[int, int, int] | None = None
    """Colour of the left quarter; None = the grey."""

    sound: AudioClip | None = None
    """Sound track, uncompressed; Matroska and MOV can hold it."""

    sound_from_s: float = 0.0
    """When it begins."""

    def write(self, path: Path) -> Path:
        """Write the file; its ending chooses the container. Return its path."""
        with av.open(str(path), "w") as container:
            track = None if self.sound is None else self._add_sound(container)
            stream = container.add_stream(self.codec, rate=self.fps, options=dict(self.options))
            assert isinstance(stream, VideoStream)
            stream.width, stream.height = self.size_px
            stream.pix_fmt = self.pixels
            stream.codec_context.time_base = 1 / self.fps
            for index, time in enumerate(self.times or range(self.n_frames)):
                frame = self._frame(index).reformat(format=self.pixels)
                frame.pts, frame.time_base = time, 1 / self.fps
                container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
            if track is not None and self.sound is not None:
                for piece in _audio_frames(self.sound, self.sound_from_s):
                    container.mux(track.encode(piece))
                container.mux(track.encode(None))
        return path

    def _add_sound(self, container: OutputContainer) -> AudioStream:
        assert self.sound is not None
        layout = "mono" if self.sound.n_channels == 1 else "stereo"
        track = container.add_stream("pcm_s16le", rate=self.sound.sample_rate_hz, layout=layout)
        assert isinstance(track, AudioStream)
        return track

    def _frame(self, index: int) -> av.VideoFrame:
        width, height = self.size_px
        rgb = np.full((height, width, 3), grey_of(index), np.uint8)
        if self.left_rgb is not None:
            rgb[:, : width // 4] = self.left_rgb
        return av.VideoFrame.from_ndarray(rgb, format="rgb24")


def _audio_frames(clip: AudioClip, from_s: float) -> Iterator[AudioFrame]:
    layout, length = ("mono" if clip.n_channels == 1 else "stereo"), clip.sample_rate_hz // 10
    for start in range(0, clip.samples.shape[0], length):
        samples = np.round(clip.samples[start : start + length] * 32767).astype(np.int16)
        frame = AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout=layout)
        frame.sample_rate = clip.sample_rate_hz
        frame.time_base = Fraction(1, clip.sample_rate_hz)
        frame.pts = start + round(from_s * clip.sample_rate_hz)
        yield frame


def grey_of(index: int) -> int:
    """Return the grey of a frame.

    >>> grey_of(3)
    50
    """
    return 20 + 10 * index

"""A small video whose frames say by their grey which one they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.video.stream import VideoStream


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

    def write(self, path: Path) -> Path:
        """Write the file; its ending chooses the container. Return its path."""
        with av.open(str(path), "w") as container:
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
        return path

    def _frame(self, index: int) -> av.VideoFrame:
        width, height = self.size_px
        rgb = np.full((height, width, 3), grey_of(index), np.uint8)
        if self.left_rgb is not None:
            rgb[:, : width // 4] = self.left_rgb
        return av.VideoFrame.from_ndarray(rgb, format="rgb24")


def grey_of(index: int) -> int:
    """Return the grey of a frame.

    >>> grey_of(3)
    50
    """
    return 20 + 10 * index

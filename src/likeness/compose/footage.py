"""A video that is played in a loop: its frame at any instant, the same one whoever asks and in any order."""

import math
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import av
import cv2
import numpy as np
import numpy.typing as npt
from av.container import InputContainer
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.reformatter import Colorspace
from av.video.stream import VideoStream

from likeness.core.pixels import to_bytes
from likeness.errors import VideoTooLongError, VideoUnreadableError
from likeness.typing import RgbImage

MAX_DURATION_S = 3600.0
"""Longest video; longer ones gain nothing behind a speaker."""

MAX_PIXELS = 4096 * 4096
"""Most pixels of one of its frames."""

# Playlists and the like name other files and are left out; so are pictures and pure sound.
_CONTAINERS = "asf,avi,flv,gif,m4v,matroska,webm,mov,mp4,m4a,3gp,3g2,mj2,mpeg,mpegts,mpegvideo,mxf,nut,ogg"
FOOTAGE_OPTIONS = {"protocol_whitelist": "file", "format_whitelist": _CONTAINERS}
_NEEDED = "Give an MP4, MOV, WebM or another common video file."
_USUAL_FPS = 25.0
_N_FOR_MEAN = 5
_TICK_S = 1e-4  # finer than any frame rate, coarser than rounding
_HD_ROWS = 720  # from here on players take untagged video for BT.709, below for BT.601
_UNTAGGED = 2  # in the tables of H.273
_LEAST_RATIO, _MOST_RATIO = 0.25, 4.0


@dataclass(frozen=True)
class Footage:
    """What is known about a video before it is played."""

    file: Path
    """MP4, MOV, WebM or the like."""

    start_s: npt.NDArray[np.float64]
    """(N,) when each frame appears, from 0 on, ascending."""

    origin_s: float
    """The first frame's own time in the file."""

    duration_s: float
    """Of one round."""

    pixel_ratio: float = 1.0
    """Width of a pixel against its height."""

    size_px: tuple[int, int] = (0, 0)
    """Width and height of a frame as players show it."""

    def frame_at(self, time_s: float) -> int:
        """Return the index of the frame shown at an instant of the loop.

        >>> Footage(Path("a.mp4"), np.array([0.0, 0.4]), 0.0, 0.8).frame_at(2.1)
        1
        """
        position_s = (time_s + _TICK_S) % self.duration_s
        return max(0, int(np.searchsorted(self.start_s, position_s, side="right")) - 1)


def read_footage(file: Path) -> Footage:
    """Look through a video: when its frames appear, and that they can be decoded.

    Raises
    ------
    VideoUnreadableError
        There is no such file, or no moving picture in it that can be decoded.
    VideoTooLongError
        It is longer than `MAX_DURATION_S`.
    """
    with _opened(file) as (container, stream):
        starts_s, end_s = _frame_times(container, stream, file)
        ratio = float(stream.sample_aspect_ratio or 1)
    footage = Footage(
        file=file,
        start_s=starts_s - starts_s[0],
        origin_s=float(starts_s[0]),
        duration_s=end_s - float(starts_s[0]),
        pixel_ratio=min(max(ratio, _LEAST_RATIO), _MOST_RATIO) if ratio > 0 else 1.0,
    )
    with FootageReader(footage, (2, 2)) as reader:
        reader.at(0.0)
        return replace(footage, size_px=reader.shown_size_px())


def mean_backdrop(footage: Footage, canvas_size_px: tuple[int, int]) -> RgbImage:
    """Return the mean canvas (H, W, 3) of a video, from a few of its frames: the light that it gives."""
    total = np.zeros((canvas_size_px[1], canvas_size_px[0], 3), np.float32)
    with FootageReader(footage, canvas_size_px) as reader:
        for index in range(_N_FOR_MEAN):
            total += reader.at(footage.duration_s * (index + 0.5) / _N_FOR_MEAN)
    return to_bytes(total / np.float32(_N_FOR_MEAN))


class FootageReader:
    """Decodes one video, to be used by one thread; close it at the end."""

    def __init__(self, footage: Footage, canvas_size_px: tuple[int, int]) -> None:
        """Prepare to play; frames cover a canvas of this width and height."""
        self._footage = footage
        self._canvas_size = canvas_size_px
        self._open = ExitStack()
        self._is_open = False
        self._frames: Iterator[VideoFrame] = iter(())
        self._current: VideoFrame | None = None
        self._ahead: VideoFrame | None = None
        self._index = -1
        self._image: RgbImage | None = None

    def __enter__(self) -> "FootageReader":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._frames, self._current, self._ahead, self._is_open = iter(()), None, None, False
        self._open.close()

    def at(self, time_s: float) -> RgbImage:
        """Return the canvas at an instant of the film; the same object while the frame is the same."""
        index = self._footage.frame_at(time_s)
        if index != self._index or self._image is None:
            try:
                self._image = _covering_frame(self._frame(index), self._footage, self._canvas_size)
            except (av.FFmpegError, OSError, ValueError, MemoryError, EOFError) as error:
                raise _unreadable(self._footage.file, error) from error
            self._index = index
        return self._image

    def shown_size_px(self) -> tuple[int, int]:
        """Return width and height of the latest frame as players show it; (0, 0) before the first."""
        frame = self._current or self._ahead
        if frame is None:
            return 0, 0
        size = (max(1, round(frame.width * self._footage.pixel_ratio)), frame.height)
        return size if round(frame.rotation / 90) % 2 == 0 else size[::-1]

    def _frame(self, index: int) -> VideoFrame:
        time_s = float(self._footage.start_s[index])
        if not self._is_open or index < self._index:
            self._play_from(time_s)
        frame = self._advanced(time_s)
        if frame is None or (self._time_s(frame) > time_s + _TICK_S and index > 0):
            # the file cannot be entered there: play it from its beginning
            self._play_from(None)
            frame = self._advanced(time_s)
        if frame is None:
            raise VideoUnreadableError(f"No frame of {self._footage.file.name} can be decoded. {_NEEDED}")
        return frame

    def _play_from(self, time_s: float | None) -> None:
        self.close()
        container, stream = self._open.enter_context(_opened(self._footage.file))
        self._is_open = True
        if time_s and stream.time_base:
            position = math.floor((time_s + self._footage.origin_s + _TICK_S) / stream.time_base)
            try:
                container.seek(position, stream=stream, backward=True)
            except (av.FFmpegError, OSError):  # as long as it can be played, it need not be entered midway
                return self._play_from(None)
        self._frames = _decoded(container, stream)
        return None

    def _advanced(self, time_s: float) -> VideoFrame | None:
        """Return the last frame that begins by then, or else the first one after."""
        while self._ahead is None or self._time_s(self._ahead) <= time_s + _TICK_S:
            if self._ahead is not None:
                self._current = self._ahead
            self._ahead = next(self._frames, None)
            if self._ahead is None:
                break
        return self._ahead if self._current is None else self._current

    def _time_s(self, frame: VideoFrame) -> float:
        return (0.0 if frame.time is None else float(frame.time)) - self._footage.origin_s


@contextmanager
def _opened(file: Path) -> Iterator[tuple[InputContainer, VideoStream]]:
    """Open a file; what goes wrong with it becomes one of our errors."""
    if not file.is_file():
        raise VideoUnreadableError(f"There is no video file {file}. Check the path.")
    try:
        with av.open(str(file), container_options=FOOTAGE_OPTIONS) as container:
            stream = _picture_of(container, file)
            stream.codec_context.thread_count = 1  # every core has a worker that draws frames
            stream.codec_context.options = {"max_pixels": str(MAX_PIXELS)}
            yield container, stream
    except (av.FFmpegError, OSError, ValueError, MemoryError, EOFError) as error:
        raise _unreadable(file, error) from error


def _unreadable(file: Path, error: Exception) -> VideoUnreadableError:
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return VideoUnreadableError(f"{file.name} cannot be read as a video ({reason}). {_NEEDED}")


def _picture_of(container: InputContainer, file: Path) -> VideoStream:
    moving = [
        stream for stream in container.streams.video if not stream.disposition & Disposition.attached_pic
    ]
    if not moving:
        raise VideoUnreadableError(f"{file.name} holds no moving picture. {_NEEDED}")
    if moving[0].width * moving[0].height > MAX_PIXELS:
        raise VideoUnreadableError(
            f"The frames of {file.name} have more than {MAX_PIXELS // 10**6} million pixels. Scale it down."
        )
    return moving[0]


def _frame_times(
    container: InputContainer, stream: VideoStream, file: Path
) -> tuple[npt.NDArray[np.float64], float]:
    """Return when frames appear, ascending and in seconds of the file, and when the last one ends."""
    times: list[float] = []
    lengths: list[float] = []
    base = float(stream.time_base or 0)
    for packet in container.demux(stream):
        if packet.pts is None or packet.is_corrupt or packet.is_discard:
            continue
        times.append(packet.pts * base)
        lengths.append((packet.duration or 0) * base)
        if times[-1] - times[0] > MAX_DURATION_S:
            raise VideoTooLongError(f"{file.name} lasts longer than {MAX_DURATION_S:.0f} s. Cut it.")
    if not times:
        raise VideoUnreadableError(f"{file.name} does not say when its frames appear. {_NEEDED}")
    order = np.argsort(times)
    starts = np.asarray(times, np.float64)[order]
    usual = float(np.median(np.diff(starts))) if len(starts) > 1 else 1.0 / _USUAL_FPS
    last = lengths[int(order[-1])]
    return starts, float(starts[-1]) + (last if last > 0 else max(usual, _TICK_S))


def _decoded(container: InputContainer, stream: VideoStream) -> Iterator[VideoFrame]:
    """Decode on; damaged frames are left out."""
    for packet in container.demux(stream):
        try:
            yield from packet.decode()
        except av.error.InvalidDataError:
            continue


def _covering_frame(frame: VideoFrame, footage: Footage, canvas_size_px: tuple[int, int]) -> RgbImage:
    """Return a frame as players show it, scaled and cut to the canvas."""
    rgb = np.asarray(frame.to_ndarray(format="rgb24", src_colorspace=_matrix_of(frame)), np.uint8)
    height, width = rgb.shape[0], rgb.shape[1] * footage.pixel_ratio
    quarter_turns = round(frame.rotation / 90) % 4
    across, down = canvas_size_px if quarter_turns % 2 == 0 else canvas_size_px[::-1]
    scale = max(across / width, down / height)
    # cut before scaling: what will not be seen need not be scaled
    rows, columns = min(rgb.shape[0], down / scale), min(rgb.shape[1], across / scale / footage.pixel_ratio)
    top, left = round((rgb.shape[0] - rows) / 2), round((rgb.shape[1] - columns) / 2)
    seen = rgb[top : top + max(1, round(rows)), left : left + max(1, round(columns))]
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    canvas = np.asarray(cv2.resize(seen, (across, down), interpolation=how), np.uint8)
    return np.ascontiguousarray(np.rot90(canvas, quarter_turns)) if quarter_turns else canvas


def _matrix_of(frame: VideoFrame) -> Colorspace | None:
    """Return how colours are stored where the file does not say it: players guess by the size."""
    if int(frame.colorspace) != _UNTAGGED:
        return None
    return Colorspace.ITU709 if frame.height >= _HD_ROWS else Colorspace.ITU601

"""Opens a finished film: its frames with the instants they show, and its sound on the same clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from av.container import InputContainer
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from likeness.core.audio import AudioClip
from likeness.errors import SoundError, VideoTooLongError, VideoUnreadableError
from likeness.speech import read_audio
from likeness.typing import RgbImage

MAX_DURATION_S = 620.0
"""Films are made up to 600 s; a little more for foreign ones."""

# Playlists and the like name other files and are left out; so are pictures and pure sound.
_CONTAINERS = "asf,avi,flv,gif,m4v,matroska,webm,mov,mp4,m4a,3gp,3g2,mj2,mpeg,mpegts,mpegvideo,mxf,nut,ogg"
_OPTIONS = {"protocol_whitelist": "file", "format_whitelist": _CONTAINERS}
_USUAL_FPS = 25.0
_NEEDED = "give an MP4, MOV, WebM or another common video file"


@dataclass(frozen=True)
class Film:
    """What a file says about itself."""

    path: Path
    """The file."""

    width_px: int
    """Width of the upright picture."""

    height_px: int
    """Height of the upright picture."""

    fps: float
    """Average frames per second."""

    n_frames: int
    """Number of frames as announced, 0 when the file does not tell; broken files hold fewer."""


@dataclass(frozen=True)
class TimedFrame:
    """One frame."""

    rgb: RgbImage
    """(H, W, 3), upright."""

    time_s: float
    """Middle of its display, from the start of the film."""


def read_film(path: Path) -> Film:
    """Look at a file without decoding it.

    Raises
    ------
    VideoUnreadableError
        There is no such file, or it holds no moving picture.
    VideoTooLongError
        It is longer than `MAX_DURATION_S`.
    """
    with _opened(path) as container:
        stream = _picture_of(container, path)
        frame = next(container.decode(stream), None)
        if frame is None:
            raise VideoUnreadableError(f"No frame of {path.name} can be decoded; {_NEEDED}.")
        duration_s = 0.0 if container.duration is None else container.duration / av.time_base
        if duration_s > MAX_DURATION_S:
            raise VideoTooLongError(
                f"{path.name} lasts {duration_s:.0f} s, more than {MAX_DURATION_S:.0f} s; cut it."
            )
        height_px, width_px = _upright(frame).shape[:2]
        return Film(path, width_px, height_px, float(stream.average_rate or _USUAL_FPS), stream.frames)


def frames_of(film: Film) -> Iterator[TimedFrame]:
    """Decode all frames; damaged ones are left out.

    Raises
    ------
    VideoTooLongError
        The file announced less than it holds.
    """
    with _opened(film.path) as container:
        stream = _picture_of(container, film.path)
        stream.thread_type = "AUTO"
        origin_s: float | None = None
        for index, frame in enumerate(_decoded(container, stream)):
            start_s = index / film.fps if frame.time is None else float(frame.time)
            origin_s = start_s if origin_s is None else origin_s
            time_s = start_s - origin_s + 0.5 / film.fps
            if time_s > MAX_DURATION_S:
                raise VideoTooLongError(f"{film.path.name} is longer than {MAX_DURATION_S:.0f} s; cut it.")
            yield TimedFrame(_upright(frame), time_s)


def read_sound(film: Film) -> tuple[AudioClip, float] | None:
    """Return the sound and when it starts on the clock of the picture in s; None = a silent film."""
    try:
        audio = read_audio(film.path, MAX_DURATION_S)
    except SoundError:
        return None
    with _opened(film.path) as container:
        starts_s = [
            float(stream.start_time * stream.time_base) if stream.start_time and stream.time_base else 0.0
            for stream in (_picture_of(container, film.path), container.streams.audio[0])
        ]
    return audio, starts_s[1] - starts_s[0]


@contextmanager
def _opened(path: Path) -> Iterator[InputContainer]:
    """Open a file; what goes wrong with it becomes one of our errors."""
    if not path.is_file():
        raise VideoUnreadableError(f"There is no video file {path}; check the path.")
    try:
        with av.open(str(path), container_options=_OPTIONS) as container:
            yield container
    except (av.FFmpegError, OSError, ValueError, MemoryError, EOFError) as error:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise VideoUnreadableError(f"{path.name} cannot be read as a video ({reason}); {_NEEDED}.") from error


def _picture_of(container: InputContainer, path: Path) -> VideoStream:
    moving = [
        stream for stream in container.streams.video if not stream.disposition & Disposition.attached_pic
    ]
    if not moving:
        raise VideoUnreadableError(f"{path.name} holds no moving picture; {_NEEDED}.")
    return moving[0]


def _decoded(container: InputContainer, stream: VideoStream) -> Iterator[VideoFrame]:
    for packet in container.demux(stream):
        try:
            yield from packet.decode()
        except av.error.InvalidDataError:
            continue


def _upright(frame: VideoFrame) -> RgbImage:
    """Return the pixels as a player shows them: telephones store turned pictures."""
    quarter_turns = round(getattr(frame, "rotation", 0) / 90) % 4
    rgb = np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)
    return np.ascontiguousarray(np.rot90(rgb, quarter_turns)) if quarter_turns else rgb

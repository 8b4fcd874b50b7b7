"""A scene that is a piece of video."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from likeness.compose import Footage, FrameCanvas, MovingBackdrop, colour_backdrop, read_footage
from likeness.core.canvas import Box
from likeness.core.scene import VideoScene
from likeness.core.timing import frame_time_s, n_frames_for
from likeness.encode import FilmFrame
from likeness.takes.contract import Overlays, TakeReport
from likeness.takes.footage_sound import FootageSound, footage_sound
from likeness.takes.working import Working

_TICK_S = 1e-3  # before the end: at the end itself the video would begin again


@dataclass(frozen=True)
class FootageShot:
    """The video on the canvas of the film, which it covers."""

    footage: Footage
    """The video."""

    canvas_px: tuple[int, int]
    """Width and height."""

    fps: Fraction
    """Frames per second of the film."""

    def frames(self, frame_indices: range, overlays: Overlays) -> Iterator[FilmFrame]:
        """Draw a range of frames, each the one that the video shows then."""
        black = colour_backdrop((0, 0, 0), self.canvas_px)
        with FrameCanvas(black, None, MovingBackdrop(self.footage)) as canvas:
            for index in frame_indices:
                time_s = min(frame_time_s(index, self.fps), self.footage.duration_s - _TICK_S)
                yield FilmFrame(canvas.draw(None, overlays(index), time_s), canvas.changed_px)


@dataclass(frozen=True)
class FootageTake:
    """The scene before it is drawn."""

    footage: Footage
    """The video."""

    size_px: tuple[int, int]
    """Width and height of its pictures as they are shown."""

    sound: FootageSound | None
    """What is heard; None = nothing."""

    fps: Fraction
    """Frames per second of the film."""

    report: TakeReport
    """What there is to say about it."""

    @property
    def n_frames(self) -> int:
        """Number of frames."""
        return n_frames_for(self.footage.duration_s, self.fps)

    def kept_clear(self, canvas_px: tuple[int, int]) -> tuple[Box, ...]:  # noqa: ARG002 - the contract's
        """Return nothing: where heads are in a video is not known."""
        return ()

    def set_up(self, canvas_px: tuple[int, int]) -> FootageShot:
        """Bring the video to the size of the canvas."""
        return FootageShot(self.footage, canvas_px, self.fps)


def plan_footage(scene: VideoScene, working: Working) -> FootageTake:
    """Look through the video.

    Raises
    ------
    VideoError
        It cannot be used.
    """
    working.listener.begin("picture and speech", 1)
    footage = read_footage(scene.file)
    sound = None if scene.is_mute or scene.volume == 0 else footage_sound(footage, scene.volume)
    working.done()
    return FootageTake(footage, footage.size_px, sound, working.output.fps, TakeReport())

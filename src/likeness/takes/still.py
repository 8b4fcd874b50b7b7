"""A scene in which a picture is shown as it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from likeness.compose import FrameCanvas, backdrop, centred
from likeness.core.canvas import Box
from likeness.core.scene import ImageScene
from likeness.core.spec import Fit
from likeness.core.timing import n_frames_for
from likeness.encode import FilmFrame, Sound
from likeness.portrait.picture import read_picture
from likeness.takes.contract import Overlays, TakeReport
from likeness.takes.speaking import speak
from likeness.takes.working import Working
from likeness.typing import RgbImage

_LEAST_PX = 1  # any picture will do: no face is looked for


@dataclass(frozen=True)
class StillShot:
    """The picture on the canvas of the film."""

    canvas_rgb: RgbImage
    """(H, W, 3)."""

    def frames(self, frame_indices: range, overlays: Overlays) -> Iterator[FilmFrame]:
        """Draw a range of frames: only what lies over the picture changes."""
        canvas = FrameCanvas(self.canvas_rgb, None)
        for index in frame_indices:
            yield FilmFrame(canvas.draw(None, overlays(index)), canvas.changed_px)


@dataclass(frozen=True)
class StillTake:
    """The scene before it is drawn."""

    picture: Path
    """The file; read again for drawing, since a film may have fifty pictures."""

    size_px: tuple[int, int]
    """Width and height of the picture, upright."""

    fit: Fit | None
    """Crop it, or show all of it; None = what loses least."""

    duration_s: float
    """How long it is shown."""

    fps: Fraction
    """Frames per second."""

    sound: Sound | None
    """What the narrator says."""

    report: TakeReport
    """What there is to say about it."""

    @property
    def n_frames(self) -> int:
        """Number of frames."""
        return n_frames_for(self.duration_s, self.fps)

    def kept_clear(self, canvas_px: tuple[int, int]) -> tuple[Box, ...]:  # noqa: ARG002 - the contract's
        """Return nothing: nobody speaks in the picture."""
        return ()

    def set_up(self, canvas_px: tuple[int, int]) -> StillShot:
        """Bring the picture to the size of the canvas."""
        rgb = read_picture(self.picture, _LEAST_PX).rgb
        return StillShot(backdrop(rgb, centred(self.size_px, canvas_px, self.fit)))


def plan_still(scene: ImageScene, working: Working) -> StillTake:
    """Read the picture and say what is to be said.

    Raises
    ------
    PictureError, ScriptError, SoundError
        Picture or words cannot be used.
    """
    working.listener.begin("picture and speech", 1)
    height, width = read_picture(scene.picture, _LEAST_PX).rgb.shape[:2]
    spoken = speak(scene, is_alone=working.is_alone) if scene.has_words else None
    working.done()
    report = TakeReport() if spoken is None else TakeReport(spoken.speech, warnings=spoken.warnings)
    duration_s = scene.duration_s if spoken is None else spoken.speech.duration_s
    assert duration_s is not None  # the scene has words, or a duration
    return StillTake(
        picture=scene.picture,
        size_px=(width, height),
        fit=working.output.fit,
        duration_s=duration_s,
        fps=working.output.fps,
        sound=None if spoken is None else spoken.sound,
        report=report,
    )

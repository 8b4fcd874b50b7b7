"""What every kind of scene must be able to do before and while it is drawn."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from likeness.compose import Overlay
from likeness.core.canvas import Box
from likeness.core.direction import IgnoredWords
from likeness.core.performance import Performance
from likeness.core.speech import Speech
from likeness.direction import Reason
from likeness.encode import FilmFrame, Sound

Overlays = Callable[[int], Sequence[Overlay]]
"""What lies over the frame of a number; the same objects as long as nothing changes."""


@dataclass(frozen=True)
class TakeReport:
    """What there is to say about a scene besides its pictures."""

    speech: Speech | None = None
    """What is said in it."""

    performance: Performance | None = None
    """How the face moves; None = no face is animated."""

    warnings: tuple[str, ...] = ()
    """One line for each thing that is other than one may think."""

    motion_prompt: str = ""
    """The motion prompt that was followed."""

    ignored: tuple[IgnoredWords, ...] = ()
    """Words of the motion prompt without effect."""

    additions: tuple[Reason, ...] = ()
    """What was added to the motion prompt, and why."""


@dataclass(frozen=True)
class SceneResult:
    """One scene on the film."""

    start_s: float
    """When it begins in the film."""

    end_s: float
    """When it ends; while one scene melts into the next, both are seen."""

    report: TakeReport
    """What was said and done in it."""


class Shot(Protocol):
    """A take on the canvas of the film; used by several threads at once."""

    def frames(self, frame_indices: range, overlays: Overlays) -> Iterator[FilmFrame]:
        """Draw a range of the take's frames, in order. What a frame holds may be overwritten by the next."""


class Take(Protocol):
    """A scene whose length, sound and movement are known, ready to be set up."""

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height of its picture."""

    @property
    def n_frames(self) -> int:
        """Number of frames."""

    @property
    def sound(self) -> Sound | None:
        """What is heard, cut or padded to the frames later; None = nothing."""

    @property
    def report(self) -> TakeReport:
        """What there is to say about it."""

    def kept_clear(self, canvas_px: tuple[int, int]) -> tuple[Box, ...]:
        """Return what captions stay off on a canvas, the widest box first: mouth and chin, then the mouth."""

    def set_up(self, canvas_px: tuple[int, int]) -> Shot:
        """Bring picture and background to the width and height of the canvas; costly, done once."""

"""What an engine must be able to do.

An engine sees a picture once (`prepare`), turns a speech into curves (`perform`) and draws frames from both
(`renderer`). Everything around it - sound, canvas, background, encoding - is the same for all engines.
"""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Protocol, runtime_checkable

from likeness.core.canvas import Box, Placement, SubjectExtent, SubjectLayer
from likeness.core.direction import Direction
from likeness.core.performance import FaceState, Performance
from likeness.core.speech import Speech
from likeness.typing import RgbImage


@dataclass(frozen=True)
class PictureOptions:
    """What the user says about the picture."""

    face: int = 1
    """Which face of several; 1 = the largest."""

    face_points: Path | None = None
    """JSON file of face points for faces that no detector knows."""


@runtime_checkable
class PreparedPicture(Protocol):
    """A picture after analysis; engines keep their own findings in it too.

    One that has `remarks`, sentences that the film's author should read, gets them shown as warnings. One
    that has `kept_clear`, boxes of the picture around the mouth, the widest first, gets no captions over
    them; else the lower part of the head box stands for the mouth.
    """

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height of the picture, upright."""

    @property
    def head_box(self) -> Box:
        """The head with its hair, in picture pixels."""

    @property
    def plate_rgb(self) -> RgbImage:
        """(H, W, 3) the picture with the subject taken away: what is seen when it moves."""

    @property
    def subject_extent(self) -> SubjectExtent:
        """What of the picture the subject's layer shows at rest."""


@runtime_checkable
class FrameRenderer(Protocol):
    """Draws the subject of a frame."""

    def render(self, state: FaceState) -> SubjectLayer:
        """Draw one state; pure, and called from several threads at once."""


@runtime_checkable
class Engine(Protocol):
    """A way to animate a picture."""

    def prepare(self, picture: Path, options: PictureOptions) -> PreparedPicture:
        """Read and analyse a picture; raise a `PictureError` when it cannot be used."""

    def inspect(
        self, picture: Path, options: PictureOptions, overlay: Path, points_out: Path | None = None
    ) -> tuple[str, ...]:
        """Draw what was found in the picture to `overlay`; return the verdict, a sentence per line.

        `points_out` gets the face points as JSON, found or guessed; an engine without any leaves it out.
        """

    def perform(self, speech: Speech, direction: Direction, fps: Fraction, seed: int) -> Performance:
        """Turn a speech into curves, one row per frame of the film."""

    def cut_out(self, prepared: PreparedPicture) -> PreparedPicture:
        """Return the picture ready to stand before another background than its own.

        Nothing of the old one remains in the subject's layer. It may be of another size.
        """

    def renderer(
        self, prepared: PreparedPicture, placement: Placement, light: RgbImage | None = None
    ) -> FrameRenderer:
        """Make the renderer for one canvas; the picture is scaled to it here, once.

        `light` is the canvas (H, W, 3) before which a cut out subject stands, for the light that it throws on
        the subject's edges, black where there is none; None = the picture's own background.
        """

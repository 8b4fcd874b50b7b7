"""What lies behind the speaker, as the spec of a video describes it."""

from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from likeness.core.frozen_model import FrozenModel


class ColourBackground(FrozenModel):
    """One colour."""

    kind: Literal["colour"] = "colour"
    """Tells the kinds apart."""

    colour: Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")]
    """sRGB as #RRGGBB."""

    @property
    def rgb(self) -> tuple[int, int, int]:
        """Red, green, blue, 0-255.

        >>> ColourBackground(colour="#ff8000").rgb
        (255, 128, 0)
        """
        red, green, blue = bytes.fromhex(self.colour[1:])
        return red, green, blue


class ImageBackground(FrozenModel):
    """A still picture that fills the canvas; what is too much of it is cut off evenly."""

    kind: Literal["image"] = "image"
    """Tells the kinds apart."""

    file: Path
    """Picture of any common format."""

    blur: Annotated[float, Field(ge=0, le=1)] = 0.0
    """How far out of focus it is: 1 = a blur of 4 % of the film's short edge (standard deviation)."""


class VideoBackground(FrozenModel):
    """A video without its sound that fills the canvas and starts again when it ends."""

    kind: Literal["video"] = "video"
    """Tells the kinds apart."""

    file: Path
    """MP4, MOV, WebM, GIF or another common video file."""


NewBackground: TypeAlias = ColourBackground | ImageBackground | VideoBackground
"""What a background can be replaced with."""


class KeepBackground(FrozenModel):
    """The picture's own background."""

    kind: Literal["keep"] = "keep"
    """Tells the kinds apart."""

    around: Annotated[NewBackground, Field(discriminator="kind")] | None = None
    """Beside a picture that does not fill the canvas; None = a blurred, darker copy of the picture."""


class RemoveBackground(FrozenModel):
    """Nothing: the film is transparent around the speaker."""

    kind: Literal["remove"] = "remove"
    """Tells the kinds apart."""


Background: TypeAlias = Annotated[
    KeepBackground | RemoveBackground | NewBackground,
    Field(discriminator="kind"),
]
"""Any background."""


def background_file(background: KeepBackground | RemoveBackground | NewBackground | None) -> Path | None:
    """Return the file that a background is read from; None when there is none."""
    new = background.around if isinstance(background, KeepBackground) else background
    return new.file if isinstance(new, ImageBackground | VideoBackground) else None

"""A watermark as the spec of a video describes it."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from likeness.core.frozen_model import FrozenModel

Corner = Literal["top_left", "top_right", "bottom_left", "bottom_right"]


class Watermark(FrozenModel):
    """A small picture that lies over everything else, in every frame."""

    file: Path
    """PNG with transparency, JPEG, or any other common picture."""

    opacity: Annotated[float, Field(ge=0, le=1)] = 1.0
    """1 = as opaque as the file, 0 = invisible."""

    scale: Annotated[float, Field(gt=0, le=20)] = 1.0
    """Film pixels per pixel of the file, whatever the size of the film."""

    position: Corner = "bottom_right"
    """The corner of the frame in which it lies."""

    offset_x: Annotated[float, Field(ge=0, le=1)] = 0.02
    """Distance from that corner's side, as a share of the frame's width."""

    offset_y: Annotated[float, Field(ge=0, le=1)] = 0.02
    """Distance from that corner's upper or lower edge, as a share of the frame's height."""

"""What is behind and around the speaker of a scene: which files, where the picture goes, which canvas."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from likeness.compose import (
    Compositor,
    Footage,
    MovingBackdrop,
    backdrop,
    colour_backdrop,
    image_backdrop,
    layout,
    layout_cut_out,
    mean_backdrop,
    picture_coverage,
    picture_patch,
    read_footage,
)
from likeness.core.background import (
    ColourBackground,
    ImageBackground,
    KeepBackground,
    NewBackground,
    RemoveBackground,
    VideoBackground,
)
from likeness.core.canvas import Placement
from likeness.core.spec import Output
from likeness.engines.contract import PreparedPicture
from likeness.portrait.picture import read_picture
from likeness.typing import RgbImage

_LEAST_PX = 1  # a background may be of any size
_SHOWS_THROUGH = 255  # white: what lies behind transparent parts of a background


@dataclass(frozen=True)
class Surround:
    """What is around the subject at the size of the film."""

    compositor: Compositor
    """Puts the subject into it."""

    light_rgb: RgbImage | None
    """(H, W, 3) what throws light on the edges of a cut out subject; None = it keeps its background."""


@dataclass(frozen=True)
class Setting:
    """What lies behind and around the speaker; its files were found to be usable."""

    background: KeepBackground | RemoveBackground | NewBackground
    """What was asked for."""

    footage: Footage | None = None
    """The file of a background that is a video. A picture is read when it is needed: films may have many."""

    @property
    def is_cut_out(self) -> bool:
        """Whether the subject leaves its own background."""
        return not isinstance(self.background, KeepBackground)

    def placement(self, prepared: PreparedPicture, output: Output, canvas_px: tuple[int, int]) -> Placement:
        """Return where the picture lies on a canvas of this width and height."""
        if not self.is_cut_out:
            return layout(prepared.size_px, prepared.head_box, output, canvas_px)
        return layout_cut_out(prepared, output, canvas_px)

    def surround(self, prepared: PreparedPicture, placement: Placement) -> Surround:
        """Bring everything around the subject to the size of the canvas."""
        size = (placement.canvas_width_px, placement.canvas_height_px)
        if isinstance(self.background, RemoveBackground):
            nothing = colour_backdrop((0, 0, 0), size)
            return Surround(Compositor(nothing, placement, None, is_transparent=True), nothing)
        around = self._new(size)
        moving = None if self.footage is None else MovingBackdrop(self.footage)
        if around is not None and self.is_cut_out:
            return Surround(Compositor(around, placement, None, moving=moving), around)
        if moving is not None:
            patch = picture_patch(prepared.plate_rgb, placement)
            is_hidden = picture_coverage(prepared.plate_rgb.shape[:2], placement) is None
            moving = None if is_hidden else MovingBackdrop(moving.footage, patch)
        behind = backdrop(prepared.plate_rgb, placement, around)
        return Surround(Compositor(behind, placement, prepared.size_px, moving=moving), None)

    def _new(self, size: tuple[int, int]) -> RgbImage | None:
        """Return the canvas of a new background, of a video its mean; None when there is none."""
        new = _replacement(self.background)
        if isinstance(new, ColourBackground):
            return colour_backdrop(new.rgb, size)
        if isinstance(new, ImageBackground):
            return image_backdrop(_opaque(new.file), size, new.blur)
        return None if self.footage is None else mean_backdrop(self.footage, size)


def read_setting(background: KeepBackground | RemoveBackground | NewBackground) -> Setting:
    """Look at the files of a background.

    Raises
    ------
    PictureError
        It is a picture that cannot be used.
    VideoError
        It is a video that cannot be used.
    """
    new = _replacement(background)
    if isinstance(new, ImageBackground):
        read_picture(new.file, _LEAST_PX)
    return Setting(background, read_footage(new.file) if isinstance(new, VideoBackground) else None)


def _replacement(background: KeepBackground | RemoveBackground | NewBackground) -> NewBackground | None:
    """Return what is behind or around the subject besides the picture's own background."""
    if isinstance(background, KeepBackground):
        return background.around
    return None if isinstance(background, RemoveBackground) else background


def _opaque(file: Path) -> RgbImage:
    picture = read_picture(file, _LEAST_PX)
    if picture.alpha is None:
        return picture.rgb
    share = picture.alpha[..., None] / np.float32(255)
    mixed = picture.rgb * share + np.float32(_SHOWS_THROUGH) * (1 - share)
    return np.asarray(np.rint(mixed), np.uint8)

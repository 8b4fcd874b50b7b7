"""One portrait on one canvas: any state as a finished frame, and the plain photo at the same place."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from likeness.compose import Compositor, backdrop, layout
from likeness.compose.backdrop import picture_coverage
from likeness.core.canvas import Placement
from likeness.core.performance import FaceState
from likeness.core.pixels import resize_area
from likeness.core.portrait import Portrait
from likeness.core.scaling import scale_to_canvas
from likeness.core.spec import Output
from likeness.engines import FrameRenderer, PictureOptions
from likeness.engines.builtin import BuiltinEngine
from likeness.portrait import read_picture
from likeness.typing import AlphaImage, BoolArray, Points3, RgbImage

_ENGINE = BuiltinEngine()


@dataclass(frozen=True)
class Studio:
    """A portrait of the built-in engine, ready to draw."""

    picture: Path
    """The file."""

    portrait: Portrait
    """What was found in it."""

    placement: Placement
    """Where it lies on the canvas."""

    renderer: FrameRenderer
    compositor: Compositor

    def frame(self, state: FaceState) -> RgbImage:
        """Return (canvas height, canvas width, 3)."""
        return self.compositor.compose(self.renderer.render(state))

    def photo(self) -> RgbImage:
        """Return the picture itself on the canvas, scaled and nothing else."""
        rgb = read_picture(self.picture).turned(self.portrait.quarter_turns).rgb
        if rgb.shape[1::-1] != self.portrait.size_px:
            rgb = resize_area(rgb, self.portrait.size_px)
        return backdrop(rgb, self.placement)

    def alpha(self) -> AlphaImage:
        """Return the coverage of the subject on the canvas, (H, W); 0 where the picture does not reach."""
        whole = (0, 0, self.placement.canvas_width_px, self.placement.canvas_height_px)
        alpha = np.asarray(scale_to_canvas(self.portrait.alpha, self.placement, whole), np.uint8)
        return np.where(self.is_picture(), alpha, 0).astype(np.uint8)

    def is_picture(self) -> BoolArray:
        """Return where the canvas shows the picture, (H, W), not the fill beside it."""
        coverage = picture_coverage(self.portrait.alpha.shape, self.placement)
        size = (self.placement.canvas_height_px, self.placement.canvas_width_px)
        return np.ones(size, bool) if coverage is None else coverage == 255

    def landmarks_px(self) -> Points3:
        """Return the mesh of the photo, (478, 3), in canvas pixels."""
        points = self.portrait.face.rest_px * np.float32(self.placement.scale)
        points[:, 0] += self.placement.offset_x_px
        points[:, 1] += self.placement.offset_y_px
        return points


def open_studio(picture: Path, output: Output, options: PictureOptions | None = None) -> Studio:
    """Prepare a picture and lay it out; raises a `PictureError` when it cannot be used."""
    portrait = _ENGINE.prepare(picture, options or PictureOptions())
    assert isinstance(portrait, Portrait)
    placement = layout(portrait.size_px, portrait.head_box, output)
    compositor = Compositor(backdrop(portrait.plate_rgb, placement), placement, portrait.size_px)
    return Studio(picture, portrait, placement, _ENGINE.renderer(portrait, placement), compositor)

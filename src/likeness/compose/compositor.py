"""Put the moving subject onto the still backdrop, touching only the pixels that change."""

from dataclasses import dataclass

import numpy as np

from likeness.compose.backdrop import picture_coverage
from likeness.compose.kernels import blend_into
from likeness.core.canvas import Placement, SubjectLayer
from likeness.typing import AlphaImage, RgbaImage, RgbImage


@dataclass(frozen=True)
class _Patch:
    """The part of a layer that lies on the canvas."""

    rgba: RgbaImage
    left: int
    top: int

    @property
    def rows(self) -> slice:
        return slice(self.top, self.top + self.rgba.shape[0])

    @property
    def columns(self) -> slice:
        return slice(self.left, self.left + self.rgba.shape[1])


class Compositor:
    """The backdrop of a film, and how subjects are laid onto it. Safe to share between threads."""

    def __init__(
        self, backdrop_rgb: RgbImage, placement: Placement, picture_size_px: tuple[int, int]
    ) -> None:
        """Take a backdrop of canvas size; the subject is cut off where the picture ends."""
        self._backdrop = np.ascontiguousarray(backdrop_rgb)
        width, height = picture_size_px
        self._coverage: AlphaImage | None = picture_coverage((height, width), placement)

    def compose(self, layer: SubjectLayer) -> RgbImage:
        """Return one finished frame, (canvas height, canvas width, 3)."""
        return self.canvas().draw(layer)

    def canvas(self) -> "FrameCanvas":
        """Return a canvas for a run of frames, to be used by one thread."""
        return FrameCanvas(self._backdrop, self._coverage)


class FrameCanvas:
    """A frame that is drawn again and again; each drawing first takes back the one before."""

    def __init__(self, backdrop_rgb: RgbImage, coverage: AlphaImage | None) -> None:
        self._backdrop = backdrop_rgb
        self._coverage = coverage
        self._frame: RgbImage = backdrop_rgb.copy()
        self._last: _Patch | None = None
        self.changed_px: tuple[int, int, int, int] = (0, 0, 0, 0)
        """(left, top, right, bottom) of what the latest `draw` changed; empty when it changed nothing."""

    def draw(self, layer: SubjectLayer) -> RgbImage:
        """Return the finished frame. It is overwritten by the next call: copy it to keep it."""
        if self._last is not None:
            area = self._last.rows, self._last.columns
            self._frame[area] = self._backdrop[area]
        patch = self._on_canvas(layer)
        if patch is not None:
            blend_into(self._frame, patch.rgba, patch.left, patch.top)
        self.changed_px = _around(self._last, patch)
        self._last = patch
        return self._frame

    def _on_canvas(self, layer: SubjectLayer) -> _Patch | None:
        """Cut a layer to the canvas and to the picture."""
        height, width = self._frame.shape[:2]
        left, top = max(0, layer.left_px), max(0, layer.top_px)
        right = min(width, layer.left_px + layer.rgba.shape[1])
        bottom = min(height, layer.top_px + layer.rgba.shape[0])
        if right <= left or bottom <= top:
            return None
        rgba = layer.rgba[
            top - layer.top_px : bottom - layer.top_px, left - layer.left_px : right - layer.left_px
        ]
        if self._coverage is not None:
            rgba = _cut_to(rgba, self._coverage[top:bottom, left:right])
        return _Patch(rgba, left, top)


def _cut_to(rgba: RgbaImage, coverage: AlphaImage) -> RgbaImage:
    """Return the layer with its alpha reduced to the coverage."""
    # A rectangle's coverage is full everywhere when it is full at two opposite corners.
    if coverage[0, 0] == 255 and coverage[-1, -1] == 255:
        return rgba
    cut = rgba.copy()
    cut[:, :, 3] = (rgba[:, :, 3].astype(np.uint16) * coverage + 127) // 255
    return cut


def _around(first: _Patch | None, second: _Patch | None) -> tuple[int, int, int, int]:
    """Return the box around both patches, (left, top, right, bottom)."""
    patches = [patch for patch in (first, second) if patch is not None]
    if not patches:
        return (0, 0, 0, 0)
    return (
        min(patch.columns.start for patch in patches),
        min(patch.rows.start for patch in patches),
        max(patch.columns.stop for patch in patches),
        max(patch.rows.stop for patch in patches),
    )

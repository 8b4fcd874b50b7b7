"""Put the moving subject onto its backdrop and patches over both, touching only the pixels that change."""

from collections.abc import Sequence

import numpy as np

from likeness.compose.backdrop import picture_coverage
from likeness.compose.kernels import blend_into, lay_over
from likeness.compose.overlay import Overlay, PixelBox, around
from likeness.core.canvas import Placement, SubjectLayer
from likeness.typing import AlphaImage, RgbaImage, RgbImage

_NOTHING: PixelBox = (0, 0, 0, 0)


class Compositor:
    """The backdrop of a film, and how subjects are laid onto it. Safe to share between threads."""

    def __init__(
        self,
        backdrop_rgb: RgbImage,
        placement: Placement,
        picture_size_px: tuple[int, int],
        *,
        is_transparent: bool = False,
    ) -> None:
        """Take a backdrop of canvas size; the subject is cut off where the picture ends.

        `is_transparent`: frames get an alpha channel in which only subject and overlays are seen; the
        backdrop then holds the colours of what is not.
        """
        self._backdrop = np.ascontiguousarray(backdrop_rgb)
        width, height = picture_size_px
        self._coverage: AlphaImage | None = picture_coverage((height, width), placement)
        self._is_transparent = is_transparent

    def compose(self, layer: SubjectLayer, overlays: Sequence[Overlay] = ()) -> RgbImage:
        """Return one finished frame, (canvas height, canvas width, 3)."""
        return self.canvas().draw(layer, overlays)

    def canvas(self) -> "FrameCanvas":
        """Return a canvas for a run of frames, to be used by one thread."""
        return FrameCanvas(self._backdrop, self._coverage, is_transparent=self._is_transparent)


class FrameCanvas:
    """A frame that is drawn again and again; each drawing first takes back the one before."""

    def __init__(
        self, backdrop_rgb: RgbImage, coverage: AlphaImage | None, *, is_transparent: bool = False
    ) -> None:
        self._backdrop = backdrop_rgb
        self._coverage = coverage
        self._frame: RgbImage = backdrop_rgb.copy()
        self._last_box: PixelBox = _NOTHING
        self._last_overlays: tuple[Overlay, ...] = ()
        self.alpha: AlphaImage | None = np.zeros(backdrop_rgb.shape[:2], np.uint8) if is_transparent else None
        """(H, W) of the latest frame, straight; None = opaque everywhere."""

        self.changed_px: PixelBox = _NOTHING
        """(left, top, right, bottom) of what the latest `draw` changed; empty when it changed nothing."""

    def draw(self, layer: SubjectLayer | None, overlays: Sequence[Overlay] = ()) -> RgbImage:
        """Return the finished frame: backdrop, subject if there is one, then the overlays in their order.

        Frame and alpha are overwritten by the next call: copy them to keep them.
        """
        subject = self._on_canvas(layer)
        subject_box = _NOTHING if subject is None else subject.box_px
        changed = _changed(self._last_overlays, overlays)
        box = self._clipped(around(self._last_box, subject_box, *(overlay.box_px for overlay in changed)))
        self._take_back(box)
        for patch in (subject, *overlays):
            part = None if patch is None else patch.inside(box)
            if part is not None:
                self._lay(part)
        self._last_box, self._last_overlays = subject_box, tuple(overlays)
        self.changed_px = box
        return self._frame

    def _take_back(self, box: PixelBox) -> None:
        area = slice(box[1], box[3]), slice(box[0], box[2])
        self._frame[area] = self._backdrop[area]
        if self.alpha is not None:
            self.alpha[area] = 0

    def _lay(self, patch: Overlay) -> None:
        if self.alpha is None:
            blend_into(self._frame, patch.rgba, patch.left_px, patch.top_px)
        else:
            lay_over(self._frame, self.alpha, patch.rgba, patch.left_px, patch.top_px)

    def _clipped(self, box: PixelBox) -> PixelBox:
        height, width = self._frame.shape[:2]
        left, top, right, bottom = max(0, box[0]), max(0, box[1]), min(width, box[2]), min(height, box[3])
        return (left, top, right, bottom) if right > left and bottom > top else _NOTHING

    def _on_canvas(self, layer: SubjectLayer | None) -> Overlay | None:
        """Cut a layer to the canvas and to the picture."""
        if layer is None:
            return None
        height, width = self._frame.shape[:2]
        patch = Overlay(layer.rgba, layer.left_px, layer.top_px).inside((0, 0, width, height))
        if patch is None or self._coverage is None:
            return patch
        left, top, right, bottom = patch.box_px
        rgba = _cut_to(patch.rgba, self._coverage[top:bottom, left:right])
        return Overlay(rgba, left, top)


def _cut_to(rgba: RgbaImage, coverage: AlphaImage) -> RgbaImage:
    """Return the layer with its alpha reduced to the coverage."""
    # A rectangle's coverage is full everywhere when it is full at two opposite corners.
    if coverage[0, 0] == 255 and coverage[-1, -1] == 255:
        return rgba
    cut = rgba.copy()
    cut[:, :, 3] = (rgba[:, :, 3].astype(np.uint16) * coverage + 127) // 255
    return cut


def _changed(before: Sequence[Overlay], now: Sequence[Overlay]) -> list[Overlay]:
    """Return the overlays that are new, gone, or lie over others than before."""
    if len(before) == len(now) and all(old is new for old, new in zip(before, now, strict=True)):
        return []
    kept = {id(overlay) for overlay in before} & {id(overlay) for overlay in now}
    if [id(o) for o in before if id(o) in kept] != [id(o) for o in now if id(o) in kept]:
        return [*before, *now]
    return [overlay for overlay in (*before, *now) if id(overlay) not in kept]

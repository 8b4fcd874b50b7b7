"""Put the moving subject onto its backdrop and patches over both, touching only the pixels that change."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from likeness.compose.backdrop import picture_coverage
from likeness.compose.footage import Footage, FootageReader
from likeness.compose.kernels import PackedImage, blend_into, lay_over, packed, show_over
from likeness.compose.overlay import Overlay, PixelBox, around, intersection
from likeness.core.canvas import Placement, SubjectLayer
from likeness.typing import AlphaImage, RgbaImage, RgbImage

_NOTHING: PixelBox = (0, 0, 0, 0)


@dataclass(frozen=True)
class MovingBackdrop:
    """A backdrop that is another one in every frame."""

    footage: Footage
    """The video; it covers the canvas."""

    picture: Overlay | None = None
    """What of it never changes: the picture's own background, when that is kept."""


class Compositor:
    """The backdrop of a film, and how subjects are laid onto it. Safe to share between threads."""

    def __init__(
        self,
        backdrop_rgb: RgbImage,
        placement: Placement,
        picture_size_px: tuple[int, int] | None,
        *,
        is_transparent: bool = False,
        moving: MovingBackdrop | None = None,
    ) -> None:
        """Take a backdrop of canvas size; the subject is cut off where a picture of this size ends.

        Without a size it is cut off nowhere: before another background its picture has no border.

        `is_transparent`: frames get an alpha channel in which only subject and overlays are seen; the
        backdrop then holds the colours of what is not. `moving`: frames have this in place of the backdrop.
        """
        self._backdrop = np.ascontiguousarray(backdrop_rgb)
        self._coverage: AlphaImage | None = (
            None if picture_size_px is None else picture_coverage(picture_size_px[::-1], placement)
        )
        self._is_transparent = is_transparent
        self._moving = moving

    def compose(self, layer: SubjectLayer, overlays: Sequence[Overlay] = ()) -> RgbImage:
        """Return one finished frame, (canvas height, canvas width, 3); of a video, over its first frame."""
        with self.canvas() as canvas:
            return canvas.draw(layer, overlays)

    def canvas(self) -> "FrameCanvas":
        """Return a canvas for a run of frames, to be used by one thread and closed at the end."""
        return FrameCanvas(self._backdrop, self._coverage, self._moving, is_transparent=self._is_transparent)


class FrameCanvas:
    """A frame that is drawn again and again; each drawing first takes back the one before."""

    def __init__(
        self,
        backdrop_rgb: RgbImage,
        coverage: AlphaImage | None,
        moving: MovingBackdrop | None = None,
        *,
        is_transparent: bool = False,
    ) -> None:
        height, width = backdrop_rgb.shape[:2]
        self._whole: PixelBox = (0, 0, width, height)
        self._moving = moving
        self._footage = None if moving is None else FootageReader(moving.footage, (width, height))
        self._footage_frame: RgbImage | None = None
        self._backdrop = backdrop_rgb
        self._packed: PackedImage | None = None
        self._coverage = coverage
        self._frame: RgbImage = backdrop_rgb.copy()
        self._last_box: PixelBox = _NOTHING
        self._last_overlays: tuple[Overlay, ...] = ()
        self.alpha: AlphaImage | None = np.zeros(backdrop_rgb.shape[:2], np.uint8) if is_transparent else None
        """(H, W) of the latest frame, straight; None = opaque everywhere."""

        self.changed_px: PixelBox = _NOTHING
        """(left, top, right, bottom) of what the latest `draw` changed; empty when it changed nothing."""

    def __enter__(self) -> "FrameCanvas":
        return self

    def __exit__(self, *_: object) -> None:
        if self._footage is not None:
            self._footage.close()

    def draw(
        self, layer: SubjectLayer | None, overlays: Sequence[Overlay] = (), time_s: float = 0.0
    ) -> RgbImage:
        """Return the finished frame: backdrop, subject if there is one, then the overlays in their order.

        Frame and alpha are overwritten by the next call: copy them to keep them. `time_s` is the instant of
        the film, which matters to backdrops that move.
        """
        has_moved = self._move_backdrop(time_s)
        subject = self._on_canvas(layer)
        subject_box = _NOTHING if subject is None else subject.box_px
        changed = _changed(self._last_overlays, overlays)
        box = around(self._last_box, subject_box, *(overlay.box_px for overlay in changed))
        box = self._whole if has_moved else self._clipped(box)
        if box != subject_box or self.alpha is not None:  # else the subject overwrites all of it
            self._take_back(box)
        if subject is not None:
            self._show(subject)
        for overlay in overlays:
            part = overlay.inside(box)
            if part is not None:
                self._lay(part)
        self._last_box, self._last_overlays = subject_box, tuple(overlays)
        self.changed_px = box
        return self._frame

    def _move_backdrop(self, time_s: float) -> bool:
        """Bring the backdrop to an instant; return whether it is another one than before."""
        if self._moving is None or self._footage is None:
            return False
        frame = self._footage.at(time_s)
        if frame is self._footage_frame:
            return False
        self._footage_frame = self._backdrop = frame
        self._packed = None
        if self._moving.picture is not None:
            patch = self._moving.picture
            self._backdrop = frame.copy()
            blend_into(self._backdrop, patch.rgba, patch.left_px, patch.top_px)
        return True

    def _take_back(self, box: PixelBox) -> None:
        area = slice(box[1], box[3]), slice(box[0], box[2])
        self._frame[area] = self._backdrop[area]
        if self.alpha is not None:
            self.alpha[area] = 0

    def _show(self, subject: Overlay) -> None:
        """Lay the subject, as far as the picture covers it, over the bare backdrop."""
        left, top, right, bottom = subject.box_px
        cover = self._coverage
        # a rectangle's coverage is full everywhere when it is full at two opposite corners
        if cover is not None and cover[top, left] == 255 and cover[bottom - 1, right - 1] == 255:
            cover = None
        if self.alpha is None:
            if self._packed is None:
                self._packed = packed(np.asarray(cv2.cvtColor(self._backdrop, cv2.COLOR_RGB2RGBA), np.uint8))
            show_over(self._frame, self._packed, subject.rgba, cover, (left, top))
        else:
            rgba = subject.rgba if cover is None else _cut_to(subject.rgba, cover[top:bottom, left:right])
            self._lay(Overlay(rgba, left, top))

    def _lay(self, patch: Overlay) -> None:
        if self.alpha is None:
            blend_into(self._frame, patch.rgba, patch.left_px, patch.top_px)
        else:
            lay_over(self._frame, self.alpha, patch.rgba, patch.left_px, patch.top_px)

    def _clipped(self, box: PixelBox) -> PixelBox:
        left, top, right, bottom = intersection(box, self._whole)
        return (left, top, right, bottom) if right > left and bottom > top else _NOTHING

    def _on_canvas(self, layer: SubjectLayer | None) -> Overlay | None:
        """Cut a layer to the canvas."""
        return None if layer is None else Overlay(layer.rgba, layer.left_px, layer.top_px).inside(self._whole)


def _cut_to(rgba: RgbaImage, coverage: AlphaImage) -> RgbaImage:
    """Return the layer with its alpha reduced to the coverage."""
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

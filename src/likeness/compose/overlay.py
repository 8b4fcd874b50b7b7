"""Patches over the finished picture: watermarks, captions, labels."""

from dataclasses import dataclass

from likeness.typing import RgbaImage

PixelBox = tuple[int, int, int, int]
"""(left, top, right, bottom) on the canvas; empty when right <= left or bottom <= top."""


@dataclass(frozen=True, eq=False)
class Overlay:
    """A rectangle of pixels that lies over the subject.

    Two overlays count as the same only when they are the same object: what makes them should hand out one
    and the same while nothing changes, then only the subject's box is drawn again.
    """

    rgba: RgbaImage
    """(h, w, 4) straight alpha; never written to."""

    left_px: int
    """Canvas x of the rectangle; what lies outside of the canvas is cut off."""

    top_px: int
    """Canvas y of the rectangle."""

    @property
    def box_px(self) -> PixelBox:
        """What it covers."""
        height, width = self.rgba.shape[:2]
        return self.left_px, self.top_px, self.left_px + width, self.top_px + height

    def inside(self, box: PixelBox) -> "Overlay | None":
        """Return the part that lies in a box of the canvas; None when none does."""
        left, top, right, bottom = intersection(self.box_px, box)
        if right <= left or bottom <= top:
            return None
        rows = slice(top - self.top_px, bottom - self.top_px)
        columns = slice(left - self.left_px, right - self.left_px)
        return Overlay(self.rgba[rows, columns], left, top)


def intersection(first: PixelBox, second: PixelBox) -> PixelBox:
    """Return what both boxes hold.

    >>> intersection((0, 0, 5, 5), (3, 2, 9, 9))
    (3, 2, 5, 5)
    """
    return (
        max(first[0], second[0]),
        max(first[1], second[1]),
        min(first[2], second[2]),
        min(first[3], second[3]),
    )


def around(*boxes: PixelBox) -> PixelBox:
    """Return the smallest box that holds all that are not empty; (0, 0, 0, 0) when all are.

    >>> around((0, 0, 5, 5), (0, 0, 0, 0), (3, 2, 9, 9))
    (0, 0, 9, 9)
    """
    held = [box for box in boxes if box[2] > box[0] and box[3] > box[1]]
    if not held:
        return (0, 0, 0, 0)
    left, top, right, bottom = zip(*held, strict=True)
    return min(left), min(top), max(right), max(bottom)

"""Where the picture lies on the film's canvas, and what the renderer hands over per frame."""

from dataclasses import dataclass

from likeness.typing import RgbaImage


@dataclass(frozen=True)
class Box:
    """An upright rectangle in pixels."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Bottom edge."""
        return self.top + self.height


@dataclass(frozen=True)
class SubjectExtent:
    """What of a picture is its subject, and where the picture's border cuts it off."""

    box: Box
    """Around the subject, in picture pixels."""

    left_cut_px: float | None = None
    """From which row on the left border cuts the subject; None = it does not."""

    right_cut_px: float | None = None
    """From which row on the right border cuts the subject; None = it does not."""

    is_cut_top: bool = False
    """The subject goes on above the picture."""

    is_cut_bottom: bool = False
    """The subject goes on below the picture."""


@dataclass(frozen=True)
class Placement:
    """How picture pixels become canvas pixels: canvas = scale * picture + offset."""

    canvas_width_px: int
    """Even."""

    canvas_height_px: int
    """Even."""

    scale: float
    """Canvas pixels per picture pixel."""

    offset_x_px: float
    """Canvas x of the picture's left edge."""

    offset_y_px: float
    """Canvas y of the picture's top edge."""

    def on_canvas(self, box: Box) -> Box:
        """Return a box of the picture as it lies on the canvas.

        >>> Placement(640, 360, 2.0, 10.0, -5.0).on_canvas(Box(1, 2, 3, 4))
        Box(left=12.0, top=-1.0, width=6.0, height=8.0)
        """
        return Box(
            self.offset_x_px + self.scale * box.left,
            self.offset_y_px + self.scale * box.top,
            self.scale * box.width,
            self.scale * box.height,
        )


@dataclass(frozen=True)
class SubjectLayer:
    """The moving subject of one frame: a rectangle of straight-alpha pixels on the canvas."""

    rgba: RgbaImage
    """(h, w, 4)."""

    left_px: int
    """Canvas x of the rectangle."""

    top_px: int
    """Canvas y of the rectangle."""

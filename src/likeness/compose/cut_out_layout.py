"""Where a subject goes that stands before another background than its picture's own.

Of such a picture only the subject is seen. So its borders show as straight cuts through shoulders and hair
wherever they lie inside of the frame; the subject stands on the frame's lower edge, and cuts are brought to
the frame's edges as far as the head leaves room.
"""

from dataclasses import dataclass
from typing import Protocol

from likeness.compose.layout import (
    EYES_IN_HEAD,
    EYES_ON_CANVAS,
    canvas_size_px,
    head_with_room,
    layout,
)
from likeness.core.canvas import Box, Placement, SubjectExtent
from likeness.core.spec import Output

_LEAST_OFF_CENTRE = 0.3  # of the canvas: nearer to a side the head is not moved to hide a cut


@dataclass(frozen=True)
class _Axis:
    """One direction, in canvas pixels."""

    canvas: float
    length: float
    """Of the picture."""

    subject: tuple[float, float]
    """Start and end of the subject in the picture."""

    is_cut: tuple[bool, bool]
    """At the picture's start and end."""


class CutOut(Protocol):
    """What is known about the subject and its picture."""

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height of the upright picture."""

    @property
    def head_box(self) -> Box:
        """The head with its hair, in picture pixels."""

    @property
    def subject_extent(self) -> SubjectExtent:
        """The subject, and which of the picture's borders cut it."""


def layout_cut_out(subject: CutOut, output: Output, canvas_px: tuple[int, int] | None = None) -> Placement:
    """Place a cut out subject on the canvas of a film.

    *cover* is the crop that the picture itself would get; *contain* shows all of the subject, as large as it
    can be; None is between: as large as is needed to hide the picture's cuts, if the head leaves room. The
    head is never cut, nor the room in which it moves.

    Parameters
    ----------
    subject
        Who stands there.
    output
        Size and fit.
    canvas_px
        Width and height of the canvas when something else decides.
    """
    width, height = subject.size_px
    extent, head_box = subject.subject_extent, subject.head_box
    canvas = canvas_size_px(subject.size_px, output) if canvas_px is None else canvas_px
    scale = _scale(subject, output, canvas)
    box = extent.box
    across = _Axis(
        canvas[0], width * scale, (box.left * scale, box.right * scale),
        (extent.is_cut_left, extent.is_cut_right),
    )  # fmt: skip
    down = _Axis(
        canvas[1], height * scale, (box.top * scale, box.bottom * scale),
        (extent.is_cut_top, extent.is_cut_bottom),
    )  # fmt: skip
    head = head_with_room(head_box, width, height)
    middle = (head_box.left + head_box.right) / 2 * scale
    left = _within(canvas[0] / 2 - middle, canvas[0], head.left * scale, head.right * scale)
    eyes = (head_box.top + EYES_IN_HEAD * head_box.height) * scale
    top = _within(EYES_ON_CANVAS * canvas[1] - eyes, canvas[1], head.top * scale, head.bottom * scale)
    if output.fit == "contain":
        left, top = _all_inside(left, across), _all_inside(top, down)
    return Placement(
        canvas_width_px=canvas[0],
        canvas_height_px=canvas[1],
        scale=scale,
        offset_x_px=float(round(_hiding_sides(left, across, middle))),
        offset_y_px=float(round(_standing(top, down, head_top=head.top * scale))),
    )


def _scale(subject: CutOut, output: Output, canvas: tuple[int, int]) -> float:
    width, height = subject.size_px
    extent, box = subject.subject_extent, subject.subject_extent.box
    head = head_with_room(subject.head_box, width, height)
    top = min(box.top, head.top)  # the head needs room above it to move
    whole = min(canvas[0] / box.width, canvas[1] / max(1.0, box.bottom - top))
    if output.fit == "contain":
        return whole
    as_picture = layout(subject.size_px, subject.head_box, output, canvas).scale
    if output.fit == "cover":
        return as_picture
    hides = max(
        canvas[0] / width if extent.is_cut_left and extent.is_cut_right else 0.0,
        canvas[1] / height if extent.is_cut_top and extent.is_cut_bottom else 0.0,
    )
    fits_head = min(canvas[0] / head.width, canvas[1] / head.height)
    return max(min(max(as_picture, whole, hides), fits_head), min(whole, fits_head))


def _within(wish: float, canvas: float, start: float, end: float) -> float:
    """Return an offset near the wish with which [start, end] lies on the canvas, if it can."""
    return min(max(wish, -start), canvas - end) if end - start <= canvas else (canvas - start - end) / 2


def _all_inside(wish: float, axis: _Axis) -> float:
    return _within(wish, axis.canvas, *axis.subject)


def _hiding_sides(left: float, axis: _Axis, middle: float) -> float:
    """Return the offset that hides as many cut sides as it can; the head stays where one looks for it."""
    is_cut_left, is_cut_right = axis.is_cut
    right = left + axis.length
    if is_cut_left and is_cut_right:
        if axis.length >= axis.canvas:
            return min(max(left, axis.canvas - axis.length), 0.0)
        return (axis.canvas - axis.length) / 2
    wish = left
    if is_cut_left and left > 0:
        wish = 0.0
    if is_cut_right and right < axis.canvas:
        wish = axis.canvas - axis.length
    room = _LEAST_OFF_CENTRE * axis.canvas
    is_good = room <= wish + middle <= axis.canvas - room
    return wish if is_good else left


def _standing(top: float, axis: _Axis, head_top: float) -> float:
    """Return the offset with which the subject stands on the lower edge or goes on below it."""
    lowest = axis.canvas - axis.length  # the picture ends where the canvas does
    is_cut_top, is_cut_bottom = axis.is_cut
    if is_cut_top and (axis.length >= axis.canvas or not is_cut_bottom):
        top = min(top, 0.0)
    if is_cut_bottom:
        return max(top, lowest)
    # one that ends inside of its picture stands on the edge, too, if its head then stays inside
    standing = axis.canvas - axis.subject[1]
    return standing if standing + head_top >= 0 and axis.subject[1] - head_top > 0 else top

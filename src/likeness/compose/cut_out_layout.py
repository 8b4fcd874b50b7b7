"""Where a subject goes that stands before another background than its picture's own.

Of such a picture only the subject is seen. So its borders show as straight cuts through shoulders and hair
wherever they lie inside of the frame; the subject stands on the frame's lower edge, and cuts are brought to
the frame's edges as far as the head leaves room.
"""

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

_MOST_HEAD = 0.6  # of the canvas's height: larger heads are not made to hide cuts
_LEAST_OFF_CENTRE = 0.42  # of the canvas: nearer to a side the head is not moved to hide a cut


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
    canvas = canvas_size_px(subject.size_px, output) if canvas_px is None else canvas_px
    scale = _scale(subject, output, canvas)
    top = _top(subject, scale, canvas[1], is_whole=output.fit == "contain")
    left = _left(subject, scale, (canvas[0], canvas[1] - top), is_whole=output.fit == "contain")
    return Placement(canvas[0], canvas[1], scale, float(round(left)), float(round(top)))


def _scale(subject: CutOut, output: Output, canvas: tuple[int, int]) -> float:
    extent, box = subject.subject_extent, subject.subject_extent.box
    head = head_with_room(subject.head_box, *subject.size_px)
    top = min(box.top, head.top)  # the head needs room above it to move
    whole = min(canvas[0] / box.width, canvas[1] / max(1.0, box.bottom - top))
    if output.fit == "contain":
        return whole
    as_picture = layout(subject.size_px, subject.head_box, output, canvas).scale
    if output.fit == "cover":
        return as_picture
    hides = min(_hiding_scale(subject, canvas), _MOST_HEAD * canvas[1] / subject.head_box.height)
    fits_head = min(canvas[0] / head.width, canvas[1] / head.height)
    return min(max(as_picture, whole, hides, canvas[1] / subject.size_px[1] * extent.is_cut_top), fits_head)


def _hiding_scale(subject: CutOut, canvas: tuple[int, int]) -> float:
    """Return the least scale at which no side's cut is seen: it lies beside the canvas, or below it."""
    extent, eyes = subject.subject_extent, _eyes(subject.head_box)
    cuts = [cut for cut in (extent.left_cut_px, extent.right_cut_px) if cut is not None]
    if not cuts:
        return 0.0
    below = (1 - EYES_ON_CANVAS) * canvas[1] / max(1.0, min(cuts) - eyes)
    return min(below, canvas[0] / subject.size_px[0])


def _top(subject: CutOut, scale: float, canvas_height: float, *, is_whole: bool) -> float:
    """Return the offset with which the subject stands on the lower edge or goes on below it."""
    extent, height = subject.subject_extent, subject.size_px[1] * scale
    head = head_with_room(subject.head_box, *subject.size_px)
    head_top, head_bottom = head.top * scale, head.bottom * scale
    wish = EYES_ON_CANVAS * canvas_height - _eyes(subject.head_box) * scale
    top = _within(wish, canvas_height, head_top, head_bottom)
    if is_whole:
        top = _within(top, canvas_height, extent.box.top * scale, extent.box.bottom * scale)
    if extent.is_cut_top and (height >= canvas_height or not extent.is_cut_bottom):
        top = min(top, 0.0)
    if extent.is_cut_bottom:
        return max(top, canvas_height - height)
    # one that ends inside of its picture stands on the edge, too, if its head then stays inside
    standing = canvas_height - extent.box.bottom * scale
    return standing if standing + head_top >= 0 else top


def _left(subject: CutOut, scale: float, seen: tuple[float, float], *, is_whole: bool) -> float:
    """Return the offset with which the head is in the middle, or near it when that hides a cut side.

    `seen`: width of the canvas, and how far down from the picture's top it reaches.
    """
    extent, width, canvas = subject.subject_extent, subject.size_px[0] * scale, seen[0]
    head = head_with_room(subject.head_box, *subject.size_px)
    middle = (subject.head_box.left + subject.head_box.right) / 2 * scale
    left = _within(canvas / 2 - middle, canvas, head.left * scale, head.right * scale)
    if is_whole:
        left = _within(left, canvas, extent.box.left * scale, extent.box.right * scale)
    is_cut = [cut is not None and cut * scale < seen[1] for cut in (extent.left_cut_px, extent.right_cut_px)]
    if all(is_cut):
        if width >= canvas:
            return min(max(left, canvas - width), 0.0)
        return (canvas - width) / 2
    wish = left
    if is_cut[0]:
        wish = min(left, 0.0)
    if is_cut[1]:
        wish = max(left, canvas - width)
    room = _LEAST_OFF_CENTRE * canvas
    is_good = room <= wish + middle <= canvas - room
    return wish if is_good else left


def _eyes(head: Box) -> float:
    return head.top + EYES_IN_HEAD * head.height


def _within(wish: float, canvas: float, start: float, end: float) -> float:
    """Return an offset near the wish with which [start, end] lies on the canvas, if it can."""
    return min(max(wish, -start), canvas - end) if end - start <= canvas else (canvas - start - end) / 2

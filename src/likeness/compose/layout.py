"""Where the picture goes on the canvas: size of the canvas, scale and offset of the picture."""

from dataclasses import dataclass

from likeness.core.canvas import Box, Placement
from likeness.core.spec import SHORT_EDGE_PX, Fit, Output

_ASPECTS: dict[str, tuple[int, int]] = {
    "16:9": (16, 9),
    "9:16": (9, 16),
    "1:1": (1, 1),
    "4:5": (4, 5),
    "5:4": (5, 4),
}
_WIDEST = (16, 9)
"""`auto` follows the picture up to this ratio, and takes it when the picture's size is not known."""

EYES_IN_HEAD = 0.5
"""Height of the eyes inside the head box (crown to chin), as in any book on drawing."""

EYES_ON_CANVAS = 0.40
"""Wanted height of the eyes on the canvas: the upper-third rule, less strict because chins drop in speech."""

_MARGIN_SIDE = 0.15
_MARGIN_TOP = 0.08
_MARGIN_BOTTOM = 0.12
"""Room for movement in head sizes. In the liveliest films hair was seen to leave its place at rest by 0.14 of
the head's width to the side and by 0.05 of its height upwards; an open mouth lowers the chin by about 0.1."""

_MOST_CROPPED = 0.45
"""Share of the picture that cover may cut away before contain is the better choice."""


@dataclass(frozen=True)
class _Span:
    """The picture along one axis, already scaled to canvas pixels."""

    length: float
    anchor: float
    """What should lie at the wanted share of the canvas."""

    must_start: float
    must_end: float
    """What must stay on the canvas."""


def layout(
    picture_size_px: tuple[int, int],
    head_box: Box,
    output: Output,
    canvas_px: tuple[int, int] | None = None,
) -> Placement:
    """Place a picture on the canvas of a film.

    *cover* fills the canvas and cuts what is too much, but never the head: when both cannot be had, the
    picture is shown smaller and the backdrop fills the rest. *contain* shows all of the picture. None takes
    cover unless it would cut into the head or lose more than 45 % of the picture.

    Parameters
    ----------
    picture_size_px
        Width and height of the upright picture.
    head_box
        The head with its hair, in picture pixels; parts outside of the picture are ignored.
    output
        Resolution, aspect and fit.
    canvas_px
        Width and height of the canvas when something else decides, e.g. the first scene of a film.

    Returns
    -------
    Placement
        With offsets in whole pixels.

    Examples
    --------
    >>> layout((512, 512), Box(170, 20, 110, 150), Output(resolution="720p", aspect="16:9"))
    Placement(canvas_width_px=1280, canvas_height_px=720, scale=2.5, offset_x_px=0.0, offset_y_px=0.0)
    """
    width, height = picture_size_px
    canvas = canvas_size_px(picture_size_px, output) if canvas_px is None else canvas_px
    wanted = head_with_room(head_box, width, height)
    contain = min(canvas[0] / width, canvas[1] / height)
    cover = max(canvas[0] / width, canvas[1] / height)
    safe_cover = max(contain, min(cover, canvas[0] / wanted.width, canvas[1] / wanted.height))
    kept = (canvas[0] * canvas[1]) / (cover * cover * width * height)
    is_costly = safe_cover < cover or kept < 1 - _MOST_CROPPED
    scale = contain if output.fit == "contain" or (output.fit is None and is_costly) else safe_cover
    centre_x = (head_box.left + head_box.right) / 2
    eyes_y = head_box.top + EYES_IN_HEAD * head_box.height
    across = _Span(width * scale, centre_x * scale, wanted.left * scale, wanted.right * scale)
    down = _Span(height * scale, eyes_y * scale, wanted.top * scale, wanted.bottom * scale)
    return Placement(
        canvas_width_px=canvas[0],
        canvas_height_px=canvas[1],
        scale=scale,
        offset_x_px=_offset(across, canvas[0], 0.5),
        offset_y_px=_offset(down, canvas[1], EYES_ON_CANVAS),
    )


def centred(picture_size_px: tuple[int, int], canvas_px: tuple[int, int], fit: Fit | None) -> Placement:
    """Place a picture without a subject: its middle on that of the canvas.

    None takes cover unless it would lose more than 45 % of the picture.

    >>> centred((400, 300), (1280, 720), "contain")
    Placement(canvas_width_px=1280, canvas_height_px=720, scale=2.4, offset_x_px=160.0, offset_y_px=0.0)
    """
    ratios = [canvas / picture for canvas, picture in zip(canvas_px, picture_size_px, strict=True)]
    is_costly = min(ratios) / max(ratios) < 1 - _MOST_CROPPED
    scale = min(ratios) if fit == "contain" or (fit is None and is_costly) else max(ratios)
    x, y = (
        float(round((canvas - picture * scale) / 2))
        for canvas, picture in zip(canvas_px, picture_size_px, strict=True)
    )
    return Placement(*canvas_px, scale, x, y)


def canvas_size_px(picture_size_px: tuple[int, int], output: Output) -> tuple[int, int]:
    """Return width and height of the canvas, both even.

    `auto` keeps the picture's ratio: the short edge is the resolution's, the long one at most that of 16:9. A
    size of 0 is one that could not be read.

    >>> canvas_size_px((400, 600), Output(resolution="720p", aspect="auto"))
    (720, 1080)
    """
    if output.width_px is not None and output.height_px is not None:
        return output.width_px, output.height_px
    short = SHORT_EDGE_PX[output.resolution]
    across, down = picture_size_px if output.aspect == "auto" else _ASPECTS[output.aspect]
    if min(across, down) < 1:
        across, down = _WIDEST
    ratio = min(max(across, down) / min(across, down), _WIDEST[0] / _WIDEST[1])
    long = 2 * round(short * ratio / 2)
    return (long, short) if across >= down else (short, long)


def head_with_room(head: Box, width: float, height: float) -> Box:
    """Return the part of a picture of this size that must stay visible: the head and where it moves."""
    left = max(0.0, head.left - _MARGIN_SIDE * head.width)
    right = min(float(width), head.right + _MARGIN_SIDE * head.width)
    top = max(0.0, head.top - _MARGIN_TOP * head.height)
    bottom = min(float(height), head.bottom + _MARGIN_BOTTOM * head.height)
    return Box(left, top, max(1.0, right - left), max(1.0, bottom - top))


def _offset(span: _Span, canvas: int, share: float) -> float:
    """Return where the span starts on the canvas, in whole pixels."""
    if span.length <= canvas:
        return float(round((canvas - span.length) / 2))
    wish = share * canvas - span.anchor
    wish = min(max(wish, -span.must_start), canvas - span.must_end)
    return float(round(min(max(wish, canvas - span.length), 0.0)))

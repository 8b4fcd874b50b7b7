"""Options of `likeness render` about what is seen besides the speaker; how they become parts of the spec."""

from pathlib import Path
from typing import Annotated

import typer

from likeness.core.background import (
    Background,
    ColourBackground,
    ImageBackground,
    KeepBackground,
    NewBackground,
    RemoveBackground,
    VideoBackground,
)
from likeness.core.captioning import CaptionStyle
from likeness.core.watermarking import Corner, Watermark
from likeness.errors import OptionInvalidError

SizeOption = Annotated[
    str, typer.Option(metavar="WIDTHxHEIGHT", help="Size of the film instead of --resolution and --aspect.")
]
BackgroundOption = Annotated[
    str,
    typer.Option(
        metavar="keep|remove|#RRGGBB|FILE",
        help="What lies behind the speaker; FILE is a picture or a video.",
        show_default="keep; remove in .webm",
    ),
]
AroundOption = Annotated[
    str,
    typer.Option(
        metavar="#RRGGBB|FILE",
        help="Beside a picture that is kept and does not fill the film.",
        show_default="a blurred copy",
    ),
]
BackgroundBlurOption = Annotated[
    float, typer.Option(help="How far out of focus the background's picture is, 0 to 1.")
]
WatermarkOption = Annotated[Path | None, typer.Option(help="PNG or JPEG that lies over the film.")]
WatermarkPositionOption = Annotated[Corner, typer.Option(help="Corner of the watermark.")]
LabelOption = Annotated[
    Corner | None, typer.Option(help='Corner in which "AI generated" is to be read.', show_default="nowhere")
]
WatermarkLookOption = Annotated[
    str,
    typer.Option(
        metavar="OPACITY,SCALE,X,Y",
        help="Opacity 0 to 1, film pixels per pixel of the file, distances from the corner as shares of "
        "the frame; trailing ones may be left out.",
    ),
]

BurnCaptionsOption = Annotated[
    CaptionStyle | None,
    typer.Option(
        help="Draw captions into the film: the usual ones, heavy, on plates, word by word, karaoke."
    ),
]

_LOOK_FIELDS = ("opacity", "scale", "offset_x", "offset_y")

_VIDEO_ENDINGS = (
    ".3gp", ".avi", ".flv", ".gif", ".m4v", ".mkv", ".mov", ".mp4", ".mpeg", ".mpg", ".mts", ".mxf", ".ogv",
    ".ts", ".webm", ".wmv",
)  # fmt: skip


def size_of(text: str) -> dict[str, int]:
    """Return width and height as fields of `Output`; none when no size is given.

    >>> size_of("1280x720")
    {'width_px': 1280, 'height_px': 720}
    """
    if not text:
        return {}
    width, cross, height = text.lower().partition("x")
    if not (cross and width.strip().isdecimal() and height.strip().isdecimal()):
        raise OptionInvalidError(f"--size {text} is not a size. Give e.g. 1280x720.")
    return {"width_px": int(width), "height_px": int(height)}


def background_of(text: str, around: str, blur: float) -> Background | None:
    """Return the background of the three options; None = the container's usual one."""
    if text not in {"", "keep"}:
        if around:
            raise OptionInvalidError("--around lies beside a picture that is kept. Leave --background out.")
        return RemoveBackground() if text == "remove" else _new(text, blur)
    if around:
        return KeepBackground(around=_new(around, blur))
    if blur:
        raise OptionInvalidError("--background-blur needs the file of a --background or --around. Give one.")
    return KeepBackground() if text else None


def _new(text: str, blur: float) -> NewBackground:
    if text.startswith("#"):
        new: NewBackground = ColourBackground(colour=text)
    elif Path(text).suffix.lower() in _VIDEO_ENDINGS:
        new = VideoBackground(file=Path(text))
    else:
        return ImageBackground(file=Path(text), blur=blur)
    if blur:
        raise OptionInvalidError("--background-blur is for pictures only. Leave it out.")
    return new


def watermark_of(file: Path | None, position: Corner, look: str) -> Watermark | None:
    """Return the watermark of the three options; None without a file."""
    if file is None:
        return None
    parts = [part.strip() for part in look.split(",")] if look.strip() else []
    try:
        numbers = [float(part) for part in parts]
    except ValueError as error:
        raise _not_a_look(look) from error
    if len(numbers) > len(_LOOK_FIELDS):
        raise _not_a_look(look)
    return Watermark(file=file, position=position, **dict(zip(_LOOK_FIELDS, numbers, strict=False)))


def _not_a_look(look: str) -> OptionInvalidError:
    return OptionInvalidError(
        f"--watermark-look {look} is not a list of up to four numbers. Give e.g. 0.8,1,0.02,0.02."
    )

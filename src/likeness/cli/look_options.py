"""Options of `likeness render` about what is seen besides the speaker; how they become parts of the spec."""

from pathlib import Path
from typing import Annotated

import typer

from likeness.core.watermarking import Corner, Watermark
from likeness.errors import OptionInvalidError

WatermarkOption = Annotated[Path | None, typer.Option(help="PNG or JPEG that lies over the film.")]
WatermarkPositionOption = Annotated[Corner, typer.Option(help="Corner of the watermark.")]
WatermarkLookOption = Annotated[
    str,
    typer.Option(
        metavar="OPACITY,SCALE,X,Y",
        help="Opacity 0 to 1, film pixels per pixel of the file, distances from the corner as shares of "
        "the frame; trailing ones may be left out.",
    ),
]

_LOOK_FIELDS = ("opacity", "scale", "offset_x", "offset_y")


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

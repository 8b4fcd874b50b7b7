"""Draw many small pictures with captions on one sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from likeness.core.canvas import Box
from likeness.core.pixels import resize_area
from likeness.typing import RgbImage

_CAPTION_PX = 16
_MARGIN_PX = 4
_PAPER, _INK = (24, 24, 26), (235, 235, 235)


@dataclass(frozen=True)
class Cell:
    """One picture of a sheet."""

    caption: str
    rgb: RgbImage
    """(h, w, 3)."""


def crop(rgb: RgbImage, box: Box, limit_px: int | None = None) -> RgbImage:
    """Cut a box out of a picture at 1:1, black outside; reduce it to `limit_px` at most."""
    left, top, right, bottom = (round(v) for v in (box.left, box.top, box.right, box.bottom))
    part = np.zeros((max(1, bottom - top), max(1, right - left), 3), np.uint8)
    rows = slice(max(top, 0), min(bottom, rgb.shape[0]))
    columns = slice(max(left, 0), min(right, rgb.shape[1]))
    inside = rgb[rows, columns]
    part[rows.start - top :, columns.start - left :][: inside.shape[0], : inside.shape[1]] = inside
    if limit_px is None or max(part.shape[:2]) <= limit_px:
        return part
    shrink = limit_px / max(part.shape[:2])
    return resize_area(part, (max(1, round(part.shape[1] * shrink)), max(1, round(part.shape[0] * shrink))))


def save_sheet(path: Path, cells: Sequence[Cell], n_columns: int) -> None:
    """Write a sheet whose rows are filled from the left."""
    width = max(cell.rgb.shape[1] for cell in cells) + _MARGIN_PX
    height = max(cell.rgb.shape[0] for cell in cells) + _MARGIN_PX + _CAPTION_PX
    n_rows = -(-len(cells) // n_columns)
    sheet = Image.new("RGB", (width * n_columns, height * n_rows), _PAPER)
    pen = ImageDraw.Draw(sheet)
    for index, cell in enumerate(cells):
        left, top = width * (index % n_columns), height * (index // n_columns)
        pen.text((left + 2, top + 1), cell.caption, fill=_INK)
        sheet.paste(Image.fromarray(cell.rgb), (left, top + _CAPTION_PX))
    path.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(path)

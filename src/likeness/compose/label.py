"""The words "AI generated" in a corner of the film: light letters on a dark, half transparent plate."""

import math

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from likeness.compose.overlay import Overlay
from likeness.core.watermarking import Corner
from likeness.typing import RgbaImage

LABEL_TEXT = "AI generated"
_LETTERS = 0.030  # size of the letters, of the frame's short edge
_LEAST_LETTERS_PX = 9.0
_INSET = 0.025  # distance from the corner, of the frame's short edge
_PAD_X, _PAD_Y, _ROUND = 0.6, 0.36, 0.35  # of the letters' size
_PLATE, _INK = (16, 16, 18, 150), (255, 255, 255, 235)
_SUPERSAMPLING = 4


def label_overlay(corner: Corner, canvas_size_px: tuple[int, int]) -> Overlay:
    """Return the label for a canvas of this width and height."""
    width, height = canvas_size_px
    patch = _patch(max(_LEAST_LETTERS_PX, _LETTERS * min(width, height)))
    inset = round(_INSET * min(width, height))
    left = inset if corner.endswith("left") else width - inset - patch.shape[1]
    top = inset if corner.startswith("top") else height - inset - patch.shape[0]
    return Overlay(patch, left, top)


def _patch(letters_px: float) -> RgbaImage:
    size = letters_px * _SUPERSAMPLING
    font = ImageFont.load_default(size)
    left, top, right, bottom = font.getbbox(LABEL_TEXT)
    width, height = (
        math.ceil((length + 2 * pad * size) / _SUPERSAMPLING)
        for length, pad in ((right - left, _PAD_X), (bottom - top, _PAD_Y))
    )
    large = Image.new("RGBA", (width * _SUPERSAMPLING, height * _SUPERSAMPLING), (*_PLATE[:3], 0))
    pen = ImageDraw.Draw(large)
    pen.rounded_rectangle((0, 0, large.width - 1, large.height - 1), _ROUND * size, fill=_PLATE)
    middle = ((large.width - right - left) / 2, (large.height - bottom - top) / 2)
    letters = Image.new("RGBA", large.size, (*_INK[:3], 0))
    ImageDraw.Draw(letters).text(middle, LABEL_TEXT, font=font, fill=_INK)
    large = Image.alpha_composite(large, letters)
    # "RGBa" is premultiplied: clear pixels must not darken the edge
    return np.asarray(large.convert("RGBa").resize((width, height), Image.Resampling.BOX).convert("RGBA"))

"""The lines of a caption as one picture of ink."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
import uharfbuzz as hb

from likeness.captions.shaping import UNITS_PER_PX, ShapedLine
from likeness.typing import AlphaImage, FloatArray

OVERSAMPLING = 2
"""The ink is drawn this much larger, so that edges made from it are smooth."""


_SOLID = 128
_ASCENT_EM = 0.98
_DESCENT_EM = 0.3
"""Room of a line above and below its baseline: capitals look centred in it. High and low marks get more."""


@dataclass(frozen=True)
class InkBox:
    """A part of a block, in its pixels."""

    left: float
    """Left edge."""

    top: float
    """Upper edge."""

    right: float
    """Right edge."""

    bottom: float
    """Lower edge."""

    is_rtl: bool = False
    """What it holds is read from right to left."""


@dataclass(frozen=True)
class Block:
    """Ink and the places of its parts."""

    ink: AlphaImage
    """(OVERSAMPLING * height, OVERSAMPLING * width) coverage by letters."""

    width_px: int
    """Width of the picture, margin included."""

    height_px: int
    """Height of the picture, margin included."""

    size_px: float
    """Size of the letters (em)."""

    lines: tuple[InkBox, ...]
    """One for each line, with room for letters that reach up and down."""

    words: tuple[InkBox, ...]
    """One for each word in the order of reading, as high as its line."""

    last_baseline_px: float
    """Height of the lowest baseline below the top of the picture."""

    ascent_px: float
    """Room of the first line above its baseline."""

    @cached_property
    def coverage(self) -> FloatArray:
        """(height, width) share of each pixel that letters cover, 0-1."""
        size = (self.width_px, self.height_px)
        small = cv2.resize(self.ink, size, interpolation=cv2.INTER_AREA)
        shares: FloatArray = small.astype(np.float32) / np.float32(255)
        return shares

    @cached_property
    def away(self) -> FloatArray:
        """Distance of each pixel of `ink` from the letters, in those pixels."""
        outside = np.where(self.ink < _SOLID, 255, 0).astype(np.uint8)
        return np.asarray(cv2.distanceTransform(outside, cv2.DIST_L2, cv2.DIST_MASK_5), np.float32)


def set_block(lines: Sequence[ShapedLine], size_px: float, pitch_em: float, margin_px: int) -> Block:
    """Centre lines below each other.

    Parameters
    ----------
    lines
        From `Typesetter.shape`, one or two.
    size_px
        That of the typesetter.
    pitch_em
        Distance of baselines in em; more where letters reach higher or lower than those of Latin.
    margin_px
        Room on all sides for edges, shadows and plates.
    """
    rows = _rows(lines, size_px, pitch_em, margin_px)
    inner_px = max(line.width_px for line in lines)
    width_px = int(np.ceil(inner_px)) + 2 * margin_px
    height_px = int(np.ceil(rows[-1].bottom)) + margin_px
    placed = [
        (line, margin_px + (inner_px - line.width_px) / 2, row) for line, row in zip(lines, rows, strict=True)
    ]
    return Block(
        ink=_drawn(placed, (width_px, height_px)),
        width_px=width_px,
        height_px=height_px,
        size_px=size_px,
        lines=tuple(InkBox(left, row.top, left + line.width_px, row.bottom) for line, left, row in placed),
        words=tuple(
            InkBox(left + word.left_px, row.top, left + word.right_px, row.bottom, word.is_rtl)
            for line, left, row in placed
            for word in line.words
        ),
        last_baseline_px=rows[-1].baseline,
        ascent_px=rows[0].baseline - rows[0].top,
    )


@dataclass(frozen=True)
class _Row:
    """Where a line stands, below the top of the block."""

    top: float
    baseline: float
    bottom: float


def _rows(lines: Sequence[ShapedLine], size_px: float, pitch_em: float, margin_px: int) -> list[_Row]:
    gap_px = (pitch_em - _ASCENT_EM - _DESCENT_EM) * size_px
    rows: list[_Row] = []
    top = float(margin_px)
    for line in lines:
        baseline = top + max(line.ascent_px, _ASCENT_EM * size_px)
        bottom = baseline + max(line.descent_px, _DESCENT_EM * size_px)
        rows.append(_Row(top, baseline, bottom))
        top = bottom + gap_px
    return rows


def _drawn(placed: Sequence[tuple[ShapedLine, float, _Row]], size_px: tuple[int, int]) -> AlphaImage:
    width, height = size_px[0] * OVERSAMPLING, size_px[1] * OVERSAMPLING
    pen = hb.RasterDraw()
    pen.scale_factor = (UNITS_PER_PX / OVERSAMPLING, UNITS_PER_PX / OVERSAMPLING)
    pen.extents = hb.RasterExtents(0, 0, width, height)
    for line, left, row in placed:
        for glyph in line.glyphs:
            x = (left + glyph.x_px) * UNITS_PER_PX
            y = (size_px[1] - row.baseline + glyph.y_px) * UNITS_PER_PX
            pen.transform = (1.0, 0.0, 0.0, 1.0, x, y)
            pen.draw_glyph(glyph.font, glyph.number)
    image = pen.render()
    table = np.frombuffer(bytes(image.buffer), np.uint8).reshape(-1, image.extents.stride)
    # HarfBuzz counts rows from below.
    return np.ascontiguousarray(table[::-1, :width])

"""A line of words becomes glyphs at places: by font, by direction, with joined letters and stacked marks."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import uharfbuzz as hb

from likeness.captions.bidi import levels, visual_order
from likeness.captions.fonts import FontBook, FontFace
from likeness.captions.writing import clusters
from likeness.core.captioning import CueWord, line_text

UNITS_PER_PX = 64
"""HarfBuzz counts in whole numbers; these are fine enough."""

_NO_WORD = -1


@dataclass(frozen=True)
class Glyph:
    """One drawn form at its place."""

    font: hb.Font
    """Scaled to `UNITS_PER_PX` times the size."""

    number: int
    """Its number in the font."""

    x_px: float
    """Right of the start of the line."""

    y_px: float
    """Above the baseline."""


@dataclass(frozen=True)
class WordSpan:
    """Where a word lies on its line."""

    left_px: float
    """Left edge, from the start of the line."""

    right_px: float
    """Right edge."""

    is_rtl: bool
    """It is read from right to left."""


@dataclass(frozen=True)
class ShapedLine:
    """A line that can be drawn."""

    glyphs: tuple[Glyph, ...]
    """From left to right."""

    width_px: float
    """Advance of all glyphs."""

    words: tuple[WordSpan, ...]
    """In the order of reading."""

    ascent_px: float
    """How far ink reaches above the baseline."""

    descent_px: float
    """How far ink reaches below the baseline."""


@dataclass(frozen=True)
class _Run:
    """Neighbouring characters of one word, font and direction."""

    text: str
    face: FontFace
    level: int
    word: int


class Typesetter:
    """Shapes lines in one size and weight. Not to be shared between threads."""

    def __init__(self, fonts: FontBook, size_px: float, weight: int, language: str) -> None:
        """Take the fonts; `size_px` is that of the em square, `weight` 100-900, `language` a BCP 47 tag."""
        self._fonts, self._size_px, self._weight, self._language = fonts, size_px, weight, language
        self._loaded: dict[FontFace, hb.Font] = {}

    def shape(self, words: Sequence[CueWord], *, is_rtl: bool) -> ShapedLine:
        """Shape a line; `is_rtl` = as a whole it runs from right to left."""
        runs = self._runs(words, is_rtl=is_rtl)
        glyphs: list[Glyph] = []
        edges: dict[int, list[float]] = {}
        pen = 0.0
        for i in visual_order([run.level for run in runs]):
            start = pen
            placed, pen = self._shaped_run(runs[i], pen)
            glyphs += placed
            if runs[i].word != _NO_WORD:
                edges.setdefault(runs[i].word, []).extend((start, pen))
        rtl_words = {run.word for run in runs if run.level % 2}
        spans = tuple(
            WordSpan(min(edges.get(i, [0.0])), max(edges.get(i, [0.0])), i in rtl_words)
            for i in range(len(words))
        )
        above, below = _ink(glyphs)
        return ShapedLine(tuple(glyphs), pen, spans, above, below)

    def _runs(self, words: Sequence[CueWord], *, is_rtl: bool) -> list[_Run]:
        text = line_text(tuple(words))
        owners = _owners(words)
        found_levels = levels(text, is_rtl=is_rtl)
        faces: list[FontFace | None] = []
        current: FontFace | None = None
        for cluster in clusters(text):
            face = self._fonts.face_for(cluster, current)
            current = face or current
            faces += [face or (self._fonts.base if cluster.isalnum() else None)] * len(cluster)
        keys = list(zip(faces, found_levels, owners, strict=True))
        cuts = [0, *(i for i in range(1, len(keys)) if keys[i] != keys[i - 1]), len(keys)]
        runs = []
        for start, end in pairwise(cuts):
            face, level, owner = keys[start] if start < len(keys) else (None, 0, _NO_WORD)
            if face is not None:
                runs.append(_Run(text[start:end], face, level, owner))
        return runs

    def _shaped_run(self, run: _Run, pen_px: float) -> tuple[list[Glyph], float]:
        font = self._font(run.face)
        buffer = hb.Buffer()
        buffer.add_str(run.text)
        buffer.guess_segment_properties()
        buffer.direction = "rtl" if run.level % 2 else "ltr"
        buffer.language = self._language
        hb.shape(font, buffer)
        glyphs = []
        for seen, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            x_px = pen_px + place.x_offset / UNITS_PER_PX
            glyphs.append(Glyph(font, seen.codepoint, x_px, place.y_offset / UNITS_PER_PX))
            pen_px += place.x_advance / UNITS_PER_PX
        return glyphs, pen_px

    def _font(self, face: FontFace) -> hb.Font:
        if face not in self._loaded:
            font = hb.Font(face.load())
            scale = round(self._size_px * UNITS_PER_PX)
            font.scale = (scale, scale)
            font.set_variations({"wght": float(self._weight)})
            self._loaded[face] = font
        return self._loaded[face]


def _owners(words: Sequence[CueWord]) -> list[int]:
    """Return for each character of the line the index of its word."""
    owners: list[int] = []
    for i, word in enumerate(words):
        if i and not word.is_joined:
            owners.append(_NO_WORD)
        owners += [i] * len(word.text)
    return owners


def _ink(glyphs: Sequence[Glyph]) -> tuple[float, float]:
    """Return how far glyphs reach above and below the baseline."""
    above = below = 0.0
    for glyph in glyphs:
        extents = glyph.font.get_glyph_extents(glyph.number)
        if extents is not None and extents.height:
            top = glyph.y_px + extents.y_bearing / UNITS_PER_PX
            above = max(above, top)
            below = max(below, -(top + extents.height / UNITS_PER_PX))
    return above, below

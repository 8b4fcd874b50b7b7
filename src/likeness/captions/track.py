"""The captions of a film as pictures to lay over its frames."""

import threading
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from likeness.captions.bidi import is_right_to_left
from likeness.captions.block import Block, InkBox, set_block
from likeness.captions.fonts import FontBook
from likeness.captions.placing import CaptionArea, baseline_beside
from likeness.captions.shaping import ShapedLine, Typesetter
from likeness.captions.styles import LOOKS, Look
from likeness.captions.styles.contract import Lighting
from likeness.core.canvas import Box
from likeness.core.captioning import CaptionStyle, Cue, CueWord, line_text
from likeness.typing import RgbaImage

_MOST_KEPT = 8
"""Painted captions that are kept: one for each thread that renders, a few more at seams."""

_SWEEP_STEPS = 24
"""The moving edge of karaoke goes through a word in at most this many steps."""

_ROOM_EM = 0.2
"""How far light reaches beyond the letters of a word."""

_JOINED_EM = 0.08
"""How much less it reaches on the side of a neighbour that follows without a space."""


@dataclass(frozen=True, eq=False)
class CaptionPatch:
    """A rectangle over a frame. While it does not change it is the same object."""

    rgba: RgbaImage
    """(h, w, 4) straight alpha."""

    left_px: int
    """Canvas x of its left edge."""

    top_px: int
    """Canvas y of its upper edge."""


@dataclass(frozen=True)
class Setting:
    """Everything about captions that is the same for a whole film."""

    style: CaptionStyle
    """How they look."""

    area: CaptionArea
    """Size and margins, from `caption_area`."""

    fonts: FontBook
    """From `installed_fonts`."""

    language: str
    """BCP 47 tag."""

    kept_clear: tuple[Box, ...] = ()
    """Parts of the canvas that stay free, the widest first: mouth and chin, then the mouth alone."""


class CaptionTrack:
    """Captions over time, each painted once, when it is first seen. Safe to share between threads."""

    def __init__(self, cues: Sequence[Cue], setting: Setting) -> None:
        """Take captions in time order."""
        self._cues = tuple(cues)
        self._starts_s = [cue.start_s for cue in self._cues]
        self._setting = setting
        self._painter = _Painter(setting, max((len(cue.lines) for cue in self._cues), default=1))
        self._painted: OrderedDict[int, _PaintedCue] = OrderedDict()
        self._lock = threading.Lock()

    def patches(self, time_s: float) -> tuple[CaptionPatch, ...]:
        """Return what lies over the frame at a time: nothing, or the caption and the light on its words."""
        index = bisect_right(self._starts_s, time_s) - 1
        if index < 0 or time_s >= self._cues[index].end_s:
            return ()
        with self._lock:
            if index not in self._painted:
                self._painted[index] = self._painter.paint(self._cues[index])
                if len(self._painted) > _MOST_KEPT:
                    self._painted.popitem(last=False)
            painted = self._painted[index]
            self._painted.move_to_end(index)
            return painted.at(time_s)


class _Painter:
    """Draws captions in one setting."""

    def __init__(self, setting: Setting, most_lines: int) -> None:
        self._setting = setting
        self._most_lines = most_lines
        self._look = LOOKS[setting.style]
        self._setters: dict[float, Typesetter] = {}

    def paint(self, cue: Cue) -> "_PaintedCue":
        """Draw a caption, smaller when a line would be too wide."""
        area = self._setting.area
        is_rtl = is_right_to_left(" ".join(cue.texts))
        size_px = area.size_px
        lines = self._shaped(cue, size_px, is_rtl=is_rtl)
        widest = max(line.width_px for line in lines)
        if widest > area.most_width_px:
            size_px *= area.most_width_px / widest
            lines = self._shaped(cue, size_px, is_rtl=is_rtl)
        margin_px = int(self._look.margin_em * size_px) + 1
        block = set_block(lines, size_px, self._look.pitch_em, margin_px)
        return _PaintedCue(cue, block, self._look, self._place(block, margin_px))

    def _shaped(self, cue: Cue, size_px: float, *, is_rtl: bool) -> list[ShapedLine]:
        setter = self._setters.get(size_px)
        if setter is None:
            setter = Typesetter(self._setting.fonts, size_px, self._look.weight, self._setting.language)
            if size_px == self._setting.area.size_px:
                self._setters[size_px] = setter
        return [setter.shape(line, is_rtl=is_rtl) for line in cue.lines]

    def _place(self, block: Block, margin_px: int) -> tuple[int, int]:
        area = self._setting.area
        # As for the tallest caption, so that they do not jump between the top and the bottom of a film.
        tallest = (self._most_lines - 1) * self._look.pitch_em * area.size_px + block.ascent_px
        ink_above = max(block.last_baseline_px - margin_px, tallest)
        ink_below = block.height_px - block.last_baseline_px - margin_px
        baseline = baseline_beside(area, (ink_above, ink_below), self._setting.kept_clear)
        left = round((area.canvas_px[0] - block.width_px) / 2)
        return left, round(baseline - block.last_baseline_px)


class _PaintedCue:
    """A caption as pixels, and the light on its words."""

    def __init__(self, cue: Cue, block: Block, look: Look, place_px: tuple[int, int]) -> None:
        self._words = cue.words
        self._boxes = block.words
        self._room_px = _ROOM_EM * block.size_px
        self._lighting = look.lighting
        self._place = place_px
        self._still = CaptionPatch(look.paint(block), *place_px)
        self._light: tuple[RgbaImage, ...] = ()
        if look.lighting is Lighting.SWEEP:
            self._light = (look.paint_lit(block, block.words),)
        elif look.lighting is Lighting.SPOKEN_WORD:
            plated = _plated(cue.words, block.words, _JOINED_EM * block.size_px)
            # Neighbours in turn: plates of words without a space between them would touch.
            self._light = tuple(look.paint_lit(block, plated[first::2]) for first in (0, 1))
        self._lit_words: dict[int, CaptionPatch] = {}
        self._swept: tuple[tuple[int, int], CaptionPatch] | None = None

    def at(self, time_s: float) -> tuple[CaptionPatch, ...]:
        """Return the picture of one instant."""
        word = max((i for i, each in enumerate(self._words) if each.start_s <= time_s), default=-1)
        if self._lighting is Lighting.NEVER or word < 0:
            return (self._still,)
        if self._lighting is Lighting.SPOKEN_WORD:
            return self._still, self._lit(word)
        return (self._still, *map(self._lit, range(word)), self._lit_until(word, time_s))

    def _lit(self, word: int) -> CaptionPatch:
        if word not in self._lit_words:
            is_plate = self._lighting is Lighting.SPOKEN_WORD
            box = _widened(self._boxes[word], self._room_px) if is_plate else self._around(word)
            self._lit_words[word] = self._cut(self._light[word % len(self._light)], box)
        return self._lit_words[word]

    def _lit_until(self, word: int, time_s: float) -> CaptionPatch:
        """Return the light on the part of a word that has been spoken."""
        spoken = self._words[word]
        share = (time_s - spoken.start_s) / max(spoken.end_s - spoken.start_s, 1e-3)
        step = round(min(share, 1.0) * _SWEEP_STEPS)
        if step == _SWEEP_STEPS:
            return self._lit(word)
        if self._swept is None or self._swept[0] != (word, step):
            box = _swept(self._around(word), step / _SWEEP_STEPS)
            self._swept = (word, step), self._cut(self._light[0], box)
        return self._swept[1]

    def _around(self, word: int) -> InkBox:
        """Return a word's box with half of the space to its neighbours: together they cover the line."""
        box = self._boxes[word]
        beside = [each for each in self._boxes if each.top == box.top and each is not box]
        room = 2 * self._room_px
        left_gap = min([room, *(box.left - o.right for o in beside if o.right <= box.left + 0.5)])
        right_gap = min([room, *(o.left - box.right for o in beside if o.left >= box.right - 0.5)])
        return replace(box, left=box.left - max(0.0, left_gap) / 2, right=box.right + max(0.0, right_gap) / 2)

    def _cut(self, light: RgbaImage, box: InkBox) -> CaptionPatch:
        """Return the light within a box in whole pixels, no further than the picture reaches."""
        height, width = light.shape[:2]
        top, left = max(0, round(box.top)), max(0, round(box.left))
        area = light[top : min(height, round(box.bottom)), left : min(width, round(box.right))]
        return CaptionPatch(area, self._place[0] + left, self._place[1] + top)


def _widened(box: InkBox, room_px: float) -> InkBox:
    return replace(box, left=box.left - room_px, right=box.right + room_px)


def _plated(words: Sequence[CueWord], boxes: Sequence[InkBox], room_px: float) -> list[InkBox]:
    """Return boxes for plates: narrower where no space parts a word from its neighbour."""
    narrowed = list(boxes)
    for i in range(1, len(words)):
        if words[i].is_joined and boxes[i].top == boxes[i - 1].top:
            narrowed[i - 1] = replace(narrowed[i - 1], right=narrowed[i - 1].right - room_px)
            narrowed[i] = replace(narrowed[i], left=narrowed[i].left + room_px)
    return narrowed


def _swept(box: InkBox, share: float) -> InkBox:
    """Return the part of a box that the sweep has passed."""
    width = (box.right - box.left) * share
    if box.is_rtl:
        return InkBox(box.right - width, box.top, box.right, box.bottom, is_rtl=True)
    return InkBox(box.left, box.top, box.left + width, box.bottom)


def shown_text(cues: Sequence[Cue]) -> str:
    """Return all text of captions, to find out whether there are fonts for it."""
    return "\n".join(line_text(line) for cue in cues for line in cue.lines)

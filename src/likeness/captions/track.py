"""The captions of a film as pictures to lay over its frames."""

import threading
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from likeness.captions.bidi import is_right_to_left
from likeness.captions.block import Block, InkBox, set_block
from likeness.captions.fonts import FontBook
from likeness.captions.painting import over
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


@dataclass(frozen=True)
class CaptionPatch:
    """What lies over one frame. While it does not change it is the same object."""

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

    mouth: Box | None = None
    """Part of the canvas that stays free."""


class CaptionTrack:
    """Captions over time, each painted once, when it is first seen. Safe to share between threads."""

    def __init__(self, cues: Sequence[Cue], setting: Setting) -> None:
        """Take captions in time order."""
        self._cues = tuple(cues)
        self._starts_s = [cue.start_s for cue in self._cues]
        self._setting = setting
        self._painter = _Painter(setting)
        self._painted: OrderedDict[int, _PaintedCue] = OrderedDict()
        self._lock = threading.Lock()

    def patch(self, time_s: float) -> CaptionPatch | None:
        """Return what lies over the frame at a time; None between captions."""
        index = bisect_right(self._starts_s, time_s) - 1
        if index < 0 or time_s >= self._cues[index].end_s:
            return None
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

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
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
        ink_above = block.last_baseline_px - margin_px
        ink_below = block.height_px - block.last_baseline_px - margin_px
        baseline = baseline_beside(area, (ink_above, ink_below), self._setting.mouth)
        left = round((area.canvas_px[0] - block.width_px) / 2)
        return left, round(baseline - block.last_baseline_px)


class _PaintedCue:
    """A caption as pixels: without light, and with as much as a time asks for."""

    def __init__(self, cue: Cue, block: Block, look: Look, place_px: tuple[int, int]) -> None:
        self._words = cue.words
        self._boxes = block.words
        self._room_px = _ROOM_EM * block.size_px
        self._lighting = look.lighting
        self._place = place_px
        self._rest = look.paint(block)
        self._lit: tuple[RgbaImage, ...] = ()
        if look.lighting is Lighting.SWEEP:
            self._lit = (over(self._rest, look.paint_lit(block, block.words)),)
        elif look.lighting is Lighting.SPOKEN_WORD:
            plated = _plated(cue.words, block.words, _JOINED_EM * block.size_px)
            # Neighbours in turn: plates of words without a space between them would touch.
            self._lit = tuple(look.paint_lit(block, plated[first::2]) for first in (0, 1))
        self._state: tuple[int, int] = (-1, 0)
        self._latest = CaptionPatch(self._rest, *place_px)

    def at(self, time_s: float) -> CaptionPatch:
        """Return the picture of one instant."""
        if self._lighting is Lighting.NEVER:
            return self._latest
        state = self._state_at(time_s)
        if state != self._state:
            self._state = state
            self._latest = CaptionPatch(self._with_light(*state), *self._place)
        return self._latest

    def _state_at(self, time_s: float) -> tuple[int, int]:
        """Return the word being spoken, and the steps of the sweep through it."""
        word = max((i for i, each in enumerate(self._words) if each.start_s <= time_s), default=-1)
        if word < 0 or self._lighting is Lighting.SPOKEN_WORD:
            return word, 0
        spoken = self._words[word]
        share = (time_s - spoken.start_s) / max(spoken.end_s - spoken.start_s, 1e-3)
        return word, round(min(share, 1.0) * _SWEEP_STEPS)

    def _with_light(self, word: int, step: int) -> RgbaImage:
        picture = self._rest.copy()
        if word < 0:
            return picture
        if self._lighting is Lighting.SPOKEN_WORD:
            box = self._boxes[word]
            area = self._area(replace(box, left=box.left - self._room_px, right=box.right + self._room_px))
            picture[area] = over(picture[area], self._lit[word % 2][area])
            return picture
        passed = [self._around(i) for i in range(word)]
        for box in (*passed, _swept(self._around(word), step / _SWEEP_STEPS)):
            area = self._area(box)
            picture[area] = self._lit[0][area]
        return picture

    def _around(self, word: int) -> InkBox:
        """Return a word's box with half of the space to its neighbours: together they cover the line."""
        box = self._boxes[word]
        beside = [each for each in self._boxes if each.top == box.top and each is not box]
        room = 2 * self._room_px
        left_gap = min([room, *(box.left - o.right for o in beside if o.right <= box.left + 0.5)])
        right_gap = min([room, *(o.left - box.right for o in beside if o.left >= box.right - 0.5)])
        return replace(box, left=box.left - max(0.0, left_gap) / 2, right=box.right + max(0.0, right_gap) / 2)

    def _area(self, box: InkBox) -> tuple[slice, slice]:
        """Return a box in whole pixels, no further than the picture reaches."""
        height, width = self._rest.shape[:2]
        rows = slice(max(0, round(box.top)), min(height, round(box.bottom)))
        return rows, slice(max(0, round(box.left)), min(width, round(box.right)))


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

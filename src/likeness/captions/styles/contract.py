"""What a style does, and the colours that styles share."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol

from likeness.captions.block import Block, InkBox
from likeness.captions.painting import Colour
from likeness.typing import RgbaImage

WHITE: Colour = (255, 255, 255)
NEAR_BLACK: Colour = (16, 16, 20)
AMBER: Colour = (255, 200, 40)


class Lighting(StrEnum):
    """Which words of a caption are shown lit."""

    NEVER = "never"
    """None."""

    SPOKEN_WORD = "spoken_word"
    """The one being spoken."""

    SWEEP = "sweep"
    """All that has been spoken; the edge moves through the word being spoken."""


class Look(Protocol):
    """A style of captions."""

    @property
    def weight(self) -> int:
        """Of the letters, 100-900."""

    @property
    def pitch_em(self) -> float:
        """Distance of baselines in sizes of the letters."""

    @property
    def margin_em(self) -> float:
        """Room that edges, shadows and plates take around the letters."""

    @property
    def lighting(self) -> Lighting:
        """Which words are lit."""

    def paint(self, block: Block) -> RgbaImage:
        """Return the caption without light, straight alpha."""

    def paint_lit(self, block: Block, words: Sequence[InkBox]) -> RgbaImage:
        """Return the light that lies over the caption on these words, of the same size.

        Called only when words are lit, with words that do not touch.
        """

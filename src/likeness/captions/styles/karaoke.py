"""Words take colour as they are spoken."""

from collections.abc import Sequence
from dataclasses import dataclass

from likeness.captions.block import Block, InkBox
from likeness.captions.painting import Paint, edge, ink, painted, shadow
from likeness.captions.styles.contract import AMBER, NEAR_BLACK, WHITE, Lighting
from likeness.typing import RgbaImage


@dataclass(frozen=True)
class KaraokeStyle:
    """White letters with a dark edge that turn amber from the start of each word to its end."""

    weight: int = 700
    pitch_em: float = 1.34
    margin_em: float = 0.35
    lighting: Lighting = Lighting.SWEEP

    def paint(self, block: Block) -> RgbaImage:
        """Return the caption before anything is spoken."""
        paints = (
            Paint(NEAR_BLACK, 0.5 * shadow(block, width_em=0.06, blur_em=0.07, drop_em=0.03)),
            Paint(NEAR_BLACK, edge(block, width_em=0.08)),
            Paint(WHITE, ink(block)),
        )
        return painted(paints, block)

    def paint_lit(self, block: Block, words: Sequence[InkBox]) -> RgbaImage:  # noqa: ARG002 - the contract's
        """Return the letters in the colour of what has been spoken."""
        return painted((Paint(AMBER, ink(block)),), block)

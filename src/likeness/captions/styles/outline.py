"""Heavy letters with a heavy black edge and no softness: for busy pictures and small screens."""

from collections.abc import Sequence
from dataclasses import dataclass

from likeness.captions.block import Block, InkBox
from likeness.captions.painting import Paint, edge, ink, painted
from likeness.captions.styles.contract import NEAR_BLACK, WHITE, Lighting
from likeness.typing import RgbaImage


@dataclass(frozen=True)
class OutlineStyle:
    """The style of short vertical films."""

    weight: int = 700
    pitch_em: float = 1.34
    margin_em: float = 0.25
    lighting: Lighting = Lighting.NEVER

    def paint(self, block: Block) -> RgbaImage:
        """Return the caption."""
        return painted((Paint(NEAR_BLACK, edge(block, width_em=0.115)), Paint(WHITE, ink(block))), block)

    def paint_lit(self, block: Block, words: Sequence[InkBox]) -> RgbaImage:  # noqa: ARG002 - the contract's
        """Return the caption; no word is ever lit."""
        return self.paint(block)

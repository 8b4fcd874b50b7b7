"""White letters with a fine dark edge and a soft shadow: readable anywhere, and quiet."""

from collections.abc import Sequence
from dataclasses import dataclass

from likeness.captions.block import Block, InkBox
from likeness.captions.painting import Paint, edge, ink, painted, shadow
from likeness.captions.styles.contract import NEAR_BLACK, WHITE, Lighting
from likeness.typing import RgbaImage


@dataclass(frozen=True)
class DefaultStyle:
    """The usual style of streaming services."""

    weight: int = 600
    pitch_em: float = 1.3
    margin_em: float = 0.42
    lighting: Lighting = Lighting.NEVER

    def paint(self, block: Block) -> RgbaImage:
        """Return the caption."""
        paints = (
            Paint(NEAR_BLACK, 0.75 * shadow(block, width_em=0.08, blur_em=0.1, drop_em=0.03)),
            Paint(NEAR_BLACK, edge(block, width_em=0.06)),
            Paint(WHITE, ink(block)),
        )
        return painted(paints, block)

    def paint_lit(self, block: Block, words: Sequence[InkBox]) -> RgbaImage:  # noqa: ARG002 - the contract's
        """Return the caption; no word is ever lit."""
        return self.paint(block)

"""White letters on a dark plate behind each line: the style of broadcasters, readable on everything."""

from collections.abc import Sequence
from dataclasses import dataclass

from likeness.captions.block import Block, InkBox
from likeness.captions.painting import Paint, ink, painted, plate
from likeness.captions.styles.contract import NEAR_BLACK, WHITE, Lighting
from likeness.typing import RgbaImage


@dataclass(frozen=True)
class BoxStyle:
    """Plates of neighbouring lines touch."""

    weight: int = 500
    pitch_em: float = 1.36
    margin_em: float = 0.5
    lighting: Lighting = Lighting.NEVER

    def paint(self, block: Block) -> RgbaImage:
        """Return the caption."""
        behind = plate(block, block.lines, padding_em=(0.36, 0.06), radius_em=0.16)
        return painted((Paint(NEAR_BLACK, 0.78 * behind), Paint(WHITE, ink(block))), block)

    def paint_lit(self, block: Block, words: Sequence[InkBox]) -> RgbaImage:  # noqa: ARG002 - the contract's
        """Return the caption; no word is ever lit."""
        return self.paint(block)

"""The word being spoken stands on a bright plate."""

from collections.abc import Sequence
from dataclasses import dataclass

from likeness.captions.block import Block, InkBox
from likeness.captions.painting import Paint, edge, ink, painted, plate, shadow
from likeness.captions.styles.contract import AMBER, NEAR_BLACK, WHITE, Lighting
from likeness.typing import RgbaImage


@dataclass(frozen=True)
class WordStyle:
    """White letters with a dark edge; dark letters on amber for the word that is spoken."""

    weight: int = 700
    pitch_em: float = 1.4
    margin_em: float = 0.35
    lighting: Lighting = Lighting.SPOKEN_WORD

    def paint(self, block: Block) -> RgbaImage:
        """Return the caption while nothing is spoken."""
        paints = (
            Paint(NEAR_BLACK, 0.5 * shadow(block, width_em=0.06, blur_em=0.07, drop_em=0.03)),
            Paint(NEAR_BLACK, edge(block, width_em=0.085)),
            Paint(WHITE, ink(block)),
        )
        return painted(paints, block)

    def paint_lit(self, block: Block, words: Sequence[InkBox]) -> RgbaImage:
        """Return the words dark on a plate each."""
        behind = plate(block, words, padding_em=(0.11, 0.0), radius_em=0.18)
        return painted((Paint(AMBER, behind), Paint(NEAR_BLACK, behind * ink(block))), block)

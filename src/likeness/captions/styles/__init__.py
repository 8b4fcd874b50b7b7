"""How captions look: one small file for each style."""

from likeness.captions.styles.box import BoxStyle
from likeness.captions.styles.contract import Look
from likeness.captions.styles.default import DefaultStyle
from likeness.captions.styles.karaoke import KaraokeStyle
from likeness.captions.styles.outline import OutlineStyle
from likeness.captions.styles.word import WordStyle
from likeness.core.captioning import CaptionStyle

__all__ = ["LOOKS", "Look"]

LOOKS: dict[CaptionStyle, Look] = {
    "default": DefaultStyle(),
    "outline": OutlineStyle(),
    "box": BoxStyle(),
    "word": WordStyle(),
    "karaoke": KaraokeStyle(),
}

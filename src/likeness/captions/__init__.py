"""Captions: spoken words become cues; cues become subtitle files, or pictures to lay over the frames."""

from likeness.captions.cues import CueLimits, cues_of, moved
from likeness.captions.fonts import FontBook, installed_fonts, undrawable
from likeness.captions.formats import SUBTITLE_FORMATS, subtitle_bytes, subtitle_text
from likeness.captions.placing import caption_area
from likeness.captions.track import CaptionPatch, CaptionTrack, Setting, shown_text
from likeness.captions.words import caption_words

__all__ = [
    "SUBTITLE_FORMATS",
    "CaptionPatch",
    "CaptionTrack",
    "CueLimits",
    "FontBook",
    "Setting",
    "caption_area",
    "caption_words",
    "cues_of",
    "installed_fonts",
    "moved",
    "shown_text",
    "subtitle_bytes",
    "subtitle_text",
    "undrawable",
]

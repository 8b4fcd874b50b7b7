"""Captions: spoken words become cues; cues become subtitle files, or pictures to lay over the frames."""

from likeness.captions.cues import CueLimits, cues_of
from likeness.captions.formats import SUBTITLE_FORMATS, subtitle_text
from likeness.captions.track import CaptionPatch, CaptionTrack
from likeness.captions.words import caption_words

__all__ = [
    "SUBTITLE_FORMATS",
    "CaptionPatch",
    "CaptionTrack",
    "CueLimits",
    "caption_words",
    "cues_of",
    "subtitle_text",
]

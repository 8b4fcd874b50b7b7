"""Captions as files: one small file for each format."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from likeness.captions.formats.ass import ass_text
from likeness.captions.formats.srt import srt_text
from likeness.captions.formats.vtt import vtt_text
from likeness.core.captioning import Cue

__all__ = ["SUBTITLE_FORMATS", "SubtitleFormat", "subtitle_bytes", "subtitle_text"]


@dataclass(frozen=True)
class SubtitleFormat:
    """A kind of caption file."""

    name: str
    """For people."""

    text_of: Callable[[Sequence[Cue]], str]
    """Writes it."""

    encoding: str
    """As Python names it; `utf-8-sig` begins with a byte order mark."""


SUBTITLE_FORMATS: dict[str, SubtitleFormat] = {
    ".srt": SubtitleFormat("SubRip", srt_text, "utf-8"),
    ".vtt": SubtitleFormat("WebVTT", vtt_text, "utf-8"),
    ".ass": SubtitleFormat("Advanced SubStation Alpha", ass_text, "utf-8-sig"),
}
"""By the ending of the file's name. Only ASS begins with a byte order mark: its players guess the encoding
without one, while readers of SRT take it for a part of the first number."""


def subtitle_text(cues: Sequence[Cue], suffix: str) -> str:
    """Return captions as the text of a file with this ending, `.srt`, `.vtt` or `.ass`.

    Line ends are part of the text: write it as it is.
    """
    return SUBTITLE_FORMATS[suffix.lower()].text_of(cues)


def subtitle_bytes(cues: Sequence[Cue], suffix: str) -> bytes:
    """Return captions as the content of a file with this ending."""
    return subtitle_text(cues, suffix).encode(SUBTITLE_FORMATS[suffix.lower()].encoding)

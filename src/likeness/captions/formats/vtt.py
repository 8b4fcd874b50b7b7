"""WebVTT (W3C, 2019)."""

from collections.abc import Sequence

from likeness.captions.bidi import is_right_to_left
from likeness.captions.formats.clock import clock
from likeness.captions.formats.direction_marks import marked
from likeness.core.captioning import Cue

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def vtt_text(cues: Sequence[Cue]) -> str:
    """Return captions as WebVTT: LF line ends, UTF-8."""
    return "WEBVTT\n\n" + "".join(_block(number, cue) for number, cue in enumerate(cues, 1))


def _block(number: int, cue: Cue) -> str:
    is_rtl = is_right_to_left(" ".join(cue.texts))
    lines = (marked(text.translate(_ESCAPES), is_rtl=is_rtl) for text in cue.texts)
    return "\n".join((str(number), f"{_time(cue.start_s)} --> {_time(cue.end_s)}", *lines)) + "\n\n"


def _time(seconds: float) -> str:
    hours, minutes, whole_s, milliseconds = clock(seconds, 1000)
    return f"{hours:02}:{minutes:02}:{whole_s:02}.{milliseconds:03}"

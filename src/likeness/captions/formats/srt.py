"""SubRip. There is no standard; this is what SubRip itself wrote and what players agree on."""

import re
from collections.abc import Sequence

from likeness.captions.bidi import is_right_to_left
from likeness.captions.formats.clock import clock
from likeness.captions.formats.direction_marks import embedded
from likeness.core.captioning import Cue

_WORD_JOINER = "\u2060"
_LOOKS_LIKE_MARKUP = re.compile(r"<(?=[A-Za-z/])|\{(?=\\)|--(?=>)")


def srt_text(cues: Sequence[Cue]) -> str:
    """Return captions as SubRip: CRLF line ends, UTF-8.

    SubRip has no escapes. What players would take for markup is parted by a word joiner, which shows nothing.
    """
    return "".join(_block(number, cue) for number, cue in enumerate(cues, 1))


def _block(number: int, cue: Cue) -> str:
    is_rtl = is_right_to_left(" ".join(cue.texts))
    lines = (embedded(_unmarked(text), is_rtl=is_rtl) for text in cue.texts)
    return "\r\n".join((str(number), f"{_time(cue.start_s)} --> {_time(cue.end_s)}", *lines)) + "\r\n\r\n"


def _unmarked(text: str) -> str:
    return _LOOKS_LIKE_MARKUP.sub(lambda match: match.group() + _WORD_JOINER, text)


def _time(seconds: float) -> str:
    hours, minutes, whole_s, milliseconds = clock(seconds, 1000)
    return f"{hours:02}:{minutes:02}:{whole_s:02},{milliseconds:03}"

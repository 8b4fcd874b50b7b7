"""Advanced SubStation Alpha, version 4+, as Aegisub and libass read it."""

import re
from collections.abc import Sequence

from likeness.captions.bidi import is_right_to_left
from likeness.captions.formats.clock import clock
from likeness.captions.formats.direction_marks import embedded
from likeness.core.captioning import Cue

_HEADER = (
    "[Script Info]",
    "ScriptType: v4.00+",
    "WrapStyle: 2",
    "ScaledBorderAndShadow: yes",
    "YCbCr Matrix: TV.709",
    "PlayResX: 1920",
    "PlayResY: 1080",
    "",
    "[V4+ Styles]",
    "Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, "
    "Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, "
    "MarginL, MarginR, MarginV, Encoding",
    "Style: Default,Noto Sans,72,&H00FFFFFF,&H0000C4FF,&H00101010,&H80000000,-1,0,0,0,100,100,0,0,1,3,1.5,2,"
    "192,192,86,1",
    "",
    "[Events]",
    "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text",
)
"""`WrapStyle: 2` keeps our line breaks and makes no others."""

_WORD_JOINER = "\u2060"
_BRACES = str.maketrans({"{": "\uff5b", "}": "\uff5d"})
_LOOKS_LIKE_CODE = re.compile(r"\\(?=[Nnh])")


def ass_text(cues: Sequence[Cue]) -> str:
    r"""Return captions as ASS: CRLF line ends, UTF-8 with a byte order mark when it is written.

    Braces begin commands and cannot be escaped for every player: they become the wide braces of East Asia.
    A backslash before n, N or h is parted from it by a word joiner, which shows nothing.
    """
    return "\r\n".join((*_HEADER, *map(_event, cues))) + "\r\n"


def _event(cue: Cue) -> str:
    is_rtl = is_right_to_left(" ".join(cue.texts))
    text = "\\N".join(embedded(_plain(line), is_rtl=is_rtl) for line in cue.texts)
    return f"Dialogue: 0,{_time(cue.start_s)},{_time(cue.end_s)},Default,,0,0,0,,{text}"


def _plain(text: str) -> str:
    return _LOOKS_LIKE_CODE.sub(lambda match: match.group() + _WORD_JOINER, text.translate(_BRACES))


def _time(seconds: float) -> str:
    hours, minutes, whole_s, hundredths = clock(seconds, 100)
    return f"{hours}:{minutes:02}:{whole_s:02}.{hundredths:02}"

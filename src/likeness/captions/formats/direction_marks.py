"""Marks for players that lay every line out from left to right."""

_RIGHT_TO_LEFT_MARK = "\u200f"
_EMBEDDING, _END = "\u202b", "\u202c"


def embedded(line: str, *, is_rtl: bool) -> str:
    """Put a line of a text that runs from right to left between marks that say so (RLE, PDF).

    SRT and ASS know no direction; players take left to right, which moves full stops to the wrong end.
    """
    return f"{_EMBEDDING}{line}{_END}" if is_rtl else line


def marked(line: str, *, is_rtl: bool) -> str:
    """Begin a line that runs from right to left with a mark (RLM).

    WebVTT takes the direction from the first letter of a line, which is wrong for a line that begins with a
    foreign name.
    """
    return f"{_RIGHT_TO_LEFT_MARK}{line}" if is_rtl else line

"""Direction: what the speaker is asked to do, in plain words, understood without any network."""

from likeness.direction.direct import Directed, Wish, check, direct
from likeness.direction.enhance import Enhanced, Reason, enhance
from likeness.direction.parser import parse_prompt
from likeness.direction.sentiment import feelings_of

__all__ = [
    "Directed",
    "Enhanced",
    "Reason",
    "Wish",
    "check",
    "direct",
    "enhance",
    "feelings_of",
    "parse_prompt",
]

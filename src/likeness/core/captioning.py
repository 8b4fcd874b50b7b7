"""Captions: what is asked for, and the cues they consist of."""

from dataclasses import dataclass
from typing import Literal

from likeness.core.frozen_model import FrozenModel

CaptionStyle = Literal["default", "outline", "box", "word", "karaoke"]
"""default: white with a fine dark edge; outline: heavy edge; box: on a dark plate; word: the word being
spoken on a bright plate; karaoke: words take colour as they are spoken."""


class Captions(FrozenModel):
    """How the words of the film are shown in its picture."""

    burned_in: CaptionStyle | None = None
    """Style of captions drawn into the frames; None = none are drawn."""


@dataclass(frozen=True)
class CueWord:
    """A piece of a caption that lights up at once: a word with its punctuation, or a phrase of a language
    without spaces."""

    text: str
    """As the user wrote it, without spaces at its ends."""

    start_s: float
    """When it begins to be spoken."""

    end_s: float
    """When it has been spoken."""

    is_joined: bool = False
    """No space stands between it and the word before."""


@dataclass(frozen=True)
class Cue:
    """One caption."""

    start_s: float
    """When it appears."""

    end_s: float
    """When it disappears, at the latest when the next one appears."""

    lines: tuple[tuple[CueWord, ...], ...]
    """One or two lines of words in the order of reading."""

    @property
    def words(self) -> tuple[CueWord, ...]:
        """All words."""
        return tuple(word for line in self.lines for word in line)

    @property
    def texts(self) -> tuple[str, ...]:
        """The lines as texts."""
        return tuple(line_text(line) for line in self.lines)


def line_text(words: tuple[CueWord, ...]) -> str:
    """Return words as one line of text.

    >>> line_text((CueWord("well,", 0, 1), CueWord("off", 1, 2), CueWord("-day", 2, 3, is_joined=True)))
    'well, off-day'
    """
    pieces = ["" if word.is_joined or i == 0 else " " for i, word in enumerate(words)]
    return "".join(space + word.text for space, word in zip(pieces, words, strict=True))

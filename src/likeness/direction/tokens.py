"""A prompt as tokens, and words without their endings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache

from likeness.direction.modifiers import NUMBERS
from likeness.direction.vocabulary import known_words


class TokenKind(Enum):
    """What a token is."""

    WORD = auto()
    NUMBER = auto()
    QUOTE = auto()
    COMMA = auto()
    STOP = auto()
    OTHER = auto()


@dataclass(frozen=True)
class Token:
    """A piece of a prompt."""

    kind: TokenKind
    """What it is."""

    text: str
    """Lower case, with plain apostrophes; of a quotation what stands inside."""

    lemma: str
    """The base form if it is known, else the text."""

    start: int
    """First character in the prompt."""

    end: int
    """Last character + 1."""

    @property
    def number(self) -> float | None:
        """Its value, when it is a number in digits or in words."""
        if self.kind is TokenKind.NUMBER:
            return float(self.text)
        return NUMBERS.get(self.text) if self.kind is TokenKind.WORD else None


_TOKEN = re.compile(
    r"""(?P<quote>"[^"\n]{1,200}"|“[^”\n]{1,200}”|„[^“”\n]{1,200}[“”]|«[^»\n]{1,200}»"""
    r"""|(?<!\w)'[^'\n]{1,80}'(?!\w)|(?<!\w)‘[^’\n]{1,80}’(?!\w))"""
    r"""|(?P<number>\d{1,6}(?:[.,]\d{1,3})?)"""
    r"""|(?P<word>[^\W\d_]+(?:['’´][^\W\d_]+)*)"""
    r"""|(?P<comma>[,:()\-–—/&+]+)"""
    r"""|(?P<stop>[.;!?\n。！？]+)"""
    r"""|(?P<other>\S)"""
)

_IRREGULAR = {
    "shook": "shake", "shaken": "shake", "shut": "shut", "winks": "wink", "held": "hold", "kept": "keep",
    "bent": "bend", "leant": "lean", "took": "take", "taken": "take", "felt": "feel", "thought": "think",
    "lashes": "lash", "teeth": "tooth", "eyes": "eye", "eying": "eye", "said": "say", "spoke": "speak",
    "spoken": "speak", "hands": "hand", "begun": "begin", "began": "begin", "lying": "lie", "tying": "tie",
    "feet": "foot", "men": "man", "women": "woman", "leaves": "leave", "mouths": "mouth", "brows": "brow",
    "fell": "fall", "drew": "draw", "drawn": "draw", "knitted": "knit", "rose": "rise", "risen": "rise",
    "heard": "hear", "fallen": "fall", "sung": "sing", "asleep": "asleep", "closer": "closer", "worn": "worn",
    "downcast": "downcast", "clapping": "clap", "waving": "wave", "moving": "move", "written": "write",
    "throughout": "throughout", "during": "during", "nothing": "nothing", "something": "something",
    "relaxed": "relax", "relaxing": "relax", "held-high": "hold",
}  # fmt: skip


def tokens_of(prompt: str) -> tuple[Token, ...]:
    """Return the tokens of a prompt in order; spaces are left out, nothing else is.

    >>> [token.lemma for token in tokens_of("Nods, then SMILES warmly")]
    ['nod', ',', 'then', 'smile', 'warmly']
    """
    return tuple(_tokens(prompt))


def _tokens(prompt: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(prompt):
        kind = TokenKind[(match.lastgroup or "other").upper()]
        text = match.group().lower().replace("’", "'").replace("´", "'")
        if kind is TokenKind.QUOTE:
            text = text[1:-1].strip()
        elif kind is TokenKind.NUMBER:
            text = text.replace(",", ".")
        is_word = kind is TokenKind.WORD
        yield Token(kind, text, lemma(text) if is_word else text, match.start(), match.end())


@cache
def lemma(word: str) -> str:
    """Return the base form of an English word, if one is known to the lexicon.

    >>> [lemma(word) for word in ("nodding", "eyebrows", "winked", "smiles", "furrowed", "xyzzying")]
    ['nod', 'eyebrow', 'wink', 'smile', 'furrow', 'xyzzying']
    """
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    known = known_words()
    return next((stem for stem in _stems(word) if stem in known), word)


def _stems(word: str) -> Iterator[str]:
    yield word
    if word.endswith("'s"):
        yield from _stems(word[:-2])
    for ending in ("s", "es", "ing", "ed", "d", "er"):
        if not word.endswith(ending) or len(word) - len(ending) < 2:
            continue
        stem = word[: -len(ending)]
        yield stem
        yield stem + "e"
        if ending in ("ing", "ed") and len(stem) > 2 and stem[-1] == stem[-2]:
            yield stem[:-1]
        if stem.endswith("i"):
            yield stem[:-1] + "y"
    if word.endswith("ly"):
        yield from (word[:-2], word[:-1] + "e", word[:-3] + "y" if word.endswith("ily") else word)

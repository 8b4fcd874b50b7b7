"""Reading a script: spoken text, pauses, and where each character came from."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from likeness.errors import ScriptEmptyError, ScriptTooLongError
from likeness.speech.markup import Manner, OpenTags

MAX_SCRIPT_CHARACTERS = 5000
MAX_PAUSES_S = 300.0

_TAG = re.compile(
    r"""<\s*(?P<close>/)?\s*(?P<name>[A-Za-z][\w:-]*)
    (?P<attributes>(?:\s+[\w:-]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>/]+))*)\s*(?P<empty>/)?\s*>""",
    re.VERBOSE,
)
_COMMENT = re.compile(r"<!--.*?-->|<\?.*?\?>", re.DOTALL)
_TIME = re.compile(
    r"""\btime\s*=\s*["']?\s*(?P<number>\d+(?:\.\d*)?|\.\d+)\s*(?P<unit>ms|s)?\s*["']?""", re.I
)
_STRENGTH = re.compile(r"""\bstrength\s*=\s*["']?\s*(?P<name>[a-z-]+)""", re.I)
_STRENGTH_S = {"none": 0.0, "x-weak": 0.1, "weak": 0.25, "medium": 0.5, "strong": 0.75, "x-strong": 1.0}
_DEFAULT_BREAK_S = 0.5
_ENTITIES = {
    "&amp;": "&",
    "&lt;": "<",
    "&gt;": ">",
    "&quot;": '"',
    "&apos;": "'",
    "&nbsp;": " ",
    "&#39;": "'",
}
_ENTITY = re.compile("|".join(_ENTITIES))
# Tags that stand between sentences; all others but these and breaks may stand inside of a word.
_SENTENCE_TAGS = frozenset({"p", "s", "speak", "div", "br", "li", "h1", "h2", "h3"})
# Symbols that voices read as a word; other pictures (emoji, arrows, dingbats) are passed over in silence.
_READABLE_SYMBOLS = frozenset("°©®™№℃℉Ω")
# Kana and Chinese characters. Thai and its neighbours stay whole: the positions told for them are not exact.
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
# Letterlike symbols, ligatures, presentation forms, half and full widths, mathematical alphabets.
_FORMS = re.compile("[\u2100-\u214f\ufb00-\ufdff\ufe70-\uffef\U0001d400-\U0001d7ff]")
_JOINERS_BETWEEN_LETTERS = frozenset("\u200c\u200d")

_Letter: TypeAlias = tuple[str, int, Manner]
"""What a voice reads, its index in the script, and how it is spoken."""


@dataclass(frozen=True)
class Written:
    """A stretch of a `SpokenText` in other words than the script's, as "five dollars" for "$5"."""

    start: int
    """Index of its first character in the text."""

    end: int
    """Index after its last."""

    text: str
    """The words of the script."""

    position: int
    """Index of their first character in the script."""


@dataclass(frozen=True)
class SpokenText:
    """A run of the script without a pause tag."""

    text: str
    """What the voice reads: no tags, no control characters, no pictures."""

    char_positions: tuple[int, ...]
    """For each character of `text`, its index in the script."""

    manners: tuple[Manner, ...] = ()
    """For each character, how the tags around it want it spoken; empty = plainly."""

    written: tuple[Written, ...] = ()
    """What stands in the text otherwise than in the script, in order."""


@dataclass(frozen=True)
class Pause:
    """Silence asked for by a break tag."""

    duration_s: float
    """Seconds."""


@dataclass(frozen=True)
class Token:
    """One written word of a `SpokenText`, without the punctuation around it."""

    text: str
    """As written."""

    start: int
    """Index of its first character in the text."""

    end: int
    """Index after its last character."""


def read_script(script: str) -> tuple[SpokenText | Pause, ...]:
    """Split a script at its break tags.

    ``<break time="1.5s"/>``, ``time="500ms"`` and ``strength="strong"`` become pauses; prosody, emphasis,
    say-as and sub become manners of their content, p and s end sentences, every other tag is dropped and its
    content kept. Runs without a letter or a digit are dropped.

    Raises
    ------
    ScriptEmptyError
        Nothing is left to say.
    ScriptTooLongError
        More than 5000 characters, or pauses of more than five minutes.

    >>> [type(part).__name__ for part in read_script('One.<break time="1s"/>Two.')]
    ['SpokenText', 'Pause', 'SpokenText']
    """
    if len(script) > MAX_SCRIPT_CHARACTERS:
        raise ScriptTooLongError(
            f"The script has {len(script)} characters, more than the limit of {MAX_SCRIPT_CHARACTERS}; "
            "shorten it or make several videos."
        )
    parts = split_script(script)
    if not any(isinstance(part, SpokenText) for part in parts):
        raise ScriptEmptyError("The script holds no words; write what the face should say.")
    pauses_s = sum(part.duration_s for part in parts if isinstance(part, Pause))
    if pauses_s > MAX_PAUSES_S:
        raise ScriptTooLongError(
            f"The pauses of the script add up to {pauses_s:.0f} s, more than the limit of "
            f"{MAX_PAUSES_S:.0f} s; "
            "shorten its <break> tags."
        )
    return parts


def split_script(script: str) -> tuple[SpokenText | Pause, ...]:
    """Split a text at its break tags, without limits; runs without a letter or a digit are dropped."""
    return _without_empty_runs(_split(_blank_comments(script)))


def tokenize(text: str) -> tuple[Token, ...]:
    """Return the written words of a text: what stands between spaces, less the punctuation at its ends.

    Words joined by a dash longer than a hyphen count as two. Text without spaces (Chinese, Thai) is one token
    per run; the caller divides it where the voice tells more.

    >>> [token.text for token in tokenize('"Well - no," she said: 25% off\u2014today!')]
    ['Well', 'no', 'she', 'said', '25%', 'off', 'today']
    """
    tokens = []
    for match in re.finditer(r"[^\s\u2013\u2014\u2026\u3001\u3002\uff0c\uff01\uff1f]+", text):
        start, end = match.span()
        while start < end and not _is_word_edge(text[start]):
            start += 1
        while end > start and not _is_word_edge(text[end - 1]):
            end -= 1
        if start < end and any(map(_is_speakable, text[start:end])):
            tokens.append(Token(text[start:end], start, end))
    return tuple(tokens)


def divide_unspaced(tokens: Sequence[Token], positions: Sequence[int]) -> tuple[Token, ...]:
    """Cut tokens of writings that put no spaces between words at the places where a voice begins words.

    Parameters
    ----------
    tokens
        From `tokenize`.
    positions
        Rising indices of first characters of words in the same text.
    """
    divided: list[Token] = []
    for token in tokens:
        inside = [
            p
            for p in positions
            if token.start < p < token.end and _UNSPACED.match(token.text, p - token.start)
        ]
        cuts = [token.start, *inside, token.end]
        for start, end in pairwise(cuts):
            divided.append(Token(token.text[start - token.start : end - token.start], start, end))
    return tuple(divided)


def _is_speakable(character: str) -> bool:
    return unicodedata.category(character)[0] in "LN"


def _is_word_edge(character: str) -> bool:
    return unicodedata.category(character)[0] in "LNMS" or character in "%&#"


def _blank_comments(script: str) -> str:
    return _COMMENT.sub(lambda match: " " * len(match.group()), script)


def _split(script: str) -> list[SpokenText | Pause]:
    parts: list[SpokenText | Pause] = []
    letters: list[_Letter] = []
    tags = OpenTags()
    end = 0
    for tag in _TAG.finditer(script):
        letters += _in_manner(_readable(script, end, tag.start()), tags.manner)
        end = tag.end()
        name = tag["name"].lower()
        if name == "break":
            parts.append(_spoken(letters))
            letters = []
            if tag["close"] is None:
                parts.append(Pause(_break_s(tag["attributes"])))
        elif name in _SENTENCE_TAGS:
            letters += _in_manner(_border(letters, tag.start()), tags.manner)
        if tag["close"]:
            tags.close(name)
        elif not tag["empty"] and name != "break":
            tags.open(name, tag["attributes"])
    letters += _in_manner(_readable(script, end, len(script)), tags.manner)
    return [*parts, _spoken(letters)]


def _in_manner(letters: Sequence[tuple[str, int]], manner: Manner) -> list[_Letter]:
    return [(character, position, manner) for character, position in letters]


def _border(letters: Sequence[_Letter], position: int) -> list[tuple[str, int]]:
    """Return what ends a sentence at a tag, unless its writer has."""
    last = next((character for character, _, _ in reversed(letters) if not character.isspace()), "")
    return [(character, position) for character in (". " if last and _is_speakable(last) else " ")]


def _break_s(attributes: str) -> float:
    if time := _TIME.search(attributes):
        return float(time["number"]) / (1000 if (time["unit"] or "s").lower() == "ms" else 1)
    if strength := _STRENGTH.search(attributes):
        return _STRENGTH_S.get(strength["name"].lower(), _DEFAULT_BREAK_S)
    return _DEFAULT_BREAK_S


def _readable(script: str, start: int, end: int) -> list[tuple[str, int]]:
    """Return the characters of script[start:end] that a voice can be given, with their indices."""
    letters = []
    i = start
    while i < end:
        if entity := _ENTITY.match(script, i, end):
            letters.append((_ENTITIES[entity.group()], i))
            i = entity.end()
            continue
        n_characters = 1
        while i + n_characters < end and unicodedata.combining(script[i + n_characters]):
            n_characters += 1
        letters += [(letter, i) for letter in _customary(script[i : i + n_characters])]
        i += n_characters
    return letters


def _customary(cluster: str) -> str:
    """Return a character with its accents as voices know it.

    They misread accents that stand apart from their letters, as file systems write them, and name every
    wide, narrow, mathematical or joined form of a letter and every foreign digit.
    """
    if len(cluster) > 1:
        cluster = unicodedata.normalize("NFC", cluster)
    return "".join(_clean(plain) for character in cluster for plain in _plain(character))


def _plain(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category[0] == "L" and _FORMS.match(character):
        return unicodedata.normalize("NFKC", character)
    return character


def _clean(character: str) -> str:
    category = unicodedata.category(character)
    is_picture = category in ("So", "Sk") and character not in _READABLE_SYMBOLS
    is_control = category[0] == "C" and character not in _JOINERS_BETWEEN_LETTERS
    is_selector = "\ufe00" <= character <= "\ufe0f" or character == "\u20e3"
    return " " if is_picture or is_control or is_selector or character.isspace() else character


def _spoken(letters: Sequence[_Letter]) -> SpokenText:
    return SpokenText(
        "".join(character for character, _, _ in letters),
        tuple(position for _, position, _ in letters),
        tuple(manner for _, _, manner in letters),
    )


def _without_empty_runs(parts: list[SpokenText | Pause]) -> tuple[SpokenText | Pause, ...]:
    return tuple(part for part in parts if isinstance(part, Pause) or _says_something(part))


def _says_something(part: SpokenText) -> bool:
    return any(map(_is_speakable, part.text)) or any(
        manner.saying is not None and manner.saying.kind == "sub" for manner in part.manners
    )

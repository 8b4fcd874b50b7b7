"""The script as people read it: without tags, with the place of each character."""

import re
from dataclasses import dataclass

# An element of SSML; "2 < 3" and "<3" are none.
_MARKUP = re.compile(
    r"""<!--.*?-->|<\?.*?\?>|</?\s*(?P<name>[A-Za-z][\w:-]*)(?:\s+[\w:-]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>/]+))*\s*/?\s*>""",
    re.DOTALL,
)
_ENTITIES = {
    "&amp;": "&",
    "&lt;": "<",
    "&gt;": ">",
    "&quot;": '"',
    "&apos;": "'",
    "&#39;": "'",
    "&nbsp;": "\u00a0",
}
_ENTITY = re.compile("|".join(_ENTITIES))
_BETWEEN_SENTENCES = frozenset({"break", "p", "s", "speak", "div", "br", "li", "h1", "h2", "h3"})


@dataclass(frozen=True)
class Letter:
    """One character of a script that is shown."""

    character: str
    """As shown."""

    position: int
    """Its index in the script."""


def shown_letters(script: str) -> tuple[Letter, ...]:
    """Return what is shown of a script.

    Tags are left out; those that part sentences become a line end, which parts words too. Entities become
    what they stand for.

    >>> "".join(letter.character for letter in shown_letters('Rock &amp; <emphasis>roll</emphasis>!'))
    'Rock & roll!'
    """
    letters: list[Letter] = []
    position = 0
    for markup in _MARKUP.finditer(script):
        letters += _plain(script, position, markup.start())
        if (markup["name"] or "").lower() in _BETWEEN_SENTENCES:
            letters.append(Letter("\n", markup.start()))
        position = markup.end()
    return (*letters, *_plain(script, position, len(script)))


def _plain(script: str, start: int, end: int) -> list[Letter]:
    letters: list[Letter] = []
    position = start
    while position < end:
        entity = _ENTITY.match(script, position, end)
        letters.append(Letter(_ENTITIES[entity.group()] if entity else script[position], position))
        position = entity.end() if entity else position + 1
    return letters

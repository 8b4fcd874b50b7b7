"""The pronunciation of a text in IPA, clause by clause, as neural voices read it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from likeness.errors import VoiceNotFoundError
from likeness.speech.espeak.client import ask, voice_records
from likeness.speech.espeak.letters import readable
from likeness.speech.espeak.word_events import group_words
from likeness.speech.script import Token
from likeness.speech.tags import canonical_tag
from likeness.typing import Json

TIE = "\u0361"
"""Stands between the letters of one phoneme, as in t͡ʃ."""

# espeak-ng's note on a change of language, e.g. "(en)", its letters tied like any others.
_LANGUAGE_NOTE = re.compile(r"\([^)]*\)")
# Marks as a voice knows them, the strongest first; dashes and brackets make a small pause.
_MARKS = {
    "?": "?？؟⸮፧\u037e", "!": "!！", ".": ".…。．।॥።։۔", ";": ";；؛", ":": ":：",
    ",": ",，、،–—()[]（）「」",
}  # fmt: skip
_TITLES = frozenset({"mr", "mrs", "ms", "dr", "prof", "st", "rev", "gen", "sen", "rep", "lt", "col", "capt"})


@dataclass(frozen=True)
class PhonemizedWord:
    """What is spoken as one word."""

    ipa: str
    """With stress marks; the letters of one phoneme are joined by ties."""

    tokens: tuple[Token, ...]
    """The written words: several for "of the"; none for the second word of a number."""


@dataclass(frozen=True)
class Clause:
    """What is spoken in one breath."""

    words: tuple[PhonemizedWord, ...]
    """In order, at least one."""

    mark: str
    """Punctuation after it: one of ? ! . ; : , or nothing."""


def phonemize(texts: Sequence[str], espeak_voice: str) -> tuple[tuple[Clause, ...], ...]:
    """Return the clauses of each text as a voice of espeak-ng pronounces it, normal rate.

    Parameters
    ----------
    texts
        Plain texts; letters that the voice cannot read are passed over.
    espeak_voice
        Language code, as "en-us", "pt-br", or identifier, as "gmw/en-US".

    Raises
    ------
    VoiceNotFoundError
        espeak-ng has no such voice.
    VoiceEngineError
        espeak-ng failed.
    """
    record = _record(espeak_voice)
    texts = [readable(text, canonical_tag(record["languages"][0][1])) for text in texts]
    request: Json = {"do": "phonemize", "voice": record["identifier"], "rate_wpm": 175, "pitch": 50}
    head, _ = ask({**request, "texts": texts})
    return tuple(_clauses(text, piece) for text, piece in zip(texts, head["pieces"], strict=True))


def _record(espeak_voice: str) -> Json:
    wanted = espeak_voice.lower().replace("_", "-")
    for record in voice_records():
        names = [record["identifier"], record["identifier"].rpartition("/")[2]]
        names += [tag for _priority, tag in record["languages"]]
        if wanted in (name.lower() for name in names):
            return record
    raise VoiceNotFoundError(
        f"espeak-ng has no voice {espeak_voice!r}, which pronounces for this voice; choose another voice."
    )


def _clauses(text: str, piece: Json) -> tuple[Clause, ...]:
    spoken = [_LANGUAGE_NOTE.sub("", ipa).split() for ipa, _end in piece["clauses"]]
    tokens_of = _tokens_of_words(text, piece["words"], sum(map(len, spoken)))
    clauses: list[list[PhonemizedWord]] = []
    for words in spoken:
        if words:
            clauses.append([PhonemizedWord(ipa, next(tokens_of)) for ipa in words])
    marks = _marks(text, clauses)
    return tuple(Clause(tuple(words), mark) for words, mark in zip(clauses, marks, strict=True))


def _tokens_of_words(text: str, events: Sequence[Sequence[int]], n_words: int) -> Iterator[tuple[Token, ...]]:
    """Yield the written words of each spoken one. espeak-ng tells one event per word that it speaks."""
    group_of = {index: tuple(tokens) for tokens, index in group_words(text, events)}
    for k in range(n_words):
        # Were there another number of events after all, they would be spread over the words.
        first, last = k * len(events) // n_words, (k + 1) * len(events) // n_words
        yield tuple(token for index in range(first, last) for token in group_of.get(index, ()))


def _marks(text: str, clauses: Sequence[Sequence[PhonemizedWord]]) -> list[str]:
    """Return the mark after each clause, read between its last written word and the next clause's first."""
    marks = []
    tokens = [[token for word in words for token in word.tokens] for words in clauses]
    for i, own in enumerate(tokens):
        following = next((others[0] for others in tokens[i + 1 :] if others), None)
        end = own[-1].end if own else (following.start if following else len(text))
        gap = text[end : following.start if following else len(text)]
        mark = _mark(gap)
        if mark == "." and ".." not in gap and following is not None and _is_abbreviation(own, following):
            mark = ""
        marks.append(mark)
    return marks


def _mark(gap: str) -> str:
    return next((mark for mark, written in _MARKS.items() if any(sign in gap for sign in written)), "")


def _is_abbreviation(own: Sequence[Token], following: Token) -> bool:
    return following.text[0].islower() or bool(own and own[-1].text.lower() in _TITLES)

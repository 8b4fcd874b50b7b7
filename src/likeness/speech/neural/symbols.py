"""Sentences as a neural voice reads them: a row of symbols, each of which belongs to a phone and a word."""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from likeness.speech.espeak.phonemizer import TIE, Clause
from likeness.speech.script import Token

_STRESS = "ˈˌ"
# Belong to the phone before them: marks of length and tone, and what Unicode calls modifiers.
_FOLLOWERS = frozenset("ːˑ.˞0123456789˥˦˧˨˩'`;")
_SENTENCE_MARKS = frozenset(".?!")

Spelling = Callable[[str], Sequence[str]]
"""From one phone in IPA, with stress and ties, to the symbols of a model."""


@dataclass(frozen=True)
class Symbol:
    """One symbol that a model reads."""

    text: str
    """As in the model's table."""

    phone: int = -1
    """Index of its phone in the sentence; -1 for spaces and punctuation."""


@dataclass(frozen=True)
class SpokenWord:
    """A written word, or several that are spoken as one, and its phones."""

    tokens: tuple[Token, ...]
    """In the text that was given."""

    first_phone: int
    """Index in the sentence."""

    n_phones: int
    """At least 1."""


@dataclass
class Sentence:
    """What a model speaks in one go."""

    symbols: list[Symbol] = field(default_factory=list)
    """In order, without the frame that a model wants around them."""

    phones: list[str] = field(default_factory=list)
    """IPA of each phone, without ties."""

    words: list[SpokenWord] = field(default_factory=list)
    """In order."""

    def add(self, other: "Sentence") -> None:
        """Append another sentence, after a space."""
        n_phones = len(self.phones)
        self.symbols.append(Symbol(" "))
        self.symbols += [
            Symbol(symbol.text, symbol.phone + n_phones if symbol.phone >= 0 else -1)
            for symbol in other.symbols
        ]
        self.phones += other.phones
        self.words += [
            SpokenWord(word.tokens, word.first_phone + n_phones, word.n_phones) for word in other.words
        ]


def sentences_of(clauses: Sequence[Clause], spelling: Spelling, max_symbols: int) -> Iterator[Sentence]:
    """Yield the sentences of a text.

    Parameters
    ----------
    clauses
        From `phonemize`.
    spelling
        Writes one phone in the symbols of the model.
    max_symbols
        Longer sentences are cut between words.
    """
    sentence = Sentence()
    for clause in clauses:
        for word in clause.words:
            if sentence.symbols and len(sentence.symbols) + 2 * len(word.ipa) > max_symbols:
                yield sentence
                sentence = Sentence()
            _add_word(sentence, word.ipa, word.tokens, spelling)
        if clause.mark:
            sentence.symbols.append(Symbol(clause.mark))
        if clause.mark in _SENTENCE_MARKS:
            yield sentence
            sentence = Sentence()
    if sentence.symbols:
        # A voice that has learned whole sentences falls with its tone only before a period.
        if sentence.symbols[-1].phone >= 0:
            sentence.symbols.append(Symbol("."))
        yield sentence


def _add_word(sentence: Sentence, ipa: str, tokens: tuple[Token, ...], spelling: Spelling) -> None:
    if sentence.symbols:
        sentence.symbols.append(Symbol(" "))
    first = len(sentence.phones)
    for phone in split_phones(ipa):
        index = len(sentence.phones)
        sentence.phones.append(phone.replace(TIE, ""))
        sentence.symbols += [Symbol(text, index) for text in spelling(phone)]
    n_phones = len(sentence.phones) - first
    if not n_phones:
        return
    if tokens or not sentence.words:
        sentence.words.append(SpokenWord(tokens, first, n_phones))
    else:
        # The second word of a number belongs to the written word before it.
        last = sentence.words[-1]
        sentence.words[-1] = SpokenWord(last.tokens, last.first_phone, last.n_phones + n_phones)


def split_phones(ipa: str) -> list[str]:
    """Divide a word into its phones, each with its stress before and its marks behind.

    >>> split_phones("t͡ʃˈa͡ɪld")
    ['t͡ʃ', 'ˈa͡ɪ', 'l', 'd']
    """
    phones: list[str] = []
    is_open = False
    for character in unicodedata.normalize("NFD", ipa):
        is_mark = unicodedata.category(character) in ("Mn", "Mc", "Lm") or character in _FOLLOWERS
        if character in _STRESS:
            if is_open and set(phones[-1]) <= set(_STRESS):
                phones[-1] += character
                continue
            phones.append(character)
            is_open = True
        elif phones and (is_mark or is_open or phones[-1].endswith(TIE)):
            phones[-1] += character
            is_open = is_open and is_mark
        else:
            phones.append(character)
    return phones

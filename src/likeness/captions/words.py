"""From the timed words of a speech to pieces of caption: with punctuation, as the user wrote them."""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from likeness.captions.script_text import Letter, shown_letters
from likeness.captions.writing import divided
from likeness.core.captioning import CueWord
from likeness.core.speech import Speech, Word

_BREAK_MARK = "\u200b"


def caption_words(speech: Speech) -> tuple[CueWord, ...]:
    """Return what a caption can show of a speech, in time order; nothing when the words are unknown.

    With a script all of it is shown, also what the voice cannot read: such words get the time between
    their neighbours. Without one the words are shown as they were recognized.

    Parameters
    ----------
    speech
        Of a voice or of a recording.
    """
    timed = tuple(word for word in speech.words if word.text)
    if not timed:
        return ()
    if speech.script is None or any(word.char_start < 0 for word in timed):
        return tuple(CueWord(word.text, word.start_s, word.end_s) for word in timed)
    clock = _Clock(timed)
    pieces = _with_strays_attached(_pieces(speech.script, speech.language))
    return _in_order([_timed(piece, is_joined, clock) for piece, is_joined in pieces])


_Piece = tuple[tuple[Letter, ...], bool]
"""Letters, and whether no space stands before them."""


def _pieces(script: str, language: str) -> Iterator[_Piece]:
    """Cut a script at its spaces, and where lines may break without one."""
    for run in _between_spaces(shown_letters(script)):
        text = "".join(letter.character for letter in run)
        start = 0
        for number, part in enumerate(divided(text, language)):
            while run[start].character == _BREAK_MARK:
                start += 1
            piece = run[start : start + len(part)]
            start += len(part)
            yield tuple(piece), number > 0


def _between_spaces(letters: Sequence[Letter]) -> Iterator[list[Letter]]:
    run: list[Letter] = []
    for letter in letters:
        if letter.character.isspace() and letter.character not in "\u00a0\u202f":
            if _is_shown(run):
                yield run
            run = []
        elif unicodedata.category(letter.character) != "Cc":
            run.append(letter)
    if _is_shown(run):
        yield run


def _is_shown(run: Sequence[Letter]) -> bool:
    return any(letter.character != _BREAK_MARK for letter in run)


def _with_strays_attached(pieces: Iterator[_Piece]) -> list[_Piece]:
    """Join punctuation that stands alone to the word before it, at the start to the word after it."""
    words: list[_Piece] = []
    waiting: tuple[Letter, ...] = ()
    for letters, is_joined in pieces:
        if any(map(_is_spoken, letters)):
            before = _spaced(waiting, letters, is_joined) if waiting else letters
            words.append((before, is_joined and not waiting))
            waiting = ()
        elif words and not _opens(letters):
            last, was_joined = words[-1]
            words[-1] = (_spaced(last, letters, is_joined), was_joined)
        else:
            waiting = _spaced(waiting, letters, is_joined) if waiting else letters
    return words


def _spaced(before: tuple[Letter, ...], after: tuple[Letter, ...], is_joined: bool) -> tuple[Letter, ...]:
    return before + after if is_joined else (*before, Letter(" ", after[0].position), *after)


def _is_spoken(letter: Letter) -> bool:
    return unicodedata.category(letter.character)[0] in "LN" or letter.character in "%&$€£¥+="


def _opens(letters: Sequence[Letter]) -> bool:
    return all(unicodedata.category(letter.character) in ("Ps", "Pi") for letter in letters)


class _Clock:
    """When each character of the script is spoken."""

    def __init__(self, words: Sequence[Word]) -> None:
        ordered = sorted(words, key=lambda word: word.char_start)
        self._words = ordered
        self._starts = [word.char_start for word in ordered]

    def begins_s(self, position: int) -> float:
        """Return when a character begins."""
        return self._time_s(position, 0)

    def ends_s(self, position: int) -> float:
        """Return when a character has been spoken."""
        return self._time_s(position, 1)

    def _time_s(self, position: int, n_later: int) -> float:
        i = bisect_right(self._starts, position) - 1
        if i < 0:
            return self._words[0].start_s
        word = self._words[i]
        length = max(1, self._length(i))
        inside = position - word.char_start
        if inside < length:
            return word.start_s + (word.end_s - word.start_s) * (inside + n_later) / length
        if i + 1 == len(self._words):
            return word.end_s
        # Not read by the voice: somewhere in the gap, in proportion.
        following = self._words[i + 1]
        gap = following.char_start - word.char_start - length
        share = (inside - length + n_later) / max(1, gap)
        return word.end_s + max(0.0, following.start_s - word.end_s) * share

    def _length(self, i: int) -> int:
        """Return the number of characters of a word in the script, tags inside of it left out."""
        length = len(self._words[i].text)
        if i + 1 < len(self._words):
            length = min(length, self._starts[i + 1] - self._starts[i])
        return length


def _timed(letters: tuple[Letter, ...], is_joined: bool, clock: _Clock) -> CueWord:
    spoken = [letter.position for letter in letters if _is_spoken(letter)] or [letters[0].position]
    text = "".join(letter.character for letter in letters)
    return CueWord(text, clock.begins_s(spoken[0]), clock.ends_s(spoken[-1]), is_joined)


def _in_order(words: Sequence[CueWord]) -> tuple[CueWord, ...]:
    """Return the words with times that never step back."""
    ordered: list[CueWord] = []
    earliest_s = 0.0
    for word in words:
        start_s = max(word.start_s, earliest_s)
        end_s = max(word.end_s, start_s)
        ordered.append(CueWord(word.text, start_s, end_s, word.is_joined))
        earliest_s = start_s
    return tuple(ordered)

"""Where directions can be placed: sentences, words, pauses, accents."""

from dataclasses import dataclass

from likeness.core.speech import Speech, Word
from likeness.performance.phrases import Phrase
from likeness.performance.prosody import Accent

_PAUSE_S = 0.18
"""A pause of this length can hold a direction."""

_LISTENING_S = 0.6
"""A silence of this length reads as listening."""

_STOPS = ".!?…。！？"
_MOST_BETWEEN = 12
"""Characters between two words that can hold punctuation."""


@dataclass(frozen=True)
class Sentence:
    """What stands between two full stops, or between long pauses where no text is known."""

    start_s: float
    """Start of its first word."""

    end_s: float
    """End of its last word."""

    mark: str
    """., ! or ?"""


@dataclass(frozen=True)
class SpokenWord:
    """A word without its punctuation."""

    text: str
    """Lower case."""

    start_s: float
    """Start."""

    end_s: float
    """End."""


@dataclass(frozen=True)
class Cues:
    """All of them, in time order."""

    duration_s: float
    """Length of the film."""

    speech_s: tuple[float, float]
    """Start of the first and end of the last sound; the whole film when nothing is said."""

    sentences: tuple[Sentence, ...]
    """At least one."""

    words: tuple[SpokenWord, ...]
    """Every word."""

    pauses_s: tuple[tuple[float, float], ...]
    """Silences between, before and after what is said."""

    accents: tuple[Accent, ...]
    """Syllables that stand out."""

    @property
    def listening_s(self) -> tuple[tuple[float, float], ...]:
        """The longer silences."""
        return tuple(span for span in self.pauses_s if span[1] - span[0] >= _LISTENING_S)


def cues_of(speech: Speech, phrases: tuple[Phrase, ...], accents: tuple[Accent, ...]) -> Cues:
    """Return the cues of a speech."""
    duration_s = speech.duration_s
    start_s, end_s = (phrases[0].start_s, phrases[-1].end_s) if phrases else (0.0, duration_s)
    edges_s = [0.0, *(edge for phrase in phrases for edge in (phrase.start_s, phrase.end_s)), duration_s]
    gaps_s = zip(edges_s[::2], edges_s[1::2], strict=True)
    return Cues(
        duration_s=duration_s,
        speech_s=(start_s, max(end_s, start_s)),
        sentences=_sentences(speech, phrases) or (Sentence(start_s, end_s, "."),),
        words=tuple(SpokenWord(_plain(word.text), word.start_s, word.end_s) for word in speech.words),
        pauses_s=tuple(gap for gap in gaps_s if gap[1] - gap[0] >= _PAUSE_S),
        accents=accents,
    )


def _sentences(speech: Speech, phrases: tuple[Phrase, ...]) -> tuple[Sentence, ...]:
    result: list[Sentence] = []
    start_s: float | None = None
    for index, word in enumerate(speech.words):
        start_s = word.start_s if start_s is None else start_s
        mark = _mark_after(speech, index)
        if mark or index + 1 == len(speech.words):
            result.append(Sentence(start_s, word.end_s, mark or "."))
            start_s = None
    if not result:
        return tuple(Sentence(phrase.start_s, phrase.end_s, ".") for phrase in phrases)
    return tuple(result)


def _mark_after(speech: Speech, index: int) -> str:
    """The full stop, question or exclamation mark between a word and the next; empty without one."""
    word = speech.words[index]
    between = word.text[len(word.text.rstrip(_STOPS + "\"')”»")) :]
    if speech.script is not None and word.char_start >= 0:
        after = word.char_start + len(word.text)
        later: tuple[Word, ...] = speech.words[index + 1 : index + 2]
        until = later[0].char_start if later and later[0].char_start >= after else len(speech.script)
        between += speech.script[after : min(until, after + _MOST_BETWEEN)]
    found = [character for character in between if character in _STOPS or character == "\n"]
    if any(character in "?？" for character in found):
        return "?"
    if any(character in "!！" for character in found):
        return "!"
    return "." if found else ""


def _plain(text: str) -> str:
    return text.lower().replace("’", "'").strip(".,;:!?\"'()[]“”‘’«»…-–— ")

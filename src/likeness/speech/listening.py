"""A recording in, speech out: aligned when its English words are known, recognized otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from likeness.core.audio import AudioClip
from likeness.core.speech import Phone, PhoneSource, Speech, Word
from likeness.speech.analysis import Span, analysis_copy, find_speech
from likeness.speech.phone_tables import ARPABET, IPA_OF_ARPABET
from likeness.speech.pronunciation import spell_by_voice
from likeness.speech.script import SpokenText, Token, split_script, tokenize
from likeness.speech.sphinx import Aligner, Label, recognize_phones
from likeness.speech.tags import canonical_tag, primary_language
from likeness.typing import FloatArray

_ENGLISH = "en"
_UNDETERMINED = "und"
# A transcript whose words the English dictionary mostly knows is taken for English.
_ENGLISH_SHARE = 0.6
# Below this share of the voiced time the words cannot belong to the sound.
_MIN_ALIGNED_SHARE = 0.3
_MIN_LETTERS_PER_S = 2.0


@dataclass(frozen=True)
class _WrittenWord:
    """One word of the transcript."""

    token: Token
    """Where it stands in its run of text."""

    char_start: int
    """Index of its first character in the transcript."""

    @property
    def key(self) -> str:
        """Its form in a dictionary."""
        return self.token.text.lower().replace("\u2019", "'")


def listen(audio: AudioClip, transcript: str | None, language: str | None) -> Speech:
    """Find the phones, and with a transcript the words, of a recording.

    English words are laid over the sound (`PhoneSource.ALIGNED`); words that the dictionary lacks are
    pronounced by espeak-ng. Without a transcript, in other languages, or when the words do not fit the
    sound, the phones are recognized (`RECOGNIZED`), and known words are spread over the spoken time by
    their length. Silence and steady noise give no phones (`NONE`).

    Parameters
    ----------
    audio
        The recording; it is passed on as it is, only a copy at 16 kHz is analysed.
    transcript
        What is said, if known; tags in it are passed over.
    language
        BCP 47 tag; None = English if the words of the transcript are, else undetermined.

    Raises
    ------
    VoiceEngineError
        espeak-ng failed on an unknown word.
    """
    written = _written_words(transcript)
    samples = analysis_copy(audio)
    spans = find_speech(samples)
    tag = canonical_tag(language) if language else None
    if not spans:
        return Speech(audio, (), (), PhoneSource.NONE, tag or _UNDETERMINED, script=transcript)
    heard: _Heard | None = None
    if written and (tag is None or primary_language(tag) == _ENGLISH):
        aligner = Aligner()
        if tag is not None or _reads_as_english(written, aligner):
            tag = tag or _ENGLISH
            heard = _aligned(samples, spans, written, aligner)
    if heard is None:
        heard = _recognized(samples, spans, written, tag)
    return Speech(
        audio=audio,
        phones=_tidy(heard.phones, audio.duration_s),
        words=_tidy_words(heard.words, audio.duration_s),
        source=heard.source,
        language=tag or _UNDETERMINED,
        script=transcript,
    )


@dataclass(frozen=True)
class _Heard:
    """Phones and words of a recording."""

    phones: tuple[Phone, ...]
    words: tuple[Word, ...]
    source: PhoneSource


def _written_words(transcript: str | None) -> tuple[_WrittenWord, ...]:
    if transcript is None:
        return ()
    runs = [part for part in split_script(transcript) if isinstance(part, SpokenText)]
    return tuple(
        _WrittenWord(token, run.char_positions[token.start]) for run in runs for token in tokenize(run.text)
    )


def _reads_as_english(written: Sequence[_WrittenWord], aligner: Aligner) -> bool:
    n_known = sum(aligner.knows(word.key) for word in written)
    return n_known >= _ENGLISH_SHARE * len(written)


def _aligned(
    samples: FloatArray, spans: Sequence[Span], written: Sequence[_WrittenWord], aligner: Aligner
) -> _Heard | None:
    spoken_s = _length_s(spans)
    if sum(len(word.token.text) for word in written) < _MIN_LETTERS_PER_S * spoken_s:
        return None
    named = [(word, name) for word, name in zip(written, _learn(written, aligner), strict=True) if name]
    labels = aligner.align(samples, [name for _, name in named])
    if len(labels) != len(named) or _length_s(labels) < _MIN_ALIGNED_SHARE * spoken_s:
        return None
    phones = tuple(_phone(part) for label in labels for part in label.parts)
    return _Heard(phones, _timed_words([word for word, _ in named], labels), PhoneSource.ALIGNED)


def _length_s(parts: Sequence[Span] | Sequence[Label]) -> float:
    return sum(part.end_s - part.start_s for part in parts)


def _timed_words(written: Sequence[_WrittenWord], labels: Sequence[Label]) -> tuple[Word, ...]:
    return tuple(
        Word(word.token.text, label.start_s, label.end_s, word.char_start)
        for word, label in zip(written, labels, strict=True)
    )


def _learn(written: Sequence[_WrittenWord], aligner: Aligner) -> list[str | None]:
    """Return each word's name in the dictionary, learning what it lacks; None if it cannot be spoken."""
    unknown = sorted({word.key for word in written if not aligner.knows(word.key)})
    spelled = dict(zip(unknown, spell_by_voice(unknown), strict=True))
    new_names: dict[str, str | None] = {}
    for i, key in enumerate(unknown):
        new_names[key] = f"new-word-{i}" if spelled[key] else None
        if spelled[key]:
            aligner.learn(f"new-word-{i}", spelled[key])
    return [new_names.get(word.key, word.key) for word in written]


def _recognized(
    samples: FloatArray, spans: Sequence[Span], written: Sequence[_WrittenWord], tag: str | None
) -> _Heard:
    is_english = tag is None or primary_language(tag) == _ENGLISH
    labels = recognize_phones(samples, spans, is_english)
    if not labels:
        return _Heard((), (), PhoneSource.NONE)
    return _Heard(tuple(map(_phone, labels)), _spread(written, spans), PhoneSource.RECOGNIZED)


def _phone(label: Label) -> Phone:
    arpabet = label.name if label.name in ARPABET else "AH"
    return Phone(arpabet, IPA_OF_ARPABET[arpabet], label.start_s, label.end_s)


def _spread(written: Sequence[_WrittenWord], spans: Sequence[Span]) -> tuple[Word, ...]:
    """Give each word a share of the spoken time by its number of letters; rough."""
    if not written:
        return ()
    lengths_s = np.array([span.end_s - span.start_s for span in spans])
    ends = np.cumsum(lengths_s)
    # One letter more for each word stands for its beginning.
    shares = np.cumsum([0] + [len(word.token.text) + 1 for word in written])
    spoken_s = shares / shares[-1] * ends[-1]
    starts_s = [_film_time_s(time_s, spans, ends, is_start=True) for time_s in spoken_s[:-1]]
    ends_s = [_film_time_s(time_s, spans, ends, is_start=False) for time_s in spoken_s[1:]]
    return tuple(
        Word(word.token.text, start_s, end_s, word.char_start)
        for word, start_s, end_s in zip(written, starts_s, ends_s, strict=True)
    )


def _film_time_s(spoken_s: float, spans: Sequence[Span], ends: FloatArray, *, is_start: bool) -> float:
    """Return the time of the film after `spoken_s` seconds of speech."""
    i = min(int(np.searchsorted(ends, spoken_s, side="right" if is_start else "left")), len(spans) - 1)
    before_s = float(ends[i - 1]) if i else 0.0
    return min(spans[i].start_s + float(spoken_s) - before_s, spans[i].end_s)


def _tidy(phones: Sequence[Phone], duration_s: float) -> tuple[Phone, ...]:
    """Return the phones in order, without overlaps, inside the recording."""
    tidy: list[Phone] = []
    for phone in phones:
        start_s = max(phone.start_s, tidy[-1].end_s if tidy else 0.0)
        end_s = min(phone.end_s, duration_s)
        if end_s > start_s:
            tidy.append(replace(phone, start_s=start_s, end_s=end_s))
    return tuple(tidy)


def _tidy_words(words: Sequence[Word], duration_s: float) -> tuple[Word, ...]:
    return tuple(
        replace(word, start_s=min(word.start_s, duration_s), end_s=min(word.end_s, duration_s))
        for word in words
    )

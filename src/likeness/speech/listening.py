"""A recording in, speech out: aligned when its words are known, recognized otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from likeness.core.audio import AudioClip
from likeness.core.speech import Phone, PhoneSource, Speech, Word
from likeness.speech.analysis import Span, analysis_copy, find_speech
from likeness.speech.hearing import hear_phones, heard_lips
from likeness.speech.known_words import (
    WrittenWord,
    align_by_voice,
    align_english,
    reads_as_english,
    written_words,
)
from likeness.speech.language_guess import guess_language
from likeness.speech.sphinx import Aligner, recognize_words
from likeness.speech.tags import canonical_tag, primary_language
from likeness.typing import FloatArray

_ENGLISH = "en"
_UNDETERMINED = "und"


def listen(
    audio: AudioClip, transcript: str | None, language: str | None, guess_words: bool = False
) -> Speech:
    """Find the phones, and with a transcript the words, of a recording.

    Known words are laid over the sound (`PhoneSource.ALIGNED`): English by pocketsphinx, with words that its
    dictionary lacks pronounced by espeak-ng; other languages by comparing the recording with a reading by
    espeak-ng. Without a transcript, or when the words do not fit the sound, the sounds are heard by the
    viseme network (`RECOGNIZED`), and known words are spread over the spoken time by their length. Silence
    and steady noise give no phones (`NONE`).

    Parameters
    ----------
    audio
        The recording; it is passed on as it is, only a copy at 16 kHz is analysed.
    transcript
        What is said, if known; tags in it are passed over.
    language
        BCP 47 tag; None = that of the transcript if it can be told, else undetermined.
    guess_words
        Without a transcript, recognize English words, for captions; the speech says that they are guessed.

    Raises
    ------
    VoiceEngineError
        espeak-ng failed.
    """
    written = written_words(transcript)
    samples = analysis_copy(audio)
    spans = find_speech(samples)
    tag = canonical_tag(language) if language else None
    if not spans:
        return Speech(audio, (), (), PhoneSource.NONE, tag or _UNDETERMINED, script=transcript)
    heard, tag = _aligned(samples, spans, transcript, tag) if written else (None, tag)
    if heard is None:
        heard = _recognized(samples, spans, written, tag)
    if guess_words and not written and _may_be_english(tag):
        heard = replace(heard, words=_guessed(samples, spans))
    return Speech(
        audio=audio,
        phones=_tidy(heard.phones, audio.duration_s),
        words=_tidy_words(heard.words, audio.duration_s),
        source=heard.source,
        language=tag or _UNDETERMINED,
        script=transcript,
        lips=heard_lips(samples),
        words_are_guessed=bool(heard.words) and not written,
    )


@dataclass(frozen=True)
class _Heard:
    """Phones and words of a recording."""

    phones: tuple[Phone, ...]
    words: tuple[Word, ...]
    source: PhoneSource


def _aligned(
    samples: FloatArray, spans: Sequence[Span], transcript: str | None, tag: str | None
) -> tuple[_Heard | None, str | None]:
    """Return the known words on the recording, None when they do not fit, and the language."""
    written = written_words(transcript)
    aligned = None
    if _may_be_english(tag):
        aligner = Aligner()
        if tag is not None or reads_as_english(written, aligner):
            tag = tag or _ENGLISH
            aligned = align_english(samples, spans, written, aligner)
    tag = tag or guess_language(transcript or "")
    if aligned is None and tag is not None:
        aligned = align_by_voice(samples, transcript or "", tag)
    if aligned is None:
        return None, tag
    return _Heard(aligned.phones, aligned.words, PhoneSource.ALIGNED), tag


def _may_be_english(tag: str | None) -> bool:
    return tag is None or primary_language(tag) == _ENGLISH


def _guessed(samples: FloatArray, spans: Sequence[Span]) -> tuple[Word, ...]:
    return tuple(Word(label.name, label.start_s, label.end_s) for label in recognize_words(samples, spans))


def _recognized(
    samples: FloatArray, spans: Sequence[Span], written: Sequence[WrittenWord], tag: str | None
) -> _Heard:
    phones = hear_phones(samples, spans, _may_be_english(tag))
    if not phones:
        return _Heard((), (), PhoneSource.NONE)
    return _Heard(phones, _spread(written, spans), PhoneSource.RECOGNIZED)


def _spread(written: Sequence[WrittenWord], spans: Sequence[Span]) -> tuple[Word, ...]:
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

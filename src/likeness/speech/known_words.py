"""Known words laid over a recording: English by pocketsphinx, other languages by a reading of espeak-ng."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from likeness.core.speech import Phone, Word
from likeness.core.voice import Voice
from likeness.speech.analysis import Span, resampled
from likeness.speech.espeak.engine import EspeakEngine
from likeness.speech.hearing import phone_of
from likeness.speech.pronunciation import spell_by_voice
from likeness.speech.script import SpokenText, Token, split_script, tokenize
from likeness.speech.sphinx import Aligner, Label
from likeness.speech.tags import primary_language, spoken_language
from likeness.speech.utterance import EngineSettings
from likeness.speech.visemes import hear_visemes
from likeness.speech.visemes.alignment import align_by_synthesis
from likeness.speech.visemes.inventory import class_frames
from likeness.typing import FloatArray

# A transcript whose words the English dictionary mostly knows is taken for English.
_ENGLISH_SHARE = 0.6
# Below this share of the voiced time the words cannot belong to the sound.
_MIN_ALIGNED_SHARE = 0.3
_MIN_LETTERS_PER_S = 2.0
# The right words agree by 0.75 and more with what is heard, others by 0.42-0.71 (56 recordings, 6 languages).
_MIN_AGREEMENT = 0.68


@dataclass(frozen=True)
class WrittenWord:
    """One word of a transcript."""

    token: Token
    """Where it stands in its run of text."""

    char_start: int
    """Index of its first character in the transcript."""

    @property
    def key(self) -> str:
        """Its form in a dictionary."""
        return self.token.text.lower().replace("\u2019", "'")


@dataclass(frozen=True)
class Aligned:
    """Words and phones with the times at which a recording speaks them."""

    phones: tuple[Phone, ...]
    words: tuple[Word, ...]


def written_words(transcript: str | None) -> tuple[WrittenWord, ...]:
    """Return the words of a transcript; tags in it are passed over."""
    return tuple(
        WrittenWord(token, run.char_positions[token.start])
        for run in _runs(transcript)
        for token in tokenize(run.text)
    )


def reads_as_english(written: Sequence[WrittenWord], aligner: Aligner) -> bool:
    """Tell whether the English dictionary knows most of the words."""
    return sum(aligner.knows(word.key) for word in written) >= _ENGLISH_SHARE * len(written)


def align_english(
    samples: FloatArray, spans: Sequence[Span], written: Sequence[WrittenWord], aligner: Aligner
) -> Aligned | None:
    """Lay English words over (N,) 16 kHz samples; None when they do not fit the sound.

    Raises
    ------
    VoiceEngineError
        espeak-ng, which pronounces what the dictionary lacks, failed.
    """
    spoken_s = _length_s(spans)
    if sum(len(word.token.text) for word in written) < _MIN_LETTERS_PER_S * spoken_s:
        return None
    named = [(word, name) for word, name in zip(written, _learn(written, aligner), strict=True) if name]
    labels = aligner.align(samples, [name for _, name in named])
    if len(labels) != len(named) or _length_s(labels) < _MIN_ALIGNED_SHARE * spoken_s:
        return None
    words = tuple(
        Word(word.token.text, label.start_s, label.end_s, word.char_start)
        for (word, _), label in zip(named, labels, strict=True)
    )
    return Aligned(tuple(phone_of(part) for label in labels for part in label.parts), words)


def align_by_voice(samples: FloatArray, transcript: str, tag: str) -> Aligned | None:
    """Lay a transcript in any language of espeak-ng over (N,) 16 kHz samples; None when it does not fit.

    Raises
    ------
    VoiceEngineError
        espeak-ng failed.
    """
    reading = _reading(transcript, tag)
    if reading is None:
        return None
    read_samples, phones, words = reading
    aligned = align_by_synthesis(samples, read_samples, phones)
    pairs = _pairs(phones, aligned)
    if not pairs or _agreement(samples, aligned) < _MIN_AGREEMENT:
        return None
    return Aligned(aligned, _moved_words(words, pairs))


def _runs(transcript: str | None) -> list[SpokenText]:
    return [part for part in split_script(transcript or "") if isinstance(part, SpokenText)]


def _length_s(parts: Sequence[Span] | Sequence[Label]) -> float:
    return sum(part.end_s - part.start_s for part in parts)


def _learn(written: Sequence[WrittenWord], aligner: Aligner) -> list[str | None]:
    """Return each word's name in the dictionary, learning what it lacks; None if it cannot be spoken."""
    unknown = sorted({word.key for word in written if not aligner.knows(word.key)})
    spelled = dict(zip(unknown, spell_by_voice(unknown), strict=True))
    new_names: dict[str, str | None] = {}
    for i, key in enumerate(unknown):
        new_names[key] = f"new-word-{i}" if spelled[key] else None
        if spelled[key]:
            aligner.learn(f"new-word-{i}", spelled[key])
    return [new_names.get(word.key, word.key) for word in written]


def _reading(transcript: str, tag: str) -> tuple[FloatArray, tuple[Phone, ...], tuple[Word, ...]] | None:
    """Let espeak-ng read a transcript: (N,) 16 kHz samples, phones, words; None without a voice for it."""
    runs, voice = _runs(transcript), _reader(tag)
    if voice is None:
        return None
    text = " ".join(run.text for run in runs)
    positions = [position for run in runs for position in (*run.char_positions, run.char_positions[-1])]
    (spoken,) = EspeakEngine().speak([text], voice, EngineSettings(1.0, 0.0))
    words = tuple(
        Word(word.text, word.start_s, word.end_s, positions[word.char_start]) for word in spoken.words
    )
    samples = resampled(spoken.samples, spoken.sample_rate_hz)
    return (samples, spoken.phones, words) if spoken.phones else None


def _reader(tag: str) -> Voice | None:
    """Return the voice of espeak-ng for a language: the one of the region if there is one."""
    spoken = spoken_language(primary_language(tag))
    voices = [voice for voice in EspeakEngine().voices() if primary_language(voice.language) == spoken]
    return min(voices, key=lambda voice: (voice.language != tag, len(voice.language)), default=None)


def _pairs(read: Sequence[Phone], aligned: Sequence[Phone]) -> list[tuple[Phone, Phone]]:
    """Return (read, aligned) for the phones that found a place; the others were left out of the second."""
    pairs, i = [], 0
    for phone in aligned:
        while (read[i].arpabet, read[i].ipa) != (phone.arpabet, phone.ipa):
            i += 1
        pairs.append((read[i], phone))
        i += 1
    return pairs


def _agreement(samples: FloatArray, aligned: Sequence[Phone]) -> float:
    """Return how probable the network finds the aligned sounds against those it likes best, 0-1."""
    track = hear_visemes(samples)
    classes = class_frames(aligned, len(track.posteriors))
    is_sound = classes > 0
    if not is_sound.any():
        return 0.0
    likeliest = track.posteriors[is_sound].max(axis=1)
    return float(track.posteriors[is_sound, classes[is_sound]].mean() / likeliest.mean())


def _moved_words(words: Sequence[Word], pairs: Sequence[tuple[Phone, Phone]]) -> tuple[Word, ...]:
    """Return the words at the times of their phones, one that lost all of them between its neighbours."""
    read_s = np.array([(phone.start_s + phone.end_s) / 2 for phone, _ in pairs])
    moved, end_s = [], 0.0
    for word in words:
        own = [pairs[i][1] for i in np.flatnonzero((word.start_s <= read_s) & (read_s < word.end_s))]
        start_s = max(end_s, own[0].start_s) if own else end_s
        end_s = max(start_s, own[-1].end_s) if own else start_s
        moved.append(Word(word.text, start_s, end_s, word.char_start))
    return tuple(moved)

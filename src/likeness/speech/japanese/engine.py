"""The Open JTalk engine: the voice that the package pyopenjtalk-plus carries, with exact times.

The length of a sound depends on its own label only, as long as the rate is the voice's own; so every label is
also spoken alone, and the lengths add up to the whole. Another rate is made of the finished sound.
"""

import importlib.util
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np

from likeness.core.speech import Phone, Word
from likeness.core.voice import Voice
from likeness.errors import VoiceEngineError
from likeness.speech.phone_tables import classes_of_ipa
from likeness.speech.prosody import at_rate
from likeness.speech.utterance import EngineSettings, Utterance

_PACKAGE = "pyopenjtalk"
_RATE_HZ = 48_000
_PITCH_SEMITONES = (-6.0, 6.0)
_SILENCES = frozenset({"sil", "pau", "sp", "unk"})
_HELD_CLOSURE = "cl"
_IN_NUMBERS = frozenset("0123456789.,")
_IPA = {
    "A": "a", "I": "i", "U": "ɯ", "E": "e", "O": "o", "u": "ɯ", "N": "ɴ", "ch": "tɕ", "sh": "ɕ", "j": "dʑ",
    "f": "ɸ", "hy": "ç", "r": "ɾ", "ry": "ɾ", "y": "j", "g": "ɡ", "gy": "ɡ", "gw": "ɡ", "kw": "k", "ny": "ɲ",
    "ky": "k", "my": "m", "by": "b", "py": "p", "ty": "t", "dy": "d", "v": "v",
}  # fmt: skip
_WRITINGS = (
    "CJK",
    "HIRAGANA",
    "KATAKANA",
    "KATAKANA-HIRAGANA",
    "LATIN",
    "FULLWIDTH",
    "HALFWIDTH",
    "IDEOGRAPHIC",
)


@dataclass(frozen=True)
class _Sound:
    """One label and its time."""

    name: str
    start_s: float
    end_s: float


class OpenJTalkEngine:
    """Speaks Japanese through the package pyopenjtalk-plus."""

    @property
    def pitch_range_semitones(self) -> tuple[float, float]:
        """What sounds natural of what its own parameter reaches."""
        return _PITCH_SEMITONES

    def voices(self) -> tuple[Voice, ...]:
        """Return the one voice, if the package is installed."""
        if importlib.util.find_spec(_PACKAGE) is None:
            return ()
        return (
            Voice("openjtalk:mei", "Mei (Open JTalk)", "ja", "Japanese", "female", "openjtalk", quality=3),
        )

    def speak(self, texts: Sequence[str], voice: Voice, settings: EngineSettings) -> tuple[Utterance, ...]:
        """Speak each text; see `SpeechEngine.speak`."""
        del voice  # there is one
        return tuple(_speak(text, settings) for text in texts)


def reads(letter: str) -> bool:
    """Return whether the voice reads a letter.

    >>> reads("今"), reads("A"), reads("П")
    (True, True, False)
    """
    return unicodedata.name(letter, "").split(" ")[0] in _WRITINGS


@cache
def _open_jtalk() -> Any:
    try:
        import pyopenjtalk
    except ImportError as error:
        raise VoiceEngineError(
            f"The Japanese voice cannot be loaded ({error}); install the extra: likeness[japanese]."
        ) from error
    return pyopenjtalk


@cache
def _synthesizer() -> Any:
    from pyopenjtalk.htsengine import HTSEngine

    return HTSEngine(_open_jtalk().DEFAULT_HTS_VOICE)


def _speak(text: str, settings: EngineSettings) -> Utterance:
    try:
        text = "".join(letter if not letter.isalpha() or reads(letter) else " " for letter in text)
        words = _open_jtalk().g2p_mapping(text)
        labels = _open_jtalk().extract_fullcontext(text)
        samples, sounds = _synthesized(labels, settings.pitch_semitones)
    except (RuntimeError, ValueError) as error:
        raise VoiceEngineError(f"Open JTalk failed: {error}; choose another voice.") from error
    spoken = [sound for sound in sounds if sound.name not in _SILENCES]
    phones = tuple(_phones(spoken))
    utterance = Utterance(samples, _RATE_HZ, phones, tuple(_words(text, words, spoken)))
    return at_rate(utterance, settings.speed)


def _synthesized(labels: Sequence[str], semitones: float) -> tuple[np.ndarray[Any, Any], list[_Sound]]:
    engine = _synthesizer()
    sounds, start_s = [], 0.0
    for label in labels:
        end_s = start_s + len(engine.synthesize([label])) / _RATE_HZ
        sounds.append(_Sound(label.partition("-")[2].partition("+")[0], start_s, end_s))
        start_s = end_s
    if not labels:
        return np.zeros(0, np.float32), []
    engine.add_half_tone(semitones)
    pcm = engine.synthesize(list(labels))
    return (np.asarray(pcm) / 32768).clip(-1, 1).astype(np.float32), sounds


def _phones(sounds: Sequence[_Sound]) -> Iterator[Phone]:
    held_since_s: float | None = None
    for sound in sounds:
        if sound.name == _HELD_CLOSURE:
            # The small tsu is the closure of the consonant after it, held for a beat.
            held_since_s = sound.start_s
            continue
        start_s = sound.start_s if held_since_s is None else held_since_s
        held_since_s = None
        ipa = _IPA.get(sound.name, sound.name)
        classes, _ = classes_of_ipa(ipa)
        edges_s = np.linspace(start_s, sound.end_s, len(classes) + 1).tolist()
        for i, arpabet in enumerate(classes):
            yield Phone(arpabet, ipa, edges_s[i], edges_s[i + 1])


def _words(text: str, morphemes: Sequence[Any], sounds: Sequence[_Sound]) -> list[Word]:
    """Return the written words; the digits of a number are one."""
    words: list[Word] = []
    place, last_end = 0, 0
    for morpheme in morphemes:
        n_sounds = sum(name not in _SILENCES for name in morpheme["phonemes"])
        own = sounds[place : place + n_sounds]
        place += n_sounds
        start, end = morpheme["char_span"]
        if not own or not end > start >= last_end:
            continue
        if words and start == last_end and text[start] in _IN_NUMBERS and text[start - 1] in _IN_NUMBERS:
            words[-1] = replace(words[-1], text=text[words[-1].char_start : end], end_s=own[-1].end_s)
        else:
            words.append(Word(text[start:end], own[0].start_s, own[-1].end_s, start))
        last_end = end
    return words

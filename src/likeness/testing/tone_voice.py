"""A voice without an engine: each word is a hummed M and a buzzed AA with exact times."""

import numpy as np

from likeness.core.audio import AudioClip
from likeness.core.speech import Phone, PhoneSource, Speech, Word
from likeness.core.voice import Voice
from likeness.typing import Waveform

TONE_VOICE = Voice("test:tone", "Tone", "en", "English", "unknown", "test", 1)
"""Who speaks like that."""

_SAMPLE_RATE_HZ = 22_050
_HUM_S = 0.12
_VOWEL_S = 0.24
_PAUSE_S = 0.06


def tone_speech(script: str) -> Speech:
    """Speak a script in tones.

    >>> speech = tone_speech("one two")
    >>> [(phone.arpabet, round(phone.start_s, 2)) for phone in speech.phones]
    [('M', 0.0), ('AA', 0.12), ('M', 0.42), ('AA', 0.54)]
    """
    phones: list[Phone] = []
    words: list[Word] = []
    start_s, found = 0.0, 0
    for text in script.split():
        found = script.index(text, found)
        vowel_s, end_s = start_s + _HUM_S, start_s + _HUM_S + _VOWEL_S
        phones += [Phone("M", "m", start_s, vowel_s), Phone("AA", "ɑː", vowel_s, end_s, stress=1)]
        words.append(Word(text, start_s, end_s, found))
        start_s, found = end_s + _PAUSE_S, found + len(text)
    audio = AudioClip(_sound(phones, start_s), _SAMPLE_RATE_HZ)
    return Speech(audio, tuple(phones), tuple(words), PhoneSource.SYNTHESIZED, "en-US", "tone", script)


def _sound(phones: list[Phone], duration_s: float) -> Waveform:
    samples = np.zeros((round(duration_s * _SAMPLE_RATE_HZ), 1), dtype=np.float32)
    for phone in phones:
        start, stop = (round(edge_s * _SAMPLE_RATE_HZ) for edge_s in (phone.start_s, phone.end_s))
        phases = 2 * np.pi * 140 / _SAMPLE_RATE_HZ * np.arange(start, stop)
        n_harmonics = 8 if phone.arpabet == "AA" else 1
        samples[start:stop, 0] = 0.2 * sum(np.sin(n * phases) / n for n in range(1, n_harmonics + 1))
    return samples

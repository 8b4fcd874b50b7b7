"""What is said by whom and how: the plan of the corpus, one take after the other, and how a take is made."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from likeness.core.speech import Phone
from likeness.speech.pitch import shift_pitch
from likeness.speech.visemes.features import log_mel
from likeness.speech.visemes.inventory import class_frames
from likeness.typing import ByteArray, FloatArray
from training.curves import lip_curves
from training.rooms import in_a_room, over_the_telephone, through_a_coder
from training.singing import sung
from training.spoken import RATE_HZ, Spoken
from training.texts import english_text, invented_text, speller_of
from training.voices_espeak import languages, open_cast
from training.voices_programs import FESTIVAL_VOICES, FLITE_VOICES, speak_festival, speak_flite

HELD_OUT_FESTIVAL = ("ked_diphone", "lp_diphone")
"""Speakers that are never trained on: an American man and an Italian woman."""

HELD_OUT_LANGUAGES = ("zlw/pl", "urj/hu")
"""Languages of espeak-ng that are never trained on; none of its own variants (f1, m3, ...) is either."""

_TEXTS_PER_TAKE = 8
_N_ESPEAK, _N_FLITE, _N_HTS, _N_DIPHONE = 660, 78, 78, 42


@dataclass(frozen=True)
class Take:
    """One voice in one manner."""

    engine: str
    """espeak, flite or festival."""

    voice: str
    """Path of a language for espeak, else the name of the voice."""

    seed: int
    """Of all that is random in it."""

    @property
    def is_natural(self) -> bool:
        """Tell whether the voice was made from recordings of a person."""
        return self.engine != "espeak"


@dataclass(frozen=True)
class Frames:
    """A take as the network sees it."""

    bands: FloatArray
    """(T, 48) from `log_mel`."""

    classes: ByteArray
    """(T,) index into `CLASSES`."""

    curves: ByteArray
    """(T, 4) opening, width, protrusion, voicing, 0-255."""


def plan(seed: int, share: float) -> tuple[Take, ...]:
    """Return the takes of the corpus in random order; `share` = 1 makes about 19 hours."""
    rng = np.random.default_rng(seed)
    spoken = [language for language in languages() if language not in HELD_OUT_LANGUAGES]
    english = [language for language in spoken if language.startswith("gmw/en")]
    voices: list[tuple[str, str]] = []
    for i in range(round(share * _N_ESPEAK)):
        pool = english if rng.random() < 0.2 else spoken
        voices.append(("espeak", pool[i % len(pool)]))
    for name in FLITE_VOICES:
        n = _N_FLITE if name != "kal" else _N_FLITE // 3
        voices += [("flite", name)] * round(share * n)
    for voice in FESTIVAL_VOICES:
        if voice.function not in HELD_OUT_FESTIVAL:
            n = _N_HTS if voice.is_hmm or voice.language == "en" else _N_DIPHONE
            voices += [("festival", voice.function)] * round(share * n)
    seeds = rng.integers(1 << 62, size=len(voices))
    takes = [Take(*voice, int(one)) for voice, one in zip(voices, seeds, strict=True)]
    return tuple(takes[i] for i in rng.permutation(len(takes)))


def frames_of(take: Take, folder: Path) -> Frames:
    """Speak, disturb and measure one take; `folder` holds the invented voices."""
    rng = np.random.default_rng(take.seed)
    is_song = rng.random() < 0.16
    spoken = [_disturbed(one, take, rng) for one in _spoken(take, rng, folder) if one.phones]
    if is_song:
        spoken = [sung(one, rng) for one in spoken]
    return _frames(_joined(spoken, rng), rng)


def _spoken(take: Take, rng: np.random.Generator, folder: Path) -> list[Spoken]:
    speed = float(np.exp(rng.uniform(np.log(0.65), np.log(1.5))))
    if take.engine == "espeak":
        language = take.voice.split("/")[-1]
        is_english = language.startswith("en")
        texts = [
            english_text(rng) if is_english else invented_text(rng, speller_of(language))
            for _ in range(_TEXTS_PER_TAKE)
        ]
        cast, name = open_cast(folder), f"v{take.seed % 10**9}"
        with cast.invented(name, rng):
            return cast.speak(f"{take.voice}+{name}", texts, speed, int(rng.integers(15, 90)))
    if take.engine == "flite":
        texts = [english_text(rng) for _ in range(_TEXTS_PER_TAKE)]
        f0_hz = (float(rng.uniform(85, 240)), float(rng.uniform(10, 45))) if rng.random() < 0.4 else None
        return speak_flite(take.voice, texts, speed, f0_hz)
    voice = next(one for one in FESTIVAL_VOICES if one.function == take.voice)
    is_english = voice.language == "en"
    texts = [
        english_text(rng) if is_english else invented_text(rng, speller_of(voice.language))
        for _ in range(_TEXTS_PER_TAKE)
    ]
    return speak_festival(voice, texts, speed, float(rng.uniform(-6, 5)))


def _disturbed(spoken: Spoken, take: Take, rng: np.random.Generator) -> Spoken:
    samples = spoken.samples
    if rng.random() < (0.5 if take.is_natural else 0.12):
        samples = shift_pitch(samples, RATE_HZ, float(rng.uniform(-6, 9)))
    return replace(spoken, samples=samples)


def _joined(spoken: list[Spoken], rng: np.random.Generator) -> Spoken:
    """Put the utterances one after the other, with pauses in which some speakers breathe."""
    sounds: list[FloatArray] = []
    phones: list[Phone] = []
    offset = 0
    does_breathe = rng.random() < 0.4
    for one in spoken:
        pause = np.zeros(round(rng.choice([0.05, 0.3, 0.9]) * rng.uniform(0.5, 1.5) * RATE_HZ), np.float32)
        if does_breathe and len(pause) > 0.25 * RATE_HZ:
            pause += _breath(len(pause), rng)
        offset_s = (offset + len(pause)) / RATE_HZ
        phones += [
            replace(phone, start_s=phone.start_s + offset_s, end_s=phone.end_s + offset_s)
            for phone in one.phones
        ]
        sounds += [pause, one.samples * np.float32(10 ** (rng.uniform(-4, 4) / 20))]
        offset += len(pause) + len(one.samples)
    return Spoken(np.concatenate([*sounds, np.zeros(1600, np.float32)]), tuple(phones))


def _breath(n: int, rng: np.random.Generator) -> FloatArray:
    noise = np.convolve(rng.standard_normal(n), rng.uniform(-0.4, 1, 6), mode="same")
    swell = np.sin(np.pi * np.linspace(0, 1, n)) ** 2
    return (noise * swell * 10 ** (rng.uniform(-62, -42) / 20)).astype(np.float32)


def _frames(spoken: Spoken, rng: np.random.Generator) -> Frames:
    samples, way = spoken.samples, rng.random()
    if way < 0.2:
        samples = in_a_room(samples, rng)
    elif way < 0.27:
        samples = over_the_telephone(samples, rng)
    elif way < 0.4:
        samples = through_a_coder(samples, rng)
    bands = log_mel(samples)
    curves = np.round(255 * lip_curves(spoken.phones, len(bands))).astype(np.uint8)
    return Frames(bands, class_frames(spoken.phones, len(bands)), curves)


def beds(seed: int, share: float) -> Iterator[tuple[str, FloatArray]]:
    """Yield (music or noise, bands) of what may lie under a voice."""
    from training.music import music

    rng = np.random.default_rng(seed)
    for _ in range(max(2, round(150 * share))):
        yield "music", log_mel(music(30.0, rng))
    for _ in range(max(2, round(30 * share))):
        yield "noise", log_mel(0.1 * rng.standard_normal(20 * RATE_HZ).astype(np.float32))

"""What the viseme network is measured on: voices and people that it was not trained on, with timed phones."""

import shutil
import tempfile
import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from training.music import music
from training.singing import sung
from training.spoken import RATE_HZ, Spoken
from training.takes import HELD_OUT_FESTIVAL, HELD_OUT_LANGUAGES
from training.texts import english_text, invented_text, speller_of
from training.voices_espeak import open_cast
from training.voices_programs import FESTIVAL_VOICES, speak_festival

from likeness.core.speech import Phone
from likeness.speech.phone_tables import ARPABET, IPA_OF_ARPABET
from likeness.speech.sphinx import Aligner
from likeness.typing import FloatArray

_CLIPS = Path("/usr/share/pocketsphinx/test/data")
_WORDS_OF_RAW = {"goforward": "go forward ten meters", "something": "go somewhere and do something"}
_SNR_DB = 10.0
_SEED = 90210
_N_TEXTS = 12
_READER = "gmw/en-US"


@dataclass(frozen=True)
class Clip:
    """An utterance and its words."""

    text: str
    """What is said."""

    spoken: Spoken
    """Sound and phones."""


def unknown_voice() -> list[Clip]:
    """Return English sentences of a speaker that was held out, nothing when it is not installed."""
    return _festival_sentences(HELD_OUT_FESTIVAL[0])


def unknown_italian() -> list[Clip]:
    """Return invented Italian sentences of a speaker that was held out, nothing when it is not installed."""
    return _festival_sentences(HELD_OUT_FESTIVAL[1])


def people() -> list[Clip]:
    """Return the clips of Debian's test data with the phones that pocketsphinx lays over them."""
    aligner = Aligner()
    clips = []
    for path, text in _clip_texts():
        if path.suffix == ".raw":
            pcm = path.read_bytes()
        else:
            with wave.open(str(path)) as file:
                pcm = file.readframes(file.getnframes())
        samples = np.frombuffer(pcm, "<i2").astype(np.float32) / 32768
        words = aligner.align(samples, text.split())
        labels = [part for word in words for part in word.parts if part.name in ARPABET]
        phones = tuple(Phone(one.name, IPA_OF_ARPABET[one.name], one.start_s, one.end_s) for one in labels)
        if phones:
            clips.append(Clip(text, Spoken(samples, phones)))
    return clips


def _clip_texts() -> list[tuple[Path, str]]:
    texts = [(_CLIPS / f"{name}.raw", text) for name, text in _WORDS_OF_RAW.items()]
    for folder, lines in (("cards", "cards.transcription"), ("librivox", "transcription")):
        source = _CLIPS / folder / lines
        for line in source.read_text(encoding="utf-8").splitlines() if source.is_file() else ():
            text, _, name = line.rpartition("(")
            words = text.replace("<s>", "").replace("</s>", "").strip().lower()
            texts.append((_CLIPS / folder / f"{name.strip(') ')}.wav", words))
    return [(path, text) for path, text in texts if path.is_file()]


def _festival_sentences(function: str) -> list[Clip]:
    voice = next(one for one in FESTIVAL_VOICES if one.function == function)
    is_there = any(Path("/usr/share/festival/voices").glob(f"*/{function}"))
    if shutil.which("festival") is None or not is_there:
        return []
    rng = np.random.default_rng(_SEED)
    texts = [
        english_text(rng) if voice.language == "en" else invented_text(rng, speller_of(voice.language))
        for _ in range(_N_TEXTS)
    ]
    return [Clip(text, one) for text in texts for one in speak_festival(voice, [text], 1.0)]


def espeak_sentences() -> list[Spoken]:
    """Return sentences of espeak-ng's own variants, also in languages that were not trained on."""
    rng = np.random.default_rng(_SEED)
    spoken = []
    with tempfile.TemporaryDirectory() as folder:
        cast = open_cast(Path(folder))
        voices = (
            "gmw/en-US+f2",
            "gmw/en-US+m3",
            *(f"{path}+{name}" for path in HELD_OUT_LANGUAGES for name in ("f4", "m7")),
        )
        for voice in voices:
            language = voice.partition("+")[0].rpartition("/")[2]
            texts = [
                english_text(rng) if language == "en-US" else invented_text(rng, speller_of(language))
                for _ in range(3)
            ]
            spoken += cast.speak(voice, texts, 1.0, 50)
    return spoken


def in_noise(spoken: Spoken, seed: int) -> Spoken:
    """Lay white noise 10 dB below the voice."""
    noise = np.random.default_rng(seed).standard_normal(len(spoken.samples))
    return _mixed(spoken, noise.astype(np.float32))


def over_music(spoken: Spoken, seed: int) -> Spoken:
    """Lay a piece of music, made up by the project but never trained on, 10 dB below the voice."""
    duration_s = len(spoken.samples) / RATE_HZ + 0.1
    return _mixed(spoken, music(duration_s, np.random.default_rng([_SEED, seed])))


def as_song(spoken: Spoken, seed: int) -> Spoken:
    """Let the voice hold its vowels on the notes of a tune."""
    return sung(spoken, np.random.default_rng([_SEED, seed]))


def instrumental() -> list[FloatArray]:
    """Return music in which nobody sings, never trained on."""
    return [music(20.0, np.random.default_rng([_SEED, 100 + i])) for i in range(5)]


def readings(texts: list[str]) -> list[Spoken]:
    """Return English texts read by espeak-ng, onto which recordings are laid."""
    with tempfile.TemporaryDirectory() as folder:
        return open_cast(Path(folder)).speak(_READER, texts, 1.0, 50)


def _mixed(spoken: Spoken, bed: FloatArray) -> Spoken:
    bed = bed[: len(spoken.samples)]
    ratio = np.sqrt(np.mean(spoken.samples**2) / np.mean(bed**2)) * 10 ** (-_SNR_DB / 20)
    return Spoken((spoken.samples + np.float32(ratio) * bed).astype(np.float32), spoken.phones)

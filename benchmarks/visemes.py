"""How well the viseme network hears: frames of the right class and closures found, on voices it never heard.

Synthetic voices tell their own phones; for people the reference is pocketsphinx laying the known words over
the sound. People are the clips of Debian's package ``pocketsphinx-testdata``, the unknown speaker is the
voice of ``festvox-kdlpc16k``; without the packages those rows say so. Nothing is installed.
"""

import shutil
import sys
import tempfile
import time
import wave
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from training.music import music
from training.spoken import RATE_HZ, Spoken
from training.takes import HELD_OUT_FESTIVAL, HELD_OUT_LANGUAGES
from training.texts import english_text, invented_text, speller_of
from training.voices_espeak import open_cast
from training.voices_programs import FESTIVAL_VOICES, speak_festival

from benchmarks.figures import Figure, Target, show_table
from benchmarks.material import Settings, settings_of, settings_parser
from likeness.core.speech import Phone
from likeness.errors import LikenessError
from likeness.speech.phone_tables import ARPABET, IPA_OF_ARPABET
from likeness.speech.sphinx import Aligner
from likeness.speech.visemes.decoding import best_path
from likeness.speech.visemes.hearing import VisemeTrack, hear_visemes
from likeness.speech.visemes.inventory import CLOSED, HOP_S, SILENCE, class_frames
from likeness.typing import FloatArray, IntArray

_CLIPS = Path("/usr/share/pocketsphinx/test/data")
_WORDS_OF_RAW = {"goforward": "go forward ten meters", "something": "go somewhere and do something"}
_NEAR = 5
"""Frames within which a closure counts as found: 50 ms."""
_SNR_DB = 10.0
_SEED = 90210
_N_TEXTS = 12


_BOUNDS = (
    ("voice", "unseen synthetic voice", 0.75, 0.80),
    ("voice.italian", "unseen voice in another language", None, None),
    ("voice.espeak", "unseen formant voices and languages", None, None),
    ("human", "people", 0.70, 0.80),
    ("noise", "people in 10 dB of noise", 0.60, 0.60),
    ("music", "people over 10 dB of music", 0.60, 0.60),
)
TARGETS: tuple[Target, ...] = (
    *(Target(f"visemes.{name}", f"visemes, {words}: frames right", accuracy, "", is_at_least=True)
      for name, words, accuracy, _ in _BOUNDS),
    *(Target(f"visemes.{name}.closures", f"visemes, {words}: closures found", recall, "", is_at_least=True)
      for name, words, _, recall in _BOUNDS),
    Target("visemes.rtf", "visemes: seconds per second of sound", 0.02, ""),
)  # fmt: skip
"""What the figures of this benchmark should reach."""

Hear = Callable[[FloatArray], VisemeTrack]


@dataclass(frozen=True)
class Score:
    """Agreement of what was heard with what was said."""

    accuracy: float
    """Share of 10 ms frames with the right class of twelve."""

    sounding_accuracy: float
    """The same without the frames that are silence in the reference."""

    silence_share: float
    """Share of the reference that is silence."""

    recall: float
    """Share of the lip closures (p b m) with one heard within 50 ms."""

    precision: float
    """Share of the closures heard that have a true one within 50 ms."""

    seconds: float
    """Sound that was judged."""

    def __str__(self) -> str:
        return (
            f"{self.seconds:.0f} s, {self.silence_share:.0%} silence; without it {self.sounding_accuracy:.3f}"
            f"; closures: precision {self.precision:.2f}"
        )


def measure(_settings: Settings) -> tuple[Figure, ...]:
    """Return accuracy and closures found for each setting, and the time it takes."""
    figures = []
    for name, (subject, material) in materials().items():
        if material:
            score = judge(material, hear_visemes)
            figures += [
                Figure(f"visemes.{name}", subject, score.accuracy, str(score)),
                Figure(f"visemes.{name}.closures", subject, score.recall, ""),
            ]
        else:
            figures.append(Figure(f"visemes.{name}", subject, None, "package not installed"))
    return (*figures, Figure("visemes.rtf", "60 s, one core", _real_time_factor(), ""))


def materials() -> dict[str, tuple[str, list[Spoken]]]:
    """Return for each setting what it is made of, and the utterances; none when a package is missing."""
    people = human_clips()
    rng = np.random.default_rng(_SEED)
    name = f"{len(people)} clips of pocketsphinx-testdata"
    return {
        "voice": ("festival ked", festival_sentences(HELD_OUT_FESTIVAL[0])),
        "voice.italian": ("festival lp", festival_sentences(HELD_OUT_FESTIVAL[1])),
        "voice.espeak": ("espeak-ng, own variants; Polish, Hungarian", espeak_sentences()),
        "human": (name, people),
        "noise": (name, [_mixed(one, _white(len(one.samples), rng)) for one in people]),
        "music": (name, [_mixed(one, music(len(one.samples) / RATE_HZ + 0.1, rng)) for one in people]),
    }


def judge(material: Sequence[Spoken], hear: Hear) -> Score:
    """Compare what is heard with the phones."""
    pairs = [_frames(one, hear) for one in material]
    truth = np.concatenate([reference for reference, _ in pairs])
    heard = np.concatenate([guess for _, guess in pairs])
    is_sound = truth != SILENCE
    return Score(
        accuracy=float(np.mean(truth == heard)),
        sounding_accuracy=float(np.mean((truth == heard)[is_sound])),
        silence_share=float(1 - is_sound.mean()),
        recall=_found([(reference, guess) for reference, guess in pairs]),
        precision=_found([(guess, reference) for reference, guess in pairs]),
        seconds=len(truth) * HOP_S,
    )


def _frames(spoken: Spoken, hear: Hear) -> tuple[IntArray, IntArray]:
    path = best_path(hear(spoken.samples).posteriors)
    return class_frames(spoken.phones, len(path)).astype(np.int32), path


def _found(pairs: Sequence[tuple[IntArray, IntArray]]) -> float:
    """Return the share of the closures of the first that overlap one of the second, give or take 50 ms."""
    n_found = n_all = 0
    for wanted, given in pairs:
        edges = np.flatnonzero(np.diff(np.pad((wanted == CLOSED).astype(np.int8), 1)))
        for first, last in zip(edges[::2], edges[1::2], strict=True):
            n_all += 1
            n_found += bool(np.any(given[max(0, first - _NEAR) : last + _NEAR] == CLOSED))
    return n_found / max(1, n_all)


def human_clips() -> list[Spoken]:
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
            clips.append(Spoken(samples, phones))
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


def festival_sentences(function: str) -> list[Spoken]:
    """Return sentences of a voice of festival, nothing when it is not installed."""
    voice = next(one for one in FESTIVAL_VOICES if one.function == function)
    is_there = any(Path("/usr/share/festival/voices").glob(f"*/{function}"))
    if shutil.which("festival") is None or not is_there:
        return []
    rng = np.random.default_rng(_SEED)
    texts = [
        english_text(rng) if voice.language == "en" else invented_text(rng, speller_of(voice.language))
        for _ in range(_N_TEXTS)
    ]
    return speak_festival(voice, texts, 1.0)


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


def _white(n: int, rng: np.random.Generator) -> FloatArray:
    return rng.standard_normal(n).astype(np.float32)


def _mixed(spoken: Spoken, bed: FloatArray) -> Spoken:
    """Lay a bed 10 dB below the voice."""
    bed = bed[: len(spoken.samples)]
    ratio = np.sqrt(np.mean(spoken.samples**2) / np.mean(bed**2)) * 10 ** (-_SNR_DB / 20)
    return Spoken((spoken.samples + np.float32(ratio) * bed).astype(np.float32), spoken.phones)


def _real_time_factor() -> float:
    samples = music(60.0, np.random.default_rng(_SEED))
    hear_visemes(samples[:RATE_HZ])
    started_s = time.process_time()
    hear_visemes(samples)
    return (time.process_time() - started_s) / 60


def report(hear: Hear = hear_visemes) -> None:
    """Print a table of all settings."""
    rows = []
    for name, (subject, material) in materials().items():
        if material:
            score = judge(material, hear)
            rows.append((name, subject, f"{score.accuracy:.3f}", f"{score.recall:.2f}", str(score)))
        else:
            rows.append((name, subject, "-", "-", "package not installed"))
    show_table("viseme network", ("setting", "input", "accuracy", "closures", "note"), rows)


def main() -> int:
    """Measure alone."""
    settings_of(settings_parser("visemes", __doc__).parse_args())
    try:
        report()
    except LikenessError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""How well the viseme network hears: frames of the right class and closures found, on voices it never heard.

Synthetic voices tell their own phones; for people the reference is pocketsphinx laying the known words over
the sound. People are the clips of Debian's package ``pocketsphinx-testdata``, the unknown speaker is the
voice of ``festvox-kdlpc16k``; without the packages those rows say so. Nothing is installed.
"""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from training.music import music
from training.spoken import RATE_HZ, Spoken

from benchmarks.figures import Figure, Target, show_table, with_unit
from benchmarks.material import Settings, settings_of, settings_parser
from benchmarks.viseme_material import (
    Clip,
    as_song,
    espeak_sentences,
    in_noise,
    instrumental,
    over_music,
    people,
    readings,
    unknown_italian,
    unknown_voice,
)
from likeness.core.speech import Phone
from likeness.errors import LikenessError
from likeness.speech.visemes.alignment import align_by_synthesis
from likeness.speech.visemes.decoding import best_path
from likeness.speech.visemes.hearing import VisemeTrack, hear_visemes
from likeness.speech.visemes.inventory import CLOSED, HOP_S, SILENCE, class_frames
from likeness.typing import FloatArray, IntArray

_NEAR = 5
"""Frames within which a closure counts as found: 50 ms."""

_SAME_PHONE_S = 0.15
"""Farther away it is taken for another one."""

_SEED = 4711
_BOUNDS = (
    ("voice", "unseen synthetic voice", 0.75, 0.80),
    ("voice.italian", "unseen voice in another language", None, None),
    ("voice.espeak", "unseen formant voices and languages", None, None),
    ("song", "unseen voice singing", None, None),
    ("human", "people", 0.70, 0.80),
    ("noise", "people in 10 dB of noise", 0.60, 0.60),
    ("music", "people over 10 dB of music", 0.60, 0.60),
)
TARGETS: tuple[Target, ...] = (
    *(Target(f"visemes.{name}", f"visemes, {words}: frames right", accuracy, "", is_at_least=True)
      for name, words, accuracy, _ in _BOUNDS),
    *(Target(f"visemes.{name}.closures", f"visemes, {words}: closures found", recall, "", is_at_least=True)
      for name, words, _, recall in _BOUNDS),
    Target("visemes.instrumental", "visemes, music without a voice: silent", None, "", is_at_least=True),
    Target("visemes.alignment.voice", "known words, unseen voice: frames right", None, "", is_at_least=True),
    Target("visemes.alignment.human", "known words, people: frames right", None, "", is_at_least=True),
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
        silent = f"{self.silence_share:.0%} silent"
        return f"{self.seconds:.0f} s, {silent}; without silence {self.sounding_accuracy:.3f}"


def measure(_settings: Settings) -> tuple[Figure, ...]:
    """Return frames right and closures found per setting, alignment with known words, and the time."""
    return tuple(figures(hear_visemes))


def figures(hear: Hear) -> Iterator[Figure]:
    """Yield the figures of a network."""
    for name, (subject, material) in materials().items():
        if material:
            score = judge(material, hear)
            yield Figure(f"visemes.{name}", subject, score.accuracy, str(score))
            yield Figure(
                f"visemes.{name}.closures", subject, score.recall, f"precision {score.precision:.2f}"
            )
        else:
            yield Figure(f"visemes.{name}", subject, None, "package not installed")
    is_silent = np.concatenate([best_path(hear(piece).posteriors) == SILENCE for piece in instrumental()])
    yield Figure("visemes.instrumental", "5 pieces of 20 s", float(is_silent.mean()), "")
    yield from judge_alignment(unknown_voice(), "voice")
    yield from judge_alignment(people(), "human")
    yield Figure("visemes.rtf", "60 s, one core", _real_time_factor(), "")


def materials() -> dict[str, tuple[str, list[Spoken]]]:
    """Return for each setting what it is made of, and the utterances; none when a package is missing."""
    human, voice = ([clip.spoken for clip in clips] for clips in (people(), unknown_voice()))
    name = f"{len(human)} clips of pocketsphinx-testdata"
    return {
        "voice": ("festival ked", voice),
        "voice.italian": ("festival lp", [clip.spoken for clip in unknown_italian()]),
        "voice.espeak": ("espeak-ng, own variants; Polish, Hungarian", espeak_sentences()),
        "song": ("festival ked, sung", [as_song(one, i) for i, one in enumerate(voice)]),
        "human": (name, human),
        "noise": (name, [in_noise(one, i) for i, one in enumerate(human)]),
        "music": (name, [over_music(one, i) for i, one in enumerate(human)]),
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


def judge_alignment(clips: Sequence[Clip], name: str) -> list[Figure]:
    """Lay espeak-ng's readings of the texts over the clips, and compare with the clips' own phones."""
    if not clips:
        return [Figure(f"visemes.alignment.{name}", "-", None, "package not installed")]
    pairs, errors_s = [], []
    for clip, reading in zip(clips, readings([clip.text for clip in clips]), strict=True):
        aligned = align_by_synthesis(clip.spoken.samples, reading.samples, reading.phones)
        n_frames = round(len(clip.spoken.samples) / RATE_HZ / HOP_S)
        pairs.append(tuple(class_frames(phones, n_frames) for phones in (clip.spoken.phones, aligned)))
        errors_s += _start_errors_s(aligned, clip.spoken.phones)
    median_s, most_s = np.percentile(errors_s, [50, 90])
    right = np.concatenate([truth == heard for truth, heard in pairs])
    note = f"starts of phones: median {1000 * median_s:.0f} ms, 90 % within {1000 * most_s:.0f} ms"
    return [Figure(f"visemes.alignment.{name}", f"{len(clips)} utterances", float(right.mean()), note)]


def _start_errors_s(aligned: Sequence[Phone], true: Sequence[Phone]) -> list[float]:
    """Return how far the phones are from the nearest true ones of the same name, others left out."""
    errors_s = []
    for phone in aligned:
        starts_s = [one.start_s for one in true if one.arpabet == phone.arpabet]
        nearest_s = min((abs(start_s - phone.start_s) for start_s in starts_s), default=np.inf)
        if nearest_s < _SAME_PHONE_S:
            errors_s.append(float(nearest_s))
    return errors_s


def _real_time_factor() -> float:
    samples = music(60.0, np.random.default_rng(_SEED))
    hear_visemes(samples[:RATE_HZ])
    started_s = time.process_time()
    hear_visemes(samples)
    return (time.process_time() - started_s) / 60


def report(hear: Hear = hear_visemes) -> None:
    """Print a table of all settings."""
    meanings = {target.measure: target.meaning for target in TARGETS}
    rows = [(meanings[one.measure], one.subject, with_unit(one.value, ""), one.note) for one in figures(hear)]
    show_table("viseme network", ("measure", "input", "figure", "note"), rows)


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

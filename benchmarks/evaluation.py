"""How people would take our films: a fixed set is made, tracked again and measured; real clips are the
control."""

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.evaluation_films import SetFilm, film_set, make_set_film
from benchmarks.figures import Figure, Target, show_table, with_unit, write_json
from benchmarks.films import FilmFailedError
from benchmarks.material import Settings, settings_of, settings_parser
from benchmarks.real_clips import clips_with_words, phones_of_clip
from likeness.core.speech import PhoneSource
from likeness.errors import LikenessError
from likeness.evaluation import (
    Evaluation,
    FourMetrics,
    SpokenTimeline,
    evaluate,
    evaluation_json,
    pooled,
    read_timeline,
)
from likeness.evaluation.four_metrics import HUMAN_LIP_SYNC
from likeness.portrait import load_face_models

KINDS = ("script", "aligned", "audio")
_MIN_OFFSET_MS, _MAX_OFFSET_MS = -80.0, 40.0

TARGETS: tuple[Target, ...] = (
    Target("evaluation.script.closed", "p b m closed, synthesized", 97, "%", is_at_least=True),
    Target("evaluation.script.false", "open vowels closed, synthesized", 3, "%"),
    Target("evaluation.aligned.closed", "p b m closed, recording with words", 92, "%", is_at_least=True),
    Target("evaluation.aligned.false", "open vowels closed, recording with words", 3, "%"),
    Target("evaluation.audio.closed", "p b m closed, sound only", 80, "%", is_at_least=True),
    Target("evaluation.audio.false", "open vowels closed, sound only", 3, "%"),
    Target("evaluation.offset_late", "closing after start of p b m, median", 10, "ms"),
    Target("evaluation.offset_early", "the same, not less than", -40, "ms", is_at_least=True),
    Target("evaluation.offset_inside", "closings from -80 to +40 ms", 95, "%", is_at_least=True),
    Target("evaluation.wrong", "silent time with an open mouth", None, "%"),
    Target("evaluation.score", "four-metric score, pooled", 0.88, "", is_at_least=True),
    Target("evaluation.blinks", "blinks per minute as seen", None, ""),
    Target("evaluation.blink_least", "length of a blink as seen, median", 100, "ms", is_at_least=True),
    Target("evaluation.blink_most", "the same, not more than", 250, "ms"),
    Target("evaluation.jitter", "trembling above 6 Hz, eye distances (people 0.001-0.005)", None, ""),
    Target("evaluation.real.closed", "control: p b m closed, real people", None, "%"),
    Target("evaluation.real.false", "control: open vowels closed, real people", None, "%"),
    Target("evaluation.real.offset_late", "control: closing after start of p b m, median", None, "ms"),
    Target("evaluation.real.offset_inside", "control: closings from -80 to +40 ms", None, "%"),
    Target("evaluation.real.wrong", "control: silent time with an open mouth, real people", None, "%"),
    Target("evaluation.real.score", "control: four-metric score, real people", None, ""),
    Target("evaluation.real.blinks", "control: blinks per minute, real people", None, ""),
    Target("evaluation.real.blink_least", "control: length of a blink, real people", None, "ms"),
    Target("evaluation.real.jitter", "control: trembling, real people", None, ""),
    Target("evaluation.model.score", "control: four-metric score, films of neural networks", None, ""),
    Target("evaluation.still.score", "control: four-metric score, a photo", None, ""),
)


@dataclass(frozen=True)
class Judged:
    """A film or clip with what was found in it."""

    name: str
    kind: str
    """script, aligned, audio, recording, real, or model: a film that a neural network made."""

    found: Evaluation | None
    """None = there are no figures."""

    failure: str = ""
    """Why."""


def measure(settings: Settings) -> tuple[Figure, ...]:
    """Return the figures of the set and of the real clips."""
    films, clips = judge_films(settings), judge_clips(settings)
    _keep(settings, [*films, *clips])
    return tuple(figures_of(films, clips))


def judge_films(settings: Settings) -> list[Judged]:
    """Make and measure the set."""
    models = load_face_models()
    return [_judge_film(film, settings.out / "evaluation") for film in film_set(settings, models)]


def judge_clips(settings: Settings) -> list[Judged]:
    """Measure the real clips, those with known words with their phones, and films of neural networks."""
    folder = settings.folder("talk")
    if folder is None:
        return []
    words = dict(clips_with_words(settings))
    judged = []
    for clip in sorted(folder.glob("*.mp4")):
        phones = phones_of_clip(clip, words[clip]) if clip in words else ()
        timeline = SpokenTimeline(phones, (), PhoneSource.ALIGNED) if phones else None
        judged.append(_judged(clip.stem, "real", partial(evaluate, clip, timeline)))
    made = settings.folder("generated")
    films = [] if made is None else sorted(made.glob("*.mp4"))
    return judged + [_judged(film.stem, "model", partial(evaluate, film)) for film in films]


def figures_of(films: Sequence[Judged], controls: Sequence[Judged]) -> Iterable[Figure]:
    """Return the figures for the table of targets."""
    clips = _of(controls, "real")
    failures = "; ".join(f"{one.name}: {one.failure}" for one in (*films, *controls) if one.failure)
    for kind in KINDS:
        yield from _closure_figures(f"evaluation.{kind}", _of(films, kind))
    known = [one for one in films if one.kind != "recording"]
    yield from _offset_figures("evaluation", known)
    yield _silence_figure("evaluation.wrong", films)
    yield _score_figure("evaluation.score", films, failures)
    yield from _living_figures("evaluation", films)
    if clips:
        yield from _closure_figures("evaluation.real", clips)
        early = "evaluation.real.offset_early"
        yield from (one for one in _offset_figures("evaluation.real", clips) if one.measure != early)
        yield _silence_figure("evaluation.real.wrong", clips)
        yield _score_figure("evaluation.real.score", clips)
        yield from (one for one in _living_figures("evaluation.real", clips) if "_most" not in one.measure)
        yield _score_figure("evaluation.model.score", _of(controls, "model"))
        yield Figure("evaluation.still.score", f"{len(clips)} real sounds", _motionless(clips))


def _judge_film(film: SetFilm, folder: Path) -> Judged:
    def work() -> Evaluation:
        output, timeline = make_set_film(film, folder)
        own = read_timeline(timeline)
        # A recording of the set is judged by the voice that made it, not by what was heard in it.
        truth = own if film.truth is None else SpokenTimeline(
            film.truth.phones, film.truth.words, own.source, own.curves, own.events
        )  # fmt: skip
        return evaluate(output, truth)

    return _judged(film.name, film.kind, work)


def _judged(name: str, kind: str, work: Callable[[], Evaluation]) -> Judged:
    try:
        return Judged(name, kind, work())
    except (LikenessError, FilmFailedError) as error:
        return Judged(name, kind, None, str(error))


def _of(films: Sequence[Judged], kind: str) -> list[Judged]:
    return [one for one in films if one.kind == kind]


def _found(films: Sequence[Judged]) -> list[Evaluation]:
    return [one.found for one in films if one.found is not None]


def _closure_figures(key: str, films: Sequence[Judged]) -> Iterable[Figure]:
    found = _found(films)
    bilabials = [phone for one in found for phone in one.findings.bilabials or ()]
    vowels = [phone for one in found for phone in one.findings.vowels or ()]
    missed = ", ".join(
        f"{one.name}: {n}"
        for one in films
        if one.found and (n := sum(not p.is_closed for p in one.found.findings.bilabials or ()))
    )
    n_films = sum(bool(one.findings.bilabials) for one in found)
    for name, phones, note in (("closed", bilabials, missed and f"open: {missed}"), ("false", vowels, "")):
        share = 100 * float(np.mean([phone.is_closed for phone in phones])) if phones else None
        yield Figure(f"{key}.{name}", f"{n_films} films, {len(phones)} phones", share, note)


def offsets_ms(films: Sequence[Judged]) -> list[float]:
    """Return the offsets of all closings."""
    contacts = [contact for one in _found(films) for contact in one.findings.contacts or ()]
    return [1000 * c.closing_offset_s for c in contacts if c.closing_offset_s is not None]


def _offset_figures(key: str, films: Sequence[Judged]) -> Iterable[Figure]:
    found = offsets_ms(films)
    subject = f"{len(found)} closings"
    median = float(np.median(found)) if found else None
    inside = [_MIN_OFFSET_MS <= offset <= _MAX_OFFSET_MS for offset in found]
    spread = f"5 % {np.percentile(found, 5):+.0f}, 95 % {np.percentile(found, 95):+.0f} ms" if found else ""
    yield Figure(f"{key}.offset_late", subject, median, spread)
    yield Figure(f"{key}.offset_early", subject, median, spread)
    yield Figure(f"{key}.offset_inside", subject, 100 * float(np.mean(inside)) if inside else None)


def _silence_figure(key: str, films: Sequence[Judged]) -> Figure:
    silent = [one.findings.silent for one in _found(films) if one.findings.silent is not None]
    seconds = sum(one.silent_s for one in silent)
    wrong = sum(one.wrong_percent * one.silent_s for one in silent)
    return Figure(key, f"{seconds:.0f} s of silence", wrong / seconds if seconds else None)


def _score_figure(key: str, films: Sequence[Judged], note: str = "") -> Figure:
    four = pooled([one.findings.four for one in _found(films)])
    told = (
        f"lip dynamics {_told(four.lip_dynamics, 3)}, brow dynamics {_told(four.brow_dynamics, 5)}, "
        f"silent stability {_told(four.silent_stability, 4)}, lip-sync {_told(four.lip_sync, 4)}"
    )
    return Figure(key, f"{len(_found(films))} films", four.score, "; ".join(filter(None, (told, note))))


def _living_figures(key: str, films: Sequence[Judged]) -> Iterable[Figure]:
    """Blinks as they are seen, and trembling."""
    found = _found(films)
    seconds = sum(one.findings.duration_s for one in found)
    blinks = [blink for one in found for blink in one.findings.blinking.blinks]
    length_ms = 1000 * float(np.median([blink.duration_s for blink in blinks])) if blinks else None
    seen = f"{len(blinks)} blinks"
    yield Figure(f"{key}.blinks", f"{seconds:.0f} s", 60 * len(blinks) / seconds if seconds else None)
    yield Figure(f"{key}.blink_least", seen, length_ms, "time with lids below 62 %, median")
    yield Figure(f"{key}.blink_most", seen, length_ms)
    jitters = [one.findings.jitter for one in found if one.findings.jitter is not None]
    yield Figure(f"{key}.jitter", f"{len(jitters)} films", float(np.median(jitters)) if jitters else None)


def _motionless(clips: Sequence[Judged]) -> float | None:
    """Return the score of a photo that does not move, with the sounds of the real clips."""
    from likeness.evaluation.film_sound import is_speaking, loudness
    from likeness.evaluation.four_metrics import lip_sync

    values = []
    for found in _found(clips):
        times_s = found.curves.times_s
        still = np.zeros((len(times_s), 478, 3), np.float32)
        if found.sound is not None:
            value = lip_sync(still, loudness(found.sound, times_s), is_speaking(found.sound, times_s))
            values.append(HUMAN_LIP_SYNC if value is None else value)
    return FourMetrics(0.0, 0.0, 0.0, float(np.mean(values))).score if values else None


def _told(value: float | None, digits: int) -> str:
    return "?" if value is None else f"{value:.{digits}f}"


def _keep(settings: Settings, judged: Sequence[Judged]) -> None:
    """Write everything about every film."""
    rows = [
        {"name": one.name, "kind": one.kind, "failure": one.failure}
        | ({} if one.found is None else evaluation_json(one.found))
        for one in judged
    ]
    write_json(settings.out / "evaluation.json", rows)


_COLUMNS = (
    ("closures.bilabial_percent", "closed", 0), ("closures.false_percent", "false", 0),
    ("closures.closing_offset_ms", "offset", 0), ("silence.wrong_percent", "open silent", 0),
    ("mouth.gap_95", "gap 95", 2), ("mouth.speed_95", "speed", 1), ("score.lip_dynamics", "lip dyn", 2),
    ("score.brow_dynamics", "brow dyn", 4), ("score.silent_stability", "silent", 4),
    ("score.lip_sync", "lip-sync", 3), ("blinks.per_minute", "blinks", 0),
    ("blinks.duration_ms", "ms", 0), ("head.pitch_sd_deg", "pitch", 1), ("head.yaw_sd_deg", "yaw", 1),
    ("head.roll_sd_deg", "roll", 1), ("jitter.rms", "jitter", 4),
)  # fmt: skip


def _cells(one: Judged) -> tuple[str, ...]:
    if one.found is None:
        return (one.name, one.kind, one.failure)
    readings = {measure.kind.key: measure.reading.value for measure in one.found.measures}
    return (one.name, one.kind, *(_told(readings[key], digits) for key, _, digits in _COLUMNS))


def main() -> int:
    """Measure and print."""
    settings = settings_of(settings_parser("evaluation", __doc__).parse_args())
    films, clips = judge_films(settings), judge_clips(settings)
    _keep(settings, [*films, *clips])
    columns = ("film", "kind", *(name for _, name, _ in _COLUMNS))
    show_table("", columns, [_cells(one) for one in (*films, *clips)])
    rows = [
        (one.measure, one.subject, with_unit(one.value, ""), one.note) for one in figures_of(films, clips)
    ]
    show_table("", ("figure", "of", "value", "note"), rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())

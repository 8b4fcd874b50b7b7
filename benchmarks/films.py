"""Finished films for measuring: made by the command itself, once per input, and kept in the output folder."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from benchmarks.child_run import LIKENESS, run_measured
from likeness.core.speech import Phone
from likeness.typing import Json


class FilmFailedError(RuntimeError):
    """The command made no film; the message is its own."""


@dataclass(frozen=True)
class FilmOrder:
    """What to film."""

    picture: Path
    script: str
    voice: str
    resolution: str = "720p"
    expressiveness: str = "medium"
    seed: int = 0


@dataclass(frozen=True)
class SpokenFilm:
    """A film with what was said in it."""

    path: Path
    phones: tuple[Phone, ...]
    closures_s: tuple[tuple[float, float], ...]
    """(start, end) of the lip contacts that the performance planned."""


def make_film(order: FilmOrder, folder: Path) -> SpokenFilm:
    """Make a film and its timeline with the command `likeness render`."""
    folder.mkdir(parents=True, exist_ok=True)
    words = hashlib.sha256(f"{order.script}{order.seed}{order.expressiveness}".encode()).hexdigest()[:6]
    stem = f"{order.picture.stem}-{order.voice.replace(':', '-')}-{words}"
    film, timeline = folder / f"{stem}.mp4", folder / f"{stem}.json"
    command = [
        LIKENESS, "render", str(order.picture), "--script", order.script, "--voice", order.voice,
        "--resolution", order.resolution, "--expressiveness", order.expressiveness, "--seed", str(order.seed),
        "--output", str(film), "--timeline", str(timeline),
    ]  # fmt: skip
    result = run_measured(command)
    if result.exit_code != 0:
        raise FilmFailedError(result.stderr.strip() or f"exit code {result.exit_code}")
    return spoken_film(film, json.loads(timeline.read_text(encoding="utf-8")))


def spoken_film(film: Path, timeline: Json) -> SpokenFilm:
    """Read what was said in a film from its timeline."""
    phones = tuple(Phone(**phone) for phone in timeline["phones"])
    events = timeline["performance"]["events"]
    closures = tuple((event["start_s"], event["end_s"]) for event in events if event["kind"] == "closure")
    return SpokenFilm(film, phones, closures)

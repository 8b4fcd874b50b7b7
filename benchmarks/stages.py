"""What a film of ten seconds costs: seconds and memory per stage, and of the whole command on two cores."""

import json
import os
import statistics
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.child_run import LIKENESS, MIB, ChildRun, run_measured
from benchmarks.figures import Figure, show_table, write_json
from benchmarks.material import ROOT, Settings, astronaut, settings_of, settings_parser
from likeness.typing import Json

SCRIPT = (
    "A moment ago I was only a photograph, and now I can talk to you. Every word, every blink and every nod "
    "was made from one picture and a few lines of text."
)
"""About ten seconds with the voice espeak:en-us."""

_VOICE = "espeak:en-us"
_RESOLUTIONS = ("720p", "1080p", "4k")
_N_CORES = 2


class StageRunFailedError(RuntimeError):
    """A measured run did not come to its end; the message is its own."""


@dataclass(frozen=True)
class FilmCost:
    """What one resolution costs."""

    resolution: str
    duration_s: float
    """Of the film."""

    whole: ChildRun
    """The whole command on two cores."""

    stages: tuple[Json, ...]
    """See `benchmarks.stage_probe.StageCost`."""

    @property
    def ratio_to_encoding(self) -> float:
        """CPU time of the whole command against encoding the same frames alone."""
        encode_s = next(float(stage["cpu_s"]) for stage in self.stages if stage["stage"] == "encode")
        return self.whole.cpu_s / encode_s


def measure(settings: Settings) -> tuple[Figure, ...]:
    """Return time and memory of the whole command, scaled to ten seconds of film, and the ratios."""
    costs = measure_films(settings, ("1080p",) if settings.is_quick else _RESOLUTIONS)
    figures: list[Figure] = []
    for cost in costs:
        ten = 10 / cost.duration_s
        subject = f"astronaut, {cost.duration_s:.1f} s of film, {cost.resolution}, {_N_CORES} cores"
        note = f"{cost.whole.cpu_s * ten:.1f} s of CPU time"
        figures += [
            Figure(f"speed.{cost.resolution}", subject, cost.whole.wall_s * ten, note),
            Figure(f"memory.{cost.resolution}", subject, cost.whole.peak_bytes / 2**30),
            Figure(
                f"ratio.{cost.resolution}",
                subject,
                cost.ratio_to_encoding,
                "CPU time, whole command : encoding",
            ),
        ]
    return tuple(figures)


def measure_films(settings: Settings, resolutions: tuple[str, ...]) -> list[FilmCost]:
    """Measure films of several resolutions, after one that loads and compiles what later runs find ready."""
    os.environ["LIKENESS_NO_CACHE"] = "1"  # every run analyses the picture anew
    folder = settings.out / "stages"
    folder.mkdir(parents=True, exist_ok=True)
    _checked(run_measured(_command(folder / "warm-up.mp4", "720p", "Hello.")))
    costs = [_measure_film(folder, resolution, settings.is_quick) for resolution in resolutions]
    write_json(settings.out / "stages.json", costs)
    return costs


def _measure_film(folder: Path, resolution: str, is_quick: bool) -> FilmCost:
    n_runs = 1 if is_quick or resolution == "4k" else 3
    command = _command(folder / f"{resolution}.mp4", resolution, SCRIPT)
    runs = [_checked(run_measured(command, n_cores=_N_CORES)) for _ in range(n_runs)]
    median_s = statistics.median_low([run.wall_s for run in runs])
    whole = next(run for run in runs if run.wall_s == median_s)
    probe = [sys.executable, "-m", "benchmarks.stage_probe", str(astronaut()), SCRIPT, resolution]
    costs = _checked(run_measured([*probe, str(folder / f"{resolution}-probe.mp4")]))
    duration_s = float(json.loads(whole.stdout.splitlines()[-1])["duration_s"])
    return FilmCost(resolution, duration_s, whole, tuple(json.loads(costs.stdout)))


def _command(film: Path, resolution: str, script: str) -> list[str]:
    return [
        LIKENESS, "render", str(astronaut()), "--script", script, "--voice", _VOICE,
        "--resolution", resolution, "--output", str(film), "--json",
    ]  # fmt: skip


def _checked(run: ChildRun) -> ChildRun:
    if run.exit_code != 0:
        raise StageRunFailedError(f"exit code {run.exit_code}: {run.stderr.strip()[-500:]}")
    return run


def _show(cost: FilmCost) -> None:
    cells = [
        (str(s["stage"]), f"{s['wall_s']:.2f}", f"{s['cpu_s']:.2f}", f"{s['peak_bytes'] / MIB:.0f}")
        for s in cost.stages
    ]
    whole = cost.whole
    cells.append(
        ("whole command", f"{whole.wall_s:.2f}", f"{whole.cpu_s:.2f}", f"{whole.peak_bytes / MIB:.0f}")
    )
    title = (
        f"{cost.resolution}, {cost.duration_s:.1f} s of film; stages one after the other, command on 2 cores"
    )
    show_table(title, ("stage", "wall s", "CPU s", "peak MiB"), cells)
    print(f"CPU time of the whole command : encoding alone = {cost.ratio_to_encoding:.2f}\n")


def main() -> int:
    """Measure and print."""
    parser = settings_parser("stages", __doc__)
    parser.add_argument(
        "--resolution", choices=_RESOLUTIONS, action="append", help="only this one; repeatable"
    )
    arguments = parser.parse_args()
    if Path.cwd() != ROOT:
        parser.error("run this from the root of the repository")
    for cost in measure_films(settings_of(arguments), tuple(arguments.resolution or _RESOLUTIONS)):
        _show(cost)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Every target of the project beside what is measured: one table. `./run targets` starts it.

A new measure needs a line in `TARGETS` and, when a new benchmark measures it, one in `BENCHMARKS`.
"""

import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from benchmarks import (
    bad_inputs,
    closures,
    evaluation,
    evaluation_probe,
    film_quality,
    fit,
    identity,
    living,
    preparation,
    rest,
    stages,
    visemes,
)
from benchmarks.figures import Figure, Row, Target, show_rows, write_json
from benchmarks.material import Settings, settings_of, settings_parser


@dataclass(frozen=True)
class Benchmark:
    """What measures some of the targets."""

    name: str
    """``python -m benchmarks.NAME`` measures it alone."""

    measure: Callable[[Settings], Iterable[Figure]]


BENCHMARKS: tuple[Benchmark, ...] = (
    Benchmark("stages", stages.measure),
    Benchmark("bad_inputs", bad_inputs.measure),
    Benchmark("preparation", preparation.measure),
    Benchmark("fit", fit.measure),
    Benchmark("rest", rest.measure),
    Benchmark("identity", identity.measure),
    Benchmark("film_quality", film_quality.measure),
    Benchmark("closures", closures.measure),
    Benchmark("evaluation", evaluation.measure),
    Benchmark("evaluation_probe", evaluation_probe.measure),
    Benchmark("living", living.measure),
    Benchmark("visemes", visemes.measure),
)

TARGETS: tuple[Target, ...] = (
    Target("speed.1080p", "10 s at 1080p, whole command", 25, "s"),
    Target("memory.1080p", "the same, memory of all processes", 1.5, "GiB"),
    Target("ratio.1080p", "CPU time, whole command : encoding alone", None, ""),
    Target("speed.720p", "10 s at 720p, whole command", None, "s"),
    Target("memory.720p", "the same, memory of all processes", None, "GiB"),
    Target("ratio.720p", "CPU time, whole command : encoding alone", None, ""),
    Target("speed.4k", "10 s at 4k, whole command", None, "s"),
    Target("memory.4k", "the same, memory of all processes", None, "GiB"),
    Target("ratio.4k", "CPU time, whole command : encoding alone", None, ""),
    Target("bad_inputs.right", "bad inputs: film, or one clear line and no file", 100, "%", is_at_least=True),
    Target("bad_inputs.seconds", "bad inputs: slowest refusal", bad_inputs.LIMIT_S, "s"),
    Target("bad_inputs.memory", "bad inputs: largest refusal", 1, "GiB"),
    *fit.TARGETS,
    Target("rest.psnr", "rest frame to photo inside the subject, PSNR", 45, "dB", is_at_least=True),
    Target("rest.psnr_with_edge", "the same with the soft edge", None, "dB", is_at_least=True),
    Target("rest.psnr_of_picture", "the same over the whole picture", None, "dB", is_at_least=True),
    *identity.TARGETS,
    *film_quality.TARGETS,
    Target("closures.visible", "p b m closed on the film", 90, "%", is_at_least=True),
    Target("closures.false", "open vowels shut on the film", None, "%"),
    Target("closures.offset", "contact after its phone, median", None, "ms"),
    Target("closures.real.visible", "control: p b m closed, real people", None, "%", is_at_least=True),
    Target("closures.real.false", "control: open vowels shut, real people", None, "%"),
    Target("closures.real.offset", "control: contact after its phone, median", None, "ms"),
    *evaluation.TARGETS,
    *evaluation_probe.TARGETS,
    *living.TARGETS,
    *preparation.TARGETS,
    *visemes.TARGETS,
)


def rows_of(benchmark: Benchmark, settings: Settings) -> list[Row]:
    """Run a benchmark; a fault becomes a row without a figure, so that the others are still measured."""
    command = f"python -m benchmarks.{benchmark.name}"
    targets = {target.measure: target for target in TARGETS}
    try:
        figures = tuple(benchmark.measure(settings))
    except Exception as error:  # the table shows it
        failed = Target(benchmark.name, f"benchmark {benchmark.name}", None, "")
        return [Row(failed, Figure(benchmark.name, "-", None, f"{type(error).__name__}: {error}"), command)]
    return [Row(targets[figure.measure], figure, command) for figure in figures]


def main() -> int:
    """Measure everything and print the table; exit code 1 = a target is missed or could not be measured."""
    parser = settings_parser("targets", __doc__)
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the rows as JSON")
    parser.add_argument(
        "--only", action="append", choices=[one.name for one in BENCHMARKS], help="this benchmark; repeatable"
    )
    arguments = parser.parse_args()
    settings, console, rows = settings_of(arguments), Console(stderr=True, highlight=False), []
    for benchmark in BENCHMARKS:
        if arguments.only and benchmark.name not in arguments.only:
            continue
        started_s = time.monotonic()
        console.print(f"{benchmark.name} ...", end=" ")
        rows += rows_of(benchmark, settings)
        console.print(f"{time.monotonic() - started_s:.0f} s")
    show_rows(rows)
    if arguments.json is not None:
        write_json(arguments.json, [row.as_json() for row in rows])
    n_missed = sum(row.target.limit is not None and not row.target.is_met(row.figure) for row in rows)
    n_missed += sum(row.figure.value is None and row.target.limit is None for row in rows)
    print(
        f"{n_missed} of {len(rows)} rows miss their target or could not be measured"
        if n_missed
        else "all targets met"
    )
    return 1 if n_missed else 0


if __name__ == "__main__":
    sys.exit(main())

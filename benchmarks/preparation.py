"""What preparing a photo of 12 megapixels costs, and what taking the kept portrait costs; on two cores."""

import json
import os
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.child_run import MIB, run_measured
from benchmarks.figures import Figure, Target, show_table, write_json
from benchmarks.material import Settings, astronaut, settings_of, settings_parser
from likeness.typing import Json

TARGETS = (
    Target("preparation.seconds", "preparing a photo of 12 megapixels, models loaded anew", 4, "s"),
    Target("preparation.memory", "the same, memory", 1.5, "GiB"),
    Target("preparation.again", "the same photo again, from the cache", 1, "s"),
    Target("preparation.file", "the kept portrait", None, "MiB"),
)
_PHOTO_PX = (4032, 3024)
_GRAIN = 3.0  # grey levels: a camera's noise, which an enlarged picture has lost
_N_CORES = 2
_N_RUNS = 3


class PreparationFailedError(RuntimeError):
    """A measured run did not come to its end; the message is its own."""


def measure(settings: Settings) -> tuple[Figure, ...]:
    """Return seconds and memory of both ways; the median of some runs, each a process of its own."""
    photo = large_photo(settings.out / "12-megapixels.jpg")
    n_runs = 1 if settings.is_quick else _N_RUNS
    with tempfile.TemporaryDirectory(dir=settings.out) as folder:
        new = [_run(photo, None) for _ in range(n_runs)]
        _run(photo, Path(folder))
        kept = [_run(photo, Path(folder)) for _ in range(n_runs)]
        file_bytes = sum(file.stat().st_size for file in Path(folder).rglob("*.npz"))
    subject = f"{_PHOTO_PX[0]}x{_PHOTO_PX[1]}, {_N_CORES} cores"
    seconds, again = (float(np.median([run["wall_s"] for run in runs])) for runs in (new, kept))
    cpu_s = float(np.median([run["cpu_s"] for run in new]))
    peak = max(run["peak_bytes"] for run in new)
    write_json(settings.out / "preparation.json", [*new, *kept])
    return (
        Figure("preparation.seconds", subject, seconds, f"{cpu_s:.1f} s of CPU time"),
        Figure("preparation.memory", subject, peak / 2**30),
        Figure("preparation.again", subject, again, f"{seconds / again:.0f} times faster"),
        Figure("preparation.file", subject, file_bytes / MIB),
    )


def large_photo(path: Path) -> Path:
    """Write the enlarged astronaut with the noise of a camera as JPEG, 4032x3024."""
    if path.is_file():
        return path
    with Image.open(astronaut()) as image:
        upper = image.convert("RGB").crop((0, 0, 512, 384)).resize(_PHOTO_PX, Image.Resampling.LANCZOS)
    shape = (_PHOTO_PX[1], _PHOTO_PX[0], 1)
    noise = np.random.default_rng(0).standard_normal(shape, np.float32) * np.float32(_GRAIN)
    grainy = np.clip(np.asarray(upper, np.float32) + noise, 0, 255).astype(np.uint8)
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(grainy).save(path, quality=92)
    return path


def probe(photo: Path, cache: Path | None) -> Json:
    """Prepare a photo in this process and tell the cost, without that of loading Python's libraries."""
    from likeness.engines import PictureOptions
    from likeness.engines.builtin import BuiltinEngine

    os.environ.pop("LIKENESS_NO_CACHE", None)
    os.environ["LIKENESS_CACHE_DIR"] = str(cache)
    engine = BuiltinEngine(keeps_portraits=cache is not None)
    wall_s, cpu_s = time.monotonic(), time.process_time()
    engine.prepare(photo, PictureOptions())
    return {"wall_s": time.monotonic() - wall_s, "cpu_s": time.process_time() - cpu_s}


def _run(photo: Path, cache: Path | None) -> Json:
    """Return the cost of one preparation in a process of its own; without a folder nothing is kept."""
    command = [sys.executable, "-m", "benchmarks.preparation", "--probe", str(photo)]
    run = run_measured([*command, *(["--cache", str(cache)] if cache else [])], n_cores=_N_CORES)
    if run.exit_code != 0:
        raise PreparationFailedError(f"exit code {run.exit_code}: {run.stderr.strip()[-500:]}")
    cost: Json = json.loads(run.stdout)
    return cost | {"peak_bytes": run.peak_bytes, "is_kept": cache is not None}


def main() -> int:
    """Measure and print."""
    parser = settings_parser("preparation", __doc__)
    parser.add_argument(
        "--probe", type=Path, metavar="PHOTO", help="prepare this one here and print the cost"
    )
    parser.add_argument("--cache", type=Path, metavar="FOLDER", help="for --probe: keep the portrait there")
    arguments = parser.parse_args()
    if arguments.probe is not None:
        print(json.dumps(probe(arguments.probe, arguments.cache)))
        return 0
    units = {target.measure: target for target in TARGETS}
    figures = measure(settings_of(arguments))
    rows = [
        (units[one.measure].meaning, f"{one.value:.2f} {units[one.measure].unit}", one.note)
        for one in figures
    ]
    show_table(figures[0].subject, ("measure", "figure", "note"), rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())

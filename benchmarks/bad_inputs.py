"""What nobody should send, as picture and as sound: one clear line, quickly, and nothing left over."""

import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.child_run import LIKENESS, MIB, ChildRun, run_measured
from benchmarks.figures import Figure, show_table, write_json
from benchmarks.material import Settings, astronaut, settings_of, settings_parser

LIMIT_S = 5.0
LIMIT_BYTES = 1024 * MIB

_CLEAR_LINE = re.compile(r"error \[[a-z][a-z0-9_]*\]: \S.*[.!?]")
_TIME_OUT_S = 120.0
_ODD_SOUNDS = ("a12*", "a13*", "a14*")
"""Of the folder of sound: a quarter of a second, laughter, silence."""


@dataclass(frozen=True)
class BadInputCase:
    """How the command met one file."""

    file: str
    used_as: str
    """picture or sound."""

    outcome: str
    """"film", or the error code."""

    wall_s: float
    peak_mib: float
    faults: tuple[str, ...]
    """What was wrong with the behaviour; empty = right."""


def measure(settings: Settings) -> tuple[Figure, ...]:
    """Return the share of files met rightly, and the slowest and the largest refusal."""
    cases = measure_folder(bad_files(settings), settings)
    refusals = [case for case in cases if case.outcome != "film"]
    slowest = max(refusals, key=lambda case: case.wall_s)
    largest = max(refusals, key=lambda case: case.peak_mib)
    wrong = [f"{case.file} as {case.used_as}: {', '.join(case.faults)}" for case in cases if case.faults]
    subject = f"{len(cases)} cases, {len(refusals)} refused"
    share = 100 * (len(cases) - len(wrong)) / len(cases)
    return (
        Figure("bad_inputs.right", subject, share, "; ".join(wrong)),
        Figure("bad_inputs.seconds", subject, slowest.wall_s, f"{slowest.file} as {slowest.used_as}"),
        Figure("bad_inputs.memory", subject, largest.peak_mib / 1024, f"{largest.file} as {largest.used_as}"),
    )


def bad_files(settings: Settings) -> list[tuple[Path, str]]:
    """Return files and how to use them: the test data's, without it some made here."""
    folder = settings.folder("bad")
    files = sorted(folder.iterdir()) if folder is not None else made_files(settings.out / "bad")
    used = ("picture",) if settings.is_quick else ("picture", "sound")
    cases = [(file, use) for file in files for use in used]
    sounds = settings.folder("audio")
    if sounds is not None:
        cases += [(file, "sound") for pattern in _ODD_SOUNDS for file in sorted(sounds.glob(pattern))]
    return cases


def made_files(folder: Path) -> list[Path]:
    """Write a few bad files: nothing, text, half a picture, a bare wall, a stamp."""
    from PIL import Image

    folder.mkdir(parents=True, exist_ok=True)
    picture = astronaut().read_bytes()
    contents = {
        "empty.jpg": b"",
        "text.png": b"this is no picture\n",
        "half.png": picture[: len(picture) // 2],
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    Image.new("RGB", (800, 600), (120, 130, 140)).save(folder / "wall.png")
    Image.open(astronaut()).resize((48, 48)).save(folder / "stamp.png")
    return sorted(folder.iterdir())


def measure_folder(files: list[tuple[Path, str]], settings: Settings) -> list[BadInputCase]:
    """Try each file."""
    cases = [_try(file, used_as) for file, used_as in files]
    write_json(settings.out / "bad_inputs.json", cases)
    return cases


def _try(file: Path, used_as: str) -> BadInputCase:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        film = folder / "film.mp4"
        command = [LIKENESS, "render", "--resolution", "360p", "--output", str(film)]
        if used_as == "picture":
            command += [str(file), "--script", "Hello.", "--voice", "espeak:en-us"]
        else:
            command += [str(astronaut()), "--audio", str(file)]
        run = run_measured(command, timeout_s=_TIME_OUT_S)
        left = tuple(sorted(path.name for path in folder.iterdir()))
    code = re.search(r"error \[([a-z0-9_]+)\]", run.stderr)
    outcome = "film" if run.exit_code == 0 else code[1] if code else f"exit code {run.exit_code}"
    return BadInputCase(file.name, used_as, outcome, run.wall_s, run.peak_bytes / MIB, faults_of(run, left))


def faults_of(run: ChildRun, files_left: tuple[str, ...]) -> tuple[str, ...]:
    """Return what is wrong with how a command ended.

    A film must be there alone; a refusal must be a clear line, quick, small, and leave nothing.
    """
    faults = ["traceback"] if "Traceback" in run.stderr + run.stdout else []
    if run.exit_code == 0:
        return (*faults, *(["no film, or more than it"] if files_left != ("film.mp4",) else []))
    lines = run.stderr.strip().splitlines()
    if not any(_CLEAR_LINE.fullmatch(line.strip()) for line in lines):
        faults.append("no clear line")
    elif len(lines) != 1:
        faults.append(f"{len(lines)} lines instead of one")
    if files_left:
        faults.append(f"left {' '.join(files_left)}")
    if run.wall_s > LIMIT_S:
        faults.append(f"{run.wall_s:.1f} s")
    if run.peak_bytes > LIMIT_BYTES:
        faults.append(f"{run.peak_bytes / MIB:.0f} MiB")
    return tuple(faults)


def main() -> int:
    """Measure and print; the exit code is 1 when anything was wrong."""
    parser = settings_parser("bad_inputs", __doc__)
    parser.add_argument("folder", type=Path, nargs="?", help="bad files (default: bad/ of the test data)")
    arguments = parser.parse_args()
    settings = settings_of(arguments)
    files = bad_files(settings)
    if arguments.folder is not None:
        files = [(path, use) for path in sorted(arguments.folder.iterdir()) for use in ("picture", "sound")]
    cases = measure_folder(files, settings)
    rows = (
        (
            case.file,
            case.used_as,
            case.outcome,
            f"{case.wall_s:.1f}",
            f"{case.peak_mib:.0f}",
            ", ".join(case.faults) or "ok",
        )
        for case in cases
    )
    show_table("", ("file", "as", "outcome", "s", "MiB", "behaviour"), rows)
    return 1 if any(case.faults for case in cases) else 0


if __name__ == "__main__":
    sys.exit(main())

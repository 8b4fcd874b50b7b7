"""The checks of `likeness doctor`; each finds one thing and never raises."""

import io
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from likeness.errors import LikenessError

_PACKAGES = (
    "av", "numpy", "opencv-python-headless", "numba", "ai-edge-litert", "pillow", "pocketsphinx",
    "c2pa-python",
)  # fmt: skip
_CODECS = ("libx264", "libvpx-vp9", "prores_ks", "aac", "libopus", "libmp3lame")
_LEAST_FREE_BYTES = 500 * 2**20
_PYTHONS = ((3, 11), (3, 12))


@dataclass(frozen=True)
class Check:
    """What one check found."""

    name: str
    """What was looked at."""

    is_ok: bool
    """Whether a film can be made with it."""

    found: str
    """What is there."""

    remedy: str = ""
    """What to do when it is wrong."""


def all_checks() -> tuple[Check, ...]:
    """Run all checks."""
    checks: list[Check] = []
    steps = (
        _python, _packages, _engine, _models, _matting, _voices, _codecs, _text_drawing, _signing,
        _kernels, _space,
    )  # fmt: skip
    for check in steps:
        checks += _guarded(check)
    return tuple(checks)


def _guarded(check: Callable[[], list[Check]]) -> list[Check]:
    name = check.__name__.strip("_").replace("_", " ")
    try:
        return check()
    except LikenessError as error:
        # The message of such an error ends with the remedy.
        return [Check(name, False, "", error.message)]
    except Exception as error:  # a doctor reports illness, it does not catch it
        return [Check(name, False, f"{type(error).__name__}: {error}.", "Run `./run setup` again.")]


def _python() -> list[Check]:
    found = sys.version_info[:2]
    return [
        Check("likeness", True, version("likeness")),
        Check("python", found in _PYTHONS, sys.version.split()[0], "Likeness runs on Python 3.11 and 3.12."),
    ]


def _packages() -> list[Check]:
    checks = []
    for package in _PACKAGES:
        try:
            checks.append(Check(package, True, version(package)))
        except PackageNotFoundError:
            checks.append(Check(package, False, "not installed.", "Run `./run setup` again."))
    return checks


def _engine() -> list[Check]:
    from likeness.engines import chosen_engine, engine_names

    chosen_engine()
    return [Check("engines", True, ", ".join(engine_names()))]


def _models() -> list[Check]:
    from likeness.portrait.model_files import model_statuses

    folder = os.environ.get("LIKENESS_MODEL_DIR")
    return [
        Check(Path(status.name).name, status.is_ok, "checksum right" if status.is_ok else "", status.problem)
        for status in model_statuses(Path(folder) if folder else None)
    ]


def _matting() -> list[Check]:
    from likeness.portrait.fine_matting import matting_name

    return [Check("matting", True, matting_name())]


def _voices() -> list[Check]:
    from likeness.speech import list_voices
    from likeness.speech.neural.problems import voice_problems

    engines: dict[str, int] = {}
    for voice in list_voices():
        engines[voice.engine] = engines.get(voice.engine, 0) + 1
    found = ", ".join(f"{engine} {n_voices}" for engine, n_voices in engines.items())
    better = "" if len(engines) > 1 else " (`./run setup --voices` adds better ones for English)"
    own = [
        Check("voices", False, problem, "Get the file anew, or delete it.") for problem in voice_problems()
    ]
    return [Check("voices", bool(engines), found + better, "Run `./run setup` again."), *own]


def _codecs() -> list[Check]:
    import av

    missing = [codec for codec in _CODECS if codec not in av.codecs_available]
    for codec in _CODECS:
        if codec not in missing:
            av.codec.Codec(codec, "w")
    container = av.open(io.BytesIO(), "w", format="mp4")
    container.close()
    library = ".".join(str(part) for part in av.library_versions["libavcodec"])
    return [
        Check(
            "codecs",
            not missing,
            f"{', '.join(_CODECS)} (libavcodec {library})"
            if not missing
            else f"without {', '.join(missing)}.",
            "Reinstall av from its wheel.",
        )
    ]


def _text_drawing() -> list[Check]:
    from PIL import features

    raqm = features.version("raqm")
    return [Check("text drawing", raqm is not None, f"raqm {raqm}", "Reinstall pillow from its wheel.")]


def _signing() -> list[Check]:
    import datetime as dt

    from likeness.provenance import signing_credentials

    credentials = signing_credentials(dt.datetime.now(dt.UTC))
    whose = "self-made" if credentials.is_self_made else "given"
    found = f"{whose} certificate, valid until {credentials.valid_until:%Y-%m-%d}"
    remedy = "- it cannot be kept. Name a folder that can be written in LIKENESS_SIGNING_DIR."
    return [Check("signing of films", credentials.is_kept, found, remedy)]


def _kernels() -> list[Check]:
    from likeness.cli.kernel_cache import kernel_folder

    return [Check("compiled kernels", True, f"kept in {kernel_folder()}")]


def _space() -> list[Check]:
    checks = []
    for name, folder in (("space for films", Path.cwd()), ("space for work", Path(tempfile.gettempdir()))):
        free = shutil.disk_usage(folder).free
        found = f"{free / 2**30:.1f} GiB in {folder}"
        checks.append(Check(name, free >= _LEAST_FREE_BYTES, found, "Free at least 0.5 GiB."))
    return checks

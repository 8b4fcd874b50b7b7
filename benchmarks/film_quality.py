"""What a film looks like close up at 1080p: sharpness, steadiness, lips as planned, cost; by portrait.

Frames are measured as they are drawn, before the encoder. Identity over the same film has a command of its
own, `python -m benchmarks.identity`.
"""

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from benchmarks.figures import Figure, Target, show_table, write_json
from benchmarks.film_quality_frames import FilmLook, Judges, Looks
from benchmarks.film_quality_lips import PoseError, pose_errors
from benchmarks.film_quality_take import FPS, Motion, film_take
from benchmarks.image_statistics import Brisque, QualityModelMissingError, load_brisque
from benchmarks.material import Settings, human_portraits, settings_of, settings_parser
from benchmarks.niqe import load_niqe
from benchmarks.studio import open_studio
from likeness.core.spec import Output
from likeness.errors import LikenessError
from likeness.portrait import FaceModels, load_face_models

_BEFORE_S, _AFTER_S = 2.5, 2.0
"""How much speech around the longest pause is drawn."""

TARGETS: tuple[Target, ...] = (
    Target(
        "film_quality.sharpness_least",
        "sharpness, mouth in speech : photo's face, least",
        0.7,
        "",
        is_at_least=True,
    ),
    Target("film_quality.sharpness_most", "the same, most", 1.3, ""),
    Target("film_quality.sharpness_of_photo", "control: photo's own mouth : its face, most", None, ""),
    Target("film_quality.sharpness_kept", "mouth in speech : photo's own mouth, least", 0.7, "", True),
    Target("film_quality.sharpness_kept_most", "the same, most", 1.3, ""),
    Target("film_quality.lips_sharpness", "lips in speech : lips of the photo, least", None, "", True),
    Target("film_quality.face_sharpness", "face in motion : face of the photo, least", 0.7, "", True),
    Target("film_quality.outside", "motion outside of the subject, 99th percentile", 0.3, "px"),
    Target("film_quality.flicker", "flicker of still skin, patches, grey levels", 0.5, ""),
    Target("film_quality.flicker_of_points", "the same of single points of grain", None, ""),
    Target("film_quality.jitter", "eye corners above 6 Hz, eye distances", 0.003, ""),
    Target("film_quality.jitter_of_network", "the same as landmarks, whose noise is 0.0032", None, ""),
    Target("film_quality.jitter_meant", "the same of the plan", None, ""),
    Target("film_quality.brisque", "BRISQUE of frames worse than of the photo by", 10, "%"),
    Target("film_quality.niqe", "NIQE of frames worse than of the photo by", 10, "%"),
    Target("film_quality.naturalness", "patch statistics to the photo : those of a slight blur", None, ""),
    Target("film_quality.lips", "lips as seen to lips as meant, % of the eye distance", 3, "%"),
    Target("film_quality.lips_bias", "control: the same in the picture itself", None, "%"),
    Target("film_quality.cost", "drawing a frame at 1080p, one core, wall time", 25, "ms"),
    Target("film_quality.cost_cpu", "the same, processor time", None, "ms"),
)


@dataclass(frozen=True)
class Quality:
    """All figures of one portrait."""

    portrait: str
    looks: Looks | None
    """None = the picture was refused."""

    poses: tuple[PoseError, ...] = ()
    refusal: str = ""

    @property
    def lips_percent(self) -> float:
        """Mean error of the lips over all poses, % of the eye distance."""
        return float(np.mean([pose.error_percent for pose in self.poses]))

    def worst_poses(self, n_poses: int = 3) -> str:
        """Name the poses with the largest errors."""
        poses = sorted(self.poses, key=lambda pose: -pose.error_percent)[:n_poses]
        return ", ".join(f"{pose.pose} {pose.error_percent:.1f}" for pose in poses)


def measure(settings: Settings) -> tuple[Figure, ...]:
    """Return the worst portrait of each measure, and which others miss the target."""
    return tuple(figures_of(measure_portraits(human_portraits(settings), settings)))


def measure_portraits(portraits: dict[str, Path], settings: Settings) -> list[Quality]:
    """Measure each picture, one core."""
    models, judges, n_threads = load_face_models(), Judges(_brisque(), load_niqe()), cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        found = [_measure_one(name, path, (models, judges)) for name, path in portraits.items()]
    finally:
        cv2.setNumThreads(n_threads)
    write_json(settings.out / "film_quality.json", found)
    return found


def _measure_one(name: str, path: Path, tools: tuple[FaceModels, Judges]) -> Quality:
    try:
        studio = open_studio(path, Output(resolution="1080p"))
    except LikenessError as error:
        return Quality(name, None, refusal=error.code)
    models, judges = tools
    take, motion = film_take(), Motion(studio)
    pause, fps = take.silence(), float(FPS)
    first = max(0, pause.start - round(_BEFORE_S * fps))
    last = min(take.performance.n_frames, pause.stop + round(_AFTER_S * fps))
    looks = FilmLook(studio, motion, judges).look(take, range(first, last), models)
    return Quality(name, looks, tuple(pose_errors(studio, motion, models)))


def _brisque() -> Brisque | None:
    try:
        return load_brisque()
    except QualityModelMissingError as error:
        print(error, file=sys.stderr)
        return None


_READERS: tuple[tuple[str, Callable[[Quality, Looks], float | None]], ...] = (
    ("sharpness_least", lambda _, looks: looks.sharpness),
    ("sharpness_most", lambda _, looks: looks.sharpness),
    ("sharpness_of_photo", lambda _, looks: looks.sharpness_of_photo),
    ("sharpness_kept", lambda _, looks: looks.sharpness_kept),
    ("sharpness_kept_most", lambda _, looks: looks.sharpness_kept),
    ("lips_sharpness", lambda _, looks: looks.lips_sharpness),
    ("face_sharpness", lambda _, looks: looks.face_sharpness),
    ("outside", lambda _, looks: looks.outside_motion_px),
    ("flicker", lambda _, looks: looks.flicker),
    ("flicker_of_points", lambda _, looks: looks.flicker_of_points),
    ("jitter", lambda _, looks: looks.jitter),
    ("jitter_of_network", lambda _, looks: looks.jitter_of_network),
    ("jitter_meant", lambda _, looks: looks.jitter_meant),
    ("brisque", lambda _, looks: looks.brisque_percent),
    ("niqe", lambda _, looks: looks.niqe_percent),
    ("naturalness", lambda _, looks: looks.naturalness / max(looks.naturalness_of_blur, 1e-6)),
    ("lips", lambda one, _: one.lips_percent),
    ("lips_bias", lambda one, _: one.poses[0].bias_percent),
    ("cost", lambda _, looks: looks.wall_ms),
    ("cost_cpu", lambda _, looks: looks.cpu_ms),
)


def figures_of(found: Sequence[Quality]) -> Iterable[Figure]:
    """Return for each measure the worst portrait, the median, and those over the target."""
    targets = {target.measure: target for target in TARGETS}
    refused = ", ".join(f"{one.portrait} ({one.refusal})" for one in found if one.looks is None)
    for key, read in _READERS:
        target = targets[f"film_quality.{key}"]
        values = {one.portrait: read(one, one.looks) for one in found if one.looks is not None}
        known = {name: value for name, value in values.items() if value is not None}
        yield _worst(target, known, refused)


def _worst(target: Target, values: dict[str, float], refused: str) -> Figure:
    if not values:
        return Figure(target.measure, "-", None, "nothing could be measured")
    ranked = sorted(values, key=lambda name: values[name], reverse=not target.is_at_least)
    missed = [name for name in ranked if target.is_met(Figure(target.measure, name, values[name])) is False]
    parts = [f"worst: {ranked[0]}", f"median {np.median(list(values.values())):.3g}"]
    if target.limit is not None:
        parts.append(f"{len(missed)} miss it{': ' if missed else ''}{', '.join(missed)}")
    if refused:
        parts.append(f"refused: {refused}")
    return Figure(target.measure, f"{len(values)} portraits", values[ranked[0]], "; ".join(parts))


_COLUMNS = (
    "portrait", "mouth : face", "photo's mouth", "kept", "lips", "face", "outside px", "flicker", "95 %",
    "of points", "jitter", "network", "meant", "BRISQUE %", "NIQE %", "patches", "of a blur", "lips %",
    "of picture", "worst poses",
    "wall ms", "CPU ms",
)  # fmt: skip


def _cells(one: Quality) -> tuple[str, ...]:
    if one.looks is None:
        return (one.portrait, one.refusal)
    looks = one.looks
    return (
        one.portrait, f"{looks.sharpness:.2f}", f"{looks.sharpness_of_photo:.2f}",
        f"{looks.sharpness_kept:.2f}",
        f"{looks.lips_sharpness:.2f}", f"{looks.face_sharpness:.2f}",
        _told(looks.outside_motion_px, 3), f"{looks.flicker:.2f}", f"{looks.flicker_95:.2f}",
        f"{looks.flicker_of_points:.2f}",
        _told(looks.jitter, 4), _told(looks.jitter_of_network, 4), _told(looks.jitter_meant, 4),
        _told(looks.brisque_percent, 0),
        _told(looks.niqe_percent, 0),
        f"{looks.naturalness:.2f}",
        f"{looks.naturalness_of_blur:.2f}", f"{one.lips_percent:.2f}",
        f"{one.poses[0].bias_percent:.2f}", one.worst_poses(),
        f"{looks.wall_ms:.1f}", f"{looks.cpu_ms:.1f}",
    )  # fmt: skip


def _told(value: float | None, digits: int) -> str:
    return "?" if value is None else f"{value:.{digits}f}"


def main() -> int:
    """Measure and print."""
    parser = settings_parser("film_quality", __doc__)
    parser.add_argument("--portrait", action="append", help="only portraits whose name begins so; repeatable")
    arguments = parser.parse_args()
    settings, chosen = settings_of(arguments), tuple(arguments.portrait or ("",))
    portraits = {name: path for name, path in human_portraits(settings).items() if name.startswith(chosen)}
    found = measure_portraits(portraits, settings)
    show_table("1080p, drawn frames", _COLUMNS, [_cells(one) for one in found])
    bounds = {target.measure: (target.meaning, target.bound) for target in TARGETS}
    rows = [(*bounds[one.measure], _told(one.value, 3), one.subject, one.note) for one in figures_of(found)]
    show_table("", ("measure", "target", "worst", "of", "note"), rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())

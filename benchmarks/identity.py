"""Does the speaker stay the person in the photo? Descriptor distance of frames to the photo at its place, in
a film of twenty seconds, portrait by portrait."""

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.descriptors import IdentityMeter, IdentityToolsMissingError
from benchmarks.figures import Figure, Target, show_table, write_json
from benchmarks.film_quality_take import film_take
from benchmarks.material import Settings, human_portraits, settings_of, settings_parser
from benchmarks.studio import Studio, open_studio
from likeness.core.performance import Performance
from likeness.core.spec import Output
from likeness.errors import LikenessError
from likeness.portrait import load_face_models
from likeness.typing import FloatArray, RgbImage

_STEP = 10
_QUICK_STEP = 25

TARGETS: tuple[Target, ...] = (
    Target("identity.median", "identity distance of frames to photo, median", 0.30, ""),
    Target("identity.percentile_95", "identity distance, 95th percentile", 0.45, ""),
    Target("identity.worst_median", "the same, median of the worst portrait", 0.25, ""),
    Target("identity.worst_95", "the same, 95th percentile of the worst portrait", 0.35, ""),
)
"""Real people against their own first frame: 0.28-0.36; another person: 0.90."""


@dataclass(frozen=True)
class IdentityFigures:
    """Distances of one portrait's frames to its photo."""

    portrait: str
    median: float
    percentile_95: float
    farthest: float
    farthest_frame_index: int
    nearest_other: float = float("inf")
    """Distance of the photo to the most similar other portrait."""

    nearest_other_name: str = ""


@dataclass(frozen=True)
class _Sample:
    portrait: str
    photo: FloatArray
    """(128,)."""

    distances: FloatArray
    """(N,)."""

    frame_indices: tuple[int, ...]


def measure(settings: Settings) -> tuple[Figure, ...]:
    """Return median and 95th percentile over all frames, and of the worst portrait."""
    try:
        rows, distances, refused = measure_portraits(human_portraits(settings), settings)
    except IdentityToolsMissingError as error:
        return tuple(Figure(target.measure, "-", None, str(error)) for target in TARGETS)
    subject = f"{len(rows)} portraits, {distances.size} frames"
    refusals = f"refused: {', '.join(refused) or 'none'}"
    return (
        Figure("identity.median", subject, float(np.median(distances)), refusals),
        Figure("identity.percentile_95", subject, float(np.percentile(distances, 95))),
        _worst("identity.worst_median", {row.portrait: row.median for row in rows}),
        _worst("identity.worst_95", {row.portrait: row.percentile_95 for row in rows}),
    )


def _worst(measure_key: str, values: dict[str, float]) -> Figure:
    target = next(target for target in TARGETS if target.measure == measure_key)
    ranked = sorted(values, key=lambda name: -values[name])
    over = [name for name in ranked if target.limit is not None and values[name] > target.limit]
    told = ", ".join(f"{name} {values[name]:.2f}" for name in over)
    note = f"{len(over)} over it: {told}" if over else f"worst: {ranked[0]}"
    return Figure(measure_key, f"{len(values)} portraits", values[ranked[0]], note)


def measure_portraits(
    portraits: dict[str, Path], settings: Settings
) -> tuple[list[IdentityFigures], FloatArray, list[str]]:
    """Return the figures of each portrait, the distances (N,) of all frames, and the refused pictures."""
    meter = IdentityMeter(load_face_models())
    performance = film_take().performance
    samples, refused = [], []
    for name, path in portraits.items():
        try:
            studio = open_studio(path, Output(resolution="720p"))
        except LikenessError:
            refused.append(name)
            continue
        samples.append(_sample(name, studio, performance, meter, _QUICK_STEP if settings.is_quick else _STEP))
    rows = [_figures(sample, samples) for sample in samples]
    write_json(settings.out / "identity.json", rows)
    return rows, np.concatenate([sample.distances for sample in samples]), refused


def _sample(name: str, studio: Studio, performance: Performance, meter: IdentityMeter, step: int) -> _Sample:
    indices = tuple(range(0, performance.n_frames, step))
    pictures: list[RgbImage] = [studio.photo()]
    pictures += [studio.frame(performance.state(index)) for index in indices]
    descriptors = meter.descriptors(pictures, studio.landmarks_px())
    distances = np.linalg.norm(descriptors[1:] - descriptors[0], axis=1)
    return _Sample(name, descriptors[0], distances.astype(np.float32), indices)


def _figures(sample: _Sample, samples: list[_Sample]) -> IdentityFigures:
    farthest = int(sample.distances.argmax())
    others = [(float(np.linalg.norm(s.photo - sample.photo)), s.portrait) for s in samples if s is not sample]
    nearest = min(others, default=(float("inf"), ""))
    return IdentityFigures(
        portrait=sample.portrait,
        median=float(np.median(sample.distances)),
        percentile_95=float(np.percentile(sample.distances, 95)),
        farthest=float(sample.distances[farthest]),
        farthest_frame_index=sample.frame_indices[farthest],
        nearest_other=nearest[0],
        nearest_other_name=nearest[1],
    )


def _cells(row: IdentityFigures) -> tuple[str, ...]:
    return (
        row.portrait,
        f"{row.median:.3f}",
        f"{row.percentile_95:.3f}",
        f"{row.farthest:.3f} at {row.farthest_frame_index}",
        f"{row.nearest_other:.2f} {row.nearest_other_name}",
    )


def main() -> int:
    """Measure and print."""
    parser = settings_parser("identity", __doc__)
    parser.add_argument("--portrait", action="append", help="only portraits whose name begins so; repeatable")
    arguments = parser.parse_args()
    settings, chosen = settings_of(arguments), tuple(arguments.portrait or ("",))
    portraits = {name: path for name, path in human_portraits(settings).items() if name.startswith(chosen)}
    try:
        rows, distances, refused = measure_portraits(portraits, settings)
    except IdentityToolsMissingError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    cells = [_cells(row) for row in rows]
    median, percentile_95 = np.percentile(distances, (50, 95))
    cells.append(("all", f"{median:.3f}", f"{percentile_95:.3f}", f"{distances.max():.3f}", ""))
    show_table("", ("portrait", "median", "95th percentile", "farthest frame", "nearest other person"), cells)
    print(f"refused: {', '.join(refused) or 'none'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

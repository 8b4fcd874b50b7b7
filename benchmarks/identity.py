"""Does the speaker stay the person in the photo? Descriptor distance of frames to the photo at its place."""

import sys
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np

from benchmarks.descriptors import IdentityMeter, IdentityToolsMissingError
from benchmarks.figures import Figure, show_table, write_json
from benchmarks.material import Settings, human_portraits, settings_of, settings_parser
from benchmarks.studio import Studio, open_studio
from likeness.core.direction import Direction
from likeness.core.performance import Performance
from likeness.core.spec import Output
from likeness.core.voice import VoiceSettings
from likeness.errors import LikenessError
from likeness.performance import perform
from likeness.portrait import load_face_models
from likeness.speech import find_voice, synthesize
from likeness.typing import FloatArray, RgbImage

_SCRIPT = (
    "Please believe me, I am still the same person. My mouth opens wide, my lips come together, "
    "and now and then I smile, look away, or close my eyes. Would you know me again?"
)
_VOICE = "espeak:en-us"
_STEP = 5
_QUICK_STEP = 12


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
    """Return median and 95th percentile over all frames of all portraits."""
    try:
        rows, distances, refused = measure_portraits(human_portraits(settings), settings)
    except IdentityToolsMissingError as error:
        return tuple(Figure(f"identity.{key}", "-", None, str(error)) for key in ("median", "percentile_95"))
    subject = f"{len(rows)} portraits, {distances.size} frames"
    worst = max(rows, key=lambda row: row.percentile_95)
    over = [row.portrait for row in rows if row.percentile_95 > 0.45 or row.median > 0.30]
    note = f"portraits over it by themselves: {', '.join(over) or 'none'}"
    refusals = f"; refused: {', '.join(refused)}" if refused else ""
    return (
        Figure("identity.median", subject, float(np.median(distances)), note + refusals),
        Figure(
            "identity.percentile_95",
            subject,
            float(np.percentile(distances, 95)),
            f"worst: {worst.portrait} {worst.percentile_95:.2f}",
        ),
    )


def measure_portraits(
    portraits: dict[str, Path], settings: Settings
) -> tuple[list[IdentityFigures], FloatArray, list[str]]:
    """Return the figures of each portrait, the distances (N,) of all frames, and the refused pictures."""
    meter = IdentityMeter(load_face_models())
    speech = synthesize(_SCRIPT, find_voice(_VOICE, None), VoiceSettings())
    performance = perform(speech, Direction(), Fraction(25), 0)
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
    settings = settings_of(settings_parser("identity", __doc__).parse_args())
    try:
        rows, distances, refused = measure_portraits(human_portraits(settings), settings)
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

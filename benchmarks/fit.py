"""Whether a face is found and fitted the same however it is tilted and large, and whether confidence is told.

Copies of each portrait, turned and scaled, are fitted anew; their landmarks, brought back, are compared with
those of the portrait itself. Copies with half of the face covered or buried in noise must lose confidence.
"""

import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np

from benchmarks.figures import Figure, Target, show_table, write_json
from benchmarks.material import Settings, human_portraits, settings_of, settings_parser
from likeness.core.pixels import resize_area
from likeness.core.rig import load_rig
from likeness.errors import LikenessError
from likeness.portrait import FaceModels, load_face_models, read_picture
from likeness.portrait.fit import fit_confidence, fit_head
from likeness.portrait.found_face import FoundFace, find_face
from likeness.portrait.picture import MAX_PIXELS, Picture
from likeness.typing import FloatArray, Points3, RgbImage

TILTS_DEG = (15, -15, 30, -30, 45, -45, 90, 180, 270)
WIDTHS_PX = (96, 192, 768, 1500, 3000)
"""Of the face."""

TARGETS = (
    Target("fit.found", "faces found: as they are, tilted, scaled", 97, "%", is_at_least=True),
    Target("fit.tilt", "landmarks of tilted copies, 95th percentile", 3, "%"),
    Target("fit.tilt_pose", "head angles of tilted copies, 95th percentile", None, "deg"),
    Target("fit.size", "landmarks of faces 96 to 3000 px wide, 95th percentile", 3, "%"),
    Target("fit.residual", "landmarks to the fitted rig, median", 2, "%"),
    Target("fit.confidence", "confidence, 5th percentile", 0.35, "", is_at_least=True),
    Target("fit.confidence_spoilt", "confidence, half covered or in noise : as it is, median", 0.8, ""),
)
_SIDE_LIMIT_PX = 8000
_NOISE = 45.0


@dataclass
class FitFigures:
    """How one portrait was fitted, and its copies. Landmark errors in per cent of the eye distance."""

    portrait: str
    residual: float | None = None
    """None = the picture was refused."""

    confidence: float = 0.0
    tilt: dict[str, float | None] = field(default_factory=dict)
    """Mean landmark error by angle; None = not found."""

    tilt_pose_deg: dict[str, float] = field(default_factory=dict)
    """Largest difference of the head's angles."""

    size: dict[str, float | None] = field(default_factory=dict)
    """Mean landmark error by width of the face."""

    spoilt: dict[str, float] = field(default_factory=dict)
    """Confidence, 0 = not found any more."""


def measure(settings: Settings) -> tuple[Figure, ...]:
    """Return the figures over all portraits."""
    found = measure_portraits(human_portraits(settings))
    write_json(settings.out / "fit.json", found)
    fitted = [one for one in found if one.residual is not None]
    tilts = _named(fitted, "tilt")
    sizes = _named(fitted, "size")
    missed = [one.portrait for one in found if one.residual is None]
    missed += [name for error, name in tilts + sizes if error is None]
    n_looked = len(found) + len(tilts) + len(sizes)
    poses, shares = _values(fitted)
    subject = f"{len(found)} portraits"
    return (
        Figure("fit.found", subject, 100 * (1 - len(missed) / n_looked), "not: " + ", ".join(missed)),
        _high("fit.tilt", tilts, f"{subject}, up to 180 degrees"),
        Figure("fit.tilt_pose", subject, float(np.percentile(poses, 95))),
        _high("fit.size", sizes, subject),
        Figure("fit.residual", subject, float(np.median([100 * (one.residual or 0) for one in fitted]))),
        Figure("fit.confidence", subject, float(np.percentile([one.confidence for one in fitted], 5))),
        Figure("fit.confidence_spoilt", subject, float(np.median(shares))),
    )


def _named(fitted: list[FitFigures], what: str) -> list[tuple[float | None, str]]:
    return [(error, f"{one.portrait} {copy}") for one in fitted for copy, error in getattr(one, what).items()]


def _values(fitted: list[FitFigures]) -> tuple[list[float], list[float]]:
    """Return differences of pose, and confidence of what is spoilt against that of the portrait."""
    poses = [value for one in fitted for value in one.tilt_pose_deg.values()]
    return poses, [value / one.confidence for one in fitted for value in one.spoilt.values()]


def _high(measure_name: str, errors: list[tuple[float | None, str]], subject: str) -> Figure:
    seen = [(error, name) for error, name in errors if error is not None]
    worst = max(seen)
    value = float(np.percentile([error for error, _ in seen], 95))
    return Figure(measure_name, subject, value, f"worst: {worst[1]} {worst[0]:.1f} %")


def measure_portraits(portraits: dict[str, Path]) -> list[FitFigures]:
    """Measure each picture."""
    models = load_face_models()
    return [_measure_one(name, read_picture(path).rgb, models) for name, path in portraits.items()]


def _measure_one(name: str, rgb: RgbImage, models: FaceModels) -> FitFigures:
    figures = FitFigures(name)
    own = _found(rgb, models)
    if own is None:
        return figures
    figures.residual, figures.confidence, pose_deg = _fit(own)
    for tilt_deg in TILTS_DEG:
        turned, matrix = turned_copy(rgb, tilt_deg)
        copy = _found(turned, models)
        figures.tilt[str(tilt_deg)] = None if copy is None else _error(own, copy, matrix)
        if copy is not None:
            turn_deg = tilt_deg + 90 * (copy.quarter_turns - own.quarter_turns)
            expected_deg = pose_deg - np.array([0.0, 0.0, turn_deg])
            apart_deg = (_fit(copy)[2] - expected_deg + 180.0) % 360.0 - 180.0
            figures.tilt_pose_deg[str(tilt_deg)] = float(np.abs(apart_deg).max())
    for width_px, scaled, scale in _scaled_copies(rgb, own):
        copy = _found(scaled, models)
        matrix = np.array([[scale, 0.0, 0.0], [0.0, scale, 0.0]])
        figures.size[str(width_px)] = None if copy is None else _error(own, copy, matrix)
    for what, spoilt in (("covered", _half_covered(rgb, own)), ("noise", _noisy(rgb))):
        copy = _found(spoilt, models)
        figures.spoilt[what] = 0.0 if copy is None else _fit(copy)[1]
    return figures


def _found(rgb: RgbImage, models: FaceModels) -> FoundFace | None:
    try:
        return find_face(Picture(rgb, None), models, 1, None)
    except LikenessError:
        return None


def _fit(found: FoundFace) -> tuple[float, float, FloatArray]:
    """Return residual, confidence, and pitch, yaw and roll in degrees."""
    fit = fit_head(found.landmarks_px, load_rig(), found.spread)
    spread = found.spread if found.spread is not None else np.ones(478, np.float32)
    return fit.residual, fit_confidence(fit.residual, spread), np.asarray(fit.pose_deg)


def turned_copy(rgb: RgbImage, tilt_deg: float) -> tuple[RgbImage, FloatArray]:
    """Return the picture turned counter-clockwise on a larger canvas, and the (2, 3) map of its points."""
    height, width = rgb.shape[:2]
    side = math.ceil(math.hypot(height, width))
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), tilt_deg, 1.0)
    matrix[:, 2] += (side / 2 - width / 2, side / 2 - height / 2)
    centred = matrix.copy()  # OpenCV counts from the centre of the first pixel, landmarks from its corner
    centred[:, 2] += matrix[:, :2] @ (0.5, 0.5) - 0.5
    turned = cv2.warpAffine(
        rgb, centred, (side, side), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(turned, np.uint8), np.asarray(matrix)


def _scaled_copies(rgb: RgbImage, own: FoundFace) -> Iterator[tuple[int, RgbImage, float]]:
    own_px = float(np.ptp(own.landmarks_px[:468, 0]))
    for width_px in WIDTHS_PX:
        scale = width_px / own_px
        size = (round(rgb.shape[1] * scale), round(rgb.shape[0] * scale))
        if min(size) < 96 or max(size) > _SIDE_LIMIT_PX or size[0] * size[1] > MAX_PIXELS:
            continue
        is_smaller = scale < 1
        scaled = (
            resize_area(rgb, size) if is_smaller else cv2.resize(rgb, size, interpolation=cv2.INTER_CUBIC)
        )
        yield width_px, np.asarray(scaled, np.uint8), scale


def _half_covered(rgb: RgbImage, own: FoundFace) -> RgbImage:
    """Cover the subject's left half of the face, as by a hand of the picture's mean colour."""
    covered = own.picture.rgb.copy()
    oval = own.landmarks_px[load_rig().contours["face_oval"], :2]
    middle = own.landmarks_px[[10, 1, 152], :2]
    beside = oval[oval[:, 0] > middle[:, 0].mean()]
    colour = tuple(int(value) for value in rgb.reshape(-1, 3).mean(0))
    outline = cv2.convexHull(np.round(np.concatenate([middle, beside])).astype(np.int32))
    cv2.fillPoly(covered, [outline], colour)
    return covered


def _noisy(rgb: RgbImage) -> RgbImage:
    noise = np.random.default_rng(0).standard_normal(rgb.shape, np.float32) * np.float32(_NOISE)
    return np.clip(rgb + noise, 0, 255).astype(np.uint8)


def _error(own: FoundFace, copy: FoundFace, matrix: FloatArray) -> float:
    """Return the mean distance of the landmarks of a copy from where they should be, in per cent."""
    expected = _in_file(own) @ matrix[:, :2].T + matrix[:, 2]
    unit = float(np.linalg.norm(expected[[263, 362]].mean(0) - expected[[33, 133]].mean(0)))
    return float(100 * np.linalg.norm(_in_file(copy) - expected, axis=1)[:468].mean() / unit)


def _in_file(found: FoundFace) -> Points3:
    """Return (478, 2) landmarks in pixels of the picture before it was turned upright."""
    points = found.landmarks_px[:, :2].astype(np.float64)
    height, width = found.picture.rgb.shape[:2]
    for _ in range(found.quarter_turns):  # back, clockwise
        points = np.stack([height - points[:, 1], points[:, 0]], axis=1)
        height, width = width, height
    return points


def main() -> int:
    """Measure and print."""
    settings = settings_of(settings_parser("fit", __doc__).parse_args())
    figures = measure(settings)
    targets = {target.measure: target for target in TARGETS}
    show_table(
        figures[0].subject,
        ("measure", "figure", "note"),
        (
            (targets[one.measure].meaning, f"{one.value:.2f} {targets[one.measure].unit}", one.note)
            for one in figures
        ),
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())

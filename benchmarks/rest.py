"""How exactly the rest frame shows the photo: PSNR inside the subject against the plainly scaled picture."""

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.face_states import rest
from benchmarks.figures import Figure, show_table, with_unit, write_json
from benchmarks.material import Settings, human_portraits, settings_of, settings_parser
from benchmarks.studio import open_studio
from likeness.core.spec import Output
from likeness.errors import LikenessError
from likeness.typing import BoolArray, RgbImage

_INSIDE, _EDGE = 250, 128
"""Alpha from which a pixel lies inside of the subject, and from which it belongs to it with its soft edge."""

_SAME_DB = 99.0
"""Told for equal pictures, whose ratio is infinite."""


@dataclass(frozen=True)
class RestFigures:
    """How far one rest frame is from its photo."""

    portrait: str
    subject_db: float | None
    """PSNR inside the subject; None = the picture was refused."""

    edge_db: float = 0.0
    """PSNR of the subject with its soft edge, whose background is mixed anew."""

    picture_db: float = 0.0
    """PSNR of the whole picture: falls where the matte takes a part of the subject for background."""

    largest_step: int = 0
    """Largest difference of a channel inside the subject, 0-255."""

    note: str = ""


def measure(settings: Settings) -> tuple[Figure, ...]:
    """Return the worst portrait and how many there were."""
    found = measure_portraits(human_portraits(settings))
    write_json(settings.out / "rest.json", found)
    values = [(one.subject_db, one.portrait) for one in found if one.subject_db is not None]
    worst, name = min(values)
    refused = [one.portrait for one in found if one.subject_db is None]
    note = f"worst: {name}" + (f"; refused: {', '.join(refused)}" if refused else "")
    measured = [one for one in found if one.subject_db is not None]
    edge, edge_name = min((one.edge_db, one.portrait) for one in measured)
    whole, whole_name = min((one.picture_db, one.portrait) for one in measured)
    subject = f"{len(values)} portraits, 1080p"
    return (
        Figure("rest.psnr", subject, worst, note),
        Figure("rest.psnr_with_edge", subject, edge, f"worst: {edge_name}"),
        Figure("rest.psnr_of_picture", subject, whole, f"worst: {whole_name}"),
    )


def measure_portraits(portraits: dict[str, Path]) -> list[RestFigures]:
    """Measure each picture."""
    return [_measure_one(name, path) for name, path in portraits.items()]


def psnr_db(first: RgbImage, second: RgbImage, mask: BoolArray) -> float:
    """Return the peak signal-to-noise ratio of two pictures (H, W, 3) where the mask (H, W) is true.

    >>> black, grey = np.zeros((2, 2, 3), np.uint8), np.full((2, 2, 3), 51, np.uint8)
    >>> round(psnr_db(black, grey, np.ones((2, 2), bool)), 2)
    13.98
    """
    error = np.square(first[mask].astype(np.float64) - second[mask]).mean()
    return _SAME_DB if error == 0 else float(10 * np.log10(255**2 / error))


def _measure_one(name: str, path: Path) -> RestFigures:
    try:
        studio = open_studio(path, Output(resolution="1080p"))
    except LikenessError as error:
        return RestFigures(name, None, note=f"{error.code}")
    frame, photo = studio.frame(rest()), studio.photo()
    alpha = studio.alpha()
    inside = alpha >= _INSIDE
    step = np.abs(frame[inside].astype(np.int16) - photo[inside]).max()
    return RestFigures(
        portrait=name,
        subject_db=psnr_db(frame, photo, inside),
        edge_db=psnr_db(frame, photo, alpha >= _EDGE),
        picture_db=psnr_db(frame, photo, studio.is_picture()),
        largest_step=int(step),
    )


def main() -> int:
    """Measure and print."""
    settings = settings_of(settings_parser("rest", __doc__).parse_args())
    found = measure_portraits(human_portraits(settings))
    write_json(settings.out / "rest.json", found)
    rows = (
        (
            one.portrait,
            with_unit(one.subject_db, "dB"),
            with_unit(one.edge_db, "dB"),
            with_unit(one.picture_db, "dB"),
            str(one.largest_step),
            one.note,
        )
        for one in found
    )
    show_table(
        "",
        ("portrait", "PSNR inside", "with soft edge", "whole picture", "largest step inside", "note"),
        rows,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())

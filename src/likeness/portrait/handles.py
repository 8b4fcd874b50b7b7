"""The face points of a picture as handles: drawn with numbers, and as a file to edit."""

import json
from pathlib import Path

import cv2
import numpy as np

from likeness.core.portrait import Portrait
from likeness.core.rig import FaceRig
from likeness.portrait.face_points import POINT_NAMES, RIG_POINTS
from likeness.portrait.geometry import lip_gaps
from likeness.portrait.picture import turn_points
from likeness.typing import Points2, RgbImage

_OPEN_GAP = 0.05  # eye distances; the lower edge of a mouth that is less open is its upper one
_COLOUR, _RIM, _INK = (255, 70, 200), (255, 255, 255), (20, 20, 20)

PointsContent = dict[str, list[float] | list[list[float]]]


def face_points_of(portrait: Portrait, rig: FaceRig, file_size_px: tuple[int, int]) -> PointsContent:
    """Return what a file of face points would say of a portrait, in pixels of the picture's file.

    Parameters
    ----------
    portrait
        The prepared picture.
    rig
        For the contours.
    file_size_px
        Width and height of the picture in the file, upright as its marks say.
    """
    shown_px = portrait.size_px
    is_lying = portrait.quarter_turns % 2 == 1
    factor = file_size_px[0] / shown_px[1 if is_lying else 0]
    rest = portrait.face.rest_px[:, :2]

    def in_file(points: Points2) -> list[list[float]]:
        back = turn_points(points, shown_px, -portrait.quarter_turns) * factor
        return [[round(float(x), 1), round(float(y), 1)] for x, y in back]

    seven = np.stack([rest[list(ids)].mean(0) for ids in RIG_POINTS])
    content: PointsContent = dict(zip(POINT_NAMES, in_file(seven), strict=True))
    content["mouth_line"] = in_file(rest[rig.contours["lip_inner_upper"]])
    if lip_gaps(portrait.face.rest_px, rig, portrait.face.up)[5] > _OPEN_GAP * portrait.face.eye_distance_px:
        content["lower_mouth_line"] = in_file(rest[rig.contours["lip_inner_lower"]])
    for side, eye in zip(("right", "left"), portrait.eyes, strict=True):
        if eye.is_drawn:
            outline = np.concatenate([eye.upper_lid_px, eye.lower_lid_px[-2:0:-1]])
            content[f"{side}_eye_outline"] = in_file(outline)
    return content


def write_face_points(content: PointsContent, path: Path) -> None:
    """Write a file of face points, a line per name."""
    lines = (f"  {json.dumps(name)}: {json.dumps(value)}" for name, value in content.items())
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def draw_handles(image: RgbImage, points: Points2) -> None:
    """Draw the seven points (7, 2) with their numbers, and what the numbers mean, into an image, in place."""
    size = max(0.45, max(image.shape[:2]) / 1400)
    for number, (x, y) in enumerate(np.round(points).astype(int).tolist(), start=1):
        cv2.circle(image, (x, y), round(9 * size), _RIM, -1, cv2.LINE_AA)
        cv2.circle(image, (x, y), round(7 * size), _COLOUR, -1, cv2.LINE_AA)
        _write(image, str(number), (x + round(11 * size), y + round(5 * size)), size)
    for row, name in enumerate(POINT_NAMES):
        _write(image, f"{row + 1} {name}", (round(8 * size), round((row + 1) * 24 * size)), size)


def _write(image: RgbImage, text: str, place: tuple[int, int], size: float) -> None:
    for colour, width in ((_INK, 4), (_RIM, 1)):
        thickness = max(1, round(width * size))
        cv2.putText(image, text, place, cv2.FONT_HERSHEY_SIMPLEX, 0.7 * size, colour, thickness, cv2.LINE_AA)

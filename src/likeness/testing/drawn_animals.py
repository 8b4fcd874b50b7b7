"""Animals drawn by code, with the face points that a user would give: a dog's muzzle and a parrot's beak."""

import math
from dataclasses import dataclass

from likeness.testing.drawn_portrait import Colour, Point, Sheet
from likeness.typing import Json, RgbImage

_FUR, _FUR_DARK, _FUR_LIGHT = (176, 124, 74), (122, 80, 46), (226, 198, 160)
_INK, _WHITE, _BROWN = (32, 24, 22), (246, 244, 240), (92, 56, 30)
_GREEN, _GREEN_DARK, _YELLOW = (66, 158, 74), (40, 112, 54), (244, 204, 76)
_BEAK, _BEAK_DARK = (238, 148, 58), (182, 98, 36)


@dataclass(frozen=True)
class DrawnAnimal:
    """A picture and the content of its file of face points."""

    rgb: RgbImage
    """(height, width, 3)."""

    face_points: Json
    """As in docs/cli.md."""


def drawn_dog(width_px: int = 640, height_px: int = 640) -> DrawnAnimal:
    """Draw a dog from the front, its mouth closed."""
    sheet = Sheet(width_px, height_px)
    sheet.pixels[:] = (196, 212, 220)
    sheet.shape([(-1.1, 1.2), (1.1, 1.2), (1.5, 4.5), (-1.5, 4.5)], _FUR)
    sheet.glow((0, 1.75), (0.7, 0.2), _FUR_DARK)
    sheet.blob((0, 0.3), (1.25, 1.3), _FUR)
    for side in (-1, 1):
        sheet.shape(
            [(side * 0.8, -0.8), (side * 1.45, -0.5), (side * 1.6, 0.7), (side * 1.2, 0.9)], _FUR_DARK
        )
        sheet.glow((side * 0.45, -0.3), (0.3, 0.25), _FUR_LIGHT)
    sheet.glow((0, -0.15), (0.2, 0.4), _FUR_LIGHT)
    sheet.blob((0, 0.95), (0.75, 0.62), _FUR_LIGHT)
    for side in (-1, 1):
        _eye(sheet, (side * 0.5, 0.0), 0.17, _BROWN, _FUR_DARK)
    sheet.blob((0, 0.62), (0.27, 0.18), _INK)
    sheet.blob((-0.08, 0.56), (0.08, 0.04), (110, 104, 104))
    mouth: list[Point] = [
        (-0.5, 1.1),
        (-0.3, 1.23),
        (-0.12, 1.2),
        (0, 1.1),
        (0.12, 1.2),
        (0.3, 1.23),
        (0.5, 1.1),
    ]
    sheet.stroke([(0, 0.78), (0, 1.1)], _INK, 0.03)
    sheet.stroke(mouth, _INK, 0.04)
    return DrawnAnimal(sheet.finished(), _points(sheet, 0.5, (0, 0.62), mouth, (0, 1.55)))


def drawn_parrot(width_px: int = 640, height_px: int = 640) -> DrawnAnimal:
    """Draw a parrot from the front: a hooked upper beak over a small lower one."""
    sheet = Sheet(width_px, height_px)
    sheet.pixels[:] = (226, 220, 204)
    sheet.shape([(-0.9, 0.8), (0.9, 0.8), (1.3, 4.5), (-1.3, 4.5)], _GREEN)
    sheet.blob((0, 0.1), (1.15, 1.25), _GREEN)
    sheet.blob((0, -0.75), (0.6, 0.4), _YELLOW)
    sheet.glow((0, 1.5), (0.8, 0.3), _GREEN_DARK)
    for side in (-1, 1):
        sheet.blob((side * 0.62, 0.0), (0.34, 0.34), _WHITE)
        _eye(sheet, (side * 0.62, 0.0), 0.17, (214, 138, 40), (70, 70, 66))
    sheet.shape([(-0.3, 0.85), (0.3, 0.85), (0.24, 1.2), (0, 1.3), (-0.24, 1.2)], _BEAK_DARK)
    sheet.shape([(-0.36, 0.2), (0, 0.08), (0.36, 0.2), (0.42, 0.75), (0.16, 1.0), (0, 1.1), (-0.16, 1.0),
                 (-0.42, 0.75)], _BEAK)  # fmt: skip
    for side in (-1, 1):
        sheet.blob((side * 0.13, 0.25), (0.04, 0.03), _INK)
    mouth: list[Point] = [(-0.42, 0.77), (-0.28, 0.93), (-0.14, 1.03), (0, 1.1), (0.14, 1.03), (0.28, 0.93),
                          (0.42, 0.77)]  # fmt: skip
    sheet.stroke(mouth, _INK, 0.03)
    points = _points(sheet, 0.62, (0, 0.45), mouth, (0, 1.31))
    for name, x in (("right_eye_outline", -0.62), ("left_eye_outline", 0.62)):
        points[name] = sheet.in_picture(_ring((x, 0.0), 0.2))
    return DrawnAnimal(sheet.finished(), points)


def _ring(centre: Point, radius: float) -> list[Point]:
    angles = [2 * math.pi * k / 12 for k in range(12)]
    return [(centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)) for angle in angles]


def _eye(sheet: Sheet, centre: Point, radius: float, iris: Colour, rim: Colour) -> None:
    sheet.blob(centre, (radius * 1.18, radius * 1.18), rim)
    sheet.blob(centre, (radius, radius), iris)
    sheet.blob(centre, (radius * 0.6, radius * 0.6), _INK)
    sheet.blob((centre[0] - radius * 0.3, centre[1] - radius * 0.35), (radius * 0.2, radius * 0.2), _WHITE)


def _points(sheet: Sheet, eye_x: float, nose: Point, mouth: list[Point], chin: Point) -> Json:
    """Return the content of a file of face points."""
    named = {
        "right_eye": (-eye_x, 0.0),
        "left_eye": (eye_x, 0.0),
        "nose": nose,
        "mouth_right": mouth[0],
        "mouth_left": mouth[-1],
        "mouth": mouth[len(mouth) // 2],
        "chin": chin,
    }
    points: Json = {name: sheet.in_picture([point])[0] for name, point in named.items()}
    return points | {"mouth_line": sheet.in_picture(mouth)}

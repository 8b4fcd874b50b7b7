"""A cartoon portrait drawn by code: a picture with a face that belongs to nobody."""

import cv2
import numpy as np

from likeness.typing import ByteArray, RgbImage

Point = tuple[float, float]
Colour = tuple[int, int, int]

_SKIN, _SHADE, _LIGHT = (232, 184, 152), (204, 146, 116), (246, 208, 182)
_HAIR = (74, 46, 34)
_SHIRT, _SHIRT_DARK = (46, 92, 124), (34, 70, 98)
_LIP_UPPER, _LIP_LOWER = (184, 92, 88), (204, 112, 106)
_WHITE, _IRIS, _INK = (244, 242, 238), (84, 118, 92), (42, 28, 26)
_SUPERSAMPLING = 3


def drawn_portrait(width_px: int = 640, height_px: int = 800) -> RgbImage:
    """Draw a person from the front, head and shoulders, on a plain wall.

    Returns
    -------
    RgbImage
        (height, width, 3).
    """
    sheet = Sheet(width_px, height_px)
    _draw_wall(sheet)
    _draw_body(sheet)
    _draw_head(sheet)
    for side in (-1, 1):
        _draw_eye(sheet, side)
    _draw_nose(sheet)
    _draw_mouth(sheet)
    _draw_fringe(sheet)
    return sheet.finished()


class Sheet:
    """A canvas in head units: (0, 0) between the eyes, 1 = half the width of the face, y down."""

    def __init__(self, width_px: int, height_px: int) -> None:
        self._size = (width_px, height_px)
        self.pixels: ByteArray = np.zeros(
            (height_px * _SUPERSAMPLING, width_px * _SUPERSAMPLING, 3), dtype=np.uint8
        )
        self._unit = 0.21 * min(width_px, height_px * 0.8) * _SUPERSAMPLING
        self._origin = (0.5 * width_px * _SUPERSAMPLING, 0.42 * height_px * _SUPERSAMPLING)

    def blob(self, centre: Point, radii: Point, colour: Colour, turn_deg: float = 0.0) -> None:
        """Fill an ellipse."""
        axes = (round(radii[0] * self._unit), round(radii[1] * self._unit))
        cv2.ellipse(self.pixels, self._at(centre), axes, turn_deg, 0, 360, colour, cv2.FILLED, cv2.LINE_AA)

    def shape(self, points: list[Point], colour: Colour) -> None:
        """Fill a closed smooth curve through points."""
        curve = np.array([self._at(point) for point in _smooth(points)], dtype=np.int32)
        cv2.fillPoly(self.pixels, [curve], colour, cv2.LINE_AA)

    def stroke(self, points: list[Point], colour: Colour, thickness: float) -> None:
        """Draw an open line."""
        curve = np.array([self._at(point) for point in points], dtype=np.int32)
        cv2.polylines(self.pixels, [curve], False, colour, max(1, round(thickness * self._unit)), cv2.LINE_AA)

    def glow(self, centre: Point, radii: Point, colour: Colour) -> None:
        """Tint an ellipse that fades out; shading has no edges."""
        x, y = self._at(centre)
        width, height = (max(1, round(radius * self._unit)) for radius in radii)
        area = np.s_[max(0, y - 2 * height) : y + 2 * height, max(0, x - 2 * width) : x + 2 * width]
        rows, columns = np.mgrid[area]
        distance = ((columns - x) / width) ** 2 + ((rows - y) / height) ** 2
        under = self.pixels[area].astype(np.float32)
        share = np.exp(-1.5 * distance[: under.shape[0], : under.shape[1], None])
        self.pixels[area] = np.rint(under + share * (np.array(colour) - under)).astype(np.uint8)

    def in_picture(self, points: list[Point]) -> list[list[float]]:
        """Return points in pixels of the finished picture."""
        return [[value / _SUPERSAMPLING for value in self._at(point)] for point in points]

    def finished(self) -> RgbImage:
        """Return the sheet at its final size."""
        return np.asarray(cv2.resize(self.pixels, self._size, interpolation=cv2.INTER_AREA), dtype=np.uint8)

    def _at(self, point: Point) -> tuple[int, int]:
        x, y = (round(self._origin[axis] + point[axis] * self._unit) for axis in range(2))
        return x, y


def _smooth(points: list[Point]) -> list[Point]:
    """Return a closed Catmull-Rom curve through points."""
    knots = np.array(points, dtype=np.float64)
    before, after, beyond = (np.roll(knots, shift, axis=0) for shift in (1, -1, -2))
    curve = []
    for t in np.linspace(0, 1, 12, endpoint=False):
        curve.append(
            knots
            + 0.5 * t * (after - before)
            + t * t * (before - 2.5 * knots + 2 * after - 0.5 * beyond)
            + t * t * t * (-0.5 * before + 1.5 * knots - 1.5 * after + 0.5 * beyond)
        )
    stacked = np.stack(curve, axis=1).reshape(-1, 2)
    return [(float(x), float(y)) for x, y in stacked]


def _draw_wall(sheet: Sheet) -> None:
    height, width = sheet.pixels.shape[:2]
    down = np.linspace(0, 1, height)[:, None, None]
    across = np.linspace(0, 1, width)[None, :, None]
    wall = np.array([206, 214, 208]) - 34 * down - 22 * across
    sheet.pixels[:] = np.clip(wall, 0, 255).astype(np.uint8)


def _draw_body(sheet: Sheet) -> None:
    sheet.blob((0, -0.05), (1.22, 1.5), _HAIR)
    sheet.shape([(-1.15, 0.2), (1.15, 0.2), (1.2, 1.9), (-1.2, 1.9)], _HAIR)
    sheet.shape([(-0.5, 1.0), (0.5, 1.0), (0.62, 2.7), (-0.62, 2.7)], _SHADE)
    sheet.shape([(-0.7, 2.1), (0, 2.5), (0.7, 2.1), (2.1, 2.6), (2.4, 5.5), (-2.4, 5.5), (-2.1, 2.6)], _SHIRT)
    sheet.stroke([(-0.66, 2.15), (-0.2, 2.48), (0, 2.54), (0.2, 2.48), (0.66, 2.15)], _SHIRT_DARK, 0.08)
    for side in (-1, 1):
        sheet.stroke([(side * 1.5, 3.2), (side * 1.62, 5.0)], _SHIRT_DARK, 0.04)


def _draw_head(sheet: Sheet) -> None:
    for side in (-1, 1):
        sheet.blob((side * 1.0, 0.25), (0.16, 0.3), _SHADE)
    sheet.shape(
        [(-0.98, -0.2), (-0.8, -1.05), (0, -1.35), (0.8, -1.05), (0.98, -0.2), (0.9, 0.6), (0.52, 1.25),
         (0, 1.48), (-0.52, 1.25), (-0.9, 0.6)],
        _SKIN,
    )  # fmt: skip
    for side in (-1, 1):
        sheet.glow((side * 0.6, 0.5), (0.26, 0.22), (238, 166, 142))
        sheet.glow((side * 0.42, -0.02), (0.3, 0.18), _SHADE)
    sheet.glow((0, -0.75), (0.5, 0.3), _LIGHT)
    sheet.glow((0, 1.22), (0.28, 0.16), _LIGHT)


def _draw_eye(sheet: Sheet, side: int) -> None:
    x = 0.42 * side
    sheet.shape([(x - 0.23, 0.02), (x, -0.1), (x + 0.23, 0.02), (x, 0.1)], _WHITE)
    sheet.blob((x, -0.005), (0.1, 0.1), _IRIS)
    sheet.blob((x, -0.005), (0.048, 0.048), (16, 14, 14))
    sheet.blob((x - 0.035, -0.035), (0.022, 0.022), (255, 255, 255))
    sheet.stroke(
        [(x - 0.24, 0.02), (x - 0.12, -0.075), (x, -0.105), (x + 0.12, -0.075), (x + 0.24, 0.02)], _INK, 0.04
    )
    sheet.stroke([(x - 0.2, -0.12), (x, -0.18), (x + 0.2, -0.12)], _SHADE, 0.02)
    sheet.stroke([(x - 0.18, 0.07), (x, 0.11), (x + 0.18, 0.07)], _SHADE, 0.02)
    inner, outer = (x - 0.25 * side, -0.3), (x + 0.3 * side, -0.3)
    sheet.stroke([inner, (x, -0.37), (x + 0.14 * side, -0.365), outer], _HAIR, 0.07)


def _draw_nose(sheet: Sheet) -> None:
    sheet.stroke([(0.07, 0.05), (0.11, 0.35), (0.15, 0.5)], _SHADE, 0.03)
    sheet.blob((0, 0.46), (0.1, 0.1), _LIGHT)
    for side in (-1, 1):
        sheet.blob((side * 0.15, 0.52), (0.07, 0.06), _SHADE)
        sheet.blob((side * 0.085, 0.57), (0.045, 0.024), (120, 66, 54))
    sheet.stroke([(-0.1, 0.6), (0, 0.63), (0.1, 0.6)], _SHADE, 0.03)


def _draw_mouth(sheet: Sheet) -> None:
    sheet.shape([(-0.36, 0.9), (-0.1, 0.81), (0, 0.835), (0.1, 0.81), (0.36, 0.9), (0, 0.915)], _LIP_UPPER)
    sheet.shape([(-0.34, 0.9), (0, 0.91), (0.34, 0.9), (0.17, 1.0), (-0.17, 1.0)], _LIP_LOWER)
    sheet.stroke([(-0.36, 0.895), (-0.12, 0.9), (0, 0.908), (0.12, 0.9), (0.36, 0.895)], (112, 46, 46), 0.025)
    sheet.blob((0, 1.07), (0.16, 0.025), _SHADE)


def _draw_fringe(sheet: Sheet) -> None:
    sheet.shape(
        [(-1.08, 0.1), (-1.15, -0.7), (-0.75, -1.4), (0, -1.62), (0.75, -1.4), (1.15, -0.7), (1.08, 0.1),
         (0.9, -0.5), (0.5, -0.95), (-0.1, -1.05), (-0.6, -0.75), (-0.92, -0.35)],
        _HAIR,
    )  # fmt: skip

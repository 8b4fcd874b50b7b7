"""A strip of paper with a clock: everything on it is placed by time and by height in a lane."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from likeness.evaluation.plot import style
from likeness.typing import FloatArray

_DASH_PX, _PERIOD_PX = 12.0, 20.0
"""Length of a dash, and with its gap, enlarged."""


@dataclass(frozen=True)
class Lane:
    """A band of the strip with a scale of its own."""

    top_px: float
    """Upper edge."""

    height_px: float
    """Height."""

    low: float = 0.0
    """Value at the lower edge."""

    high: float = 1.0
    """Value at the upper edge."""

    def y_px(self, value: float) -> float:
        """Return the height of a value, inside the lane."""
        share = (value - self.low) / (self.high - self.low)
        return self.top_px + (1 - min(1.0, max(0.0, share))) * self.height_px

    @property
    def bottom_px(self) -> float:
        """Lower edge."""
        return self.top_px + self.height_px


@dataclass(frozen=True)
class Pen:
    """How a line is drawn."""

    colour: str
    width_px: float = 1.6
    is_dashed: bool = False


@dataclass(frozen=True)
class Letters:
    """How a text is drawn."""

    size_px: int = 12
    colour: str = style.INK
    anchor: str = "lm"
    """Where its point lies, as Pillow says it."""


class Sheet:
    """One row of the plot, `SCALE` times as large as it will be."""

    def __init__(self, height_px: int, start_s: float, end_s: float) -> None:
        size = (style.WIDTH_PX * style.SCALE, height_px * style.SCALE)
        self._image = Image.new("RGB", size, style.PAPER)
        self._draw = ImageDraw.Draw(self._image)
        self.start_s, self.end_s = start_s, end_s
        self.second_px = style.CONTENT_PX / (end_s - start_s)
        """Length of a second."""

    def finished(self) -> Image.Image:
        """Return the row at its final size."""
        size = (self._image.width // style.SCALE, self._image.height // style.SCALE)
        return self._image.resize(size, Image.Resampling.LANCZOS)

    def x_px(self, time_s: float) -> float:
        """Return where an instant lies, inside the row."""
        inside_s = min(max(time_s, self.start_s), self.end_s)
        return style.LEFT_PX + (inside_s - self.start_s) * self.second_px

    def shows(self, start_s: float, end_s: float) -> bool:
        """Tell whether a stretch of time touches this row."""
        return end_s > self.start_s and start_s < self.end_s

    def box(self, start_s: float, end_s: float, lane: Lane, colour: str, radius_px: float = 0) -> None:
        """Fill a stretch of time over the height of a lane."""
        if not self.shows(start_s, end_s):
            return
        left, right = self._wide(self.x_px(start_s)), self._wide(self.x_px(end_s))
        corners = (left, self._wide(lane.top_px), max(left + 1, right - 1), self._wide(lane.bottom_px) - 1)
        self._draw.rounded_rectangle(corners, radius_px * style.SCALE, fill=colour)

    def curve(self, times_s: FloatArray, values: FloatArray, lane: Lane, pen: Pen) -> None:
        """Draw a curve (T,)."""
        points = self._points(times_s, values, lane)
        width = max(1, round(pen.width_px * style.SCALE))
        for piece in dashes(points) if pen.is_dashed else [points]:
            if len(piece) > 1:
                self._draw.line(piece, pen.colour, width, joint="curve")

    def area(self, times_s: FloatArray, values: FloatArray, lane: Lane, colour: str) -> None:
        """Fill the area under a curve (T,)."""
        points = self._points(times_s, values, lane)
        if len(points) > 1:
            floor = self._wide(lane.bottom_px)
            self._draw.polygon([(points[0][0], floor), *points, (points[-1][0], floor)], fill=colour)

    def columns(self, x_px: FloatArray, low: FloatArray, high: FloatArray, lane: Lane) -> None:
        """Draw a vertical line per column, from low to high values (N,)."""
        for x, bottom, top in zip(x_px.tolist(), low.tolist(), high.tolist(), strict=True):
            ends = [(self._wide(x), self._wide(lane.y_px(value))) for value in (bottom, top)]
            self._draw.line(ends, style.WAVE_CORE, style.SCALE)

    def line(self, ends_px: Sequence[tuple[float, float]], pen: Pen) -> None:
        """Draw a straight line between points on the paper."""
        width = max(1, round(pen.width_px * style.SCALE))
        points = [(self._wide(x), self._wide(y)) for x, y in ends_px]
        for piece in dashes(points) if pen.is_dashed else [points]:
            self._draw.line(piece, pen.colour, width)

    def dot(self, x_px: float, y_px: float, radius_px: float, colour: str) -> None:
        """Draw a dot with a white rim."""
        for radius, fill in ((radius_px + 1.2, style.PAPER), (radius_px, colour)):
            corners = (x_px - radius, y_px - radius, x_px + radius, y_px + radius)
            self._draw.ellipse([self._wide(corner) for corner in corners], fill=fill)

    def text(self, x_px: float, y_px: float, text: str, letters: Letters) -> None:
        """Write a text; nothing when no font has its letters."""
        font = style.font_for(text, letters.size_px)
        place = (self._wide(x_px), self._wide(y_px))
        if font is not None:
            self._draw.text(place, text, letters.colour, font, anchor=letters.anchor)

    def text_px(self, text: str, size_px: int) -> float:
        """Return the width of a text."""
        font = style.font_for(text, size_px)
        return 0.0 if font is None else self._draw.textlength(text, font) / style.SCALE

    def _points(self, times_s: FloatArray, values: FloatArray, lane: Lane) -> list[tuple[float, float]]:
        first, end = np.searchsorted(times_s, (self.start_s - 0.1, self.end_s + 0.1))
        pairs = zip(times_s[first:end].tolist(), values[first:end].tolist(), strict=True)
        return [(self._wide(self.x_px(time_s)), self._wide(lane.y_px(value))) for time_s, value in pairs]

    @staticmethod
    def _wide(length_px: float) -> float:
        return length_px * style.SCALE


def dashes(points: Sequence[tuple[float, float]]) -> list[list[tuple[float, float]]]:
    """Cut a line through points into dashes of equal length along it.

    >>> dashes([(0.0, 0.0), (30.0, 0.0)])
    [[(0.0, 0.0), (12.0, 0.0)], [(20.0, 0.0), (30.0, 0.0)]]
    """
    if len(points) < 2:
        return []
    places = np.array(points, np.float64)
    way = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(places, axis=0).T))])
    found = []
    for start in np.arange(0.0, way[-1], _PERIOD_PX).tolist():
        end = min(start + _DASH_PX, float(way[-1]))
        stops = np.concatenate([[start], way[(way > start) & (way < end)], [end]])
        columns = (np.interp(stops, way, places[:, axis]).tolist() for axis in (0, 1))
        found.append(list(zip(*columns, strict=True)))
    return found

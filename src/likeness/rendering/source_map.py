"""Where each pixel of a frame comes from: the moved mesh drawn into two maps of texture positions.

The maps are smooth except between the lips, so they are drawn at half resolution and enlarged, and drawn
again at full resolution in the rectangle of the mouth.
"""

from dataclasses import dataclass

import numpy as np

from likeness.core.pixels import resize_linear
from likeness.rendering.kernels import rasterize
from likeness.rendering.mesh import topology
from likeness.typing import FloatArray, IntArray, Points2, Points3

_STEP = 2  # full pixels per pixel of the coarse maps
_BORDER_PX = 2  # drawn beyond the rectangle, because enlarging has no neighbours at its edges
_LIP_ROOM_PX = 6  # around the lips at full resolution
_NEAR_LIPS = 0.4  # eye distances: triangles that can reach the rectangle of the mouth


@dataclass(frozen=True)
class SourceMaps:
    """For each pixel of a rectangle (h, w) the texture position it shows, in OpenCV's convention."""

    x: FloatArray
    y: FloatArray


@dataclass(frozen=True)
class SourceMapper:
    """Draws maps for one subject on one canvas."""

    source: Points2
    """(N, 2) texture position of every fine point."""

    size_px: tuple[int, int]
    """Width and height of the subject's rectangle."""

    origin: tuple[int, int]
    """Texture position of the rectangle's corner."""

    lip_triangles: IntArray
    """Triangles around the mouth."""

    def maps(self, points: Points3, shows_own_mouth: bool) -> SourceMaps:
        """Draw the maps for fine points (N, 3) in pixels of the rectangle.

        `shows_own_mouth`: between the lips lies what the picture shows there; otherwise the lips' edges are
        repeated.
        """
        width, height = self.size_px
        coarse = self._coarse_maps(points)
        size = (coarse.x.shape[1] * _STEP, coarse.x.shape[0] * _STEP)
        rows, columns = slice(_BORDER_PX, _BORDER_PX + height), slice(_BORDER_PX, _BORDER_PX + width)
        x, y = (resize_linear(m, size)[rows, columns] for m in (coarse.x, coarse.y))
        maps = SourceMaps(np.ascontiguousarray(x), np.ascontiguousarray(y))
        self._draw_lips(maps, points, shows_own_mouth)
        return maps

    def _coarse_maps(self, points: Points3) -> SourceMaps:
        width, height = ((n + 2 * _BORDER_PX + _STEP - 1) // _STEP + 1 for n in self.size_px)
        maps = self._identity(width, height)
        shrunk = points.copy()
        shrunk[:, :2] = (points[:, :2] + _BORDER_PX) / _STEP
        rasterize(shrunk, self.source, topology().triangles, maps.x, maps.y)
        return maps

    def _identity(self, width: int, height: int) -> SourceMaps:
        """Return coarse maps of the texture at rest."""
        x = (np.arange(width, dtype=np.float32) + 0.5) * _STEP - _BORDER_PX - 0.5 + self.origin[0]
        y = (np.arange(height, dtype=np.float32) + 0.5) * _STEP - _BORDER_PX - 0.5 + self.origin[1]
        return SourceMaps(np.tile(x, (height, 1)), np.tile(y[:, None], (1, width)))

    def _draw_lips(self, maps: SourceMaps, points: Points3, shows_own_mouth: bool) -> None:
        """Draw the rectangle of the mouth again, in place."""
        shape = topology()
        lips = points[np.concatenate([shape.upper_lip, shape.lower_lip]), :2]
        low = np.maximum(np.floor(lips.min(0)).astype(int) - _LIP_ROOM_PX, 0)
        high = np.minimum(np.ceil(lips.max(0)).astype(int) + _LIP_ROOM_PX, self.size_px)
        if (high - low).min() < 1:
            return
        rows, columns = slice(low[1], high[1]), slice(low[0], high[0])
        box = SourceMaps(
            np.ascontiguousarray(maps.x[rows, columns]), np.ascontiguousarray(maps.y[rows, columns])
        )
        moved = points - np.array([low[0], low[1], 0], np.float32)
        rasterize(moved, self.source, self.lip_triangles, box.x, box.y)
        if shows_own_mouth:
            rasterize(moved, self.source, shape.mouth_triangles, box.x, box.y)
        else:
            rasterize(shape.rim(moved), shape.rim_source(self.source), shape.rim_triangles, box.x, box.y)
        maps.x[rows, columns] = box.x
        maps.y[rows, columns] = box.y


def triangles_near_lips(rest: Points2, unit_px: float) -> IntArray:
    """Return the triangles of the fine mesh with a corner near the inner lips; `rest` is (N, 2) at rest."""
    shape = topology()
    lips = rest[np.concatenate([shape.upper_lip, shape.lower_lip])]
    distance = np.linalg.norm(rest[:, None] - lips[None, ::4], axis=-1).min(1)
    return np.ascontiguousarray(shape.triangles[(distance < _NEAR_LIPS * unit_px)[shape.triangles].any(1)])

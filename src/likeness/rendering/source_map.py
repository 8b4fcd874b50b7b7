"""Where each pixel of a frame comes from: the moved mesh drawn as texture positions.

The positions change smoothly except between the lips. So they are drawn for a coarse grid of pixels, and
pixel by pixel only in the rectangle of the mouth.
"""

from dataclasses import dataclass

import numpy as np

from likeness.rendering.kernels import UNSEEN, rasterize, spread
from likeness.rendering.mesh import topology
from likeness.typing import BoolArray, FloatArray, IntArray, Points2, Points3

_STEPS_PX = (2, 6)  # least and most pixels from node to node
_STEPS_PER_UNIT = 48  # nodes per eye distance
_LIP_ROOM_PX = 6  # around the lips at full resolution
_CLEAR, _CLEAR_REACH = 0.018, 0.06  # eye distances at the edge, and from it to where nothing changes
_AT_CORNER = 0.04  # eye distances: nearer to a corner less changes, which lips share
_NEAR_LIPS = 0.4  # eye distances: triangles that can reach the rectangle of the mouth


@dataclass(frozen=True)
class SourceMaps:
    """For each pixel of a rectangle (h, w) the texture position it shows, in OpenCV's convention."""

    x: FloatArray
    y: FloatArray
    left: int
    """Column of the rectangle in the frame."""

    top: int
    """Row of the rectangle in the frame."""


@dataclass(frozen=True)
class SourceGrid:
    """For every `step_px`-th pixel of a frame the texture position it shows."""

    x: FloatArray
    """(m, n); node (0, 0) is pixel (0, 0), the last nodes lie on the last pixels or beyond."""

    y: FloatArray
    """(m, n); x and y are `UNSEEN` where nothing of the subject is shown."""

    step_px: int
    """Pixels from node to node."""

    size_px: tuple[int, int]
    """Width and height of the frame."""

    def nodes(self) -> tuple[FloatArray, FloatArray, int]:
        """Return x, y and step as the kernels take them."""
        return self.x, self.y, self.step_px

    def maps(self, left: int, top: int, right: int, bottom: int) -> SourceMaps:
        """Return the position of every pixel of a rectangle inside of the frame."""
        x, y = np.empty((2, bottom - top, right - left), np.float32)
        spread(self.nodes(), (left, top), x, y)
        return SourceMaps(x, y, left, top)


@dataclass(frozen=True)
class SourceMapper:
    """Draws positions for one subject on one canvas."""

    source: Points2
    """(N, 2) texture position of every fine point."""

    size_px: tuple[int, int]
    """Width and height of the subject's rectangle."""

    unit_px: float
    """Eye distance on the canvas."""

    triangles: IntArray
    """Triangles that show something of the subject, see `triangles_of_subject`."""

    lip_triangles: IntArray
    """Triangles around the mouth."""

    clear: Points2 | None = None
    """(N, 2) what is added to the texture positions where the inside is drawn; None = nothing."""

    def grid(self, points: Points3) -> SourceGrid:
        """Draw the grid for fine points (N, 3) in pixels of the rectangle."""
        step = int(np.clip(round(self.unit_px / _STEPS_PER_UNIT), *_STEPS_PX))
        width, height = (-(-(n - 1) // step) + 1 for n in self.size_px)
        x, y = np.full((2, height, width), UNSEEN, np.float32)
        shrunk = points.copy()
        shrunk[:, :2] = (points[:, :2] - 0.5) / step + 0.5
        rasterize(shrunk, self.source, self.triangles, x, y)
        return SourceGrid(x, y, step, self.size_px)

    def lips(self, grid: SourceGrid, points: Points3, drawn_share: float) -> SourceMaps | None:
        """Draw the rectangle of the mouth pixel by pixel; None when it lies outside.

        `drawn_share` 0-1 of what is seen between the lips is drawn later, the rest is what the picture shows
        there; where all of it is drawn the lips' edges are repeated.
        """
        shape = topology()
        source, room_px = self.source, _LIP_ROOM_PX
        if self.clear is not None and drawn_share > 0.0:
            source = np.asarray(source + np.float32(drawn_share) * self.clear, np.float32)
            room_px = max(room_px, round(_CLEAR_REACH * self.unit_px) + 1)
        lips = points[np.concatenate([shape.upper_lip, shape.lower_lip]), :2]
        low = np.maximum(np.floor(lips.min(0)).astype(int) - room_px, 0)
        high = np.minimum(np.ceil(lips.max(0)).astype(int) + room_px, self.size_px)
        if (high - low).min() < 1:
            return None
        box = grid.maps(int(low[0]), int(low[1]), int(high[0]), int(high[1]))
        moved = points - np.array([low[0], low[1], 0], np.float32)
        rasterize(moved, source, self.lip_triangles, box.x, box.y)
        if drawn_share < 1.0:
            rasterize(moved, source, shape.mouth_triangles, box.x, box.y)
        else:
            rasterize(shape.rim(moved), shape.rim_source(source), shape.rim_triangles, box.x, box.y)
        return box


def clear_of_inside(rest: Points2, up: FloatArray, unit_px: float) -> Points2:
    """Return (N, 2) what brings texture positions of an open mouth's lips clear of its dark inside.

    Landmarks lie a little beside the edge. At rest nobody sees it, but when the lips move specks of teeth and
    dark come along with them. `rest` (N, 2) are the fine points at rest, `up` (2,) points to the crown.
    """
    shape = topology()
    upper, lower = rest[shape.upper_lip], rest[shape.lower_lip]
    corners = np.stack([upper[0], upper[-1]])
    to_upper, to_lower = (np.linalg.norm(rest[:, None] - lip, axis=-1).min(1) for lip in (upper, lower))
    near = np.minimum(to_upper, to_lower) / unit_px
    is_upper = to_upper <= to_lower
    is_upper[shape.lower_lip] = False
    is_upper[shape.upper_lip] = True
    fade = np.linalg.norm(rest[:, None] - corners, axis=-1).min(1) / (_AT_CORNER * unit_px)
    share = np.clip(1.0 - near / _CLEAR_REACH, 0.0, 1.0) * np.clip(fade, 0.0, 1.0)
    away = np.where(is_upper, 1.0, -1.0) * share * _CLEAR * unit_px
    return np.asarray(away[:, None] * up, np.float32)


def triangles_of_subject(source: Points2, seen: BoolArray, tile_px: int) -> IntArray:
    """Return the triangles of the fine mesh that show something.

    `source` (N, 2) are texture positions; `seen` says of each tile of the texture whether it or one beside it
    holds anything; beyond the texture its edge is repeated.
    """
    corners = source[topology().triangles]
    most = np.array(seen.shape[::-1]) - 1
    low, high = (np.clip(edge // tile_px, 0, most).astype(int) for edge in (corners.min(1), corners.max(1)))
    # summed areas: how many tiles between two corners are seen
    total = np.zeros((seen.shape[0] + 1, seen.shape[1] + 1), np.int64)
    total[1:, 1:] = seen.cumsum(0).cumsum(1)
    (left, top), (right, bottom) = low.T, high.T + 1
    n_seen = total[bottom, right] - total[top, right] - total[bottom, left] + total[top, left]
    return np.ascontiguousarray(topology().triangles[n_seen > 0])


def triangles_near_lips(rest: Points2, unit_px: float) -> IntArray:
    """Return the triangles of the fine mesh with a corner near the inner lips; `rest` is (N, 2) at rest."""
    shape = topology()
    lips = rest[np.concatenate([shape.upper_lip, shape.lower_lip])]
    distance = np.linalg.norm(rest[:, None] - lips[None, ::4], axis=-1).min(1)
    return np.ascontiguousarray(shape.triangles[(distance < _NEAR_LIPS * unit_px)[shape.triangles].any(1)])

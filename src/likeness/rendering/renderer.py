"""One frame from one state: pure, thread-safe, any frame in any order.

Mesh moved -> source maps -> texture (picture at canvas scale) sampled -> edited eyes drawn -> skin shaded ->
mouth drawn between the lips.
"""

import cv2
import numpy as np

from likeness.core.canvas import Placement, SubjectLayer
from likeness.core.performance import FaceState
from likeness.core.pixels import sample_cubic
from likeness.core.portrait import Portrait
from likeness.rendering.deform import expression_offset, moved_points, within_view
from likeness.rendering.eyes import EditedEye, build_eyes, edited_eyes
from likeness.rendering.mesh import N_FACE, subject_mesh, topology
from likeness.rendering.mouth import build_mouth, draw_mouth, drawn_share
from likeness.rendering.picture_border import picture_border
from likeness.rendering.sampling import TILE_PX
from likeness.rendering.shading import build_shading, shade_skin
from likeness.rendering.source_map import (
    SourceGrid,
    SourceMapper,
    triangles_near_lips,
    triangles_of_subject,
)
from likeness.rendering.texture import canvas_texture
from likeness.typing import FloatArray, Points2, Points3

_EYE_ROOM_PX = 3  # around an edited eye
_REACH = 0.3  # eye distances: how far the subject can leave its rest rectangle


class PortraitRenderer:
    """Draws the subject of one portrait at one placement."""

    def __init__(self, portrait: Portrait, placement: Placement) -> None:
        self._portrait = portrait
        self._placement = placement
        self._mesh = subject_mesh(portrait)
        self._texture = canvas_texture(portrait, placement)
        self._rectangle = _subject_rectangle(portrait, placement)
        self._eyes = build_eyes(portrait, placement, self._texture)
        self._mouth = build_mouth(portrait, placement, self._texture)
        self._shading = build_shading(portrait, placement, self._texture)
        rest = topology().refine(self._to_canvas(self._mesh.rest_px))[:, :2]
        corner = np.array(self._rectangle[:2], np.float32)
        self._border = picture_border(portrait, placement, rest - corner, corner)
        self._mapper = self._source_mapper(rest)

    def render(self, state: FaceState) -> SubjectLayer:
        """Draw the subject in one state; the same state gives the same bytes."""
        state = within_view(self._portrait, state)
        points = self._moved(state)
        grid = self._mapper.grid(points)
        layer = SubjectLayer(self._texture.fine.warp(grid), *self._rectangle[:2])
        self._draw_lips(layer, grid, points, drawn_share(state, self._mouth) < 1.0)
        for eye in edited_eyes(self._texture.rgba, self._eyes, state):
            self._draw_eye(layer, eye, points, grid)
        if self._shading is not None:
            offset = expression_offset(self._portrait, self._mesh, state)[:N_FACE]
            shade_skin(layer.rgba, points, self._portrait.face.rest_px[:N_FACE] + offset, self._shading)
        shape = topology()
        draw_mouth(layer, (points[shape.upper_lip, :2], points[shape.lower_lip, :2]), state, self._mouth)
        return layer

    def _moved(self, state: FaceState) -> Points3:
        """Return the fine points (N, 3) of one state in pixels of the subject's rectangle."""
        points = topology().refine(self._to_canvas(moved_points(self._portrait, self._mesh, state)))
        points[:, :2] -= self._rectangle[:2]
        self._border.hold(points)
        return points

    def _draw_lips(
        self, layer: SubjectLayer, grid: SourceGrid, points: Points3, shows_own_mouth: bool
    ) -> None:
        """Draw the rectangle of the mouth pixel by pixel, in place."""
        maps = self._mapper.lips(grid, points, shows_own_mouth)
        if maps is not None:
            height, width = maps.x.shape
            region = layer.rgba[maps.top : maps.top + height, maps.left : maps.left + width]
            region[:] = self._texture.fine.sample(maps)

    def _draw_eye(self, layer: SubjectLayer, eye: EditedEye, points: Points3, grid: SourceGrid) -> None:
        """Draw an edited eye over the one of the texture, in place."""
        height, width = eye.rgb.shape[:2]
        source = self._mapper.source - (eye.left, eye.top)
        inside = ((source > 0) & (source < (width, height))).all(1)
        if not inside.any():
            return
        seen = points[inside, :2]
        low = np.maximum(np.floor(seen.min(0)).astype(int) - _EYE_ROOM_PX, 0)
        high = np.minimum(np.ceil(seen.max(0)).astype(int) + _EYE_ROOM_PX, self._rectangle[2:])
        if (high - low).min() < 1:
            return
        box = (slice(low[1], high[1]), slice(low[0], high[0]))
        maps = grid.maps(int(low[0]), int(low[1]), int(high[0]), int(high[1]))
        map_x, map_y = maps.x - np.float32(eye.left), maps.y - np.float32(eye.top)
        drawn = sample_cubic(eye.rgb, map_x, map_y)
        known = (map_x >= 0) & (map_y >= 0) & (map_x <= width - 1) & (map_y <= height - 1)
        np.copyto(layer.rgba[box][..., :3], drawn, where=known[..., None])

    def _source_mapper(self, rest: Points2) -> SourceMapper:
        texture, unit_px = self._texture, self._portrait.face.eye_distance_px * self._placement.scale
        source = np.ascontiguousarray(rest - np.array([texture.left_px, texture.top_px], np.float32))
        return SourceMapper(
            source=source,
            size_px=self._rectangle[2:],
            unit_px=unit_px,
            triangles=triangles_of_subject(source, texture.fine.seen, TILE_PX),
            lip_triangles=triangles_near_lips(rest, unit_px),
        )

    def _to_canvas(self, points: FloatArray) -> FloatArray:
        """Map (N, 3) picture points to canvas pixels."""
        p = self._placement
        out = points * np.float32(p.scale)
        out[:, 0] += p.offset_x_px
        out[:, 1] += p.offset_y_px
        return out


def _subject_rectangle(portrait: Portrait, placement: Placement) -> tuple[int, int, int, int]:
    """Return left, top, width, height on the canvas of everything the subject can cover."""
    x, y, w, h = cv2.boundingRect((portrait.alpha > 0).astype(np.uint8))
    scale, offset_x, offset_y = placement.scale, placement.offset_x_px, placement.offset_y_px
    reach = _REACH * portrait.face.eye_distance_px * scale
    left = max(0, int(x * scale + offset_x - reach))
    top = max(0, int(y * scale + offset_y - reach))
    right = min(placement.canvas_width_px, int((x + w) * scale + offset_x + reach) + 1)
    bottom = min(placement.canvas_height_px, int((y + h) * scale + offset_y + reach) + 1)
    return left, top, right - left, bottom - top

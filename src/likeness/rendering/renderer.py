"""One frame from one state: pure, thread-safe, any frame in any order.

Mesh moved -> source maps -> texture (picture at canvas scale) sampled -> edited eyes drawn -> skin shaded ->
mouth drawn between the lips.
"""

import cv2
import numpy as np

from likeness.core.canvas import Placement, SubjectLayer
from likeness.core.performance import FaceState
from likeness.core.portrait import Portrait
from likeness.rendering.deform import displaced_points, expression_offset, within_view
from likeness.rendering.eye_kernel import changed_pixels, draw_eye
from likeness.rendering.eyes import EditedEye, build_eyes, edited_eyes
from likeness.rendering.mesh import N_FACE, subject_mesh, topology
from likeness.rendering.mouth import build_mouth, draw_mouth, drawn_share
from likeness.rendering.picture_border import picture_border
from likeness.rendering.sampling import TILE_PX
from likeness.rendering.shading import build_shading, shade_skin
from likeness.rendering.source_map import (
    SourceGrid,
    SourceMapper,
    clear_of_inside,
    triangles_near_lips,
    triangles_of_subject,
)
from likeness.rendering.texture import canvas_texture
from likeness.typing import FloatArray, IntArray, Points2, Points3

_EYE_ROOM_PX = 3  # around an edited eye
_CUBIC_REACH = np.ones((5, 5), np.uint8)
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
        self._eye_points: dict[tuple[int, int, int, int], IntArray] = {}

    def render(self, state: FaceState) -> SubjectLayer:
        """Draw the subject in one state; the same state gives the same bytes."""
        state = within_view(self._portrait, state)
        offset = expression_offset(self._portrait, self._mesh, state)
        points = self._moved(state, offset)
        grid = self._mapper.grid(points)
        layer = SubjectLayer(self._texture.fine.warp(grid), *self._rectangle[:2])
        self._draw_lips(layer, grid, points, drawn_share(state, self._mouth))
        for eye in edited_eyes(self._texture.rgba, self._eyes, state):
            self._draw_eye(layer, eye, points, grid)
        if self._shading is not None:
            moved = self._portrait.face.rest_px[:N_FACE] + offset[:N_FACE]
            shade_skin(layer.rgba, points, moved, self._shading)
        shape = topology()
        draw_mouth(layer, (points[shape.upper_lip, :2], points[shape.lower_lip, :2]), state, self._mouth)
        return layer

    def _moved(self, state: FaceState, offset: FloatArray) -> Points3:
        """Return the fine points (N, 3) of one state in pixels of the subject's rectangle."""
        coarse = displaced_points(self._portrait, self._mesh, state, offset)
        points = topology().refine(self._to_canvas(coarse))
        points[:, :2] -= self._rectangle[:2]
        self._border.hold(points)
        return points

    def _draw_lips(self, layer: SubjectLayer, grid: SourceGrid, points: Points3, drawn: float) -> None:
        """Draw the rectangle of the mouth pixel by pixel, in place."""
        maps = self._mapper.lips(grid, points, drawn)
        if maps is not None:
            height, width = maps.x.shape
            region = layer.rgba[maps.top : maps.top + height, maps.left : maps.left + width]
            region[:] = self._texture.fine.sample(maps)

    def _draw_eye(self, layer: SubjectLayer, eye: EditedEye, points: Points3, grid: SourceGrid) -> None:
        """Draw an edited eye over the one of the texture, in place."""
        seen = points[self._points_of(eye), :2]
        if len(seen) == 0:
            return
        low = np.maximum(np.floor(seen.min(0)).astype(int) - _EYE_ROOM_PX, 0)
        high = np.minimum(np.ceil(seen.max(0)).astype(int) + _EYE_ROOM_PX, self._rectangle[2:])
        if (high - low).min() < 1:
            return
        # beside what has changed the cubic sees it, too
        changed = changed_pixels(eye.rgb, self._texture.rgba, eye.left, eye.top)
        is_drawn = np.asarray(cv2.dilate(changed, _CUBIC_REACH), np.uint8)
        box = int(low[0]), int(low[1]), int(high[0]), int(high[1])
        draw_eye(layer.rgba, box, grid.nodes(), (np.ascontiguousarray(eye.rgb), eye.left, eye.top), is_drawn)

    def _points_of(self, eye: EditedEye) -> IntArray:
        """Return which fine points lie on the rectangle of an edited eye."""
        height, width = eye.rgb.shape[:2]
        place = eye.left, eye.top, width, height
        if place not in self._eye_points:  # there are few: each eye has three parts
            source = self._mapper.source - (eye.left, eye.top)
            inside = ((source > 0) & (source < (width, height))).all(1)
            self._eye_points[place] = np.flatnonzero(inside).astype(np.int32)
        return self._eye_points[place]

    def _source_mapper(self, rest: Points2) -> SourceMapper:
        texture, unit_px = self._texture, self._portrait.face.eye_distance_px * self._placement.scale
        # drawings have no lips to speak of: their outline is drawn anew
        is_open = self._mouth.photo_is_open and not self._portrait.mouth.is_drawing
        source = np.ascontiguousarray(rest - np.array([texture.left_px, texture.top_px], np.float32))
        return SourceMapper(
            source=source,
            size_px=self._rectangle[2:],
            unit_px=unit_px,
            triangles=triangles_of_subject(source, texture.fine.seen, TILE_PX),
            lip_triangles=triangles_near_lips(rest, unit_px),
            clear=clear_of_inside(rest, self._portrait.face.up, unit_px) if is_open else None,
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

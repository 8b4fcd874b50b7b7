"""One frame from one state: pure, thread-safe, any frame in any order.

Texture (picture at canvas scale) -> eyes edited in the texture -> mesh moved -> source map -> remap -> mouth
drawn between the lips.
"""

import cv2
import numpy as np

from likeness.core.canvas import Placement, SubjectLayer
from likeness.core.performance import FaceState
from likeness.core.pixels import sample_cubic
from likeness.core.portrait import Portrait
from likeness.render.deform import moved_points, within_view
from likeness.render.eyes import build_eyes, edit_eyes
from likeness.render.kernels import rasterize
from likeness.render.mesh import subject_mesh, topology
from likeness.render.mouth import build_mouth, draw_mouth
from likeness.render.texture import canvas_texture
from likeness.typing import FloatArray, Points3

_REACH = 0.3  # eye distances: how far the subject can leave its rest rectangle


class PortraitRenderer:
    """Draws the subject of one portrait at one placement."""

    def __init__(self, portrait: Portrait, placement: Placement) -> None:
        self._portrait = portrait
        self._placement = placement
        self._mesh = subject_mesh(portrait)
        self._texture = canvas_texture(portrait, placement)
        self._rectangle = _subject_rectangle(portrait, placement)
        origin = np.array([self._texture.left_px, self._texture.top_px], np.float32)
        self._eyes = build_eyes(portrait, placement, self._texture)
        self._mouth = build_mouth(portrait, placement, self._texture)
        rest = topology().refine(self._to_canvas(self._mesh.rest_px))
        self._source = np.ascontiguousarray(rest[:, :2] - origin)

    def render(self, state: FaceState) -> SubjectLayer:
        """Draw the subject in one state; the same state gives the same bytes."""
        state = within_view(self._portrait, state)
        points = self._moved(state)
        map_x, map_y = self._source_maps(points, state)
        shape = topology()
        left, top, _, _ = self._rectangle
        texture = edit_eyes(self._texture.rgba, self._eyes, state)
        layer = SubjectLayer(sample_cubic(texture, map_x, map_y, cv2.BORDER_REFLECT_101), left, top)
        draw_mouth(layer, (points[shape.upper_lip, :2], points[shape.lower_lip, :2]), state, self._mouth)
        return layer

    def _moved(self, state: FaceState) -> Points3:
        """Return the fine points (N, 3) of one state in pixels of the subject's rectangle."""
        points = topology().refine(self._to_canvas(moved_points(self._portrait, self._mesh, state)))
        points[:, :2] -= self._rectangle[:2]
        return points

    def _source_maps(self, points: Points3, state: FaceState) -> tuple[FloatArray, FloatArray]:
        """Return for each pixel of the rectangle (h, w) which texture position it shows."""
        map_x, map_y = self._identity_maps()
        shape = topology()
        rasterize(points, self._source, shape.triangles, map_x, map_y)
        if self._mouth.photo_is_open and state.closed_mouth < 1.0:
            rasterize(points, self._source, shape.mouth_triangles, map_x, map_y)
        else:
            rasterize(shape.rim(points), shape.rim_source(self._source), shape.rim_triangles, map_x, map_y)
        return map_x, map_y

    def _to_canvas(self, points: FloatArray) -> FloatArray:
        """Map (N, 3) picture points to canvas pixels."""
        p = self._placement
        out = points * np.float32(p.scale)
        out[:, 0] += p.offset_x_px
        out[:, 1] += p.offset_y_px
        return out

    def _identity_maps(self) -> tuple[FloatArray, FloatArray]:
        left, top, width, height = self._rectangle
        x = np.arange(width, dtype=np.float32) + (left - self._texture.left_px)
        y = np.arange(height, dtype=np.float32) + (top - self._texture.top_px)
        return np.tile(x, (height, 1)), np.tile(y[:, None], (1, width))


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

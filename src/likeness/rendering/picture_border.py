"""Keeps out of view what lies beyond the picture's border.

Hair, shoulders and fur that the border cuts off have no more to show. Where the subject touches a border that
the film shows, nothing moves away from it; over a band beside it the picture is stretched instead.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from likeness.core.canvas import Placement
from likeness.core.pixels import blur
from likeness.core.portrait import Portrait
from likeness.core.rig import load_rig
from likeness.rendering.body import smoothstep
from likeness.typing import AlphaImage, FloatArray, IntArray, Points2, Points3

_MOST_BAND, _LEAST_BAND = 1.0, 0.35  # eye distances over which motion away from the border sets in
_FACE_ROOM = 0.9  # of the distance from the border to the face: so wide the band is if it can be
_TOUCHING = 128  # alpha
_EDGE_ROWS = 3  # looked at along each border
_BESIDE = 0.3  # eye distances beside the touching part that are held as well, and over which that ends
_OFF_CANVAS = 0.4  # eye distances: a border so far outside of the film is never seen


@dataclass(frozen=True)
class _Side:
    """One border that the subject touches."""

    axis: int
    """0 = left or right, 1 = top or bottom."""

    inward: float
    """1 where coordinates grow into the picture, -1 where they fall."""

    points: IntArray
    """(K,) which points it holds."""

    held: FloatArray
    """(K,) share of their motion away from it that they lose."""


@dataclass(frozen=True)
class PictureBorder:
    """What the picture's borders hold of the fine points."""

    rest: Points2
    """(N, 2) fine points at rest, in the pixels of the points to be held."""

    sides: tuple[_Side, ...]

    def hold(self, points: Points3) -> None:
        """Take motion away from the borders out of the moved fine points (N, 3), in place."""
        for side in self.sides:
            away = points[side.points, side.axis] - self.rest[side.points, side.axis]
            inwards = np.maximum(away * np.float32(side.inward), 0.0)
            points[side.points, side.axis] -= inwards * side.held * np.float32(side.inward)


def picture_border(portrait: Portrait, placement: Placement, rest: Points2, corner: Points2) -> PictureBorder:
    """Find what the borders hold.

    Parameters
    ----------
    portrait, placement
        Whose picture lies where on the canvas.
    rest
        (N, 2) fine points at rest in pixels of a rectangle of the canvas.
    corner
        (2,) the corner of that rectangle on the canvas.

    """
    offset = np.array([placement.offset_x_px, placement.offset_y_px], np.float32)
    place = (rest + corner - offset) / np.float32(placement.scale * portrait.face.eye_distance_px)
    size = np.array(portrait.size_px, np.float32) / np.float32(portrait.face.eye_distance_px)
    oval = portrait.face.rest_px[load_rig().contours["face_oval"], :2] / portrait.face.eye_distance_px
    sides = []
    for axis, is_far in ((0, False), (0, True), (1, False), (1, True)):
        if not _is_in_view(portrait, placement, axis, is_far=is_far):
            continue
        touching = _touching(_border_rows(portrait.alpha, axis, is_far=is_far), portrait.face.eye_distance_px)
        if not touching.any():
            continue
        depth, face_depth = (
            (size[axis] - part[:, axis]) if is_far else part[:, axis] for part in (place, oval)
        )
        band = float(np.clip(_FACE_ROOM * face_depth.min(), _LEAST_BAND, _MOST_BAND))
        along = place[:, 1 - axis] * np.float32(portrait.face.eye_distance_px)
        share = np.interp(along, np.arange(len(touching)) + 0.5, touching)
        held = (1.0 - smoothstep(depth / band)) * share
        points = np.flatnonzero(held > 0.0).astype(np.int32)
        sides.append(_Side(axis, -1.0 if is_far else 1.0, points, held[points].astype(np.float32)))
    return PictureBorder(np.ascontiguousarray(rest, np.float32), tuple(sides))


def _is_in_view(portrait: Portrait, placement: Placement, axis: int, *, is_far: bool) -> bool:
    offset = (placement.offset_x_px, placement.offset_y_px)[axis]
    room = _OFF_CANVAS * portrait.face.eye_distance_px * placement.scale
    if is_far:
        canvas = (placement.canvas_width_px, placement.canvas_height_px)[axis]
        return offset + portrait.size_px[axis] * placement.scale < canvas + room
    return offset > -room


def _border_rows(alpha: AlphaImage, axis: int, *, is_far: bool) -> AlphaImage:
    """Return the outermost rows, or columns laid as rows, (k, L), of one border."""
    lines = alpha.T if axis == 0 else alpha
    return lines[-_EDGE_ROWS:] if is_far else lines[:_EDGE_ROWS]


def _touching(rows: AlphaImage, unit_px: float) -> FloatArray:
    """Return (L,) 1 where the subject touches a border and beside it, falling to 0 smoothly."""
    touch = (rows.max(axis=0) > _TOUCHING).astype(np.float32)[None]
    reach = max(1, round(_BESIDE * unit_px))
    wide = np.asarray(cv2.dilate(touch, np.ones((1, 4 * reach + 1), np.uint8)), np.float32)
    return np.asarray(blur(wide, reach / 2)[0], np.float32) if wide.any() else wide[0]

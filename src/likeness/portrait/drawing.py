"""Is a face drawn with lines and flat colours, and how thick and dark are its lines?"""

from dataclasses import dataclass

import cv2
import numpy as np

from likeness.core.pixels import polygon_pixels, resize_area, resize_linear
from likeness.core.portrait import FaceGeometry
from likeness.core.rig import FaceRig
from likeness.typing import BoolArray, ByteArray, FloatArray, Points2, RgbImage

_SKIN_UNIT_PX = 64.0  # pixels per eye distance at which slopes are judged: grain and paper are gone
_LINE_UNIT_PX = 120.0  # at most, where lines are measured
_CHEEKS = (
    116, 111, 117, 118, 119, 120, 121, 128, 168, 357, 350, 349, 348, 347, 346, 340, 345, 352, 411, 425,
    426, 327, 326, 2, 97, 98, 206, 205, 187, 123,
)  # fmt: skip
"""Mesh points around cheeks and nose, where a photo is shaded and a drawing flat."""

_STEEPEST = 13.0  # times the median slope: the 95th percentile of cheeks drawn with lines
_FLAT_SLOPE = 1.6  # grey levels per pixel: the median slope of flat colour
_NO_SLOPE = 0.2  # grey levels per pixel: rounding alone
_THICKEST = 0.04  # eye distances: dark strokes that are wider are no lines
_LINE_CONTRAST = 40.0  # grey levels of a line against its surroundings
_FEWEST_PX = 25
_PLAIN_WIDTH = 0.022  # eye distances of a line where the picture shows none
_WIDTH_RANGE = (0.010, 0.05)  # eye distances
_OPEN_GAP = 0.06  # eye distances between the lips
_EDGE = 0.025  # eye distances of outline around an open mouth
_LEAST_COLOUR = 0.3  # (max - min) / max of tongue and throat; teeth are paler
_COLOURED_SHARE = 0.4  # of an open mouth, for its colours to be those of all its states
_SHADE = 0.62  # of the light on the tongue reaches the depth
_PLAIN_DARKNESS = 0.35  # of the skin's light, where the picture shows no line


@dataclass(frozen=True)
class Ink:
    """The lines of a drawing."""

    rgb: FloatArray
    """(3,) sRGB 0-255."""

    width_px: float
    """In picture pixels."""


@dataclass(frozen=True)
class _Patch:
    """The picture around an outline at another size."""

    rgb: RgbImage
    """(h, w, 3)."""

    outline: Points2
    """(N, 2) in pixels of the patch."""

    corner: Points2
    """(2,) of the patch in the picture."""

    scale: float
    """Pixels of the patch per pixel of the picture."""

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height."""
        return self.rgb.shape[1], self.rgb.shape[0]

    def inside(self) -> BoolArray:
        """Return (h, w) what the outline encloses."""
        return polygon_pixels(self.size_px, self.outline)


def is_drawing(rgb: RgbImage, face: FaceGeometry) -> bool:
    """Tell flat colours between lines from shading, by the slopes of cheeks and nose.

    In photos, paintings and 3-D renders the steepest slopes are 3 to 10 times the median, in drawings with
    lines 19 times; their median itself is small.
    """
    unit = face.eye_distance_px
    patch = _scaled(rgb, face.rest_px[list(_CHEEKS), :2], _SKIN_UNIT_PX / unit)
    inside = patch.inside()
    if int(inside.sum()) < _FEWEST_PX:
        return False
    light = cv2.cvtColor(cv2.medianBlur(patch.rgb, 3), cv2.COLOR_RGB2LAB)[..., 0].astype(np.float32)
    slope = np.hypot(cv2.Sobel(light, cv2.CV_32F, 1, 0), cv2.Sobel(light, cv2.CV_32F, 0, 1))[inside] / 8
    usual, steep = np.percentile(slope, [50, 95])
    is_even = steep < _NO_SLOPE
    return bool(usual < _FLAT_SLOPE and (is_even or steep > _STEEPEST * max(usual, _NO_SLOPE)))


def ink_of(rgb: RgbImage, face: FaceGeometry, rig: FaceRig) -> Ink:
    """Measure the dark lines in the lower half of a face: nose, mouth, folds and jaw."""
    unit = face.eye_distance_px
    oval = face.rest_px[rig.contours["face_oval"], :2]
    patch = _scaled(rgb, oval, min(1.0, _LINE_UNIT_PX / unit))
    grey = np.asarray(cv2.cvtColor(patch.rgb, cv2.COLOR_RGB2GRAY), np.uint8)
    inside = patch.inside() & _below_eyes(patch, face)
    lines = _dark_lines(grey, patch.scale * unit) & inside
    if int(lines.sum()) < _FEWEST_PX:
        skin = np.median(patch.rgb[inside], axis=0) if inside.any() else np.full(3, 128.0)
        return Ink(np.asarray(skin * _PLAIN_DARKNESS, np.float32), _PLAIN_WIDTH * unit)
    depth = cv2.distanceTransform(lines.astype(np.uint8), cv2.DIST_L2, 3)
    # across a strip the mean distance to the next pixel outside of it is a quarter of its width, and a half
    width = 4 * (float(depth[lines].mean()) - 0.5) / patch.scale
    core = lines & (grey <= np.percentile(grey[lines], 15))
    thinnest, thickest = (share * unit for share in _WIDTH_RANGE)
    colour = np.asarray(np.median(patch.rgb[core], axis=0), np.float32)
    return Ink(colour, min(max(width, thinnest), thickest))


@dataclass(frozen=True)
class DrawnInside:
    """Colours of an open drawn mouth, sRGB 0-255."""

    dark_rgb: FloatArray
    """(3,) of its depth."""

    light_rgb: FloatArray
    """(3,) of its tongue."""


def drawn_inside(rgb: RgbImage, face: FaceGeometry, rig: FaceRig) -> DrawnInside | None:
    """Return the colours between the lips of a drawing; None where its mouth is closed or full of teeth."""
    if float(np.abs(face.close_mouth_px).max()) == 0.0:
        return None
    upper, lower = (face.rest_px[rig.contours[f"lip_inner_{side}"], :2] for side in ("upper", "lower"))
    if float(np.linalg.norm(upper - lower, axis=1).max()) < _OPEN_GAP * face.eye_distance_px:
        return None
    scale = min(1.0, _LINE_UNIT_PX / face.eye_distance_px)
    patch = _scaled(rgb, np.concatenate([upper, lower[::-1]]), scale)
    edge = 2 * max(1, round(_EDGE * face.eye_distance_px * scale)) + 1
    hole = cv2.erode(patch.inside().astype(np.uint8), np.ones((edge, edge), np.uint8)) > 0
    pixels = patch.rgb[hole]
    if len(pixels) < _FEWEST_PX:
        return None
    high, low = pixels.max(1).astype(np.float32), pixels.min(1).astype(np.float32)
    coloured = pixels[high - low > _LEAST_COLOUR * np.maximum(high, 1.0)]
    if len(coloured) < _COLOURED_SHARE * len(pixels):
        return None
    luma = coloured.mean(1)
    dark, light = (
        np.asarray(np.median(part, axis=0), np.float32)
        for part in (coloured[luma <= np.percentile(luma, 25)], coloured[luma >= np.percentile(luma, 60)])
    )
    # one flat colour: what is behind the tongue is in its shade
    return DrawnInside(np.asarray(np.minimum(dark, light * _SHADE), np.float32), light)


def _dark_lines(grey: ByteArray, unit_px: float) -> BoolArray:
    """Return (h, w) strokes that are darker than what lies on both sides."""
    side = 2 * max(1, round(_THICKEST * unit_px / 2)) + 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    return np.asarray(cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, disc) > _LINE_CONTRAST)


def _below_eyes(patch: _Patch, face: FaceGeometry) -> BoolArray:
    """Return (h, w) what lies below the middle of the nose: lashes are thicker than other lines."""
    width, height = patch.size_px
    x, y = np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5)
    middle = (face.rest_px[197, :2] - patch.corner) * patch.scale
    return np.asarray((x - middle[0]) * face.up[0] + (y - middle[1]) * face.up[1] < 0.0)


def _scaled(rgb: RgbImage, outline: Points2, scale: float) -> _Patch:
    low = np.maximum(np.floor(outline.min(0)), 0).astype(int)
    high = np.minimum(np.ceil(outline.max(0)), rgb.shape[1::-1]).astype(int)
    high = np.maximum(high, low + 2)
    crop = rgb[low[1] : high[1], low[0] : high[0]]
    size = (max(4, round(crop.shape[1] * scale)), max(4, round(crop.shape[0] * scale)))
    resized = resize_area(crop, size) if scale < 1.0 else resize_linear(crop, size)
    corner = low.astype(np.float32)
    return _Patch(resized, np.asarray((outline - corner) * scale, np.float32), corner, scale)

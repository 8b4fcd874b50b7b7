"""Mouths of drawings: the outline of the picture is painted over, and drawn again where the lips are."""

from dataclasses import dataclass

import cv2
import numpy as np

from likeness.core.pixels import blur, polygon_mask, resize_area, resize_linear, to_unit
from likeness.rendering.lips import Opening
from likeness.rendering.mouth_kernels import blend
from likeness.typing import ByteArray, FloatArray, Points2, RgbaImage

_SUPERSAMPLING = 4
_THIN_END = 0.35  # of the line's width at the corners of the mouth
_LOWER_WIDTH = 0.8  # of the upper line's: the lower one lies in the light
_COVERED = 1.5  # line widths on each side of the lips' edge that are painted over
_LEAST_COVERED = 0.055  # eye distances
_COARSE_SIGMA_PX = 3.0  # least blur of reduced colours
_FILL = 1.6  # covered widths: how far away colours are taken from
_SHARP_PX = 0.3  # blur that nobody sees
_NEW_LINE_GAP = 0.03  # eye distances: from here on a mouth that was a line is drawn as two


@dataclass(frozen=True)
class Ink:
    """The pen of one drawing at one placement."""

    rgb: FloatArray
    """(3,) sRGB 0-255."""

    width_px: float
    """Canvas pixels."""

    unit_px: float
    """Canvas pixels per eye distance."""

    blur_px: float = 0.0
    """Standard deviation of the blur of its lines, canvas pixels."""


def cover_outline(region: RgbaImage, opening: Opening, ink: Ink, share: float) -> None:
    """Paint the colours around over the old outline, in place, as far as `share` 0-1 says.

    The edges of the hole that the picture shows come along with the lips; closed lips would be a double line
    with specks of the inside between them.
    """
    reach = _covered_px(ink)
    band = polygon_mask(opening.size, np.concatenate([opening.upper, opening.lower[::-1]]) - 0.5)
    thickness = max(1, round(2 * reach))
    for lip in (opening.upper, opening.lower):
        points = np.round((_longer(lip, reach) - 0.5) * 16).astype(np.int32)
        cv2.polylines(band, [points], False, 255, thickness, cv2.LINE_AA, 4)
    covered = to_unit(band)
    known = np.asarray(1.0 - covered, np.float32)
    known[known < 0.99] = 0.0
    around, colours = _spread_colours(region, known, _FILL * reach)
    blend(region, colours, np.asarray(blur(covered, 1.0) * (share * (around > 1e-4)), np.float32))


def _spread_colours(region: RgbaImage, known: FloatArray, sigma_px: float) -> tuple[FloatArray, FloatArray]:
    """Return (h, w) how much is known around each pixel, and (h, w, 3) the mean colours of that.

    They are smooth: the blur is done as coarsely as its width allows.
    """
    height, width = known.shape
    step = max(1, int(sigma_px / _COARSE_SIGMA_PX))
    size = (-(-width // step), -(-height // step))
    parts = np.dstack([region[..., :3] * known[..., None], known]).astype(np.float32)
    coarse = blur(resize_area(parts, size) if step > 1 else parts, sigma_px / step)
    spread = resize_linear(coarse, (width, height)) if step > 1 else coarse
    around = np.ascontiguousarray(spread[..., 3])
    return around, np.asarray(spread[..., :3] / np.maximum(around, 1e-4)[..., None], np.float32)


def covered_room_px(ink: Ink) -> float:
    """Return how far around the lips `cover_outline` must see: what it covers, and what colours it takes."""
    return 2.0 * (1.0 + _FILL) * _covered_px(ink)


def _covered_px(ink: Ink) -> float:
    return max(_COVERED * ink.width_px, _LEAST_COVERED * ink.unit_px)


def draw_lines(region: RgbaImage, opening: Opening, ink: Ink, share: float | None) -> None:
    """Draw both edges of the mouth with the picture's pen, in place.

    `share` 0-1 is the strength of the lines; None = the closed mouth of the picture is a line already, new
    ones appear as it opens.
    """
    if share is None:
        share = float(np.clip(opening.gap_px / (_NEW_LINE_GAP * ink.unit_px), 0.0, 1.0))
    if share <= 0.0 or ink.width_px <= 0.0:
        return
    line = np.zeros((opening.size[1] * _SUPERSAMPLING, opening.size[0] * _SUPERSAMPLING), np.uint8)
    for lip, width in ((opening.upper, 1.0), (opening.lower, _LOWER_WIDTH)):
        _stroke(line, lip, width * ink.width_px)
    cover = to_unit(resize_area(line, opening.size)) * np.float32(share)
    if ink.blur_px > _SHARP_PX:
        cover = blur(cover, ink.blur_px)
    blend(region, np.broadcast_to(ink.rgb, (*cover.shape, 3)).astype(np.float32), cover)


def _longer(line: Points2, by_px: float) -> Points2:
    """Return a line (K, 2) that goes on straight at both ends."""
    ends = np.stack([line[0] - line[2], line[-1] - line[-3]])
    ends *= by_px / np.maximum(np.linalg.norm(ends, axis=1, keepdims=True), 1e-6)
    return np.concatenate([line[:1] + ends[:1], line, line[-1:] + ends[1:]])


def _stroke(line: ByteArray, points: Points2, width_px: float) -> None:
    """Draw a line through points (K, 2) that is thinner at its ends, in place."""
    along = np.gradient(points, axis=0)
    across = np.stack([-along[:, 1], along[:, 0]], axis=1)
    across /= np.maximum(np.linalg.norm(across, axis=1, keepdims=True), 1e-6)
    swell = np.sqrt(np.sin(np.linspace(0.0, np.pi, len(points))).clip(0))
    half = (width_px / 2 * (_THIN_END + (1 - _THIN_END) * swell))[:, None] * across
    outline = np.concatenate([points + half, (points - half)[::-1]])
    corners = np.round((outline * _SUPERSAMPLING - 0.5) * 16).astype(np.int32)
    cv2.fillPoly(line, [corners], 255, cv2.LINE_AA, 4)

"""Lids of big drawn eyes: painted, as an animator would, because no lid skin is there to be stretched.

Inside the eye's outline a field of the skin's colour comes down over the eyeball; the drawn line of lashes
leaves its place and rides on the lid's edge.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from likeness.core.pixels import blur
from likeness.typing import BoolArray, FloatArray, RgbaImage

_LASH_ABOVE, _LASH_BELOW = 0.30, 0.05  # of the opening: where lashes are looked for around the upper outline
_DARK, _LIGHT = 0.36, 0.58  # of the skin's lightness: surely lash, surely not
_MARGIN = 0.055  # of the opening: the eye ends softly outside of the outline that was found
_SKIN_RING = (0.12, 0.40)  # of the opening: where skin is looked at, below the eye
_TINT_TOLERANCE = 0.05  # difference of (a, b) / L from the ring's median: other things than skin
_STROKE = 0.14  # of the eye's width: shorter dark marks are no line of lashes
_LID_SHADE = 0.10  # how much darker the lid is at its crease
_EDGE_SHADE = 0.05  # and at its edge


@dataclass(frozen=True)
class PaintedLid:
    """What a drawn eye needs to close; arrays lie on its patch."""

    skin: FloatArray
    """(h, w, 3) colour of the skin as if no eye were there."""

    lash: FloatArray
    """(h, w) 0-1 coverage of the lashes at rest."""

    inside: FloatArray
    """(h, w) 0-1 coverage of the eye within its outline."""


@dataclass(frozen=True)
class LidLines:
    """Heights on a patch, (h, w) each, + = down."""

    v: FloatArray
    """Of the pixels."""

    upper: FloatArray
    """Of the upper outline."""

    lower: FloatArray
    """Of the lower outline."""


def painted_lid(patch: RgbaImage, lines: LidLines, corners: FloatArray) -> PaintedLid:
    """Find skin colour and lashes of a drawn eye on its patch, (h, w, 4).

    `corners` (h, w) is the distance in pixels to the nearer corner's column, + = between the corners.
    """
    rgb = patch[..., :3].astype(np.float32)
    lab = cv2.cvtColor(np.ascontiguousarray(patch[..., :3]), cv2.COLOR_RGB2LAB).astype(np.float32)
    peak = float((lines.lower - lines.upper).max())
    skin = _skin_field(rgb, lab, (lines.v - lines.lower) / peak, corners > 0)
    light = skin @ np.array([0.299, 0.587, 0.114], np.float32)
    darkness = (_LIGHT * light - lab[..., 0]) / ((_LIGHT - _DARK) * np.maximum(light, 1.0))
    height = (lines.v - lines.upper) / peak
    near = np.clip((height + _LASH_ABOVE) / 0.05, 0, 1) * np.clip((_LASH_BELOW - height) / 0.03, 0, 1)
    margin = _MARGIN * peak
    near *= np.clip(corners / margin + 1.0, 0, 1)
    dark = np.asarray(np.clip(darkness, 0, 1) * near, np.float32)
    return PaintedLid(
        skin=skin,
        lash=_long_strokes(dark, lines.upper, corners),
        inside=_coverage(lines, corners, margin),
    )


def close_painted(
    rest: FloatArray,
    eyeball: FloatArray,
    lid: PaintedLid,
    lines: LidLines,
    moved: tuple[FloatArray, FloatArray],
) -> FloatArray:
    """Return the (h, w, 3) patch with its lids at `moved` (upper, lower) heights.

    `rest` (h, w, 3) is the texture, `eyeball` (h, w, 3) the eye with its iris where it looks.
    """
    edge, lower = moved
    fall = edge - lines.upper
    is_moving = np.clip(fall / max(0.06 * float((lines.lower - lines.upper).max()), 1.0), 0, 1)
    drawn = rest + (eyeball - rest) * lid.inside[..., None]
    drawn += (lid.skin - drawn) * (lid.lash * is_moving)[..., None]
    along = np.clip((lines.v - lines.upper) / np.maximum(fall, 1.0), 0, 1)
    shade = 1.0 - _LID_SHADE * (1 - along) ** 2 - _EDGE_SHADE * along**4
    covered = np.maximum(np.clip(edge - lines.v + 0.5, 0, 1), np.clip(lines.v - lower + 0.5, 0, 1))
    drawn += (lid.skin * shade[..., None] - drawn) * (covered * lid.inside * is_moving)[..., None]
    colour, coverage = _fallen(rest, fall), _fallen(lid.lash, fall)
    return np.asarray(drawn + (colour - drawn) * (coverage * is_moving)[..., None], np.float32)


def _long_strokes(dark: FloatArray, upper: FloatArray, corners: FloatArray) -> FloatArray:
    """Keep of (h, w) what runs along the upper lid: locks of hair that cross it are no lashes."""
    length = max(3, int(_STROKE * 2 * float(corners.max())))
    stroke = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (length, max(1, length // 6)))
    straightening = float(upper.mean()) - upper
    straight = _fallen(dark, straightening)
    kept = cv2.dilate(cv2.morphologyEx(straight, cv2.MORPH_OPEN, stroke), np.ones((3, 3), np.uint8))
    return np.asarray(np.minimum(dark, _fallen(np.asarray(kept, np.float32), -straightening)), np.float32)


def _skin_field(rgb: FloatArray, lab: FloatArray, below: FloatArray, is_column: BoolArray) -> FloatArray:
    """Return (h, w, 3) the colour of the skin below the eye, changing steadily across."""
    ring = (below > _SKIN_RING[0]) & (below < _SKIN_RING[1]) & is_column
    if ring.sum() < 12:
        return np.full_like(rgb, np.median(rgb.reshape(-1, 3), axis=0))
    is_skin = ring & _like_its_median(lab, ring)
    x = np.nonzero(is_skin)[1]
    shape = rgb.shape[:2]
    design = np.stack([np.ones(len(x)), x / shape[1] - 0.5], axis=1)
    slope = np.linalg.lstsq(design, rgb[is_skin], rcond=None)[0]
    across = np.clip(np.arange(shape[1]) / shape[1] - 0.5, -0.5, 0.5)
    row = slope[0] + across[:, None] * slope[1]
    low, high = np.percentile(rgb[is_skin], [10, 90], axis=0)
    return np.broadcast_to(np.clip(row, low, high), rgb.shape).astype(np.float32)


def _like_its_median(lab: FloatArray, where: BoolArray) -> BoolArray:
    tint = (lab[..., 1:] - 128) / np.maximum(lab[..., :1], 25.0)
    distance = np.linalg.norm(tint - np.median(tint[where], axis=0), axis=-1)
    is_light = lab[..., 0] > 0.75 * float(np.median(lab[..., 0][where]))
    alike = (distance < _TINT_TOLERANCE) & is_light
    return np.asarray(alike if (alike & where).sum() >= 12 else where)


def _coverage(lines: LidLines, corners: FloatArray, margin: float) -> FloatArray:
    """Return (h, w) the antialiased inside of the outline, grown by `margin` pixels."""
    inside = np.clip(corners + margin + 0.5, 0, 1)
    for height in (lines.v - lines.upper, lines.lower - lines.v):
        # across a steep line the vertical distance is too long
        steepness = np.maximum(np.hypot(*np.gradient(height)), 1.0)
        inside = inside * np.clip(height / steepness + margin + 0.5, 0, 1)
    return np.asarray(blur(np.asarray(inside, np.float32), max(0.35 * margin, 0.5)), np.float32)


def _fallen(layer: FloatArray, fall: FloatArray) -> FloatArray:
    """Return a layer (h, w) or (h, w, 3) with each column moved down by `fall` (h, w) pixels."""
    y, x = np.mgrid[: fall.shape[0], : fall.shape[1]].astype(np.float32)
    # the patch is upright but for the slant of the eye, which a column of lashes does not notice
    map_y = np.asarray(y - fall, np.float32)
    return np.asarray(cv2.remap(layer, x, map_y, cv2.INTER_LINEAR, borderValue=0), np.float32)

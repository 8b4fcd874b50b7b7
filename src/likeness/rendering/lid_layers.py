"""The upper lid of one eye in layers: skin without lashes, lashes, and the lid that a blink unrolls.

An open eye hides most of its lid in a fold. While it closes, the strip of lid between fold and lashes comes
down with its edge as it is, skin above the fold hardly moves, and fresh lid skin appears between them. Lashes
ride on the edge; they point up while the eye is open and down when it is shut.
"""

from dataclasses import dataclass, replace

import cv2
import numpy as np

from likeness.core.pixels import blur
from likeness.rendering.eyeball import Eyeball
from likeness.rendering.lid_kernel import HEIGHT, LASH_ROOM, UPPER, draw_lids
from likeness.rendering.lid_lines import LidLines
from likeness.typing import BoolArray, FloatArray, RgbImage

_LASH_REACH = 0.95  # of the opening above the lid: longest lashes
_ROOTS = 0.10  # of the opening to both sides of the edge: lash roots and lid rim, which ride as they are
_BESIDE = 0.18  # of the eye's width beyond a corner: longest outer lashes
_STROKE = 0.55  # of the opening: darker marks that are narrower than this are lashes
_DARK = (0.95, 0.78)  # of the skin's light: no lash, surely one
_REACH = 1.6  # of the opening above the lid: skin that a blink may change
_MASS = (0.70, 0.55)  # the same for dark parts as wide as the eye, against the usual light there
_MASS_REACH = 0.5  # of the opening: how far these reach up
_NO_SKIN = 1.25  # times the usual light above the eye
_MAKE_UP = 0.30  # of the opening above the edge: dark parts up to here lie on the lid, not on lashes
_BEGUN = 0.04  # of the opening: a lid that has moved this far shows nothing of the resting one
_MOST_RAISED = 0.3  # of the opening: no lid is raised higher
_LID_LIGHT = 0.94  # of the skin around: light on a closed lid
_CHEEK_SHARE = 0.35  # of the colour of the skin below the eye in a lid
_DETAIL = 12.0  # grey levels of pores and grain that a lid may have


@dataclass(frozen=True)
class LidLayers:
    """Everything of one eye with lids that stays the same from frame to frame; see `lid_kernel`."""

    layers: FloatArray
    """(h, w, 15) picture, skin, lid, rim and lashes."""

    lines: FloatArray
    """(h, w, 6) heights and shares."""

    opening_px: float
    """Largest distance of the lids."""

    soft_px: float
    """Width of the softest edge that the picture shows."""

    down: tuple[float, float]
    """(x, y) the eye's vertical axis."""

    eyeball: Eyeball
    """What can be seen of the eyeball."""

    corner: tuple[int, int]
    """Column and row of its layers on the patch."""

    def drawn(self, shift_px: tuple[float, float], closing: float, rise: float) -> RgbImage:
        """Return the (h, w, 3) patch with its lids moved.

        Parameters
        ----------
        shift_px
            Of the iris, (x, y).
        closing
            Upper lid: 0 as in the picture, 1 shut, below 0 raised.
        rise
            Lower lid: 0-1 of the opening upward.

        """
        begun = min(max(abs(closing), rise) / _BEGUN, 1.0)
        pose = (closing, rise, self.opening_px, self.soft_px, begun, *self.down, *self.corner)
        eyeball = self.eyeball.moved(shift_px)
        pixels = draw_lids(self.layers, self.lines, eyeball, np.array(pose, np.float32))
        return np.asarray(pixels, np.uint8)

    def around_edge(self) -> tuple["LidLayers", int]:
        """Return the part from the longest lashes downward, and its first row."""
        above = (self.lines[..., UPPER] - self.lines[..., HEIGHT]) / self.opening_px
        first = int(np.flatnonzero((above < LASH_ROOM).any(axis=1))[0])
        corner = (self.corner[0], self.corner[1] - first)
        layers, lines = (np.ascontiguousarray(part[first:]) for part in (self.layers, self.lines))
        return replace(self, layers=layers, lines=lines, corner=corner), first


@dataclass(frozen=True)
class LidView:
    """What the picture shows around an eye on its patch."""

    rgb: FloatArray
    """(h, w, 3), 0-255."""

    corners: FloatArray
    """(h, w) pixels to the nearer corner's column, + = between the corners."""

    inside: FloatArray
    """(h, w) 0-1: between the corners."""

    fold: FloatArray
    """(h, w) height above which brow begins: nothing changes there."""

    width_px: float
    """Distance of the corners."""

    cheek: tuple[FloatArray, float]
    """Colour (3,) of a lid by the skin below the eye, and how far skin above it is hidden, 0-1."""

    soft_px: float
    """Width of the softest edge that the picture shows."""


def build_lid(view: LidView, lines: LidLines, eyeball: Eyeball) -> LidLayers:
    """Take the lid apart; `lines` are the heights of the patch's pixels and lids."""
    rgb, corners, width_px, soft_px = view.rgb, view.corners, view.width_px, view.soft_px
    peak = lines.opening_px
    above = (lines.upper - lines.v) / peak
    beside = _beside(corners, width_px)
    free = np.clip((lines.v - view.fold) / (0.12 * peak), 0, 1)  # of the brow
    near = np.asarray(np.clip((_LASH_REACH - above) / 0.15, 0, 1) * beside * free, np.float32)
    strokes, mass = _dark_marks(rgb, above, near, peak)
    is_lash = np.maximum(strokes, mass)
    side = 2 * round(0.6 * soft_px) + 1
    grey = rgb.mean(axis=2)
    # white of the eye or wet light above a lid that was found too low is no skin
    too_bright = (above < _MASS_REACH) & (corners > 0) & (grey > _NO_SKIN * _usual_light(grey, above))
    is_lash = np.maximum(is_lash, too_bright)
    known = np.asarray(
        (above > _ROOTS) & (free > 0) & (cv2.dilate(is_lash, np.ones((side, side), np.uint8)) < 0.12)
    )
    skin = _filled(rgb, known & (above < _REACH), peak)
    keep = blur(known.astype(np.float32), 0.8 * soft_px) * known
    skin += (rgb - skin) * keep[..., None]
    ratio = np.clip(rgb / np.maximum(skin, 1.0), 0.05, 1.0) - 1
    at_edge = (
        np.clip((_ROOTS - above) / 0.04, 0, 1) * (above > 0) * np.clip(corners / (0.04 * width_px), 0, 1)
    )
    rim = np.maximum(mass * np.clip((_MAKE_UP - above) / 0.1, 0, 1), at_edge)
    rim = blur(np.asarray(rim, np.float32), 0.5 * soft_px)
    tips = blur(np.asarray(np.maximum(strokes, mass), np.float32), 0.4 * soft_px) * (1 - rim)
    lid = _closed_lid(view, skin, lines)
    layers = [rgb, skin, lid, 1 + ratio * rim[..., None], 1 + ratio * tips[..., None]]
    reach = np.clip((_REACH - above) / 0.3, 0, 1) * beside * free
    between = np.clip(corners / (0.25 * width_px), 0, 1)
    heights = [lines.v, lines.upper, lines.lower, between, reach, view.inside]
    box = _box((above < _MOST_RAISED) & (lines.v < lines.lower + soft_px) & (view.inside > 0))
    return LidLayers(
        layers=np.ascontiguousarray(np.concatenate(layers, axis=2), np.float32),
        lines=np.ascontiguousarray(np.stack(heights, axis=2), np.float32),
        opening_px=peak,
        soft_px=soft_px,
        down=lines.down,
        eyeball=eyeball.cut(box),
        corner=(box[1].start, box[0].start),
    )


def _box(seen: BoolArray) -> tuple[slice, slice]:
    """Return rows and columns that hold all that is true in (h, w), at least one pixel."""
    rows, columns = np.flatnonzero(seen.any(1)), np.flatnonzero(seen.any(0))
    if rows.size == 0:
        return slice(0, 1), slice(0, 1)
    return slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)


def _usual_light(grey: FloatArray, above: FloatArray) -> float:
    """Return the grey level of the skin above a lid; `above` (h, w) in openings."""
    skin = (above > 0.3) & (above < 1.5)
    return float(np.median(grey[skin])) if skin.any() else 255.0


def _beside(corners: FloatArray, width_px: float) -> FloatArray:
    """Return (h, w) 1 between the corners, falling to 0 where the longest lashes beside them end."""
    return np.asarray(np.clip(2 * (1 + corners / (_BESIDE * width_px)), 0, 1), np.float32)


def _dark_marks(
    rgb: FloatArray, above: FloatArray, near: FloatArray, peak: float
) -> tuple[FloatArray, FloatArray]:
    """Return (h, w) 0-1 each: thin strokes darker than the skin beside them, and dark masses at the lid."""
    grey = np.asarray(rgb.mean(axis=2), np.float32)
    side = max(3, 2 * round(_STROKE * peak / 2) + 1)
    # across only: the fold above the lid runs along it, lashes stand on it
    closed = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((1, side), np.uint8))
    beside = np.asarray(closed, np.float32)
    strip = (above > _ROOTS) & (above < _LASH_REACH) & (near > 0)
    usual = float(np.percentile(beside[strip], 60)) if strip.any() else float(grey.mean())
    ratio = grey / np.maximum(beside, 1.0)
    strokes = np.clip((_DARK[0] - ratio) / (_DARK[0] - _DARK[1]), 0, 1)
    mass = np.clip((_MASS[0] - grey / max(usual, 1.0)) / (_MASS[0] - _MASS[1]), 0, 1) * (above < _MASS_REACH)
    standing = near * (above > 0)
    return np.asarray(strokes * standing, np.float32), np.asarray(mass * standing, np.float32)


def _closed_lid(view: LidView, skin: FloatArray, lines: LidLines) -> FloatArray:
    """Return (h, w, 3) a closed lid: evenly lit, in the colours of the skin above and below the eye."""
    colour, hidden = view.cheek
    peak = lines.opening_px
    above = (lines.upper - lines.v) / peak
    band = np.asarray((above > 0.3) & (above < 1.3) & (lines.v > view.fold))
    grey = np.asarray(skin.mean(axis=2), np.float32)
    if band.any():
        band &= grey >= np.percentile(grey[band], 55)
    own = _filled(skin, band, 2.0 * peak)
    lid = own + (colour - own) * (_CHEEK_SHARE + (1 - _CHEEK_SHARE) * hidden)
    return np.asarray(_LID_LIGHT * lid + _detail(view.rgb, lines, peak), np.float32)


def _detail(rgb: FloatArray, lines: LidLines, peak: float) -> FloatArray:
    """Return (h, w, 1) pores, grain and brush strokes of the skin below the eye, mirrored onto the lid."""
    grey = np.asarray(rgb.mean(axis=2), np.float32)
    fine = np.clip(grey - blur(grey, max(0.14 * peak, 0.7)), -_DETAIL, _DETAIL)
    fine *= np.clip((lines.v - lines.lower) / peak - 0.15, 0, 0.1) * 10
    fall = np.maximum(lines.lower - lines.v, 0)
    return lines.sampled(fine, np.where(fall > 0, 1.55 * fall + 0.3 * peak, 0))[..., None]


def _filled(rgb: FloatArray, known: BoolArray, peak: float) -> FloatArray:
    """Return (h, w, 3) smooth colours of the known pixels, going on where nothing is known."""
    weight = known.astype(np.float32)
    if weight.sum() < 6:
        return np.asarray(np.full_like(rgb, np.median(rgb.reshape(-1, 3), axis=0)), np.float32)
    result = np.full_like(rgb, np.median(rgb[known], axis=0))
    for share in (0.8, 0.3, 0.12):
        sigma = max(share * peak, 0.6)
        total = blur(weight, sigma)[..., None]
        near = blur(rgb * weight[..., None], sigma) / np.maximum(total, 1e-4)
        result += (near - result) * np.clip(total / 0.25, 0, 1)
    return np.asarray(result, np.float32)

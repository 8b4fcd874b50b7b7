"""The upper lid of one eye in layers: skin without lashes, lashes, and the lid that a blink unrolls.

An open eye hides most of its lid in a fold. While it closes, the strip of lid between fold and lashes comes
down with its edge as it is, skin above the fold hardly moves, and fresh lid skin appears between them. Lashes
ride on the edge; they point up while the eye is open and down when it is shut.
"""

from dataclasses import dataclass, replace

import cv2
import numpy as np

from likeness.core.pixels import blur, to_bytes
from likeness.rendering.eyeball import Eyeball
from likeness.rendering.lid_kernel import FOLD_ROOM, HEIGHT, LASH_ROOM, UPPER, draw_lids
from likeness.rendering.lid_lines import LidLines
from likeness.typing import BoolArray, FloatArray, IntArray, RgbImage

_LASH_REACH = 0.95  # of the opening above the lid: longest lashes
_BESIDE_REACH = 0.5  # the same beside the corners
_SHORT = 0.3  # of the eye's width: towards the inner corner lashes are shorter
_ROOTS = 0.10  # of the opening to both sides of the edge: lash roots and lid rim, which ride as they are
_BESIDE = 0.18  # of the eye's width beyond a corner: longest outer lashes
_STROKE = 0.55  # of the opening: darker marks that are narrower than this are lashes
_DARK = (0.95, 0.78)  # of the skin's light: no lash, surely one
_BROW = 0.85  # times the usual light: darker parts beyond the fold are brow
_AT_CORNER = -0.07  # of the eye's width: skin farther beside it says nothing about the lid
_REACH = 1.6  # of the opening above the lid: skin that a blink may change
_NO_TIPS = 0.12  # of the eye's width: nearer to a corner lashes meet folds and hair
_SPOT, _SPOT_LIGHT = 0.28, 0.95  # of the opening; of the light around it: larger or lighter ones are skin
_DOT = (0.97, 0.85)  # the same beside lashes: skin, rest of a lash
_MASS = (0.70, 0.55)  # the same for dark parts as wide as the eye, against the usual light there
_MASS_SIZE = 0.6  # of the opening: dark parts that are larger than this are shadows
_MASS_REACH = 0.5  # of the opening: how far these reach up
_NO_SKIN = 1.25  # times the usual light above the eye
_MAKE_UP = 0.30  # of the opening above the edge: dark parts up to here lie on the lid, not on lashes
_BEGUN = 0.04  # of the opening: a lid that has moved this far shows nothing of the resting one
_MOST_RAISED = 0.3  # of the opening: no lid is raised higher
_LID_LIGHT = 0.97  # of the skin around: light on a closed lid
_CHEEK_SHARE = 0.6  # of a lid: skin below the eye counts as much as that above it
_LIT_PERCENTILE = 45.0  # of the skin above and below the eye: darker parts are folds and shadows
_SEEN = 0.7  # grey levels: smaller differences of lashes to skin are none
_BESIDE_COLUMN = 3  # pixels beside a lash that its blur may reach
_GRAIN, _DETAIL = 0.09, 7.0  # of the opening, grey levels: pores and grain that a lid may have


@dataclass(frozen=True)
class LidLayers:
    """Everything of one eye with lids that stays the same from frame to frame; see `lid_kernel`."""

    rest: RgbImage
    """(h, w, 3) the patch as it is in the picture."""

    spans: IntArray
    """(h, 2) first column of each row that may change, and the one behind the last."""

    layers: FloatArray
    """(h, w, 15) picture, skin, lid, rim and lashes."""

    lines: FloatArray
    """(h, w, 7) heights and shares."""

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
        rest = self.rest, self.spans
        pixels = draw_lids(rest, self.layers, self.lines, eyeball, np.array(pose, np.float32))
        return np.asarray(pixels, np.uint8)

    def around_edge(self) -> tuple["LidLayers", int]:
        """Return the part from the longest lashes downward, and its first row."""
        above = (self.lines[..., UPPER] - self.lines[..., HEIGHT]) / self.opening_px
        first = int(np.flatnonzero((above < LASH_ROOM).any(axis=1))[0])
        corner = (self.corner[0], self.corner[1] - first)
        part = replace(
            self,
            rest=self.rest[first:],
            spans=self.spans[first:],
            layers=self.layers[first:],
            lines=self.lines[first:],
            corner=corner,
        )
        return part, first


@dataclass(frozen=True)
class LidView:
    """What the picture shows around an eye on its patch."""

    rgb: FloatArray
    """(h, w, 3), 0-255."""

    corners: FloatArray
    """(h, w) pixels to the nearer corner's column, + = between the corners."""

    from_inner: FloatArray
    """(h, w) pixels from the inner corner's column, + = towards the outer one."""

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
    longest = np.where(corners > 0, _LASH_REACH, _BESIDE_REACH)
    near = np.asarray(np.clip((longest - above) / 0.15, 0, 1) * beside * free, np.float32)
    usual = _usual_light(rgb, above, (corners > 0) & (free > 0))
    strokes, mass = _dark_marks(rgb, above, near, peak)
    strokes *= np.clip(view.from_inner / (_SHORT * width_px) - above, 0, 0.1) * 10
    is_lash = np.maximum(strokes, mass)
    side = 2 * round(0.6 * soft_px) + 1
    grey = rgb.mean(axis=2)
    # white of the eye or wet light above a lid that was found too low is no skin
    too_bright = (above < _MASS_REACH) & (corners > 0) & (grey > _NO_SKIN * usual)
    is_lash = np.maximum(is_lash, too_bright)
    known = np.asarray(
        ((above > _ROOTS) | (corners < 0))
        & (free > 0)
        & (cv2.dilate(is_lash, np.ones((side, side), np.uint8)) < 0.12)
    )
    # beside the corners there may be dark hair, and folds of a smile
    is_told = (known | ((free <= 0) & (grey > _BROW * usual))) & (above > _ROOTS)
    is_told &= (corners > _AT_CORNER * width_px) | (grey > usual)
    beside_lash = np.clip(4 * blur(np.asarray(is_lash, np.float32), 0.2 * peak), 0, 1)
    is_told &= ~((beside_lash > 0.05) & (corners > _NO_TIPS * width_px) & _is_spot(grey, peak))
    skin = _filled(rgb, is_told & (above < _REACH), peak)
    known |= free <= 0
    keep = blur(known.astype(np.float32), 0.8 * soft_px) * known
    # what is left of lashes and folds between them would stay as dots
    is_dot = np.clip((_DOT[0] - grey / np.maximum(skin.mean(axis=2), 1.0)) / (_DOT[0] - _DOT[1]), 0, 1)
    between = np.clip(corners / (0.25 * width_px), 0, 1)
    keep *= 1 - beside_lash * is_dot * (above < _LASH_REACH) * np.minimum(2 * between, free)
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
    is_lashed = np.maximum(np.abs(rgb - skin), rgb * np.abs(ratio) * np.maximum(rim, tips)[..., None])
    lashed = _highest(above, is_lashed.max(axis=2) > _SEEN, view.from_inner)
    reach = np.clip((_REACH - above) / 0.3, 0, 1) * beside * free
    heights = [lines.v, lines.upper, lines.lower, between, reach, view.inside, lashed * peak]
    box = _box((above < _MOST_RAISED) & (lines.v < lines.lower + soft_px) & (view.inside > 0))
    return LidLayers(
        rest=to_bytes(rgb),
        spans=_spans(reach > 0),
        layers=np.ascontiguousarray(np.concatenate(layers, axis=2), np.float32),
        lines=np.ascontiguousarray(np.stack(heights, axis=2), np.float32),
        opening_px=peak,
        soft_px=soft_px,
        down=lines.down,
        eyeball=eyeball.cut(box),
        corner=(box[1].start, box[0].start),
    )


def _highest(above: FloatArray, where: BoolArray, across: FloatArray) -> FloatArray:
    """Return (h, w) how high (h, w) what is true reaches in each column of the eye, at least to its fold.

    `across` (h, w) are the columns in pixels.
    """
    column = np.round(across - across.min()).astype(np.int64)
    highest = np.full(int(column.max()) + 1, FOLD_ROOM, np.float32)
    np.maximum.at(highest, column[where], above[where])
    room = 2 * _BESIDE_COLUMN + 1
    wide = np.asarray(cv2.dilate(highest[None], np.ones((1, room), np.uint8)), np.float32)[0]
    return np.asarray(np.minimum(wide, LASH_ROOM)[column], np.float32)


def _spans(where: BoolArray) -> IntArray:
    """Return (h, 2) the first column of each row that is true in (h, w), and the one behind the last."""
    first = where.argmax(axis=1)
    last = where.shape[1] - where[:, ::-1].argmax(axis=1)
    return np.ascontiguousarray(np.stack([first, np.where(where.any(axis=1), last, first)], axis=1), np.int32)


def _box(seen: BoolArray) -> tuple[slice, slice]:
    """Return rows and columns that hold all that is true in (h, w), at least one pixel."""
    rows, columns = np.flatnonzero(seen.any(1)), np.flatnonzero(seen.any(0))
    if rows.size == 0:
        return slice(0, 1), slice(0, 1)
    return slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)


def _usual_light(rgb: FloatArray, above: FloatArray, is_lid: BoolArray) -> float:
    """Return the grey level of well lit skin above a lid; `above` (h, w) in openings."""
    skin = is_lid & (above > 2 * _ROOTS) & (above < 1.5)
    return float(np.percentile(rgb[skin].mean(axis=1), 60)) if skin.any() else float(rgb.mean())


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
    # of large shadows no part is darker than what lies around it
    window = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, 2 * (max(3, 2 * round(_MASS_SIZE * peak / 2) + 1),))
    around = cv2.morphologyEx(np.where(above > 0, grey, 255.0).astype(np.float32), cv2.MORPH_CLOSE, window)
    share = grey / np.clip(around, 1.0, max(usual, 1.0))
    mass = np.clip((_MASS[0] - share) / (_MASS[0] - _MASS[1]), 0, 1) * (above < _MASS_REACH)
    standing = near * (above > 0)
    return np.asarray(strokes * standing, np.float32), np.asarray(mass * standing, np.float32)


def _is_spot(grey: FloatArray, peak: float) -> BoolArray:
    """Return (h, w) where the picture is darker than on all sides: tips of lashes are no skin."""
    side = max(3, 2 * round(_SPOT * peak / 2) + 1)
    window = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    around = np.asarray(cv2.morphologyEx(grey, cv2.MORPH_CLOSE, window), np.float32)
    return np.asarray(grey < _SPOT_LIGHT * around)


def _closed_lid(view: LidView, skin: FloatArray, lines: LidLines) -> FloatArray:
    """Return (h, w, 3) a closed lid: evenly lit, leading from the skin above the eye to that below it."""
    colour, hidden = view.cheek
    peak = lines.opening_px
    above, under = (lines.upper - lines.v) / peak, (lines.v - lines.lower) / peak
    seen = np.where((under > 0)[..., None], view.rgb, skin)
    grey = np.asarray(seen.mean(axis=2), np.float32)
    over = _lighter(grey, (above > 0.3) & (above < 1.3) & (lines.v > view.fold) & (view.inside > 0))
    below = _lighter(grey, (under > 0.25) & (under < 0.9) & (view.inside > 0))
    own = _filled(seen, over, 2.0 * peak)
    both = _filled(seen, over | below, 1.2 * peak)
    lid = own + (both - own) * _CHEEK_SHARE
    lid += (colour - lid) * hidden
    return np.asarray(_LID_LIGHT * lid + _detail(view.rgb, lines, peak), np.float32)


def _lighter(grey: FloatArray, where: BoolArray) -> BoolArray:
    """Return the better lit half of a band (h, w): folds, lashes and shadows are no colours of a lid."""
    return where & (grey >= np.percentile(grey[where], _LIT_PERCENTILE)) if where.any() else where


def _detail(rgb: FloatArray, lines: LidLines, peak: float) -> FloatArray:
    """Return (h, w, 1) pores, grain and brush strokes of the skin below the eye, mirrored onto the lid."""
    grey = np.asarray(rgb.mean(axis=2), np.float32)
    fine = np.clip(grey - blur(grey, max(_GRAIN * peak, 0.7)), -_DETAIL, _DETAIL)
    fall = np.maximum(lines.lower - lines.v, 0)
    first, span = 0.3 * peak, 0.6 * peak
    # to and fro within a strip: farther down there may be no picture
    depth = first + span - np.abs(np.mod(fall, 2 * span) - span)
    mirrored = lines.sampled(fine, np.where(fall > 0, fall + depth, 0)) * (fall > 0)
    return np.asarray(mirrored[..., None], np.float32)


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

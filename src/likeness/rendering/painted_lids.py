"""Lids of big drawn eyes: painted, as an animator would, because no lid skin is there to be stretched.

Inside the eye's outline a field of the skin's colour comes down over the eyeball; the drawn line of lashes
leaves its place and rides on the lid's edge.
"""

from dataclasses import dataclass, replace

import cv2
import numpy as np

from likeness.core.pixels import blur
from likeness.rendering.lid_lines import LidLines
from likeness.rendering.painted_kernel import paint_lids
from likeness.typing import BoolArray, FloatArray, RgbaImage, RgbImage

_LASH_ABOVE, _LASH_BELOW = 0.30, 0.05  # of the opening: where lashes are looked for around the upper outline
_DARK, _LIGHT = 0.36, 0.58  # of the skin's lightness: surely lash, surely not
_MARGIN = 0.055  # of the opening: the eye ends softly outside of the outline that was found
_SKIN_RING = 0.30  # of the opening: width of the band around the eye that tells the colour of its lid
_TINT_TOLERANCE = 0.09  # difference of (a, b) / L from the ring's median: other things than skin
_LASH_COVER = 0.5  # of the columns have lashes, or a line is drawn instead
_BARE_MARGIN = 0.12  # the same for eyes with a dark rim and no lashes
_FUR_MARGIN = 0.16  # the same in fur, where the eye's dark rim has no sharp edge
_RIM_LIGHT = 0.6  # of the usual lightness around an eye in fur: darker parts belong to its rim
_LOWER_SOFT = 0.15  # of the opening: how far the colours of upper and lower lid mix
_LOWER_COMES = (0.5, 0.95)  # closing between which the lower lid comes over its own rim
_SHADES, _FUR_SHADES = 1.0, 0.35  # of the light lost at crease and edge of a lid
_LINE_WIDTH = 0.045  # of the opening
_BEGUN = 0.06  # of the opening: a lid that has moved this far is all shown
_SKIN_CONTRAST, _FUR_CONTRAST = 14.0, 34.0  # grey levels of structure that a lid may have
_FUR_DENSITY = 0.8  # rows of fur below the eye to rows on the lid
_STROKE = 0.14  # of the eye's width: shorter dark marks are no line of lashes


@dataclass(frozen=True)
class PaintedLid:
    """What a drawn eye needs to close; arrays lie on its patch."""

    skin: FloatArray
    """(h, w, 3) colour of the skin as if no eye were there."""

    lash: FloatArray
    """(h, w) 0-1 coverage of the lashes at rest."""

    inside: FloatArray
    """(h, w) 0-1 coverage of the eye within its outline."""

    line: FloatArray | None
    """(3,) colour of the line that is drawn on the lid's edge; None where lashes lie there."""

    shades: float = _SHADES
    """How much of the usual light is lost at crease and edge."""

    has_own_lower_rim: bool = False
    """Whether the rim below the eye stays as it is until the lids nearly meet."""

    def cut(self, box: tuple[slice, slice]) -> "PaintedLid":
        """Return rows and columns of it."""
        return replace(self, skin=self.skin[box], lash=self.lash[box], inside=self.inside[box])

    def box(self, room_px: int) -> tuple[slice, slice]:
        """Return rows and columns of all that closing can change, with room around them."""
        changes = (self.inside > 0) | (self.lash > 0)
        if not changes.any():
            return slice(None), slice(None)
        rows, columns = np.flatnonzero(changes.any(1)), np.flatnonzero(changes.any(0))
        top, left = max(int(rows[0]) - room_px, 0), max(int(columns[0]) - room_px, 0)
        return slice(top, int(rows[-1]) + 1 + room_px), slice(left, int(columns[-1]) + 1 + room_px)


def fur_lid(patch: RgbaImage, lines: LidLines, corners: FloatArray) -> PaintedLid:
    """Find the lid of an animal's eye on its patch, (h, w, 4): the fur around goes on over it.

    `corners` as for `painted_lid`.
    """
    rgb = patch[..., :3].astype(np.float32)
    peak = lines.opening_px
    inside = _coverage(lines, corners, _FUR_MARGIN * peak)
    grey, ring = rgb.mean(axis=2), _around(inside, peak)
    outside = (inside < 0.02) & (patch[..., 3] > 0)
    fields = []
    for half in (lines.v < (lines.upper + lines.lower) / 2, lines.v >= (lines.upper + lines.lower) / 2):
        # what comes down is the fur above the eye; what rises is that below it
        usual = float(np.median(grey[ring & half])) if (ring & half).any() else float(grey.mean())
        fields.append(_membrane(rgb, outside & half & (grey > _RIM_LIGHT * usual), peak))
    upper, lower = fields
    rising = np.clip((lines.v - lines.lower) / (_LOWER_SOFT * peak) + 1.0, 0.0, 1.0)[..., None]
    skin = upper + (lower - upper) * rising + _fur(rgb, lines, (inside, _FUR_CONTRAST), peak)
    line = np.percentile(rgb[inside > 0.5], 5, axis=0).astype(np.float32)
    return PaintedLid(skin, np.zeros_like(inside), inside, line, _FUR_SHADES, has_own_lower_rim=True)


def painted_lid(patch: RgbaImage, lines: LidLines, corners: FloatArray) -> PaintedLid:
    """Find skin colour and lashes of a drawn eye on its patch, (h, w, 4).

    `corners` (h, w) is the distance in pixels to the nearer corner's column, + = between the corners.
    """
    rgb = patch[..., :3].astype(np.float32)
    lab = cv2.cvtColor(np.ascontiguousarray(patch[..., :3]), cv2.COLOR_RGB2LAB).astype(np.float32)
    peak = float((lines.lower - lines.upper).max())
    below = _around(_coverage(lines, corners, _MARGIN * peak), peak) & (lines.v > lines.lower)
    light = float(np.median(lab[..., 0][below])) if below.any() else float(np.median(lab[..., 0]))
    lash = _lashes(lab[..., 0] / max(light, 1.0), lines, corners, peak)
    has_lashes = float(lash.max(axis=0)[(corners > 0.2 * peak).any(axis=0)].mean()) > _LASH_COVER
    inside = _coverage(lines, corners, (_MARGIN if has_lashes else _BARE_MARGIN) * peak)
    ring = _around(inside, peak)
    # above and beside an eye there may be locks of hair: what lies below tells the colour of skin or fur
    known = ring & (lines.v > lines.lower)
    skin = _skin_field(rgb, ring & _like_its_median(lab, known), peak)
    skin += _fur(rgb, lines, (inside, _SKIN_CONTRAST), peak)
    line = None if has_lashes else np.percentile(rgb[inside > 0.5], 5, axis=0).astype(np.float32)
    return PaintedLid(skin, lash if has_lashes else np.zeros_like(lash), inside, line)


def _lashes(lightness: FloatArray, lines: LidLines, corners: FloatArray, peak: float) -> FloatArray:
    """Return (h, w) 0-1 the dark stroke along the upper outline; `lightness` is relative to the skin's."""
    dark = np.clip((_LIGHT - lightness) / (_LIGHT - _DARK), 0, 1)
    height = (lines.v - lines.upper) / peak
    near = np.clip((height + _LASH_ABOVE) / 0.05, 0, 1) * np.clip((_LASH_BELOW - height) / 0.03, 0, 1)
    near *= np.clip(corners / (_MARGIN * peak) + 1.0, 0, 1)
    return _long_strokes(np.asarray(dark * near, np.float32), lines.upper, corners)


def close_painted(
    rest: RgbImage,
    eyeball: RgbImage,
    lid: PaintedLid,
    lines: LidLines,
    moved: tuple[FloatArray, FloatArray],
) -> RgbImage:
    """Return the (h, w, 3) patch with its lids at `moved` (upper, lower) heights.

    `rest` (h, w, 3) is the texture, `eyeball` (h, w, 3) the eye with its iris where it looks.
    """
    opening = lines.opening_px
    line_px = 0.0 if lid.line is None else max(_LINE_WIDTH * opening, 0.7)
    colour = (0.0, 0.0, 0.0) if lid.line is None else tuple(float(c) for c in lid.line)
    below = 1.0
    if lid.has_own_lower_rim:
        closing = float((moved[0] - lines.upper).max()) / max(opening, 1.0)
        below = float(np.clip((closing - _LOWER_COMES[0]) / (_LOWER_COMES[1] - _LOWER_COMES[0]), 0.0, 1.0))
    style = np.array([max(_BEGUN * opening, 1.0), line_px, *colour, lid.shades, below], np.float32)
    fields = (lid.skin, lid.lash, lid.inside, lines.v, lines.upper, *moved)
    return np.asarray(paint_lids(rest, eyeball, fields, style), np.uint8)


def _long_strokes(dark: FloatArray, upper: FloatArray, corners: FloatArray) -> FloatArray:
    """Keep of (h, w) what runs along the upper lid: locks of hair that cross it are no lashes."""
    length = max(3, int(_STROKE * 2 * float(corners.max())))
    stroke = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (length, max(1, length // 6)))
    straightening = float(upper.mean()) - upper
    straight = _fallen(dark, straightening)
    kept = cv2.dilate(cv2.morphologyEx(straight, cv2.MORPH_OPEN, stroke), np.ones((3, 3), np.uint8))
    return np.asarray(np.minimum(dark, _fallen(np.asarray(kept, np.float32), -straightening)), np.float32)


def _skin_field(rgb: FloatArray, is_skin: BoolArray, peak: float) -> FloatArray:
    """Return (h, w, 3) colours that lead smoothly from one side of the eye to the other.

    A normalised convolution (Knutsson & Westin 1993) of the skin or fur around the eye.
    """
    if is_skin.sum() < 12:
        return np.full_like(rgb, np.median(rgb.reshape(-1, 3), axis=0))
    weight = is_skin.astype(np.float32)
    spread = max(0.45 * peak, 1.0)
    total = blur(weight, spread)
    field = blur(rgb * weight[..., None], spread) / np.maximum(total, 1e-4)[..., None]
    flat = rgb[is_skin].mean(axis=0)
    return np.asarray(flat + (field - flat) * np.clip(total / 0.02, 0, 1)[..., None], np.float32)


def _membrane(rgb: FloatArray, known: BoolArray, peak: float) -> FloatArray:
    """Return (h, w, 3) colours that lead from the known pixels around an eye to each other without an edge.

    Widely spread ones first, then nearer and nearer ones where there are any (a pull-push, Gortler et al.
    1996).
    """
    if known.sum() < 12:
        return np.full_like(rgb, np.median(rgb.reshape(-1, 3), axis=0))
    weight = known.astype(np.float32)
    field = np.full_like(rgb, rgb[known].mean(axis=0))
    for share in (0.8, 0.4, 0.2, 0.1, 0.05):
        spread = max(share * peak, 0.7)
        total = blur(weight, spread)[..., None]
        near = blur(rgb * weight[..., None], spread) / np.maximum(total, 1e-4)
        field += (near - field) * np.clip(total / 0.3, 0, 1)
    return np.asarray(field, np.float32)


def _around(inside: FloatArray, peak: float) -> BoolArray:
    """Return (h, w) a band around the eye, beyond its dark rim."""
    radius = max(3, round(_SKIN_RING * peak))
    near, far = (
        cv2.dilate(inside, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))) > 0.02
        for size in (2 * radius + 1, radius | 1)
    )
    return np.asarray(near & ~far)


def _fur(rgb: FloatArray, lines: LidLines, where: tuple[FloatArray, float], peak: float) -> FloatArray:
    """Return (h, w, 3) the fine structure of what lies below the eye, mirrored into it.

    `where` is the eye (h, w) and how strong the structure may be, grey levels.
    """
    inside, most = where
    y, x = np.mgrid[: rgb.shape[0], : rgb.shape[1]].astype(np.float32)
    depth = np.clip(lines.lower - lines.v, 0, None)
    from_y = y + np.where(depth > 0, depth * (1 + _FUR_DENSITY) + 0.15 * peak, 0)
    is_skin = (blur(inside, 1.0) < 0.02).astype(np.float32)
    detail = np.clip(rgb - blur(rgb, max(0.12 * peak, 1.0)), -most, most)
    mirrored = cv2.remap(
        detail * is_skin[..., None],
        x,
        from_y.astype(np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_CONSTANT,
    )
    return np.asarray(mirrored, np.float32)


def _like_its_median(lab: FloatArray, where: BoolArray) -> BoolArray:
    tint = (lab[..., 1:] - 128) / np.maximum(lab[..., :1], 25.0)
    distance = np.linalg.norm(tint - np.median(tint[where], axis=0), axis=-1)
    is_light = lab[..., 0] > 0.7 * float(np.median(lab[..., 0][where]))
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

"""The eyeball of one eye in layers: white, iris with pupil, reflections; each completed where lids hide it.

The white goes on smoothly under lids and iris. An iris looks the same all around its centre, so its hidden
part is filled from the visible part at the same radius. Reflections of lamps and windows belong to the scene:
they stay where they are while the iris moves beneath them.
"""

from dataclasses import dataclass, fields, replace

import cv2
import numpy as np

from likeness.core.pixels import blur, sample_cubic
from likeness.rendering.eye_kernel import laid_layers
from likeness.rendering.iris_edge import refine_iris
from likeness.typing import BoolArray, FloatArray, RgbaImage

_UPPER_RIM, _LOWER_RIM = 0.12, 0.10  # of the opening: lashes and lid edges are no eyeball
_WHITE_FROM = 1.14  # iris radii from the centre: here the white begins
_LIMBUS = (1.10, 1.30)  # iris radii: up to here all iris, from here on all white; the picture blends them
_GLINT = (20.0, 46.0)  # grey levels above the same radius: no reflection, surely one
_GLINT_WITHIN = 0.86  # iris radii: brighter parts farther out are white of the eye
_GLINT_SIZE = 0.10  # iris radii: a reflection is cut out with this border
_LAYERS = ("white", "iris", "glint", "missed")
_LEAST_CONTRAST = 24.0  # grey levels between iris and white; less is carved or painted over
_N_RADII, _N_ANGLES = 26, 72
_SPREAD_DEG = 16.0  # how far around the centre visible iris fills hidden iris
_SETTLED = 0.06  # iris radii: an iris that has moved this far shows nothing of what the layers miss


@dataclass(frozen=True)
class Eyeball:
    """Layers of one eyeball on its patch; colours 0-255."""

    white: FloatArray
    """(h, w, 3) as if there were neither lids nor iris."""

    iris: FloatArray
    """(h, w, 4) colour and coverage, 0-1, at rest."""

    glint: FloatArray
    """(h, w, 3) light that reflections add."""

    missed: FloatArray
    """(h, w, 3) what the layers at rest lack of the picture, 0 under the lids."""

    radius_px: float
    """Of the iris."""

    is_blank: bool = False
    """True where iris and white look alike, as on statues: then nothing moves."""

    def cut(self, box: tuple[slice, slice]) -> "Eyeball":
        """Return rows and columns of it."""
        layers = {f.name: getattr(self, f.name)[box] for f in fields(self) if f.name in _LAYERS}
        return replace(self, **layers)

    def moved(self, shift_px: tuple[float, float]) -> FloatArray:
        """Return (h, w, 3) the eyeball with its iris moved by (x, y) pixels."""
        if self.is_blank:
            shift_px = (0.0, 0.0)
        matrix = np.array([[1, 0, shift_px[0]], [0, 1, shift_px[1]]], np.float32)
        size = (self.white.shape[1], self.white.shape[0])
        iris = cv2.warpAffine(self.iris, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
        far = float(np.hypot(*shift_px)) / (_SETTLED * self.radius_px)
        missed = np.float32(np.exp(-far * far) if far < 4.0 else 0.0)
        layers = (np.ascontiguousarray(layer) for layer in (self.white, iris, self.glint, self.missed))
        return np.asarray(laid_layers(*layers, missed), np.float32)


@dataclass(frozen=True)
class DrawnEyeball:
    """The eyeball of a drawn eye on its patch: any shape may move in it, and the white gives way smoothly."""

    pixels: RgbaImage
    """(h, w, 4) completed under the lids."""

    offset: tuple[FloatArray, FloatArray]
    """(h, w) each: pixels right of and below the centre of the iris."""

    radius_px: float
    """Of the iris."""

    def cut(self, box: tuple[slice, slice]) -> "DrawnEyeball":
        """Return rows and columns of it."""
        return replace(self, pixels=self.pixels[box], offset=(self.offset[0][box], self.offset[1][box]))

    def moved(self, shift_px: tuple[float, float]) -> FloatArray:
        """Return (h, w, 3) the eyeball with its iris moved by (x, y) pixels."""
        dx, dy = self.offset
        distance = np.hypot(dx - shift_px[0], dy - shift_px[1])
        follow = 1.0 - _smooth((distance / self.radius_px - 1.15) / 0.95)
        y, x = np.mgrid[: dx.shape[0], : dx.shape[1]].astype(np.float32)
        map_x, map_y = (
            np.asarray(c, np.float32) for c in (x - shift_px[0] * follow, y - shift_px[1] * follow)
        )
        return sample_cubic(self.pixels, map_x, map_y)[..., :3].astype(np.float32)


@dataclass(frozen=True)
class EyeView:
    """What the picture shows of an eye on its patch."""

    rgba: RgbaImage
    """(h, w, 4)."""

    offset: tuple[FloatArray, FloatArray]
    """(h, w) each: pixels right of and below the centre of the iris."""

    height: FloatArray
    """(h, w) height of the pixels along the eye's vertical axis, + = down."""

    lids: tuple[FloatArray, FloatArray]
    """(h, w) each: heights of the upper and lower lid."""

    between_corners: FloatArray
    """(h, w) 0-1."""

    radius_px: float
    """Of the iris."""


def seen_eyeball(view: EyeView) -> BoolArray:
    """Return (h, w) where the picture surely shows the eyeball."""
    upper, lower = view.lids
    opening = lower - upper
    known = (view.height > upper + _UPPER_RIM * opening) & (view.height < lower - _LOWER_RIM * opening)
    return np.asarray(known & (view.between_corners > 0.5) & (opening > 1.0))


def found_iris(view: EyeView, reported: tuple[float, float]) -> tuple[EyeView, tuple[float, float]]:
    """Return the view with its iris where the picture shows it, and the centre; `reported`: by landmarks."""
    (dx, dy), grey = view.offset, np.asarray(view.rgba[..., :3].mean(axis=2), np.float32)
    start = (-float(dx[0, 0]), -float(dy[0, 0]))  # pixels of the patch
    x, y, radius = refine_iris(grey, seen_eyeball(view), start, view.radius_px)
    moved = x - start[0], y - start[1]
    offset = np.asarray(dx - moved[0], np.float32), np.asarray(dy - moved[1], np.float32)
    found = replace(view, offset=offset, radius_px=radius)
    return found, (reported[0] + moved[0], reported[1] + moved[1])


def build_eyeball(view: EyeView) -> Eyeball:
    """Complete the eyeball that a picture shows between its lids."""
    rgb = view.rgba[..., :3].astype(np.float32)
    opening = view.lids[1] - view.lids[0]
    known = seen_eyeball(view)
    distance = np.asarray(np.hypot(*view.offset) / max(view.radius_px, 1e-3), np.float32)
    spread = max(0.25 * float(opening.max()), 1.0)
    is_white = known & (distance > _WHITE_FROM)
    white = _spread(rgb, is_white if is_white.sum() >= 8 else known, spread)
    base, lit = _iris_base(rgb, view, known & (distance < _LIMBUS[1]))
    glint_mask = _glint_mask(rgb - base, known & (distance < _GLINT_WITHIN), view.radius_px)
    trusted = blur((known & ~lit).astype(np.float32), 0.7) * (known & ~lit)
    colour = base + (rgb - base) * (trusted * (1 - glint_mask))[..., None]
    cover = 1 - _smooth((distance - _LIMBUS[0]) / (_LIMBUS[1] - _LIMBUS[0]))
    glint = np.maximum(rgb - colour, 0) * (glint_mask * known)[..., None]
    layers = Eyeball(
        white=white,
        iris=np.dstack([colour, cover]).astype(np.float32),
        glint=np.asarray(glint, np.float32),
        missed=np.zeros_like(rgb),
        radius_px=view.radius_px,
        is_blank=_contrast(colour, white, distance) < _LEAST_CONTRAST,
    )
    return replace(layers, missed=np.asarray((rgb - layers.moved((0.0, 0.0))) * known[..., None], np.float32))


def _contrast(iris: FloatArray, white: FloatArray, distance: FloatArray) -> float:
    inside = distance < 0.9
    return (
        float(np.abs(iris[inside].mean(axis=0) - white[inside].mean(axis=0)).max()) if inside.any() else 0.0
    )


def build_drawn_eyeball(view: EyeView, down: FloatArray) -> DrawnEyeball:
    """Extend a drawn eyeball under its lids: the iris by its mirror image, the rest by its nearest row.

    `down` (2,) is the eye's vertical axis.
    """
    (dx, dy), (upper, lower), v = view.offset, view.lids, view.height
    opening = lower - upper
    top, bottom = upper + _UPPER_RIM * opening, lower - _LOWER_RIM * opening
    mirrored = v - 2 * (dx * down[0] + dy * down[1])
    is_hidden = (v < top) | (v > bottom)
    is_iris = np.hypot(dx, dy) < view.radius_px * 1.05
    is_mirrored = is_hidden & is_iris & (mirrored > top) & (mirrored < bottom)
    shift = np.where(is_mirrored, mirrored, np.clip(v, top, bottom)) - v
    y, x = np.mgrid[: v.shape[0], : v.shape[1]].astype(np.float32)
    map_x, map_y = (np.asarray(c, np.float32) for c in (x + shift * down[0], y + shift * down[1]))
    return DrawnEyeball(sample_cubic(view.rgba, map_x, map_y), view.offset, view.radius_px)


def _spread(rgb: FloatArray, known: BoolArray, sigma_px: float) -> FloatArray:
    """Return (h, w, 3) with unknown pixels filled from known ones near and far; known ones stay."""
    if not known.any():
        return np.asarray(np.full_like(rgb, rgb.mean(axis=(0, 1))), np.float32)
    weight = known.astype(np.float32)
    filled = np.full_like(rgb, rgb[known].mean(axis=0))
    for sigma in (3 * sigma_px, sigma_px, 0.3 * sigma_px):
        total = blur(weight, sigma)[..., None]
        near = blur(rgb * weight[..., None], sigma) / np.maximum(total, 1e-4)
        filled += (near - filled) * np.clip(total / 0.15, 0, 1)
    soft = blur(weight, 0.8) * weight
    return np.asarray(filled + (rgb - filled) * soft[..., None], np.float32)


def _iris_base(rgb: FloatArray, view: EyeView, known: BoolArray) -> tuple[FloatArray, BoolArray]:
    """Return (h, w, 3) the iris without reflections, complete; and (h, w) where reflections may lie."""
    dx, dy = view.offset
    ring = np.clip(np.hypot(dx, dy) / view.radius_px / _LIMBUS[1] * (_N_RADII - 1), 0, _N_RADII - 1)
    turn = (np.arctan2(dy, dx) / (2 * np.pi) % 1.0) * _N_ANGLES
    radius = np.round(ring).astype(int)
    cells = radius * _N_ANGLES + np.floor(turn).astype(int) % _N_ANGLES
    grey = rgb.mean(axis=2)
    rings = _ring_levels(grey, radius, known)
    inside = known & (ring < _GLINT_WITHIN / _LIMBUS[1] * _N_RADII)
    usual = float(np.percentile(grey[inside], 75)) if inside.any() else 255.0
    lit = (
        known
        & (grey > usual + _GLINT[0])
        & (ring < _GLINT_WITHIN / _LIMBUS[1] * _N_RADII)
        & (grey > rings[radius] + _GLINT[0])
    )
    use = known & ~lit
    count = np.bincount(cells[use], minlength=_N_RADII * _N_ANGLES).astype(np.float32)
    sums = [np.bincount(cells[use], rgb[..., k][use], _N_RADII * _N_ANGLES) for k in range(3)]
    polar = np.stack([*sums, count], axis=1).reshape(_N_RADII, _N_ANGLES, 4).astype(np.float32)
    filled = _filled_around(polar)
    wrapped = np.concatenate([filled[:, -1:], filled, filled[:, :1]], axis=1)
    sampled = cv2.remap(
        wrapped,
        np.asarray(turn + 0.5, np.float32),
        np.asarray(ring, np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(sampled, np.float32), lit


def _ring_levels(grey: FloatArray, ring: FloatArray, known: BoolArray) -> FloatArray:
    """Return (radii,) the usual grey level at each radius; where nothing is known, that of the nearest."""
    levels = np.full(_N_RADII, np.nan)
    for k in range(_N_RADII):
        values = grey[known & (abs(ring - k) <= 1)]
        if values.size >= 3:
            levels[k] = np.percentile(values, 40)
    if np.isnan(levels).all():
        return np.full(_N_RADII, float(grey.mean()), np.float32)
    at = np.flatnonzero(~np.isnan(levels))
    return np.asarray(np.interp(np.arange(_N_RADII), at, levels[at]), np.float32)


def _filled_around(polar: FloatArray) -> FloatArray:
    """Return (radii, angles, 3) mean colours; cells without pixels take those beside them on their ring.

    `polar` is (radii, angles, 4): sums of colours and number of pixels.
    """
    steps = _SPREAD_DEG / 360 * _N_ANGLES
    tiled = np.concatenate([polar] * 3, axis=1)
    total = tiled.sum(axis=(0, 1))
    result = np.zeros((*polar.shape[:2], 3), np.float32) + total[:3] / max(float(total[3]), 1.0)
    for sigma_x, sigma_y in ((4 * steps, 3.0), (3 * steps, 0.8), (steps, 0.6), (0.6, 0.5)):
        soft = cv2.GaussianBlur(tiled, (0, 0), sigma_x, sigmaY=sigma_y)[:, _N_ANGLES : 2 * _N_ANGLES]
        weight = np.clip(soft[..., 3:] / 0.05, 0, 1)
        result += (soft[..., :3] / np.maximum(soft[..., 3:], 1e-4) - result) * weight
    return np.asarray(result, np.float32)


def _glint_mask(above: FloatArray, inside: BoolArray, radius_px: float) -> FloatArray:
    """Return (h, w) 0-1 where the iris is brighter by (h, w, 3) than it should be, with a soft border."""
    bright = np.clip((above.mean(axis=2) - _GLINT[0]) / (_GLINT[1] - _GLINT[0]), 0, 1) * inside
    side = 2 * round(_GLINT_SIZE * radius_px) + 1
    grown = np.asarray(cv2.dilate(bright.astype(np.float32), np.ones((side, side), np.uint8)), np.float32)
    return np.asarray(blur(grown, max(0.4 * _GLINT_SIZE * radius_px, 0.5)), np.float32)


def _smooth(values: FloatArray) -> FloatArray:
    t = np.clip(values, 0, 1)
    return np.asarray(t * t * (3 - 2 * t), np.float32)

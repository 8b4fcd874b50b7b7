"""One eye laid out on the texture: its own axes, its lids as curves, its eyeball completed under the lids."""

from dataclasses import dataclass, replace

import numpy as np

from likeness.core.canvas import Placement
from likeness.core.portrait import EyeGeometry
from likeness.rendering.eyeball import (
    DrawnEyeball,
    Eyeball,
    EyeView,
    build_drawn_eyeball,
    build_eyeball,
    found_iris,
)
from likeness.rendering.lid_layers import LidLayers, LidView, build_lid
from likeness.rendering.lid_lines import LidLines
from likeness.rendering.painted_lids import PaintedLid, fur_lid, painted_lid
from likeness.rendering.texture import Texture
from likeness.typing import FloatArray, Points2, RgbaImage, RgbImage

_LID_FOLD = 0.60  # of the way to the brow: where the moved lid skin begins
_LEAST_OPENING_PX = 1.5  # smaller eyes are left as they are
LASH_BAND = 0.24  # of the lid opening: height of the strip of lashes above the lid's edge
LID_RIM = 0.05  # of the opening: the lid's rim below its landmark
_DRAWN_RIM = 0.14  # the same for drawn eyes, whose lashes lie on the eyeball
_LEAST_LID = 0.12  # of the opening: height of clean lid skin that is always assumed
_SHADED_LID = 0.7  # of the cheek's light: a darker strip above the eye is brow or deep shadow
_CHEEK_ON_LID = 0.92  # of the cheek's light is on a lid whose own skin the brow shades
_CORNER_SOFTNESS = 0.08  # of the eye's width
_SIDE_ROOM = 0.20  # of the eye's width, around lids and brow
_PICTURE_SOFTNESS = 0.8  # picture pixels: width of its sharpest edges
_MOST_BLUR = 0.12  # of the opening: edges of lids are never softer
_CHEEK_ROOM = 1.0  # of the opening, below the lower lid
_PAINT_ROOM_PX = 2
_PER_PIXEL = ("x", "y", "v", "upper", "lower", "fold", "inside")


@dataclass(frozen=True)
class EyePatch:
    """One eye on the texture, with everything that does not change from frame to frame.

    Positions are texture pixels in OpenCV's convention; heights are pixels along the eye's own vertical axis,
    + = down, from the middle between its corners.
    """

    left: int
    """Texture column of the patch."""

    top: int
    """Texture row of the patch."""

    x: FloatArray
    """(h, w) texture position of each pixel."""

    y: FloatArray
    """(h, w)."""

    v: FloatArray
    """(h, w) height of each pixel."""

    upper: FloatArray
    """(h, w) height of the upper lid in each pixel's column."""

    lower: FloatArray
    """(h, w) height of the lower lid."""

    fold: FloatArray
    """(h, w) height where the lid's skin begins to move."""

    inside: FloatArray
    """(h, w) 0-1: how far the column lies between the eye's corners."""

    down: FloatArray
    """(2,) the vertical axis."""

    iris: tuple[float, float, float]
    """Centre x, y and radius."""

    eyeball: Eyeball | DrawnEyeball
    """Iris and white completed under the lids."""

    lid: LidLayers | None
    """The upper lid; None for drawn eyes, which are painted over."""

    rim: float = LID_RIM
    """Of the opening: height of the lids' rims, which never show a moved eyeball."""

    painted: PaintedLid | None = None
    """How a big drawn eye closes; None for eyes with lids."""

    def around_edge(self) -> "EyePatch":
        """Return the part that small movements of the lids change."""
        if self.lid is None or self.painted is not None:
            return self
        lid, first = self.lid.around_edge()
        box = slice(first, None)
        cut = {name: getattr(self, name)[box] for name in _PER_PIXEL}
        eyeball = self.eyeball.cut((box, slice(None)))
        return replace(self, lid=lid, eyeball=eyeball, top=self.top + first, **cut)

    @property
    def opening_px(self) -> float:
        """Largest distance of the lids."""
        return float((self.lower - self.upper).max())

    @property
    def is_carved(self) -> bool:
        """Tell whether the eye has lids but no iris, as on statues."""
        return isinstance(self.eyeball, Eyeball) and self.eyeball.is_blank

    @property
    def lines(self) -> LidLines:
        """Heights of pixels and lids."""
        return LidLines(self.v, self.upper, self.lower, (float(self.down[0]), float(self.down[1])))

    def pixels(self, texture: RgbaImage) -> RgbImage:
        """Return (h, w, 3) what a texture shows there."""
        height, width = self.v.shape
        return texture[self.top : self.top + height, self.left : self.left + width, :3]

    def without_margins(self) -> "EyePatch":
        """Return the part that closing changes of an eye whose lids are painted."""
        if self.painted is None:
            return self
        rows, columns = box = self.painted.box(_PAINT_ROOM_PX)
        cut = {name: getattr(self, name)[box] for name in _PER_PIXEL}
        part = replace(self, painted=self.painted.cut(box), eyeball=self.eyeball.cut(box), **cut)
        return replace(part, left=self.left + (columns.start or 0), top=self.top + (rows.start or 0))

    def between_lids(self) -> "EyePatch":
        """Return the part of the patch that can show the eyeball while the lids rest."""
        seen = (self.v > self.upper - 1) & (self.v < self.lower + 1) & (self.inside > 0)
        rows, columns = np.flatnonzero(seen.any(1)), np.flatnonzero(seen.any(0))
        if rows.size == 0:
            return self
        box = (slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1))
        cut = {name: getattr(self, name)[box] for name in _PER_PIXEL}
        narrow = replace(self, painted=None, lid=None, eyeball=self.eyeball.cut(box), **cut)
        return replace(narrow, left=self.left + int(columns[0]), top=self.top + int(rows[0]))


@dataclass(frozen=True)
class _Axes:
    """The eye's own axes on the texture."""

    origin: FloatArray
    """(2,) middle between the corners."""

    across: FloatArray
    """(2,) unit vector from corner to corner, to image right."""

    down: FloatArray
    """(2,) unit vector at a right angle to it."""

    width: float
    """Distance of the corners."""

    def of_grid(self, x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return (h, w) positions across and heights of (h, w) pixels."""
        dx, dy = x - self.origin[0], y - self.origin[1]
        u = dx * self.across[0] + dy * self.across[1]
        v = dx * self.down[0] + dy * self.down[1]
        return np.asarray(u, np.float32), np.asarray(v, np.float32)

    def curve(self, points: Points2, u: FloatArray) -> FloatArray:
        """Return the height at `u` (h, w) of the smooth curve through points (N, 2)."""
        relative = np.asarray(points - self.origin, np.float32)
        return _smooth_curve(relative @ self.across, relative @ self.down, u)


def eye_patch(
    eye: EyeGeometry, placement: Placement, texture: Texture, blur_px: float = 0.0, *, is_in_fur: bool = False
) -> EyePatch | None:
    """Lay out one eye; None when it cannot move, is too small or lies outside of the texture.

    `blur_px`: of the sharpest edges of the face, picture pixels; `is_in_fur`: the eye of an animal.
    """
    if not eye.is_movable:
        return None
    upper, lower, brow, center = (
        _on_texture(points, placement, texture)
        for points in (eye.upper_lid_px, eye.lower_lid_px, eye.brow_px, eye.iris_center_px[None])
    )
    axes = _axes(upper)
    opening = float(np.abs((lower - upper) @ axes.down).max())
    below = lower + _CHEEK_ROOM * opening * axes.down
    box = _patch_box(np.concatenate([upper, brow, below]), _SIDE_ROOM * axes.width, texture.rgba.shape)
    if box is None or opening < _LEAST_OPENING_PX:
        return None
    left, top, right, bottom = box
    y, x = np.mgrid[top:bottom, left:right].astype(np.float32)
    u, v = axes.of_grid(x, y)
    upper_v = axes.curve(upper, u)
    lower_v = np.maximum(axes.curve(lower, u), upper_v)
    brow_v = np.minimum(axes.curve(brow, u), upper_v - 0.5 * opening)
    fold_v = np.minimum(
        upper_v + (brow_v - upper_v) * _LID_FOLD, upper_v - (LASH_BAND + _LEAST_LID) * opening
    )
    patch = texture.rgba[top:bottom, left:right]
    iris = (float(center[0, 0]), float(center[0, 1]), float(eye.iris_radius_px * placement.scale))
    corners = np.asarray(axes.width / 2 - np.abs(u), np.float32)
    inside = np.asarray(np.clip(corners / (_CORNER_SOFTNESS * axes.width), 0.0, 1.0), np.float32)
    outline = LidLines(v, upper_v, lower_v, (float(axes.down[0]), float(axes.down[1])))
    view = EyeView(patch, (x - iris[0], y - iris[1]), v, (upper_v, lower_v), inside, iris[2])
    cheek = _lid_skin(patch, outline, fold_v)
    edge_px = max(_PICTURE_SOFTNESS, min(blur_px, _MOST_BLUR * opening / placement.scale))
    soft_px = max(1.0, edge_px * placement.scale)
    from_inner = axes.width / 2 + u * (1.0 if (upper[0] - axes.origin) @ axes.across > 0 else -1.0)
    pixels = patch[..., :3].astype(np.float32)
    around = LidView(pixels, corners, from_inner, inside, fold_v, axes.width, cheek, soft_px)
    if not eye.is_drawn:
        view, found = found_iris(view, iris[:2])
        iris = (*found, view.radius_px)
    eyeball = build_drawn_eyeball(view, axes.down) if eye.is_drawn else build_eyeball(view)
    return EyePatch(
        left=left,
        top=top,
        x=x,
        y=y,
        v=v,
        upper=upper_v,
        lower=lower_v,
        fold=fold_v,
        inside=inside,
        down=axes.down,
        iris=iris,
        eyeball=eyeball,
        lid=build_lid(around, outline, eyeball) if isinstance(eyeball, Eyeball) else None,
        rim=_DRAWN_RIM if eye.is_drawn else LID_RIM,
        painted=(fur_lid if is_in_fur else painted_lid)(patch, outline, corners) if eye.is_drawn else None,
    )


def _lid_skin(patch: RgbaImage, lines: LidLines, fold: FloatArray) -> tuple[FloatArray, float]:
    """Return the colour (3,) of a lid like the cheek, and how far the skin above the eye is hidden, 0-1.

    `patch` is (h, w, 4), `fold` (h, w) the height up to which there is skin above the eye.
    """
    v, upper, lower, opening = lines.v, lines.upper, lines.lower, lines.opening_px
    is_open = lower - upper > 0.4 * opening
    above = patch[is_open & (v > fold) & (v < upper - LASH_BAND * opening), :3].astype(np.float32)
    below = patch[is_open & (v > lower + 0.3 * opening) & (v < lower + 0.9 * opening), :3].astype(np.float32)
    if len(below) == 0 or len(above) == 0:
        return patch[..., :3].reshape(-1, 3).mean(axis=0, dtype=np.float32), 0.0
    cheek = np.median(below, axis=0)
    light = float(np.median(above, axis=0).mean() / max(float(cheek.mean()), 1.0))
    hidden = float(np.clip((_SHADED_LID - light) / 0.15, 0.0, 1.0))
    return np.asarray(_CHEEK_ON_LID * cheek, np.float32), hidden


def _on_texture(points: Points2, placement: Placement, texture: Texture) -> Points2:
    offset = np.array([placement.offset_x_px - texture.left_px, placement.offset_y_px - texture.top_px])
    return np.asarray(points * placement.scale + offset - 0.5, np.float32)


def _axes(upper: Points2) -> _Axes:
    span = upper[-1] - upper[0]
    width = float(np.linalg.norm(span))
    across = span / max(width, 1e-6) * (1.0 if span[0] >= 0 else -1.0)
    down = np.array([-across[1], across[0]], np.float32)
    return _Axes((upper[0] + upper[-1]) / 2, np.asarray(across, np.float32), down, width)


def _patch_box(points: Points2, room: float, shape: tuple[int, ...]) -> tuple[int, int, int, int] | None:
    """Return left, top, right, bottom on the texture; None when hardly anything is on it."""
    low = np.maximum(np.floor(points.min(0) - room).astype(int), 0)
    high = np.minimum(np.ceil(points.max(0) + room).astype(int) + 1, [shape[1], shape[0]])
    return (int(low[0]), int(low[1]), int(high[0]), int(high[1])) if (high - low).min() >= 4 else None


def _smooth_curve(along: FloatArray, height: FloatArray, at: FloatArray) -> FloatArray:
    """Interpolate points smoothly (a polyline, smoothed along its length) and hold the ends."""
    order = np.argsort(along)
    knots, values = along[order], height[order]
    fine = np.linspace(knots[0], knots[-1], 97)
    line = np.interp(fine, knots, values)
    kernel = np.hanning(15) / np.hanning(15).sum()
    padded = np.pad(line, 7, mode="reflect", reflect_type="odd")
    smooth = np.convolve(padded, kernel, mode="valid")
    return np.interp(at, fine, smooth).astype(np.float32)

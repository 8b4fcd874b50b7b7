"""One eye laid out on the texture: its own axes, its lids as curves, its eyeball completed under the lids."""

from dataclasses import dataclass, replace

import numpy as np

from likeness.core.canvas import Placement
from likeness.core.pixels import sample_cubic
from likeness.core.portrait import EyeGeometry
from likeness.rendering.painted_lids import LidLines, PaintedLid, painted_lid
from likeness.rendering.texture import Texture
from likeness.typing import FloatArray, Points2, RgbaImage

_LID_FOLD = 0.60  # of the way to the brow: where the moved lid skin begins
_LEAST_OPENING_PX = 1.5  # smaller eyes are left as they are
LASH_BAND = 0.24  # of the lid opening: height of the strip of lashes above the lid's edge
LID_RIM = 0.05  # of the opening: the lid's rim below its landmark
_DRAWN_RIM = 0.14  # the same for drawn eyes, whose lashes lie on the eyeball
_LEAST_LID = 0.12  # of the opening: height of clean lid skin that is always assumed
_SHADED_LID = 0.7  # of the cheek's light: a darker strip above the eye is brow or deep shadow
_CHEEK_ON_LID = 0.78  # of the cheek's light is on a lid whose own skin the brow shades
_CORNER_SOFTNESS = 0.08  # of the eye's width
_SIDE_ROOM = 0.06  # of the eye's width, around lids and brow
_CHEEK_ROOM = 1.0  # of the opening, below the lower lid
_UPPER_RIM, _LOWER_RIM = 0.12, 0.10  # of the opening: lashes and lid edges are no eyeball
_PER_PIXEL = ("x", "y", "v", "upper", "lower", "fold", "inside", "eyeball")


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

    eyeball: RgbaImage
    """(h, w, 4) the patch with iris and sclera completed under the lids."""

    cheek_rgb: FloatArray
    """(3,) colour for a lid whose own skin is hidden."""

    hidden_lid: float
    """0-1: how far the skin above the eye is hidden by brow or deep shadow."""

    rim: float = LID_RIM
    """Of the opening: height of the lids' rims, which never show a moved eyeball."""

    painted: PaintedLid | None = None
    """How a big drawn eye closes; None for eyes with lids."""

    @property
    def opening_px(self) -> float:
        """Largest distance of the lids."""
        return float((self.lower - self.upper).max())

    def between_lids(self) -> "EyePatch":
        """Return the part of the patch that can show the eyeball while the lids rest."""
        seen = (self.v > self.upper - 1) & (self.v < self.lower + 1) & (self.inside > 0)
        rows, columns = np.flatnonzero(seen.any(1)), np.flatnonzero(seen.any(0))
        if rows.size == 0:
            return self
        box = (slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1))
        cut = {name: getattr(self, name)[box] for name in _PER_PIXEL}
        return replace(
            self, painted=None, left=self.left + int(columns[0]), top=self.top + int(rows[0]), **cut
        )


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


def eye_patch(eye: EyeGeometry, placement: Placement, texture: Texture) -> EyePatch | None:
    """Lay out one eye; None when it cannot move, is too small or lies outside of the texture."""
    if not eye.is_movable:
        return None
    upper, lower, brow, center = (
        _on_texture(points, placement, texture)
        for points in (eye.upper_lid_px, eye.lower_lid_px, eye.brow_px, eye.iris_center_px[None])
    )
    axes = _axes(upper)
    opening = float(np.abs((lower - upper) @ axes.down).max())
    cheek = lower + _CHEEK_ROOM * opening * axes.down
    box = _patch_box(np.concatenate([upper, brow, cheek]), _SIDE_ROOM * axes.width, texture.rgba.shape)
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
    lines = (fold_v, upper_v, lower_v)
    cheek_rgb, hidden = _lid_skin(texture.rgba[top:bottom, left:right], v, lines, opening)
    iris = (float(center[0, 0]), float(center[0, 1]), float(eye.iris_radius_px * placement.scale))
    corners = np.asarray(axes.width / 2 - np.abs(u), np.float32)
    inside = np.clip(corners / (_CORNER_SOFTNESS * axes.width), 0.0, 1.0)
    outline = LidLines(v, upper_v, lower_v)
    return EyePatch(
        left=left,
        top=top,
        x=x,
        y=y,
        v=v,
        upper=upper_v,
        lower=lower_v,
        fold=fold_v,
        inside=np.asarray(inside, np.float32),
        down=axes.down,
        iris=iris,
        cheek_rgb=cheek_rgb,
        hidden_lid=hidden,
        eyeball=_completed_eyeball(texture.rgba, (x, y, v), (upper_v, lower_v), (iris, axes.down)),
        rim=_DRAWN_RIM if eye.is_drawn else LID_RIM,
        painted=painted_lid(texture.rgba[top:bottom, left:right], outline, corners) if eye.is_drawn else None,
    )


def _lid_skin(
    patch: RgbaImage, v: FloatArray, lines: tuple[FloatArray, FloatArray, FloatArray], opening: float
) -> tuple[FloatArray, float]:
    """Return the colour (3,) of a lid like the cheek, and how far the skin above the eye is hidden, 0-1.

    `patch` is (h, w, 4), `v` the heights of its pixels, `lines` the heights of fold, upper and lower lid.
    """
    fold, upper, lower = lines
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


def _completed_eyeball(
    texture: RgbaImage,
    grid: tuple[FloatArray, FloatArray, FloatArray],
    lids: tuple[FloatArray, FloatArray],
    ball: tuple[tuple[float, float, float], FloatArray],
) -> RgbaImage:
    """Extend the eyeball under the lids: the iris by its mirror image, the rest by its nearest visible row.

    `grid` is x, y and height of the patch's pixels, `lids` the heights of upper and lower lid, all (h, w);
    `ball` the iris (x, y, radius) and the vertical axis.
    """
    (x, y, v), (upper, lower), (iris, down) = grid, lids, ball
    opening = lower - upper
    top, bottom = upper + _UPPER_RIM * opening, lower - _LOWER_RIM * opening
    center_v = (iris[0] - x) * down[0] + (iris[1] - y) * down[1] + v
    mirrored = 2 * center_v - v
    is_hidden = (v < top) | (v > bottom)
    is_iris = np.hypot(x - iris[0], y - iris[1]) < iris[2] * 1.05
    is_mirrored = is_hidden & is_iris & (mirrored > top) & (mirrored < bottom)
    shift = np.where(is_mirrored, mirrored, np.clip(v, top, bottom)) - v
    map_x, map_y = x + shift * down[0], y + shift * down[1]
    return sample_cubic(texture, np.asarray(map_x, np.float32), np.asarray(map_y, np.float32))

"""Skin that turns away from the light gets darker: folds beside a smile, chin and cheeks behind a moving jaw.

A warp alone moves brightness about but never makes any, which looks like rubber. The ratio image of Liu, Shan
and Zhang 2001 is estimated here from the mesh: brightness by the new normals over brightness by the old ones,
under the light that the picture's own face shows. At rest the ratio is 1 and nothing is touched.
"""

from dataclasses import dataclass

import numpy as np

from likeness.core.canvas import Placement
from likeness.core.pixels import blur, polygon_pixels, resize_area
from likeness.core.portrait import Portrait
from likeness.core.rig import FaceRig, load_rig
from likeness.rendering.kernels import multiply, normals_at, rasterize, weighted_means
from likeness.rendering.mesh import N_FACE
from likeness.rendering.texture import Texture
from likeness.typing import BoolArray, FloatArray, IntArray, Points2, Points3, RgbaImage

_DARKEST, _BRIGHTEST = 0.90, 1.10
_STRENGTH = 0.8  # of the estimate: the mesh is coarse, and too little shading looks better than too much
_FOLD = 0.8  # share of light lost per unit of growing hollowness: height over the width of a triangle
_FACING = -0.25  # normals with a larger z see too little of the camera to tell the light
_TRUST = 0.06  # weight of a plain light from above and the front against that of the picture
_PLAIN_LIGHT = (0.0, -0.14, -0.30)  # share of the mean brightness along x, y, z
_MOST_DIRECTED = 0.55  # of the mean brightness
_LEAST_LIT = 0.35  # of the mean brightness: what faces away is lit by the room
_FLAT_STEP = 1.2  # grey levels between neighbours below which skin counts as flat paint
_PAINT = (0.30, 0.45)  # of the face is flat: from here on the shading fades, and is gone
_PAINT_UNIT_PX = 120.0  # most pixels per eye distance at which that is judged
_GRID = 0.035  # eye distances per cell of the ratio
_SKIN_BLUR = 0.05  # eye distances: freckles and pores say nothing about light
_UNTOUCHED = 0.004  # a ratio closer to 1 cannot be seen
_STILL = 1e-4  # eye distances: a face that has moved less is at rest
_ROUNDS = 3  # of the robust fit


@dataclass(frozen=True)
class SkinShading:
    """Light of the picture and what the shading of one portrait needs in every frame."""

    light: FloatArray
    """(4,) brightness of skin facing nowhere, then its growth along x, y, z of the normal; mean 1."""

    strength: float
    """0-1, share of the estimated change that is shown."""

    rest_px: Points3
    """(468, 3) face at rest in picture pixels."""

    weight: FloatArray
    """(468,) 1 on skin, 0 on lips, lids and the oval's rim."""

    around: tuple[IntArray, FloatArray]
    """(468, K) each: neighbours of each face point, itself among them, and their weights in a mean."""

    rest_brightness: FloatArray
    """(468,) by the normals at rest."""

    rest_hollow: FloatArray
    """(468,) at rest, see `_hollowness`."""

    unit_px: float
    """Picture pixels per eye distance."""

    cell_px: float
    """Canvas pixels per cell of the ratio's grid."""


def build_shading(portrait: Portrait, placement: Placement, texture: Texture) -> SkinShading | None:
    """Estimate the light on one face; None for drawings and animals: paint and fur tell nothing of it."""
    strength = _STRENGTH * _skin_share(portrait)
    if portrait.mouth.is_drawing or portrait.is_template or strength <= 0.0:
        return None
    rig = load_rig()
    rest = portrait.face.rest_px[:N_FACE]
    around, weight = _neighbours(rig), _skin_weight(rig)
    normals = normals_at(rest, rig.triangles)
    unit = portrait.face.eye_distance_px * placement.scale
    corner = (placement.offset_x_px - texture.left_px, placement.offset_y_px - texture.top_px)
    seen = _brightness_at(texture, rest[:, :2] * placement.scale + corner, unit)
    light = _estimate_light(normals, seen, weight > 0.5)
    return SkinShading(
        light=light,
        strength=strength,
        rest_px=rest,
        weight=weight,
        around=around,
        rest_brightness=_brightness(normals, light),
        rest_hollow=_hollowness(rest, normals, around, portrait.face.eye_distance_px),
        unit_px=portrait.face.eye_distance_px,
        cell_px=max(2.0, _GRID * unit),
    )


def shade_skin(rgba: RgbaImage, points: Points3, moved_px: Points3, shading: SkinShading) -> None:
    """Shade a layer, in place.

    Parameters
    ----------
    rgba
        (h, w, 4) the layer.
    points
        (N, 3) the mesh on it, face points first, in pixels of the layer.
    moved_px
        (468, 3) the face with its expression in picture pixels, before the head turns.
    shading
        Of the portrait.

    """
    if float(np.abs(moved_px - shading.rest_px).max()) < _STILL * shading.unit_px:
        return
    ratio = skin_ratio(moved_px, shading)
    if float(np.abs(ratio - 1.0).max()) < _UNTOUCHED:
        return
    cell = shading.cell_px
    face = points[:N_FACE]
    low = np.maximum(np.floor(face[:, :2].min(0)).astype(int), 0)
    high = np.minimum(np.ceil(face[:, :2].max(0)).astype(int), [rgba.shape[1], rgba.shape[0]])
    if (high - low).min() < 2:
        return
    size = np.ceil((high - low) / cell).astype(int) + 2
    on_grid = face.copy()
    on_grid[:, :2] = (face[:, :2] - low) / cell + 1.0
    grid = np.ones((size[1], size[0]), np.float32)
    values = np.repeat(ratio[:, None], 2, axis=1) + np.float32(0.5)  # the kernel counts from pixel centres
    rasterize(on_grid, values, load_rig().triangles, grid, np.empty_like(grid))
    box = int(low[0]), int(low[1]), int(high[0]), int(high[1])
    multiply(rgba, box, blur(grid, 0.8), np.float32(cell))


def skin_ratio(moved_px: Points3, shading: SkinShading) -> FloatArray:
    """Return (468,) brightness of each face point against the picture's, for a moved face (468, 3)."""
    normals = normals_at(moved_px, load_rig().triangles)
    lit = _brightness(normals, shading.light) / shading.rest_brightness
    deeper = _hollowness(moved_px, normals, shading.around, shading.unit_px) - shading.rest_hollow
    shaded = np.asarray(lit * (1.0 - _FOLD * deeper), np.float32)
    ratio = weighted_means(shaded[:, None], *shading.around)[:, 0]
    limited = np.clip(1.0 + shading.strength * (ratio - 1.0), _DARKEST, _BRIGHTEST)
    return np.asarray(1.0 + shading.weight * (limited - 1.0), np.float32)


def _brightness(normals: FloatArray, light: FloatArray) -> FloatArray:
    """Return (K,) brightness of skin with these normals (K, 3); never less than the room gives."""
    return np.asarray(np.maximum(light[0] + normals @ light[1:], _LEAST_LIT), np.float32)


def _hollowness(
    points: Points3, normals: FloatArray, around: tuple[IntArray, FloatArray], unit_px: float
) -> FloatArray:
    """Return (468,) how far the skin around each point stands out above it, in tenths of an eye distance."""
    rise = ((weighted_means(points, *around) - points) * normals).sum(1)
    return np.asarray(10.0 * rise / unit_px, np.float32)


def _neighbours(rig: FaceRig) -> tuple[IntArray, FloatArray]:
    """Return (468, K) each: a face point and its neighbours, and their weights, the point itself doubly."""
    linked = [{i} for i in range(N_FACE)]
    for a, b, c in rig.triangles.tolist():
        for point, others in ((a, (b, c)), (b, (a, c)), (c, (a, b))):
            linked[point].update(others)
    most = max(len(points) for points in linked)
    taps, weights = np.zeros((N_FACE, most), np.int32), np.zeros((N_FACE, most), np.float32)
    for i, points in enumerate(linked):
        n = len(points)
        taps[i, :n] = [i, *sorted(points - {i})]
        weights[i, :n] = 1.0 / (n + 1)
        weights[i, 0] *= 2.0
    return taps, weights


def _skin_weight(rig: FaceRig) -> FloatArray:
    """Return (468,) 1 on skin; 0 on lips and lids, which have colours of their own, and on the face's rim."""
    weight = np.ones(N_FACE, np.float32)
    outlines = [("lip_outer_upper", "lip_outer_lower")]
    outlines += [(f"eyelid_{side}_upper", f"eyelid_{side}_lower") for side in ("right", "left")]
    flat = (rig.neutral[:N_FACE, :2] + 2.0) * 200.0
    for upper, lower in outlines:
        ids = np.concatenate([rig.contours[upper], rig.contours[lower][::-1]])
        inside = polygon_pixels((800, 800), flat[ids])
        weight[inside[flat[:, 1].astype(int), flat[:, 0].astype(int)]] = 0.0
        weight[ids] = 0.0
    weight[rig.contours["face_oval"]] = 0.0
    return weight


def _skin_share(portrait: Portrait) -> float:
    """Return 1 for skin and 0 for flat paint, on which soft shadows look like smudges."""
    low = np.maximum(portrait.face.rest_px[:N_FACE, :2].min(0), 0).astype(int)
    high = portrait.face.rest_px[:N_FACE, :2].max(0).astype(int)
    # the middle of the face: no hair, no background
    inset = (high - low) // 6
    part = portrait.foreground_rgb[
        low[1] + inset[1] : high[1] - inset[1], low[0] + inset[0] : high[0] - inset[0]
    ]
    shrink = min(1.0, _PAINT_UNIT_PX / portrait.face.eye_distance_px)
    if min(part.shape[:2]) * shrink < 4:
        return 1.0
    size = (round(part.shape[1] * shrink), round(part.shape[0] * shrink))
    gray = resize_area(part, size).astype(np.float32).mean(-1)
    step = np.maximum(np.abs(np.gradient(gray, axis=0)), np.abs(np.gradient(gray, axis=1)))
    flat = float((step < _FLAT_STEP / 2).mean())
    return float(np.clip((_PAINT[1] - flat) / (_PAINT[1] - _PAINT[0]), 0.0, 1.0))


def _brightness_at(texture: Texture, positions: Points2, unit_px: float) -> FloatArray:
    """Return (468,) blurred brightness of the texture at positions in its pixels; nan where there is none."""
    columns, rows = np.floor(positions).astype(int).T
    height, width = texture.rgba.shape[:2]
    known = (columns >= 0) & (rows >= 0) & (columns < width) & (rows < height)
    seen = np.full(len(positions), np.nan, np.float32)
    if not known.any():
        return seen
    top, left = rows[known].min(), columns[known].min()
    part = texture.rgba[top : rows[known].max() + 1, left : columns[known].max() + 1, :3]
    luma = part.astype(np.float32) @ np.array([0.299, 0.587, 0.114], np.float32)
    soft = blur(luma, max(1.0, _SKIN_BLUR * unit_px))
    seen[known] = soft[rows[known] - top, columns[known] - left]
    return seen


def _estimate_light(normals: FloatArray, seen: FloatArray, is_skin: BoolArray) -> FloatArray:
    """Fit brightness (468,) as a linear function of the normals (468, 3); return (4,) with mean 1.

    Beards, brows and make-up are no light: points far from the fit count little, and a plain light from above
    and the front stands in for what the face does not tell.
    """
    usable = is_skin & np.isfinite(seen) & (normals[:, 2] < _FACING)
    plain = np.array([1.0, *_PLAIN_LIGHT])
    if int(usable.sum()) < 40:
        return plain.astype(np.float32)
    values = seen[usable].astype(np.float64)
    values /= max(float(np.median(values)), 1.0)
    terms = np.column_stack([np.ones(len(values)), normals[usable]]).astype(np.float64)
    weight = np.ones(len(values))
    light = plain
    for _ in range(_ROUNDS):
        left = (terms * weight[:, None]).T @ terms / weight.sum() + _TRUST * np.diag([0.0, 1.0, 1.0, 1.0])
        right = terms.T @ (weight * values) / weight.sum() + _TRUST * np.array([0.0, *_PLAIN_LIGHT])
        light = np.linalg.solve(left, right)
        weight = 1.0 / (1.0 + ((terms @ light - values) / 0.12) ** 2)
    directed = float(np.linalg.norm(light[1:]))
    light[1:] *= min(1.0, _MOST_DIRECTED / max(directed, 1e-9))
    # what matters is the ratio of two brightnesses: the mean may be 1
    light /= float(np.average(terms @ light, weights=weight))
    return np.asarray(light, np.float32)

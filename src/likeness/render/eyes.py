"""Blinks and gaze, edited in the texture before the mesh moves it.

Along each column of the eye a piecewise linear map says which texture row is shown: skin above the lash band is
stretched down over the eyeball, the lash band itself rides unstretched on the lid's edge, the eyeball stays where
it is and its iris shifts. With open lids and straight gaze the map is the identity, so rest equals the picture.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from likeness.core.canvas import Placement
from likeness.core.performance import FaceState
from likeness.core.portrait import EyeGeometry, Portrait
from likeness.core.rig import expression_index
from likeness.render.texture import Texture
from likeness.typing import FloatArray, RgbaImage

_LASH_BAND = 0.24              # of the lid opening: height of the strip of lashes above the lid's edge
_LASH_BELOW = 0.05             # of the opening: the lid's rim below its landmark
_LOWER_RISE = 0.10             # of the opening: how far the lower lid comes up in a full blink
_OVERLAP = 0.08                # of the opening: how far a shut upper lid covers the lower one
_LID_FOLD = 0.80               # of the way to the brow: where the moved lid skin begins
_CHEEK_REACH = 0.9             # of the opening: where moved skin below the eye ends
_LID_SHADOW = 0.22
_SQUINT = 0.35                 # of the opening at squint 1
_EYEBALL_RADIUS = 0.19         # eye distances; real eyes, the rig's source has 0.25
_MAX_SHIFT = 0.55              # of the iris radius


@dataclass(frozen=True)
class EyePatch:
    """One eye on the texture, with everything that does not change from frame to frame."""

    left: int
    top: int
    v: FloatArray
    """(h, w) height in patch pixels, + = down, along the eye's own vertical axis."""
    upper: FloatArray
    """(h, w) height of the upper lid in each pixel's column."""
    lower: FloatArray
    """(h, w) height of the lower lid."""
    fold: FloatArray
    """(h, w) height where the lid's skin begins to move."""
    inside: FloatArray
    """(h, w) 0-1: how far the column lies between the eye's corners."""
    down: FloatArray
    """(2,) the vertical axis in texture pixels."""
    x: FloatArray
    y: FloatArray
    """(h, w) texture position of each pixel, OpenCV convention."""
    iris: tuple[float, float, float]
    """Centre x, y in texture pixels (OpenCV convention) and radius."""
    eyeball: RgbaImage
    """(h, w, 4) the patch with iris and sclera completed under the lids."""


def build_eyes(portrait: Portrait, placement: Placement, texture: Texture) -> tuple[EyePatch | None, ...]:
    """Prepare both eyes; None for an eye that cannot move or is out of the frame."""
    return tuple(_build(eye, placement, texture) for eye in portrait.eyes)


def edit_eyes(
    texture: RgbaImage, patches: tuple[EyePatch | None, ...], state: FaceState, portrait: Portrait, scale: float
) -> RgbaImage:
    """Return the texture with lids and irises of one state; the given texture is not changed.

    `scale` is canvas pixels per picture pixel.
    """
    if all(patch is None for patch in patches):
        return texture
    edited = texture.copy()
    for side, patch in zip(("right", "left"), patches, strict=True):
        if patch is None:
            continue
        closing, squint = lid_closing(state, side), _value(state, f"eye_squint_{side}")
        shift = _iris_shift(state, portrait, patch, scale)
        if abs(closing) > 1e-3 or squint > 1e-3 or float(np.hypot(*shift)) > 0.05:
            height, width = patch.v.shape
            region = edited[patch.top : patch.top + height, patch.left : patch.left + width]
            region[..., :3] = _draw(texture, patch, closing, squint, shift)
    return edited


def lid_closing(state: FaceState, side: str) -> float:
    """Return how far the upper lid is lowered: 0 as in the picture, 1 shut, below 0 raised."""
    blink = _value(state, f"eye_blink_{side}")
    follow = 0.45 * _value(state, f"eye_look_down_{side}") - 0.12 * _value(state, f"eye_look_up_{side}")
    wide = 0.22 * _value(state, f"eye_wide_{side}")
    relaxed = follow - wide
    return float(np.clip(relaxed + blink * (1.0 - max(relaxed, 0.0)), -0.25, 1.0))


def _value(state: FaceState, name: str) -> float:
    return float(state.expression[expression_index(name)])


def _iris_shift(state: FaceState, portrait: Portrait, patch: EyePatch, scale: float) -> tuple[float, float]:
    """Return the shift of the iris in texture pixels."""
    radius = _EYEBALL_RADIUS * portrait.face.eye_distance_px * scale
    right, down = np.sin(np.radians(state.gaze_deg)) * radius
    length = float(np.hypot(right, down))
    limit = _MAX_SHIFT * patch.iris[2]
    gain = limit * float(np.tanh(length / limit)) / length if length > 1e-6 else 0.0
    across = np.array([patch.down[1], -patch.down[0]])
    x, y = gain * (right * across + down * patch.down)
    return float(x), float(y)


def _build(eye: EyeGeometry, placement: Placement, texture: Texture) -> EyePatch | None:
    if not eye.is_movable:
        return None

    def to_texture(points: FloatArray) -> FloatArray:
        offset = np.array([placement.offset_x_px - texture.left_px, placement.offset_y_px - texture.top_px])
        return np.asarray(points * placement.scale + offset - 0.5, np.float32)

    upper, lower, brow = (to_texture(p) for p in (eye.upper_lid_px, eye.lower_lid_px, eye.brow_px))
    span = upper[-1] - upper[0]
    width = float(np.linalg.norm(span))
    across = span / max(width, 1e-6) * (1.0 if span[0] >= 0 else -1.0)
    down = np.array([-across[1], across[0]], np.float32)
    opening = float(np.abs((lower - upper) @ down).max())
    box = _patch_box(np.concatenate([upper, lower, brow]), (0.25 * width, 1.2 * opening), texture.rgba.shape)
    if box is None or opening < 1.5:
        return None
    left, top, right, bottom = box
    y, x = np.mgrid[top:bottom, left:right].astype(np.float32)
    origin = (upper[0] + upper[-1]) / 2
    u = (x - origin[0]) * across[0] + (y - origin[1]) * across[1]
    v = (x - origin[0]) * down[0] + (y - origin[1]) * down[1]

    def curve(points: FloatArray) -> FloatArray:
        return _smooth_curve((points - origin) @ across, (points - origin) @ down, u)

    upper_v, lower_v = curve(upper), curve(lower)
    lower_v = np.maximum(lower_v, upper_v)
    brow_v = np.minimum(curve(brow), upper_v - 0.5 * opening)
    center = to_texture(eye.iris_center_px[None])[0]
    iris = (float(center[0]), float(center[1]), float(eye.iris_radius_px * placement.scale))
    inside = np.clip((width / 2 - np.abs(u)) / (0.08 * width), 0.0, 1.0)
    eyeball = _completed(texture.rgba, (x, y, v), (upper_v, lower_v), iris, down)
    return EyePatch(
        left, top, v, upper_v, lower_v, upper_v + (brow_v - upper_v) * _LID_FOLD, inside, down, x, y, iris, eyeball
    )


def _patch_box(
    points: FloatArray, pad: tuple[float, float], shape: tuple[int, ...]
) -> tuple[int, int, int, int] | None:
    low = np.maximum(np.floor(points.min(0) - pad).astype(int), 0)
    high = np.minimum(np.ceil(points.max(0) + pad).astype(int) + 1, [shape[1], shape[0]])
    return (int(low[0]), int(low[1]), int(high[0]), int(high[1])) if (high - low).min() >= 4 else None


def _smooth_curve(along: FloatArray, height: FloatArray, at: FloatArray) -> FloatArray:
    """Interpolate points smoothly (a cubic through samples of a polyline) and hold the ends."""
    order = np.argsort(along)
    knots, values = along[order], height[order]
    fine = np.linspace(knots[0], knots[-1], 97)
    line = np.interp(fine, knots, values)
    kernel = np.hanning(15) / np.hanning(15).sum()
    padded = np.pad(line, 7, mode="reflect", reflect_type="odd")
    smooth = np.convolve(padded, kernel, mode="valid")
    return np.interp(at, fine, smooth).astype(np.float32)


def _completed(
    texture: RgbaImage,
    grid: tuple[FloatArray, FloatArray, FloatArray],
    lids: tuple[FloatArray, FloatArray],
    iris: tuple[float, float, float],
    down: FloatArray,
) -> RgbaImage:
    """Extend the eyeball under the lids: the iris by its mirror image, the rest by its nearest visible row."""
    x, y, v = grid
    upper, lower = lids
    opening = lower - upper
    top, bottom = upper + 0.12 * opening, lower - 0.10 * opening
    center_v = (iris[0] - x) * down[0] + (iris[1] - y) * down[1] + v
    wanted = np.clip(v, top, bottom)
    mirrored = 2 * center_v - v
    hidden = (v < top) | (v > bottom)
    is_iris = np.hypot(x - iris[0], y - iris[1]) < iris[2] * 1.05
    usable = hidden & is_iris & (mirrored > top) & (mirrored < bottom)
    wanted = np.where(usable, mirrored, wanted)
    shift = wanted - v
    return cv2.remap(
        texture,
        (x + shift * down[0]).astype(np.float32),
        (y + shift * down[1]).astype(np.float32),
        cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REPLICATE,
    )


def _draw(
    texture: RgbaImage, patch: EyePatch, closing: float, squint: float, shift: tuple[float, float]
) -> np.ndarray:
    """Return the (h, w, 3) edited patch."""
    opening = patch.lower - patch.upper
    rise = np.clip(_LOWER_RISE * max(closing, 0.0) + _SQUINT * squint, 0.0, 0.9)
    lower = patch.lower - rise * opening
    upper = patch.upper + closing * (lower - patch.upper) + max(closing, 0.0) * _OVERLAP * opening
    skin = _sample(texture, patch, _lid_source(patch, upper, lower))
    eyeball = _shift_iris(patch, shift)
    eyeball *= _shadow(patch, upper, opening, closing)[..., None]
    rim = _LASH_BELOW * float(opening.max()) * (1.0 - max(closing, 0.0))
    visible = np.clip(patch.v - upper - rim + 0.5, 0, 1) * np.clip(lower - patch.v + 0.5, 0, 1) * patch.inside
    # nothing to draw where lids and iris are as in the picture
    if abs(closing) < 1e-3 and squint < 1e-3:
        visible = visible * np.clip((opening - 1.0) / 2.0, 0, 1)
    out = skin * (1 - visible[..., None]) + eyeball * visible[..., None]
    return np.clip(np.round(out), 0, 255)


def _lid_source(patch: EyePatch, upper: FloatArray, lower: FloatArray) -> FloatArray:
    """Return the texture height shown at each pixel by the lids' skin."""
    peak = float((patch.lower - patch.upper).max())
    band = _LASH_BAND * peak
    edge_from, edge_to = patch.upper - band, upper - band
    stretch = (edge_from - patch.fold) / np.maximum(edge_to - patch.fold, 1e-3)
    above = np.where(
        patch.v < patch.fold,
        patch.v,
        np.where(patch.v < edge_to, patch.fold + (patch.v - patch.fold) * stretch, patch.v - upper + patch.upper),
    )
    reach = _CHEEK_REACH * peak
    end = patch.lower + reach
    shrink = reach / np.maximum(end - lower, 1e-3)
    below = np.where(patch.v > end, patch.v, patch.lower + (patch.v - lower) * shrink)
    middle = (upper + lower) / 2
    source = np.where(patch.v < middle, above, below)
    return source


def _sample(texture: RgbaImage, patch: EyePatch, height: FloatArray) -> FloatArray:
    shift = height - patch.v
    map_x = (patch.x + shift * patch.down[0]).astype(np.float32)
    map_y = (patch.y + shift * patch.down[1]).astype(np.float32)
    return cv2.remap(texture, map_x, map_y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)[..., :3].astype(np.float32)


def _shift_iris(patch: EyePatch, shift: tuple[float, float]) -> FloatArray:
    """Return the eyeball with its iris moved; the white around it gives way smoothly."""
    radius = patch.iris[2]
    distance = np.hypot(patch.x - patch.iris[0] - shift[0], patch.y - patch.iris[1] - shift[1])
    follow = 1.0 - np.clip((distance / radius - 1.15) / 0.95, 0.0, 1.0)
    follow = follow * follow * (3 - 2 * follow)
    map_x = patch.x - patch.left - shift[0] * follow
    map_y = patch.y - patch.top - shift[1] * follow
    moved = cv2.remap(
        patch.eyeball, map_x.astype(np.float32), map_y.astype(np.float32), cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REPLICATE,
    )  # fmt: skip
    return moved[..., :3].astype(np.float32)


def _shadow(patch: EyePatch, upper: FloatArray, opening: FloatArray, closing: float) -> FloatArray:
    """Return the shadow that a lowered lid casts on the eyeball."""
    depth = np.maximum(patch.v - upper, 0.0) / np.maximum(0.22 * float(opening.max()), 1.0)
    return np.asarray(1.0 - _LID_SHADOW * min(max(closing, 0.0) * 2.5, 1.0) * np.exp(-depth), np.float32)

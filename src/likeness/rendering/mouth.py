"""The opening between the lips: what is seen through it, the shadow of the lips, the seam of closed ones."""

from dataclasses import dataclass

import cv2
import numpy as np

from likeness.core.canvas import Placement, SubjectLayer
from likeness.core.performance import FaceState
from likeness.core.pixels import (
    blur,
    polygon_mask,
    resize_area,
    resize_linear,
    to_unit,
    warp_linear,
)
from likeness.core.portrait import Portrait
from likeness.core.rig import EXPRESSION_NAMES
from likeness.rendering.drawn_lines import Ink, cover_outline, covered_room_px, draw_lines
from likeness.rendering.lips import LipLook, Opening, lip_look
from likeness.rendering.mouth_interior import MouthInterior, MouthLight, build_interior, draw_interior
from likeness.rendering.mouth_kernels import blend
from likeness.rendering.texture import Texture
from likeness.typing import FloatArray, Points2, RgbaImage

_MASK_SUPERSAMPLING = 4
_LEAST_COVER = 0.02  # less of an opening is not worth drawing
_LIP_BLUR = 1.0  # of the picture's blur: what is drawn has an edge as soft as any in it
_FULL_GAP_PX = 0.5  # lips further apart show all of what the mask covers
_LIGHT_STEP = 4  # pixels per step of the light
_ROOM = 0.03  # eye distances around the lips in which they are drawn
_SHADOW = 0.045  # eye distances: softness of the lips' shadow
_SEAM_WIDTH = 0.014  # eye distances
_SEAM_DARKNESS = 0.5  # share of light taken
_JOINED = 2.5  # how much more than the seam is blended
_LEAST_SOFT_PX = 0.7  # blur that takes the steps out of a line
_MOVED = 0.05  # of a shape of jaw or lips: from here on lips count as moved
_LIP_SHAPES = tuple(i for i, name in enumerate(EXPRESSION_NAMES) if name.startswith(("jaw", "mouth")))
_SEAM_GAP = 0.04  # eye distances: lips further apart show no seam
_RIM_GAPS = (0.03, 0.10)  # eye distances: lips so far apart begin to show inner skin, and show all of it
_RIM_WIDTH = 0.024  # eye distances of inner skin on widely parted lips
_RIM_COVER = 0.6  # its inner edge blends into the dark
_RIM_GLINT = 30.0  # grey levels of light along fully wet inner skin


@dataclass(frozen=True)
class Mouth:
    """What stays the same from frame to frame."""

    interior: MouthInterior
    """Teeth and tongue."""

    lips: LipLook
    """Their inner skin."""

    softness_px: float
    """Blur of the lips' edge, as sharp as the picture."""

    photo_is_open: bool
    """The picture shows its own inside of the mouth."""

    ink: Ink
    """Lines of a drawing."""


def build_mouth(portrait: Portrait, placement: Placement, texture: Texture) -> Mouth:
    """Prepare the mouth of one portrait."""
    lips = lip_look(portrait, placement, texture)
    interior = build_interior(portrait, placement, texture, lips.wetness)
    sharpest = 0.03 * interior.unit_px + 0.4
    return Mouth(
        interior=interior,
        lips=lips,
        softness_px=float(np.clip(portrait.mouth.sharpness_px * placement.scale * _LIP_BLUR, 0.35, sharpest)),
        photo_is_open=bool(np.abs(portrait.face.close_mouth_px).max() > 0),
        ink=_ink(portrait, placement),
    )


def _ink(portrait: Portrait, placement: Placement) -> Ink:
    look, scale = portrait.mouth, placement.scale
    return Ink(
        look.line_rgb, look.line_px * scale, portrait.face.eye_distance_px * scale, look.sharpness_px * scale
    )


def drawn_share(state: FaceState, mouth: Mouth) -> float:
    """Return how much of what is seen between the lips is drawn, 0-1; the rest is the picture's own."""
    # half shut, the picture's own inside would be squeezed: from there on all is drawn
    return min(1.0, 2.0 * state.closed_mouth) if mouth.photo_is_open else 1.0


def draw_mouth(layer: SubjectLayer, lips: tuple[Points2, Points2], state: FaceState, mouth: Mouth) -> None:
    """Draw the mouth's inside into a layer, in place, between the inner lips.

    `lips` are the (K, 2) upper and lower inner contours in pixels of the layer.
    """
    share = drawn_share(state, mouth)
    is_drawing = mouth.interior.portrait.mouth.is_drawing
    room_px = covered_room_px(mouth.ink) if is_drawing and mouth.photo_is_open else 0.0
    opening = _opening(lips, layer.rgba.shape, max(room_px, 4 + _ROOM * mouth.interior.unit_px))
    if opening is None or share <= 0.0:
        return
    (width, height), left, top = opening.size, opening.left, opening.top
    region = layer.rgba[top : top + height, left : left + width]
    if is_drawing:
        _draw_on_paper(region, opening, state, (mouth, share, (layer.left_px + left, layer.top_px + top)))
        return
    _soften_seam(region, opening, share if mouth.photo_is_open else _moved_share(state), mouth)
    if mouth.photo_is_open:
        _draw_seam(region, opening, share, mouth)
    mask = _mask(opening, mouth.softness_px)
    if float(mask.max()) < _LEAST_COVER:
        return
    corner = (layer.left_px + left, layer.top_px + top)
    inside = draw_interior(mouth.interior, state, corner, _light(mask, mouth.interior.unit_px))
    _draw_rim(inside, mask, opening, mouth)
    blend(region, inside, mask * np.float32(share))


def _draw_on_paper(
    region: RgbaImage, opening: Opening, state: FaceState, how: tuple[Mouth, float, tuple[int, int]]
) -> None:
    """Draw flat colours between lines like those of the picture."""
    mouth, share, corner = how
    if mouth.photo_is_open:
        cover_outline(region, opening, mouth.ink, share)
    mask = _mask(opening, mouth.softness_px)
    if float(mask.max()) >= _LEAST_COVER:
        light = MouthLight(np.ones_like(mask), np.zeros_like(mask))
        inside = draw_interior(mouth.interior, state, corner, light)
        blend(region, inside, mask * np.float32(share))
    draw_lines(region, opening, mouth.ink, share if mouth.photo_is_open else None)


def _opening(lips: tuple[Points2, Points2], shape: tuple[int, ...], room_px: float) -> Opening | None:
    """Return the lips with the rectangle and some room around them; None = they lie outside of the layer."""
    points = np.concatenate(lips)
    low = np.maximum(np.floor(points.min(0) - room_px).astype(int), 0)
    high = np.minimum(np.ceil(points.max(0) + room_px).astype(int), [shape[1], shape[0]])
    if (high - low).min() < 2:
        return None
    left, top = int(low[0]), int(low[1])
    upper, lower = (np.asarray(lip - (left, top)) for lip in lips)
    return Opening(left, top, (int(high[0]) - left, int(high[1]) - top), upper, lower)


def _draw_seam(region: RgbaImage, opening: Opening, share: float, mouth: Mouth) -> None:
    """Draw the dark line where lips touch, which a picture with an open mouth does not have, in place.

    Two edges of the picture lie side by side there: they are blended into each other before.
    """
    unit, s = mouth.interior.unit_px, _MASK_SUPERSAMPLING
    gaps = np.linalg.norm(opening.upper - opening.lower, axis=1) / unit
    touching = np.clip(1.0 - gaps / _SEAM_GAP, 0.0, 1.0)
    if float(touching.max()) <= 0.0:
        return
    line = np.zeros((region.shape[0] * s, region.shape[1] * s), np.uint8)
    points = np.round(((opening.upper + opening.lower) / 2 * s - 0.5) * 16).astype(np.int32)
    width = max(1, round(_SEAM_WIDTH * unit * s))
    for start, end, strength in zip(points[:-1], points[1:], (255 * touching[1:]).tolist(), strict=True):
        cv2.line(line, start.tolist(), end.tolist(), strength, width, cv2.LINE_AA, 4)
    cover = blur(to_unit(resize_area(line, opening.size)), mouth.softness_px) * np.float32(share)
    softened = blur(np.ascontiguousarray(region[..., :3]), mouth.softness_px).astype(np.float32)
    # a little warmth stays in the dark line
    taken = np.array([0.75, 1.0, 1.0], np.float32)
    if mouth.interior.portrait.mouth.is_monochrome:
        taken[:] = taken.mean()
    dark = softened * (1.0 - _SEAM_DARKNESS * taken)
    joined = blur(cover, mouth.softness_px)
    blend(region, softened, np.minimum(_JOINED * joined, 1.0))
    blend(region, dark, cover)


def _soften_seam(region: RgbaImage, opening: Opening, share: float, mouth: Mouth) -> None:
    """Soften the line where lips meet that have moved, in place, as far as `share` 0-1 says.

    Both repeat their edges up to it: without this it is a step from one pixel to the next, sharper than
    anything in a soft picture and jagged in every one.
    """
    if share <= 0.0:
        return
    s, soft = _MASK_SUPERSAMPLING, max(mouth.softness_px, _LEAST_SOFT_PX)
    line = np.zeros((region.shape[0] * s, region.shape[1] * s), np.uint8)
    points = np.round(((opening.upper + opening.lower) / 2 * s - 0.5) * 16).astype(np.int32)
    cv2.polylines(line, [points], False, 255, max(1, round(2 * soft * s)), cv2.LINE_AA, 4)
    cover = blur(to_unit(resize_area(line, opening.size)), soft) * np.float32(share)
    softened = blur(np.ascontiguousarray(region[..., :3]), soft).astype(np.float32)
    blend(region, softened, cover)


def _moved_share(state: FaceState) -> float:
    """Return 0-1: 0 where lips lie as in the picture, whose own seam is right."""
    return float(np.clip(np.abs(state.expression[list(_LIP_SHAPES)]).max() / _MOVED, 0.0, 1.0))


def _draw_rim(inside: FloatArray, mask: FloatArray, opening: Opening, mouth: Mouth) -> None:
    """Draw the moist inner skin of the lower lip over the mouth's inside (h, w, 3), in place.

    Parted lips are no paper edge: the lower one rolls over into darker, redder skin.
    """
    unit = mouth.interior.unit_px
    across = (opening.upper - opening.lower)[len(opening.upper) // 4 : -len(opening.upper) // 4]
    gap = float(np.linalg.norm(across, axis=1).max()) / unit
    parted = float(np.clip((gap - _RIM_GAPS[0]) / (_RIM_GAPS[1] - _RIM_GAPS[0]), 0.0, 1.0))
    width = _RIM_WIDTH * unit * parted
    if width < 0.3:
        return
    up = across.mean(0) / max(float(np.linalg.norm(across.mean(0))), 1e-6)
    shift = np.array([[1, 0, up[0] * width], [0, 1, up[1] * width]], np.float32)
    # what would be lip if the lower one stood higher by the rim's width
    raised = blur(warp_linear(mask, shift, (mask.shape[1], mask.shape[0])), max(0.5, 0.4 * width))
    rim = np.clip(1.0 - raised, 0.0, 1.0)
    cover = (_RIM_COVER * parted * rim)[..., None]
    colour = mouth.lips.inner_rgb * (0.55 + 0.45 * rim[..., None])
    # light catches where the skin turns over, not at its edges
    colour += (_RIM_GLINT * mouth.lips.wetness * 4 * rim * (1 - rim))[..., None]
    inside += cover * (colour - inside)


def _mask(opening: Opening, softness_px: float) -> FloatArray:
    """Return (h, w) coverage in 0-1 of the opening, antialiased and as soft as the picture."""
    s = _MASK_SUPERSAMPLING
    outline = np.concatenate([opening.upper, opening.lower[::-1]])
    # the outline itself counts as inside: without this, lips in contact would show a thin dark line
    parted = min(1.0, opening.gap_px / _FULL_GAP_PX)
    large = polygon_mask((opening.size[0] * s, opening.size[1] * s), outline * s - 0.5)
    return blur(to_unit(resize_area(large, opening.size)), softness_px) * np.float32(parted)


def _light(mask: FloatArray, unit_px: float) -> MouthLight:
    """Return how much light passes the lips: less near their edges, least under the upper lip.

    It is smooth, so that a quarter of the resolution is enough.
    """
    height, width = mask.shape
    size = (max(2, width // _LIGHT_STEP), max(2, height // _LIGHT_STEP))
    coarse = resize_area(mask, size)
    sigma = max(0.6, _SHADOW * unit_px * size[0] / width)
    open_sky = blur(coarse, sigma)
    shift = np.array([[1, 0, 0], [0, 1, 0.8 * sigma]], np.float32)
    from_above = warp_linear(open_sky, shift, size)
    falling = np.clip(0.66 + 0.30 * open_sky + 0.40 * from_above, 0.0, 1.0).astype(np.float32)
    deep = np.clip(2.0 * blur(open_sky, 1.5 * sigma) - 0.7, 0.0, 1.0).astype(np.float32)
    return MouthLight(resize_linear(falling, (width, height)), resize_linear(deep, (width, height)))

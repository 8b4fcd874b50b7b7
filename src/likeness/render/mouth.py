"""What shows between the lips: cavity, tongue, lower teeth, upper teeth, the shadow of the lips."""

from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np

from likeness.core.canvas import Placement, SubjectLayer
from likeness.core.performance import FaceState
from likeness.core.portrait import Portrait
from likeness.core.rig import FaceRig, expression_index, load_rig
from likeness.render.deform import head_rotation
from likeness.render.seen_teeth import SeenTeeth, seen_teeth
from likeness.render.sprites import PatchFrame, lower_row, teeth_sprite, tongue_sprite, upper_row
from likeness.render.texture import Texture
from likeness.typing import FloatArray, Points2, RgbaImage

_TEETH_BELOW_LIP = 0.062       # eye distances: upper biting edge under the seam of the closed lips
_MOUTH_WIDTH = 0.80            # of the rig
_SIZE_RANGE = (0.45, 1.12)     # a wide smile does not widen the teeth
_MASK_SUPERSAMPLING = 4
_SHADOW = 0.045                # eye distances: softness of the lips' shadow
_SEAM_WIDTH, _SEAM_DARKNESS = 0.014, 0.5   # eye distances; share of light taken
_PATCH = 1.5                   # eye distances: side of a sprite


@dataclass(frozen=True)
class MouthInterior:
    """Sprites and the frame they lie in, for one portrait at one placement."""

    frame: PatchFrame
    upper: RgbaImage
    lower: RgbaImage
    tongue: RgbaImage
    unit_px: float
    """Canvas pixels per eye distance."""
    softness_px: float
    """Blur of the lips' edge, as sharp as the picture."""
    seen: SeenTeeth | None
    """Teeth of the picture itself."""
    anchor_px: FloatArray
    """(3,) upper biting edge in picture pixels with depth, before the head turns."""
    photo_is_open: bool
    """The picture shows its own inside of the mouth."""


MouthContext: TypeAlias = tuple[Portrait, Placement, MouthInterior]
"""What stays the same from frame to frame."""


def build_mouth(portrait: Portrait, placement: Placement, texture: Texture) -> MouthInterior:
    """Draw the sprites of one portrait."""
    rig = load_rig()
    unit = portrait.face.eye_distance_px * placement.scale
    size = max(16, int(np.ceil(_PATCH * unit)))
    frame = PatchFrame(
        axes=(unit * _teeth_size(portrait, rig) * portrait.fit.rotation[:2]).astype(np.float32),
        origin=np.array([size / 2, size / 2], np.float32),
        anchor=rig.upper_tooth_edge[6:8].mean(0),
        size_px=size,
        picture_scale=placement.scale,
    )
    look = portrait.mouth
    seen = seen_teeth(portrait, placement, texture)
    return MouthInterior(
        frame=frame,
        upper=teeth_sprite(upper_row(rig), frame, look),
        lower=teeth_sprite(lower_row(rig), frame, look),
        tongue=tongue_sprite(frame, rig, look),
        unit_px=unit,
        seen=seen,
        anchor_px=_anchor(portrait, rig, seen),
        photo_is_open=bool(np.abs(portrait.face.close_mouth_px).max() > 0),
        softness_px=float(np.clip(look.sharpness_px * placement.scale * 0.6, 0.35, 0.03 * unit + 0.4)),
    )


def _anchor(portrait: Portrait, rig: FaceRig, seen: SeenTeeth | None) -> FloatArray:
    """Hang the upper row under the seam of the closed lips: right on every face, whatever the fit says."""
    face = portrait.face
    seam = (face.rest_px + face.close_mouth_px)[[13, 14]].mean(0)
    behind = float(rig.upper_tooth_edge[6, 2] - rig.neutral[13, 2])
    anchor = seam + face.eye_distance_px * behind * portrait.fit.rotation[:, 2]
    drop = _TEETH_BELOW_LIP * face.mouth_size if seen is None else seen.edge_drop
    anchor[:2] -= face.up * drop * face.eye_distance_px
    return np.asarray(anchor, np.float32)


def _teeth_size(portrait: Portrait, rig: FaceRig) -> float:
    corners = portrait.face.rest_px[rig.contours["lip_outer_upper"][[0, -1]], :2]
    width = float(np.linalg.norm(corners[1] - corners[0])) / portrait.face.eye_distance_px
    return float(np.clip(width / _MOUTH_WIDTH, *_SIZE_RANGE))


def draw_mouth(
    layer: SubjectLayer, lips: tuple[Points2, Points2], state: FaceState, context: MouthContext
) -> None:
    """Draw the mouth's inside into a layer, in place, between the inner lips.

    `lips` are the (K, 2) upper and lower inner contours in pixels of the layer.
    """
    portrait, _, interior = context
    upper, lower = lips
    box = _lip_box(upper, lower, layer.rgba.shape[:2], interior.unit_px)
    share = state.closed_mouth if interior.photo_is_open else 1.0
    if box is None or share <= 0.0:
        return
    left, top, width, height = box
    mask = _mask(np.concatenate([upper, lower[::-1]]) - (left, top), (width, height), interior.softness_px)
    if interior.photo_is_open:
        _draw_seam(layer.rgba[top : top + height, left : left + width], (upper - (left, top), lower - (left, top)),
                   share, interior)
    if float(mask.max()) < 0.02:
        return
    inside = _inside(context, state, (layer.left_px + left, layer.top_px + top), (width, height))
    if not portrait.mouth.is_drawing:
        inside *= _lip_shadow(mask, interior)[..., None]
    cover = (mask * share)[..., None]
    region = layer.rgba[top : top + height, left : left + width]
    region[..., :3] = np.clip(np.round(region[..., :3] * (1 - cover) + inside * cover), 0, 255).astype(np.uint8)


def _draw_seam(region: RgbaImage, lips: tuple[Points2, Points2], share: float, interior: MouthInterior) -> None:
    """Draw the dark line between lips in contact, which a picture with an open mouth does not have."""
    upper, lower = lips
    gap = float(np.linalg.norm(upper - lower, axis=1).max()) / interior.unit_px
    strength = _SEAM_DARKNESS * share * max(0.0, 1.0 - gap / 0.04)
    if strength <= 0.0:
        return
    s = _MASK_SUPERSAMPLING
    line = np.zeros((region.shape[0] * s, region.shape[1] * s), np.uint8)
    points = np.round(((upper + lower) / 2 * s - 0.5) * 16).astype(np.int32)
    thickness = max(1, round(_SEAM_WIDTH * interior.unit_px * s))
    cv2.polylines(line, [points], False, 255, thickness, cv2.LINE_AA, 4)
    cover = cv2.resize(line, region.shape[1::-1], interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    cover = cv2.GaussianBlur(cover, (0, 0), interior.softness_px) * strength
    tinted = region[..., :3] * (1 - cover[..., None] * np.array([0.75, 1.0, 1.0], np.float32))
    region[..., :3] = np.clip(np.round(tinted), 0, 255).astype(np.uint8)


def _lip_box(
    upper: Points2, lower: Points2, shape: tuple[int, int], unit_px: float
) -> tuple[int, int, int, int] | None:
    points = np.concatenate([upper, lower])
    pad = 4 + 0.03 * unit_px
    low = np.maximum(np.floor(points.min(0) - pad).astype(int), 0)
    high = np.minimum(np.ceil(points.max(0) + pad).astype(int), [shape[1], shape[0]])
    if (high - low).min() < 2:
        return None
    return int(low[0]), int(low[1]), int(high[0] - low[0]), int(high[1] - low[1])


def _mask(polygon: Points2, size: tuple[int, int], softness_px: float) -> FloatArray:
    """Return (h, w) coverage in 0-1 of a polygon, antialiased and as soft as the picture."""
    s = _MASK_SUPERSAMPLING
    large = np.zeros((size[1] * s, size[0] * s), np.uint8)
    cv2.fillPoly(large, [np.round((polygon * s - 0.5) * 16).astype(np.int32)], 255, lineType=cv2.LINE_8, shift=4)
    mask = cv2.resize(large, size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    return np.asarray(cv2.GaussianBlur(mask, (0, 0), softness_px), np.float32)


def _lip_shadow(mask: FloatArray, interior: MouthInterior) -> FloatArray:
    """Return how much light passes the lips: less near their edges, least under the upper lip."""
    sigma = max(0.6, _SHADOW * interior.unit_px)
    open_sky = cv2.GaussianBlur(mask, (0, 0), sigma)
    shift = np.float32([[1, 0, 0], [0, 1, 0.8 * sigma]])
    from_above = cv2.warpAffine(open_sky, shift, (mask.shape[1], mask.shape[0]))
    return np.asarray(np.clip(0.42 + 0.38 * open_sky + 0.55 * from_above, 0.0, 1.0), np.float32)


def _inside(
    context: MouthContext,
    state: FaceState,
    corner: tuple[int, int],
    size: tuple[int, int],
) -> FloatArray:
    """Return (h, w, 3) float colours of everything behind the lips; `corner` is the canvas position of (0, 0)."""
    portrait, _, interior = context
    jaw = _jaw_rotation(portrait, state)
    skull_map = _sprite_map(context, state, np.eye(3, dtype=np.float32), corner)
    jaw_map = _sprite_map(context, state, jaw, corner)
    raised, forward = state.tongue
    tongue_map = jaw_map.copy()
    tongue_map[:, 2] += portrait.face.up * interior.unit_px * (0.11 * raised - 0.02 * forward)
    out = np.empty((size[1], size[0], 3), np.float32)
    out[:] = portrait.mouth.cavity_rgb
    order = [(interior.tongue, tongue_map), (interior.lower, jaw_map)]
    layers = [*(order[::-1] if forward > 0.5 else order), (interior.upper, skull_map)]
    if interior.seen is not None:
        layers.append((interior.seen.rgba, _seen_map(context, state, corner)))
    light = _lip_tunnel(state)
    for sprite, matrix in layers:
        moved = cv2.warpAffine(sprite, matrix, size, flags=cv2.INTER_LINEAR).astype(np.float32)
        out *= 1.0 - moved[..., 3:] / 255
        out += moved[..., :3] * light
    return out


def _lip_tunnel(state: FaceState) -> float:
    """Return how much light reaches the teeth behind rounded lips, which stand away from them."""
    rounding = 0.9 * state.expression[expression_index("mouth_pucker")]
    rounding += 0.5 * state.expression[expression_index("mouth_funnel")]
    return 1.0 - 0.6 * float(np.clip(rounding, 0.0, 1.0))


def _jaw_rotation(portrait: Portrait, state: FaceState) -> FloatArray:
    """Return the (3, 3) turn of the lower teeth about the hinge, in rig axes."""
    k = expression_index("jaw_open")
    seen = float(portrait.fit.expression[k]) * (1.0 - state.closed_mouth)
    opened = float(state.expression[k]) * portrait.face.mouth_size + seen
    return head_rotation(load_rig().jaw_open_deg * opened, 0.0, 0.0)


def _sprite_map(
    context: MouthContext, state: FaceState, turn: FloatArray, corner: tuple[int, int]
) -> FloatArray:
    """Return the (2, 3) affine map from sprite pixels to frame pixels for a part turned by `turn` in the skull."""
    portrait, _, interior = context
    rig, rotation = load_rig(), portrait.fit.rotation
    anchor = interior.frame.anchor
    swing = turn @ (anchor - rig.jaw_axis_point) + rig.jaw_axis_point - anchor
    point = interior.anchor_px + portrait.face.eye_distance_px * (rotation @ swing)
    linear = (head_rotation(*state.head_deg) @ rotation @ turn)[:2, :2] @ np.linalg.inv(rotation[:2, :2])
    return _affine(linear, interior.frame.origin, _turned(context, state, point) - corner)


def _seen_map(context: MouthContext, state: FaceState, corner: tuple[int, int]) -> FloatArray:
    """Return the (2, 3) affine map from the cut-out of seen teeth to frame pixels; they move with the skull."""
    portrait, placement, interior = context
    if interior.seen is None:
        raise AssertionError("no teeth were seen")
    offset = np.array([placement.offset_x_px, placement.offset_y_px])
    at_rest = interior.anchor_px[:2] * placement.scale + offset - (interior.seen.left_px, interior.seen.top_px)
    linear = head_rotation(*state.head_deg)[:2, :2]
    return _affine(linear, at_rest, _turned(context, state, interior.anchor_px) - corner)


def _turned(context: MouthContext, state: FaceState, point: FloatArray) -> FloatArray:
    """Return the canvas position of a skull point (3,) in picture pixels after the head's turn and shift."""
    portrait, placement, _ = context
    face = portrait.face
    turned = head_rotation(*state.head_deg) @ (point - face.pivot_px) + face.pivot_px
    position = turned[:2] + np.asarray(state.head_shift) * face.eye_distance_px
    return np.asarray(position * placement.scale + (placement.offset_x_px, placement.offset_y_px))


def _affine(linear: FloatArray, source: FloatArray, target: FloatArray) -> FloatArray:
    """Return the (2, 3) map with `linear` that takes `source` to `target`, in OpenCV's convention."""
    shift = target - 0.5 - linear @ (source - 0.5)
    return np.column_stack([linear, shift]).astype(np.float32)

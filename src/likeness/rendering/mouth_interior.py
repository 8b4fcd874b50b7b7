"""What lies behind the lips: cavity, tongue, lower and upper teeth, and how they move with jaw and skull."""

from dataclasses import dataclass

import numpy as np

from likeness.core.canvas import Placement
from likeness.core.performance import FaceState
from likeness.core.pixels import warp_linear
from likeness.core.portrait import Portrait
from likeness.core.rig import FaceRig, expression_index, load_rig
from likeness.rendering.deform import head_motion, head_rotation
from likeness.rendering.seen_teeth import SeenTeeth, seen_teeth
from likeness.rendering.sprites import (
    TIP_HALF_SIZE,
    PatchFrame,
    lower_row,
    teeth_sprite,
    tongue_sprite,
    tongue_tip_sprite,
    upper_row,
)
from likeness.rendering.texture import Texture
from likeness.typing import FloatArray, RgbaImage

_TEETH_BELOW_LIP = 0.072  # eye distances: upper biting edge under the seam of the closed lips
_MOUTH_WIDTH = 0.80  # of the rig
_SIZE_RANGE = (0.45, 1.12)  # a wide smile does not widen the teeth
_PATCH = 1.5  # eye distances: side of a sprite
_TUNNEL = 0.55  # of the light is lost behind fully rounded lips
_SEEN_SHADOW = 0.4  # of the lips' shadow falls on teeth of the picture
_SHADE_RGB = (0.92, 1.12, 1.16)  # of missing light by channel: what lights the depth has passed red skin
_TONGUE_TALL = 0.45  # more height of the tongue at raised 1
_TONGUE_NARROW = 0.22  # of its width goes then
_TONGUE_BASE = 0.40  # eye distances under the biting edge: from here the tongue grows upwards
_TIP_OUT = (0.5, 0.9)  # tongue forward: the tip begins to come out between the teeth, and is out
_TIP_OVERLAP = 0.058  # rig units of the upper teeth that it covers
_TIP_HIDDEN = 0.06  # rig units: how much lower it is before it comes out


@dataclass(frozen=True)
class MouthInterior:
    """Sprites and the frame they lie in, for one portrait at one placement."""

    portrait: Portrait
    """Whose mouth."""

    placement: Placement
    """Where the picture lies on the canvas."""

    frame: PatchFrame
    """Where the sprites lie in the head."""

    upper: RgbaImage
    """(s, s, 4) premultiplied: upper teeth and gum."""

    lower: RgbaImage
    """(s, s, 4) premultiplied: lower teeth and gum."""

    tongue: RgbaImage
    """(s, s, 4) premultiplied."""

    tongue_tip: RgbaImage
    """(s, s, 4) premultiplied: what comes out between the teeth."""

    seen: SeenTeeth | None
    """Teeth of the picture itself."""

    anchor_px: FloatArray
    """(3,) upper biting edge in picture pixels with depth, before the head turns."""

    @property
    def unit_px(self) -> float:
        """Canvas pixels per eye distance."""
        return self.portrait.face.eye_distance_px * self.placement.scale


def build_interior(
    portrait: Portrait, placement: Placement, texture: Texture, wetness: float = 0.0
) -> MouthInterior:
    """Draw the sprites of one portrait; `wetness` 0-1 is how much light its moist parts catch."""
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
        portrait=portrait,
        placement=placement,
        frame=frame,
        upper=teeth_sprite(upper_row(rig), frame, look, wetness),
        lower=teeth_sprite(lower_row(rig), frame, look, wetness),
        tongue=tongue_sprite(frame, rig, look, wetness),
        tongue_tip=tongue_tip_sprite(frame, look, wetness),
        seen=seen,
        anchor_px=_anchor(portrait, rig, seen),
    )


def draw_interior(
    interior: MouthInterior, state: FaceState, corner_px: tuple[int, int], light: FloatArray
) -> FloatArray:
    """Return (h, w, 3) colours 0-255 of all that is behind the lips in a canvas rectangle.

    `corner_px` is the rectangle's left and top on the canvas, `light` (h, w) 0-1 what the lips let in.
    """
    size_px = (light.shape[1], light.shape[0])
    skull_map = _sprite_map(interior, state, np.eye(3, dtype=np.float32), corner_px)
    jaw_map = _sprite_map(interior, state, _jaw_rotation(interior.portrait, state), corner_px)
    tunnel = _light_behind_lips(state)
    layers = [
        (interior.tongue, _tongue_map(interior, state, jaw_map)),
        (interior.lower, jaw_map),
        (interior.upper, skull_map),
    ]
    if not interior.portrait.mouth.has_teeth:
        layers = layers[:1]
    out = np.empty((size_px[1], size_px[0], 3), np.float32)
    out[:] = interior.portrait.mouth.cavity_rgb
    for sprite, matrix in layers:
        _lay_over(out, warp_linear(sprite, matrix, size_px), tunnel)
    out *= 1.0 - (1.0 - light[..., None]) * np.array(_SHADE_RGB, np.float32)
    if interior.seen is not None:
        moved = warp_linear(interior.seen.rgba, _seen_map(interior, interior.seen, state, corner_px), size_px)
        # the picture's teeth wear the shadow of its own lips already
        _lay_over(out, moved, tunnel * (1.0 - _SEEN_SHADOW * (1.0 - light[..., None])))
    _draw_tip(out, interior, state, skull_map)
    return out


def _draw_tip(out: FloatArray, interior: MouthInterior, state: FaceState, skull_map: FloatArray) -> None:
    """Draw the tip of the tongue over both rows of teeth, in place, as far as it is put forward."""
    start, end = _TIP_OUT
    shown = float(np.clip((state.tongue[1] - start) / (end - start), 0.0, 1.0))
    if shown <= 0.0 or not interior.portrait.mouth.has_teeth:
        return
    scale = float(np.linalg.norm(interior.frame.axes[:, 0]))
    lower = TIP_HALF_SIZE[1] - _TIP_OVERLAP + _TIP_HIDDEN * (1.0 - shown)
    placed = skull_map.copy()
    placed[:, 2] -= placed[:, :2] @ (interior.portrait.face.up * lower * scale)
    sprite = warp_linear(interior.tongue_tip, placed, (out.shape[1], out.shape[0]))
    cover = sprite[..., 3:].astype(np.float32) * (shown / 255)
    out *= 1.0 - cover
    out += sprite[..., :3] * np.float32(shown)


def _tongue_map(interior: MouthInterior, state: FaceState, jaw_map: FloatArray) -> FloatArray:
    """Return the (2, 3) map of the tongue: it grows out of the floor of the mouth, narrower as it rises."""
    raised, _ = state.tongue
    height = 1.0 + _TONGUE_TALL * raised
    width = 1.0 - _TONGUE_NARROW * raised
    up = interior.portrait.face.up
    along = np.outer(up, up)
    shape = height * along + width * (np.eye(2) - along)
    base = interior.frame.origin - up * _TONGUE_BASE * interior.unit_px - 0.5
    grown = jaw_map.copy()
    grown[:, :2] = jaw_map[:, :2] @ shape
    grown[:, 2] += (jaw_map[:, :2] - grown[:, :2]) @ base
    return grown


def _lay_over(out: FloatArray, sprite: RgbaImage, light: float | FloatArray) -> None:
    """Draw a premultiplied sprite (h, w, 4) over colours (h, w, 3), in place."""
    out *= 1.0 - sprite[..., 3:].astype(np.float32) / 255
    out += sprite[..., :3] * light


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


def _light_behind_lips(state: FaceState) -> float:
    """Return how much light reaches the teeth behind rounded lips, which stand away from them."""
    rounding = 0.9 * state.expression[expression_index("mouth_pucker")]
    rounding += 0.5 * state.expression[expression_index("mouth_funnel")]
    return 1.0 - _TUNNEL * float(np.clip(rounding, 0.0, 1.0))


def _jaw_rotation(portrait: Portrait, state: FaceState) -> FloatArray:
    """Return the (3, 3) turn of the lower teeth about the hinge, in rig axes."""
    k = expression_index("jaw_open")
    seen = float(portrait.fit.expression[k]) * (1.0 - state.closed_mouth)
    opened = float(state.expression[k]) * portrait.face.mouth_size + seen
    return head_rotation(load_rig().jaw_open_deg * opened, 0.0, 0.0)


def _sprite_map(
    interior: MouthInterior, state: FaceState, turn: FloatArray, corner_px: tuple[int, int]
) -> FloatArray:
    """Return the (2, 3) map from sprite to rectangle for a part turned by `turn` (3, 3) in the skull."""
    portrait, rig = interior.portrait, load_rig()
    rotation, anchor = portrait.fit.rotation, interior.frame.anchor
    swing = turn @ (anchor - rig.jaw_axis_point) + rig.jaw_axis_point - anchor
    point = interior.anchor_px + portrait.face.eye_distance_px * (rotation @ swing)
    linear = (head_motion(state) @ rotation @ turn)[:2, :2] @ np.linalg.inv(rotation[:2, :2])
    target = _on_canvas(interior, state, np.asarray(point, np.float32)) - corner_px
    return _affine(np.asarray(linear, np.float32), interior.frame.origin, target)


def _seen_map(
    interior: MouthInterior, seen: SeenTeeth, state: FaceState, corner_px: tuple[int, int]
) -> FloatArray:
    """Return the (2, 3) map from the cut-out of seen teeth to the rectangle; they move with the skull."""
    placement = interior.placement
    offset = np.array([placement.offset_x_px - seen.left_px, placement.offset_y_px - seen.top_px])
    at_rest = interior.anchor_px[:2] * placement.scale + offset
    linear = head_motion(state)[:2, :2]
    return _affine(linear, at_rest, _on_canvas(interior, state, interior.anchor_px) - corner_px)


def _on_canvas(interior: MouthInterior, state: FaceState, point: FloatArray) -> FloatArray:
    """Return the canvas position of a skull point (3,) in picture pixels after the head's turn and shift."""
    placement, face = interior.placement, interior.portrait.face
    turned = head_motion(state) @ (point - face.pivot_px) + face.pivot_px
    position = turned[:2] + np.asarray(state.head_shift) * face.eye_distance_px
    return np.asarray(position * placement.scale + (placement.offset_x_px, placement.offset_y_px))


def _affine(linear: FloatArray, source: FloatArray, target: FloatArray) -> FloatArray:
    """Return the (2, 3) map with `linear` that takes `source` to `target`, in OpenCV's convention."""
    shift = target - 0.5 - linear @ (source - 0.5)
    return np.column_stack([linear, shift]).astype(np.float32)

"""What lies behind the lips: cavity, tongue, lower and upper teeth, and how they move with jaw and skull."""

from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from likeness.core.canvas import Placement
from likeness.core.performance import FaceState
from likeness.core.pixels import to_bytes, warp_linear
from likeness.core.portrait import MouthLook, Portrait
from likeness.core.rig import FaceRig, expression_index, load_rig
from likeness.rendering.deform import head_motion, head_rotation
from likeness.rendering.grain import skin_grain
from likeness.rendering.mouth_kernels import lay_over, shade
from likeness.rendering.seen_teeth import SeenTeeth, seen_teeth
from likeness.rendering.sprites import PatchFrame, lower_row, teeth_sprite, upper_row
from likeness.rendering.texture import Texture
from likeness.rendering.tongue import (
    TongueSprites,
    back_map,
    blade_map,
    tip_map,
    tip_shown,
    tongue_sprites,
)
from likeness.typing import FloatArray, RgbaImage

_TEETH_BELOW_LIP = 0.072  # eye distances: upper biting edge under the seam of the closed lips
_MOUTH_WIDTH = 0.80  # of the rig
_SIZE_RANGE = (0.45, 1.12)  # a wide smile does not widen the teeth
_FRONT_TEETH = (3, 11)  # from premolar to premolar: what is seen between parted lips
_PATCH = 1.5  # eye distances: side of a sprite
_TUNNEL = 0.32  # of the light is lost behind fully rounded lips
_SEEN_SHADOW = 0.4  # of the lips' shadow falls on teeth of the picture
_SHADE_RGB = (0.92, 1.12, 1.16)  # of missing light by channel: what lights the depth has passed red skin
_FRONTAL_DEG = 12.0  # of yaw: from here on teeth are brought to the far corner, at twice of it all the way
_MOST_SHIFTED = 0.07  # eye distances
_WIDE = 0.45  # jaw open: a wide a
_LEAST_WIDE = 0.02  # eye distances between the lips of a wide mouth
_TONGUE_SEEN = (0.54, 0.66)  # of the height of a wide open mouth is tongue
_LOWER_TEETH_SEEN = 0.12  # of it at most are lower teeth
_DEEPEST, _SHALLOWEST = 0.62, 1.35  # light of the cavity: in the middle of a wide opening, behind its edge


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

    tongue: TongueSprites
    """Its parts."""

    tongue_lift: float
    """Eye distances by which it lies higher in a wide open mouth than the rig's, see `_lifts`."""

    lower_lift: float
    """The same of the lower teeth, 0 or less."""

    seen: SeenTeeth | None
    """Teeth of the picture itself."""

    anchor_px: FloatArray
    """(3,) upper biting edge in picture pixels with depth, before the head turns."""

    size: float
    """Of the teeth against the rig's."""

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
    teeth_size = _teeth_size(portrait, rig)
    frame = PatchFrame(
        axes=(unit * teeth_size * portrait.fit.rotation[:2]).astype(np.float32),
        origin=np.array([size / 2, size / 2], np.float32),
        anchor=rig.upper_tooth_edge[6:8].mean(0),
        size_px=size,
        picture_scale=placement.scale,
        grain=skin_grain(portrait, placement, texture),
    )
    look = portrait.mouth
    seen = seen_teeth(portrait, placement, texture)
    interior = MouthInterior(
        portrait=portrait,
        placement=placement,
        frame=frame,
        upper=teeth_sprite(upper_row(rig), frame, look, wetness),
        lower=teeth_sprite(lower_row(rig), frame, look, wetness),
        tongue=tongue_sprites(frame, rig, look, wetness),
        tongue_lift=0.0,
        lower_lift=0.0,
        seen=seen,
        anchor_px=_anchor(portrait, rig, seen),
        size=teeth_size,
    )
    tongue_lift, lower_lift = _lifts(interior)
    return replace(interior, tongue_lift=tongue_lift, lower_lift=lower_lift)


@dataclass(frozen=True)
class MouthLight:
    """What the lips of one frame let in, over a rectangle around them."""

    falling: FloatArray
    """(h, w) 0-1, the light on what lies right behind the lips."""

    depth: FloatArray
    """(h, w) 0-1, how far away the nearest lip is: what lies there is deep in the mouth."""


def draw_interior(
    interior: MouthInterior, state: FaceState, corner_px: tuple[int, int], light: MouthLight
) -> FloatArray:
    """Return (h, w, 3) colours 0-255 of all that is behind the lips in a canvas rectangle.

    `corner_px` is the rectangle's left and top on the canvas.
    """
    size_px = (light.falling.shape[1], light.falling.shape[0])
    look, up, frame = interior.portrait.mouth, interior.portrait.face.up, interior.frame
    skull_map = _sprite_map(interior, state, np.eye(3, dtype=np.float32), corner_px)
    jaw_map = _sprite_map(interior, state, _jaw_rotation(interior.portrait, state), corner_px)
    full, tint = np.ones_like(light.falling), _shade_rgb(look)
    floor_map = _lifted(interior, state, jaw_map, interior.tongue_lift)
    lower_map = _lifted(interior, state, jaw_map, interior.lower_lift)
    layers = [(interior.tongue.blade, blade_map(frame, state, up, floor_map))]
    if state.tongue[2] > 0.0:
        layers.insert(0, (interior.tongue.back, back_map(frame, state, up, floor_map)))
    if look.has_teeth:
        # drawings show one row: the lower one is a band of paper only in a wide laugh
        layers += [] if look.is_drawing else [(interior.lower, lower_map)]
        layers.append((interior.upper, skull_map))
    out = _cavity(interior, light)
    for sprite, matrix in layers:
        lay_over(out, warp_linear(sprite, matrix, size_px), full, tint)
    tunnel = 1.0 if look.is_drawing else _light_behind_lips(state)  # drawn colours never change
    if not look.is_drawing:
        shade(out, np.asarray(light.falling * np.float32(tunnel)), tint)
    if interior.seen is not None:
        moved = warp_linear(interior.seen.rgba, _seen_map(interior, interior.seen, state, corner_px), size_px)
        # the picture's teeth wear the shadow of its own lips already
        lit = tunnel * (1.0 - _SEEN_SHADOW * (1.0 - light.falling))
        lay_over(out, moved, np.asarray(lit, np.float32), tint)
    shown = tip_shown(state)
    if shown > 0.0 and look.has_teeth:
        tip = warp_linear(interior.tongue.tip, tip_map(frame, state, up, skull_map), size_px)
        lay_over(out, to_bytes(tip * np.float32(shown)), full, tint)
    return out


def _shade_rgb(look: MouthLook) -> FloatArray:
    """Return how much of missing light each channel loses; all the same in pictures of one colour."""
    shade_rgb = np.array(_SHADE_RGB, np.float32)
    return np.full_like(shade_rgb, shade_rgb.mean()) if look.is_monochrome else shade_rgb


def _cavity(interior: MouthInterior, light: MouthLight) -> FloatArray:
    """Return (h, w, 3) colours of cheeks and throat, darker with depth; flat in drawings."""
    look = interior.portrait.mouth
    if look.is_drawing:
        return np.broadcast_to(look.cavity_rgb, (*light.depth.shape, 3)).astype(np.float32)
    share = _SHALLOWEST + (_DEEPEST - _SHALLOWEST) * light.depth
    return np.asarray(share[..., None] * look.cavity_rgb, np.float32)


def _anchor(portrait: Portrait, rig: FaceRig, seen: SeenTeeth | None) -> FloatArray:
    """Hang the upper row under the seam of the closed lips: right on every face, whatever the fit says."""
    face = portrait.face
    seam = (face.rest_px + face.close_mouth_px)[[13, 14]].mean(0)
    behind = float(rig.upper_tooth_edge[6, 2] - rig.neutral[13, 2])
    anchor = seam + face.eye_distance_px * behind * portrait.fit.rotation[:, 2]
    drop = _TEETH_BELOW_LIP * face.mouth_size if seen is None else seen.edge_drop
    anchor[:2] -= face.up * drop * face.eye_distance_px
    if seen is None:
        anchor[:2] += _towards_far_corner(portrait, rig, anchor)
    return np.asarray(anchor, np.float32)


def _towards_far_corner(portrait: Portrait, rig: FaceRig, anchor: FloatArray) -> FloatArray:
    """Return the shift (2,) in picture pixels that brings teeth to the far corner of a turned mouth.

    Seen from the side the row ends where it turns away; small errors of the pose leave a hole beyond.
    """
    face, unit = portrait.face, portrait.face.eye_distance_px
    across = np.array([-face.up[1], face.up[0]], np.float32)  # to the right of the picture
    edge = (rig.upper_tooth_edge - rig.upper_tooth_edge[6:8].mean(0)) @ portrait.fit.rotation.T
    teeth = edge[:, :2] @ across * _teeth_size(portrait, rig)
    corners = ((face.rest_px + face.close_mouth_px)[[78, 308], :2] - anchor[:2]) @ across / unit
    right, left = max(float(corners.max() - teeth.max()), 0.0), max(float(teeth.min() - corners.min()), 0.0)
    turned = np.clip((abs(portrait.fit.pose_deg[1]) - _FRONTAL_DEG) / _FRONTAL_DEG, 0.0, 1.0)
    shift = float(np.clip(right - left, -_MOST_SHIFTED, _MOST_SHIFTED) * turned)
    return np.asarray(across * shift * unit, np.float32)


def _teeth_size(portrait: Portrait, rig: FaceRig) -> float:
    corners = portrait.face.rest_px[rig.contours["lip_outer_upper"][[0, -1]], :2]
    width = float(np.linalg.norm(corners[1] - corners[0])) / portrait.face.eye_distance_px
    return float(np.clip(width / _MOUTH_WIDTH, *_SIZE_RANGE))


def _lifts(interior: MouthInterior) -> tuple[float, float]:
    """Return by how much tongue and lower teeth must be moved to be seen as much as on other faces.

    Seen from above a mouth is full of them and seen from below it is an empty hole, by errors of a few
    degrees in the pose of the picture, too. Eye distances.
    """
    portrait = interior.portrait
    face, jaw = portrait.face, expression_index("jaw_open")
    state = FaceState(expression=np.zeros(len(portrait.fit.expression), np.float32), closed_mouth=1.0)
    state.expression[jaw] = _WIDE
    lips = (face.rest_px + face.close_mouth_px + _WIDE * face.expression_px[jaw])[[13, 14]]
    upper, lower = _on_canvas(interior, state, lips) @ face.up / interior.unit_px
    gap = float(upper - lower)
    rows, columns = np.nonzero(interior.tongue.blade[..., 3] > 127)
    if rows.size == 0 or gap < _LEAST_WIDE:
        return 0.0, 0.0
    jaw_map = _sprite_map(interior, state, _jaw_rotation(portrait, state), (0, 0))
    placed = blade_map(interior.frame, state, face.up, jaw_map)

    def seen(matrix: FloatArray, points: FloatArray) -> float:
        """Return how much of the opening's height lies below the highest of points (2, N) of a sprite."""
        heights = (matrix[:, :2] @ points + matrix[:, 2:]).T @ face.up / interior.unit_px
        return (float(heights.max()) - float(lower)) / gap

    tongue = seen(placed, np.stack([columns, rows]).astype(np.float32))
    teeth = seen(jaw_map, interior.frame.project(load_rig().lower_tooth_edge[6:8]).T - 0.5)
    low, high = _TONGUE_SEEN
    return (min(max(tongue, low), high) - tongue) * gap, min(_LOWER_TEETH_SEEN - teeth, 0.0) * gap


def _lifted(interior: MouthInterior, state: FaceState, jaw_map: FloatArray, lift: float) -> FloatArray:
    """Return the (2, 3) map of the jaw with a lift in eye distances, which comes as the mouth opens."""
    opened = float(np.clip(state.expression[expression_index("jaw_open")] / _WIDE, 0.0, 1.0))
    lifted = jaw_map.copy()
    lifted[:, 2] += interior.portrait.face.up * (lift * opened * interior.unit_px)
    return lifted


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
    """Return the (2, 3) map from sprite to rectangle for a row of teeth turned by `turn` (3, 3) in the skull.

    A row is an arch, its patch is flat: the map is the one that misses the visible teeth least.
    """
    portrait, rig, frame = interior.portrait, load_rig(), interior.frame
    points = _visible_teeth()
    swung = (points - rig.jaw_axis_point) @ turn.T + rig.jaw_axis_point
    unit = portrait.face.eye_distance_px * interior.size
    moved = interior.anchor_px + unit * ((swung - frame.anchor) @ portrait.fit.rotation.T)
    target = _on_canvas(interior, state, np.asarray(moved, np.float32)) - corner_px - 0.5
    source = np.column_stack([frame.project(points) - 0.5, np.ones(len(points))])
    return np.asarray(np.linalg.lstsq(source, target, rcond=None)[0].T, np.float32)


@cache
def _visible_teeth() -> FloatArray:
    """Return (N, 3) rig points of the front teeth of both rows, edges and necks."""
    rig, front = load_rig(), slice(*_FRONT_TEETH)
    rows = (rig.upper_tooth_edge, rig.upper_tooth_gum, rig.lower_tooth_edge, rig.lower_tooth_gum)
    return np.concatenate([row[front] for row in rows])


def _seen_map(
    interior: MouthInterior, seen: SeenTeeth, state: FaceState, corner_px: tuple[int, int]
) -> FloatArray:
    """Return the (2, 3) map from the cut-out of seen teeth to the rectangle; they move with the skull."""
    placement = interior.placement
    offset = np.array([placement.offset_x_px - seen.left_px, placement.offset_y_px - seen.top_px])
    at_rest = interior.anchor_px[:2] * placement.scale + offset
    linear = head_motion(state)[:2, :2]
    return _affine(linear, at_rest, _on_canvas(interior, state, interior.anchor_px) - corner_px)


def _on_canvas(interior: MouthInterior, state: FaceState, points: FloatArray) -> FloatArray:
    """Return where the head takes skull points (..., 3) in picture pixels: (..., 2) of the canvas."""
    placement, face = interior.placement, interior.portrait.face
    turned = (points - face.pivot_px) @ head_motion(state).T + face.pivot_px
    position = turned[..., :2] + np.asarray(state.head_shift) * face.eye_distance_px
    return np.asarray(position * placement.scale + (placement.offset_x_px, placement.offset_y_px))


def _affine(linear: FloatArray, source: FloatArray, target: FloatArray) -> FloatArray:
    """Return the (2, 3) map with `linear` that takes `source` to `target`, in OpenCV's convention."""
    shift = target - 0.5 - linear @ (source - 0.5)
    return np.column_stack([linear, shift]).astype(np.float32)

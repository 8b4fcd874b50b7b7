"""Blinks and gaze, edited in the texture before the mesh moves it.

Along each column of the eye a piecewise linear map says which texture row is shown: skin above the lash band
is stretched down over the eyeball, the lash band itself rides unstretched on the lid's edge, the eyeball
stays where it is and its iris shifts. With open lids and straight gaze the map is the identity, so rest
equals the picture.
"""

from dataclasses import dataclass

import numpy as np

from likeness.core.canvas import Placement
from likeness.core.performance import FaceState
from likeness.core.pixels import blur, sample_cubic, to_bytes
from likeness.core.portrait import Portrait
from likeness.core.rig import expression_index
from likeness.rendering.eye_patch import LASH_BAND, EyePatch, eye_patch
from likeness.rendering.painted_lids import LidLines, close_painted
from likeness.rendering.texture import Texture
from likeness.typing import FloatArray, RgbaImage, RgbImage

_GLANCE_SOFTNESS = 0.10  # of the opening: how softly a moved eyeball begins at resting lids
_LOWER_RISE = 0.10  # of the opening: how far the lower lid comes up in a full blink
_DRAWN_RISE = 0.16  # the same for a drawn eye, which shuts above its lower outline
_OVERLAP = 0.16  # of the opening: how far a shut upper lid covers the lower one
_CHEEK_REACH = 0.9  # of the opening: where moved skin below the eye ends
_LID_SHADOW = 0.22
_SHUT = 0.06  # of the way: nothing of the eyeball is seen any more
_STREAK_FROM, _STREAK_FULL = 1.3, 2.4  # times that lid skin is stretched
_SQUINT = 0.35  # of the opening at squint 1
_EYEBALL_RADIUS = 0.19  # eye distances; real eyes, the rig's source has 0.25
_MAX_SHIFT = 0.55  # of the iris radius
_LEAST_LID_PX, _LEAST_SHIFT_PX = 0.2, 0.05  # smaller movements show nothing


@dataclass(frozen=True)
class Eyes:
    """Both eyes of one portrait at one placement."""

    patches: tuple[EyePatch | None, EyePatch | None]
    """The subject's right and left eye; None for one that cannot move or is out of the frame."""

    between_lids: tuple[EyePatch | None, EyePatch | None]
    """The part of each patch that a glance changes."""

    ball_radius_px: float
    """Radius of the eyeballs in canvas pixels."""


@dataclass(frozen=True)
class _Look:
    """What one eye does in one frame."""

    closing: float
    """0 as in the picture, 1 shut, below 0 raised."""

    squint: float
    """0-1: how far the lower lid comes up."""

    shift_px: tuple[float, float]
    """Of the iris on the texture."""

    def moves_lids(self, opening_px: float) -> bool:
        """Tell whether the lids of an eye of this opening visibly move."""
        return max(abs(self.closing), _SQUINT * self.squint) * opening_px >= _LEAST_LID_PX

    @property
    def moves_iris(self) -> bool:
        """Tell whether the iris visibly moves."""
        return float(np.hypot(*self.shift_px)) > _LEAST_SHIFT_PX


def build_eyes(portrait: Portrait, placement: Placement, texture: Texture) -> Eyes:
    """Prepare both eyes."""
    right, left = (eye_patch(eye, placement, texture) for eye in portrait.eyes)
    narrow_right, narrow_left = (patch and patch.between_lids() for patch in (right, left))
    return Eyes(
        (right, left),
        (narrow_right, narrow_left),
        _EYEBALL_RADIUS * portrait.face.eye_distance_px * placement.scale,
    )


@dataclass(frozen=True)
class EditedEye:
    """A rectangle of the texture as it looks in one frame."""

    rgb: RgbImage
    """(h, w, 3)."""

    left: int
    """Texture column."""

    top: int
    """Texture row."""


def edited_eyes(texture: RgbaImage, eyes: Eyes, state: FaceState) -> tuple[EditedEye, ...]:
    """Return the eyes that differ from the texture (h, w, 4) in one state."""
    edited = []
    sides = ("right", "left")
    for side, patch, narrow in zip(sides, eyes.patches, eyes.between_lids, strict=True):
        if patch is None or narrow is None:
            continue
        look = _Look(
            closing=lid_closing(state, side),
            squint=_value(state, f"eye_squint_{side}"),
            shift_px=_iris_shift(state, eyes.ball_radius_px, patch),
        )
        if look.moves_lids(patch.opening_px):
            draw = _draw if patch.painted is None else _draw_painted
            edited.append(EditedEye(draw(texture, patch, look), patch.left, patch.top))
        elif look.moves_iris:
            edited.append(EditedEye(_draw_glance(texture, narrow, look.shift_px), narrow.left, narrow.top))
    return tuple(edited)


def lid_closing(state: FaceState, side: str) -> float:
    """Return how far the upper lid is lowered: 0 as in the picture, 1 shut, below 0 raised."""
    blink = _value(state, f"eye_blink_{side}")
    follow = 0.45 * _value(state, f"eye_look_down_{side}") - 0.12 * _value(state, f"eye_look_up_{side}")
    wide = 0.22 * _value(state, f"eye_wide_{side}")
    relaxed = follow - wide
    return float(np.clip(relaxed + blink * (1.0 - max(relaxed, 0.0)), -0.25, 1.0))


def _value(state: FaceState, name: str) -> float:
    return float(state.expression[expression_index(name)])


def _iris_shift(state: FaceState, ball_radius_px: float, patch: EyePatch) -> tuple[float, float]:
    """Return the shift of the iris in texture pixels; far glances come softly to the end of what fits."""
    right, down = np.sin(np.radians(state.gaze_deg)) * ball_radius_px
    length = float(np.hypot(right, down))
    limit = _MAX_SHIFT * patch.iris[2]
    gain = limit * float(np.tanh(length / limit)) / length if length > 1e-6 else 0.0
    across = np.array([patch.down[1], -patch.down[0]])
    x, y = gain * (right * across + down * patch.down)
    return float(x), float(y)


def _draw(texture: RgbaImage, patch: EyePatch, look: _Look) -> RgbImage:
    """Return the (h, w, 3) patch with its lids moved."""
    opening = patch.lower - patch.upper
    lowered = max(look.closing, 0.0)
    rise = np.clip(_LOWER_RISE * lowered + _SQUINT * look.squint, 0.0, 0.9)
    lower = patch.lower - rise * opening
    upper = patch.upper + look.closing * (lower - patch.upper) + lowered * _OVERLAP * opening
    skin = _skin(texture, patch, _skin_source(patch, upper, lower))
    skin = _even_lid(skin, patch, upper)
    eyeball = _moved_eyeball(patch, look.shift_px)
    eyeball *= _shadow(patch, upper, look.closing)[..., None]
    rim = patch.rim * float(opening.max()) * (1.0 - lowered)
    visible = np.clip(patch.v - upper - rim + 0.5, 0, 1) * np.clip(lower - patch.v + 0.5, 0, 1) * patch.inside
    visible = visible * np.clip((1.0 - look.closing) / _SHUT, 0, 1)
    return to_bytes(skin * (1 - visible[..., None]) + eyeball * visible[..., None])


def _draw_painted(texture: RgbaImage, patch: EyePatch, look: _Look) -> RgbImage:
    """Return the (h, w, 3) patch of a drawn eye with its painted lids moved."""
    assert patch.painted is not None
    height, width = patch.v.shape
    rest = texture[patch.top : patch.top + height, patch.left : patch.left + width, :3].astype(np.float32)
    opening = patch.lower - patch.upper
    lowered = max(look.closing, 0.0)
    lower = patch.lower - min(_DRAWN_RISE * lowered + _SQUINT * look.squint, 0.9) * opening
    upper = patch.upper + lowered * (lower - patch.upper)
    eyeball = _draw_glance(texture, patch, look.shift_px).astype(np.float32) if look.moves_iris else rest
    lines = LidLines(patch.v, patch.upper, patch.lower)
    return to_bytes(close_painted(rest, eyeball, patch.painted, lines, (upper, lower)))


def _draw_glance(texture: RgbaImage, patch: EyePatch, shift_px: tuple[float, float]) -> RgbImage:
    """Return the (h, w, 3) patch with its iris moved between resting lids."""
    height, width = patch.v.shape
    rest = texture[patch.top : patch.top + height, patch.left : patch.left + width, :3]
    opening = patch.lower - patch.upper
    # landmarks are not exact: near the lids the picture's own pixels stay
    rim, soft = patch.rim * patch.opening_px, max(1.0, _GLANCE_SOFTNESS * patch.opening_px)
    below, above = patch.v - patch.upper - rim, patch.lower - patch.v - rim
    visible = np.clip(below / soft, 0, 1) * np.clip(above / soft, 0, 1)
    # towards the corners a resting eye is too narrow to draw anything but the picture
    visible *= patch.inside * np.clip((opening - 1.0) / 2.0, 0, 1)
    eyeball = _moved_eyeball(patch, shift_px)
    return to_bytes(rest + (eyeball - rest) * visible[..., None])


def _skin_source(patch: EyePatch, upper: FloatArray, lower: FloatArray) -> FloatArray:
    """Return the texture height (h, w) that the lids' skin shows at each pixel, for lids at these heights."""
    peak = float((patch.lower - patch.upper).max())
    band = LASH_BAND * peak
    edge_from, edge_to = patch.upper - band, upper - band
    stretch = (edge_from - patch.fold) / np.maximum(edge_to - patch.fold, 1e-3)
    stretched = patch.fold + (patch.v - patch.fold) * stretch
    lashes = patch.v - upper + patch.upper
    above = np.where(patch.v < patch.fold, patch.v, np.where(patch.v < edge_to, stretched, lashes))
    reach = _CHEEK_REACH * peak
    end = patch.lower + reach
    shrink = reach / np.maximum(end - lower, 1e-3)
    below = np.where(patch.v > end, patch.v, patch.lower + (patch.v - lower) * shrink)
    return np.where(patch.v < (upper + lower) / 2, above, below)


def _even_lid(skin: FloatArray, patch: EyePatch, upper: FloatArray) -> FloatArray:
    """Return the skin (h, w, 3) with one even colour where a few rows of it are stretched over the eye.

    Stretched more than twice, pores, hairs and noise become vertical streaks.
    """
    band = LASH_BAND * patch.opening_px
    length = np.maximum(upper - band - patch.fold, 1e-3)
    factor = length / np.maximum(patch.upper - band - patch.fold, 1e-3)
    along = (patch.v - patch.fold) / length
    ease = np.clip(along / 0.35, 0, 1) * np.clip((1.0 - along) / 0.08, 0, 1)
    middle = np.clip((patch.lower - patch.upper) / (0.8 * patch.opening_px), 0, 1) ** 1.5
    share = np.clip((factor - _STREAK_FROM) / (_STREAK_FULL - _STREAK_FROM), 0, 1) * ease * middle
    light = 0.95 + 0.07 * np.sin(np.pi * np.clip(along, 0, 1))
    even = blur(skin, max(0.2 * patch.opening_px, 0.5))
    even += patch.hidden_lid * (patch.cheek_rgb * light[..., None] - even)
    return np.asarray(skin + (even - skin) * share[..., None], np.float32)


def _skin(texture: RgbaImage, patch: EyePatch, source: FloatArray) -> FloatArray:
    """Return (h, w, 3) colours of the texture at other heights of the same columns."""
    shift = source - patch.v
    map_x = (patch.x + shift * patch.down[0]).astype(np.float32)
    map_y = (patch.y + shift * patch.down[1]).astype(np.float32)
    return sample_cubic(texture, map_x, map_y)[..., :3].astype(np.float32)


def _moved_eyeball(patch: EyePatch, shift_px: tuple[float, float]) -> FloatArray:
    """Return (h, w, 3) the eyeball with its iris moved; the white around it gives way smoothly."""
    distance = np.hypot(patch.x - patch.iris[0] - shift_px[0], patch.y - patch.iris[1] - shift_px[1])
    follow = 1.0 - np.clip((distance / patch.iris[2] - 1.15) / 0.95, 0.0, 1.0)
    follow = follow * follow * (3 - 2 * follow)
    map_x = (patch.x - patch.left - shift_px[0] * follow).astype(np.float32)
    map_y = (patch.y - patch.top - shift_px[1] * follow).astype(np.float32)
    return sample_cubic(patch.eyeball, map_x, map_y)[..., :3].astype(np.float32)


def _shadow(patch: EyePatch, upper: FloatArray, closing: float) -> FloatArray:
    """Return the light (h, w) that a lid at the given height leaves on the eyeball, 0-1."""
    reach = max(0.22 * float((patch.lower - patch.upper).max()), 1.0)
    depth = np.maximum(patch.v - upper, 0.0) / reach
    return np.asarray(1.0 - _LID_SHADOW * min(max(closing, 0.0) * 2.5, 1.0) * np.exp(-depth), np.float32)

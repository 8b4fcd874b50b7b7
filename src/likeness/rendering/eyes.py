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
from likeness.core.pixels import to_bytes
from likeness.core.portrait import Portrait
from likeness.core.rig import expression_index
from likeness.rendering.eye_patch import EyePatch, eye_patch
from likeness.rendering.painted_lids import close_painted
from likeness.rendering.texture import Texture
from likeness.typing import RgbaImage, RgbImage

_GLANCE_SOFTNESS = 0.10  # of the opening: how softly a moved eyeball begins at resting lids
_LOWER_RISE = 0.10  # of the opening: how far the lower lid comes up in a full blink
_DRAWN_RISE = 0.16  # the same for a drawn eye, which shuts above its lower outline
_SQUINT = 0.35  # of the opening at squint 1
_EYEBALL_RADIUS = 0.19  # eye distances; real eyes, the rig's source has 0.25
_MAX_SHIFT = 0.55  # of the iris radius
_SMALL_PX = 2.8  # of the upper lid; see `lid_kernel`: a fiftieth of it moves the skin beyond the lashes
_LEAST_LID_PX, _LEAST_SHIFT_PX = 0.2, 0.05  # smaller movements show nothing


@dataclass(frozen=True)
class Eyes:
    """Both eyes of one portrait at one placement."""

    patches: tuple[EyePatch | None, EyePatch | None]
    """The subject's right and left eye; None for one that cannot move or is out of the frame."""

    around_edges: tuple[EyePatch | None, EyePatch | None]
    """The part of each patch that small movements of the lids change."""

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

    def is_small(self, opening_px: float) -> bool:
        """Tell whether the upper lid moves so little that skin beyond the lashes stays where it is."""
        return 0.0 <= self.closing * opening_px < _SMALL_PX

    @property
    def moves_iris(self) -> bool:
        """Tell whether the iris visibly moves."""
        return float(np.hypot(*self.shift_px)) > _LEAST_SHIFT_PX


def build_eyes(portrait: Portrait, placement: Placement, texture: Texture) -> Eyes:
    """Prepare both eyes."""
    is_in_fur = portrait.is_template and not portrait.mouth.is_drawing
    whole = (
        eye_patch(eye, placement, texture, portrait.mouth.sharpness_px, is_in_fur=is_in_fur)
        for eye in portrait.eyes
    )
    right, left = (patch and patch.without_margins() for patch in whole)
    if any(patch is not None and patch.is_carved for patch in (right, left)):
        # stone neither looks nor blinks, and its lids cannot be told from its eyes
        right = left = None
    near_right, near_left = (patch and patch.around_edge() for patch in (right, left))
    narrow_right, narrow_left = (patch and patch.between_lids() for patch in (right, left))
    return Eyes(
        (right, left),
        (near_right, near_left),
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
    for number, side in enumerate(("right", "left")):
        patch, near, narrow = eyes.patches[number], eyes.around_edges[number], eyes.between_lids[number]
        if patch is None or near is None or narrow is None:
            continue
        look = _Look(
            closing=lid_closing(state, side),
            squint=_value(state, f"eye_squint_{side}"),
            shift_px=_iris_shift(state, eyes.ball_radius_px, patch),
        )
        if look.moves_lids(patch.opening_px):
            part = near if look.is_small(patch.opening_px) else patch
            is_painted = patch.painted is not None
            rgb = _draw_painted(texture, patch, narrow, look) if is_painted else _draw(part, look)
            edited.append(EditedEye(rgb, part.left, part.top))
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


def _draw(patch: EyePatch, look: _Look) -> RgbImage:
    """Return the (h, w, 3) patch with its lids moved."""
    assert patch.lid is not None
    rise = min(_LOWER_RISE * max(look.closing, 0.0) + _SQUINT * look.squint, 0.9)
    return patch.lid.drawn(look.shift_px, look.closing, rise)


def _draw_painted(texture: RgbaImage, patch: EyePatch, between: EyePatch, look: _Look) -> RgbImage:
    """Return the (h, w, 3) patch of a drawn eye with its painted lids moved; `between`: its part that glances
    change."""
    assert patch.painted is not None
    rest = patch.pixels(texture)
    opening = patch.lower - patch.upper
    lowered = max(look.closing, 0.0)
    lower = patch.lower - min(_DRAWN_RISE * lowered + _SQUINT * look.squint, 0.9) * opening
    upper = patch.upper + lowered * (lower - patch.upper)
    eyeball = rest
    if look.moves_iris:
        eyeball = rest.copy()
        glance = _draw_glance(texture, between, look.shift_px)
        row, column = between.top - patch.top, between.left - patch.left
        eyeball[row : row + glance.shape[0], column : column + glance.shape[1]] = glance
    return close_painted(rest, eyeball, patch.painted, patch.lines, (upper, lower))


def _draw_glance(texture: RgbaImage, patch: EyePatch, shift_px: tuple[float, float]) -> RgbImage:
    """Return the (h, w, 3) patch with its iris moved between resting lids."""
    rest = patch.pixels(texture)
    opening = patch.lower - patch.upper
    # landmarks are not exact: near the lids the picture's own pixels stay
    rim, soft = patch.rim * patch.opening_px, max(1.0, _GLANCE_SOFTNESS * patch.opening_px)
    below, above = patch.v - patch.upper - rim, patch.lower - patch.v - rim
    visible = np.clip(below / soft, 0, 1) * np.clip(above / soft, 0, 1)
    # towards the corners a resting eye is too narrow to draw anything but the picture
    visible *= patch.inside * np.clip((opening - 1.0) / 2.0, 0, 1)
    eyeball = patch.eyeball.moved(shift_px)
    return to_bytes(rest + (eyeball - rest) * visible[..., None])

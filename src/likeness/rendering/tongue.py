"""The tongue: drawn once per portrait in three parts, which the three curves of the performance move.

The blade lies behind the lower teeth and grows towards the upper ones for t d n l; the back stands up behind
it for k g and lies below the teeth for a; the tip comes out between the teeth for th.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from likeness.core.performance import FaceState
from likeness.core.pixels import resize_linear
from likeness.core.portrait import MouthLook
from likeness.core.rig import FaceRig
from likeness.rendering.sprites import PatchFrame, finished
from likeness.typing import FloatArray, RgbaImage

_Values = npt.NDArray[np.floating]

_BLADE_HALF_SIZE = (0.37, 0.25)  # rig units
_BACK_HALF_SIZE = (0.42, 0.30)
_TIP_HALF_SIZE = (0.19, 0.095)
_ROUGHNESS, _PAPILLA = 0.055, 0.014  # deviation of the light, and size in eye distances
_BACK_LIGHT = 0.62  # of the light on the blade
_TALL = 0.55  # more height of the blade at raised 1
_FLAT = 0.04  # less height of the blade at rest
_NARROW = 0.22  # of its width goes when it is raised
_LOWERED = 0.25  # of its height goes when the back rises: the blade is drawn in
_BASE = 0.40  # eye distances under the biting edge: from here the blade grows upwards
_BACK_REACH = 0.34  # rig units from its place at rest to the palate
_TIP_OUT = (0.5, 0.9)  # tongue forward: the tip begins to come out between the teeth, and is out
_TIP_OVERLAP = 0.058  # rig units of the upper teeth that it covers
_TIP_HIDDEN = 0.06  # rig units: how much lower it is before it comes out


@dataclass(frozen=True)
class TongueSprites:
    """Patches of the tongue, (s, s, 4) premultiplied."""

    blade: RgbaImage
    """Front of the tongue behind the lower teeth."""

    back: RgbaImage
    """What stands up behind the blade; hidden below it at rest."""

    tip: RgbaImage
    """What comes out between the teeth, its middle at the frame's origin."""


def tongue_sprites(frame: PatchFrame, rig: FaceRig, look: MouthLook, wetness: float = 0.0) -> TongueSprites:
    """Draw the tongue; `wetness` 0-1 is how much light it catches."""
    middle = frame.project((rig.tongue_tip + np.array([0.0, 0.0, 0.25], np.float32))[None])[0]
    return TongueSprites(
        blade=_blade(frame, middle, look, wetness),
        back=_back(frame, middle, look),
        tip=_tip(frame, look, wetness),
    )


def blade_map(frame: PatchFrame, state: FaceState, up: FloatArray, jaw_map: FloatArray) -> FloatArray:
    """Return the (2, 3) map of the blade: it grows out of the floor of the mouth, narrower as it rises.

    `up` (2,) points to the crown, `jaw_map` (2, 3) is the map of what moves with the jaw alone.
    """
    raised, _, back = state.tongue
    height = (1.0 + _TALL * raised) * (1.0 - _LOWERED * back) - _FLAT * (1.0 - raised)
    width = 1.0 - _NARROW * raised
    along = np.outer(up, up)
    shape = height * along + width * (np.eye(2) - along)
    base = frame.origin - up * _BASE * _unit_px(frame) - 0.5
    grown = jaw_map.copy()
    grown[:, :2] = jaw_map[:, :2] @ shape
    grown[:, 2] += (jaw_map[:, :2] - grown[:, :2]) @ base
    return grown


def back_map(frame: PatchFrame, state: FaceState, up: FloatArray, jaw_map: FloatArray) -> FloatArray:
    """Return the (2, 3) map of the back, which rises as a whole; arguments as for the blade."""
    return _lifted(jaw_map, up, _BACK_REACH * (state.tongue[2] - 1.0) * _unit_px(frame))


def tip_map(frame: PatchFrame, state: FaceState, up: FloatArray, skull_map: FloatArray) -> FloatArray:
    """Return the (2, 3) map of the tip; `skull_map` (2, 3) is the map of what stays with the skull."""
    lower = _TIP_HALF_SIZE[1] - _TIP_OVERLAP + _TIP_HIDDEN * (1.0 - tip_shown(state))
    return _lifted(skull_map, up, -lower * _unit_px(frame))


def tip_shown(state: FaceState) -> float:
    """Return how far the tip is out between the teeth, 0-1."""
    start, end = _TIP_OUT
    return float(np.clip((state.tongue[1] - start) / (end - start), 0.0, 1.0))


def _lifted(placed: FloatArray, up: FloatArray, height_px: float) -> FloatArray:
    lifted = placed.copy()
    lifted[:, 2] += placed[:, :2] @ (up * height_px)
    return lifted


def _unit_px(frame: PatchFrame) -> float:
    return float(np.linalg.norm(frame.axes[:, 0]))


def _blade(frame: PatchFrame, middle: FloatArray, look: MouthLook, wetness: float) -> RgbaImage:
    across, along, alpha = _dome(frame, middle, _BLADE_HALF_SIZE)
    radius = np.sqrt(np.abs(across) ** 2.3 + np.abs(along) ** 2.3)
    # the light comes in from the front: the far end of the blade is its upper one
    light = 0.50 + 0.66 * np.clip(1.0 - radius**3, 0, 1) * np.clip(1.0 + 0.34 * along, 0, 1)
    light -= 0.13 * np.exp(-((across / 0.10) ** 2)) * np.clip(1 - along, 0, 1)
    light *= 1.0 + _ROUGHNESS * _papillae(frame)
    light *= 1.0 - 0.10 * np.exp(-(((np.abs(across) - 0.55) / 0.22) ** 2)) * np.clip(-along, 0, 1)
    glints = wetness * _glints(across, along)
    return finished(_moist(light, glints, alpha, look), look, frame)


def _back(frame: PatchFrame, middle: FloatArray, look: MouthLook) -> RgbaImage:
    reach = np.array([0.0, -1.0], np.float32) @ (frame.axes[:, :2] / _unit_px(frame)).T
    raised = np.asarray(middle + reach * 0.12 * _unit_px(frame), np.float32)
    across, along, alpha = _dome(frame, raised, _BACK_HALF_SIZE)
    light = _BACK_LIGHT * (0.95 - 0.42 * np.abs(across) ** 2 - 0.30 * np.clip(-along, 0, 1) ** 2)
    light -= 0.08 * np.exp(-((across / 0.12) ** 2))
    return finished(_moist(light, np.zeros_like(light), alpha, look), look, frame)


def _tip(frame: PatchFrame, look: MouthLook, wetness: float) -> RgbaImage:
    across, along, alpha = _dome(frame, frame.origin, _TIP_HALF_SIZE)
    # lit from above like a cushion, in the shade of the upper teeth at its back
    light = 1.02 - 0.30 * np.abs(across) ** 2.5 - 0.22 * np.clip(along, 0, 1) ** 2
    light -= 0.34 * np.exp(-(((along + 1.0) / 0.35) ** 2))
    light -= 0.07 * np.exp(-((across / 0.10) ** 2))
    glint = 0.22 * np.exp(-(((across + 0.25) / 0.3) ** 2) - ((along + 0.1) / 0.16) ** 2)
    return finished(_moist(light, wetness * glint, alpha, look), look, frame)


def _papillae(frame: PatchFrame) -> FloatArray:
    """Return (S, S) what makes a tongue rough, deviation about 1."""
    side = frame.size_px * frame.supersampling
    count = max(4, round(frame.size_px / (_PAPILLA * _unit_px(frame))))
    noise = np.random.default_rng(5).normal(0.0, 1.6, (count, count)).astype(np.float32)
    return resize_linear(noise, (side, side))


def _dome(
    frame: PatchFrame, center: FloatArray, half_size: tuple[float, float]
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return coordinates across and along, -1 to 1 over a rounded shape, and its coverage, each (S, S).

    `center` is (2,) in patch pixels, `half_size` width and height in rig units.
    """
    side = frame.size_px * frame.supersampling
    unit = _unit_px(frame) * frame.supersampling
    y, x = np.mgrid[0:side, 0:side].astype(np.float32)
    across = (x - center[0] * frame.supersampling) / (half_size[0] * unit)
    along = (y - center[1] * frame.supersampling) / (half_size[1] * unit)
    radius = np.sqrt(np.abs(across) ** 2.3 + np.abs(along) ** 2.3)
    alpha = np.clip((1.0 - radius) * 0.15 * unit / frame.supersampling, 0.0, 1.0)
    return across, along, alpha


def _moist(light: _Values, glints: _Values, alpha: FloatArray, look: MouthLook) -> FloatArray:
    """Return (S, S, 4) premultiplied 0-255 and 0-1: tongue in some light, flat in drawings."""
    if look.is_drawing:
        light, glints = np.ones_like(light), np.zeros_like(light)
    colour = look.tongue_rgb * light[..., None] + look.teeth_rgb * glints[..., None]
    return np.dstack([colour * alpha[..., None], alpha]).astype(np.float32)


def _glints(across: FloatArray, along: FloatArray) -> FloatArray:
    """Return light 0-1 on a moist tongue, in its own coordinates -1 to 1: two uneven spots near the top."""
    left = 0.26 * np.exp(-(((across + 0.30) / 0.16) ** 2) - ((along + 0.42) / 0.09) ** 2)
    right = 0.18 * np.exp(-(((across - 0.24) / 0.12) ** 2) - ((along + 0.46) / 0.07) ** 2)
    return np.asarray(left + right, np.float32)

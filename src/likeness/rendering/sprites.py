"""Teeth and gums, drawn once per portrait in the pose of the picture, from the rig's figures.

A sprite is an RGBA patch around the mouth at canvas scale, premultiplied. The upper row later moves with the
skull, the lower row with the jaw.
"""

from dataclasses import dataclass, replace

import cv2
import numpy as np

from likeness.core.pixels import blur, polygon_mask, resize_area, to_bytes
from likeness.core.portrait import MouthLook
from likeness.core.rig import FaceRig
from likeness.rendering.grain import tiled_grain
from likeness.typing import FloatArray, IntArray, RgbaImage

_SUPERSAMPLING, _LARGE_PX, _LARGE_SUPERSAMPLING = 4, 400, 2
_MOLAR_LIGHT = 0.5  # of the light on front teeth reaches the last molar
_TOOTH_GAP = 0.022  # of a tooth's width
_GAP_LIGHT = 0.62  # between neighbouring teeth
_ROUND_OFF = 0.16  # of the light is lost at the sides of a tooth
_NARROW_END, _POINTED = 0.13, 0.50  # of the width of a tooth, and of a canine, is lost at the biting edge
_FLAT_JOINT = 0.02  # of the patch: gaps between drawn teeth are closed
_GUM_HEIGHT = 0.16  # eye distances
_N_OUTLINE = 9
_WET_ENAMEL = 34.0  # grey levels of a highlight on fully wet teeth


@dataclass(frozen=True)
class PatchFrame:
    """Where a sprite lies: rig axes seen in the picture, in patch pixels."""

    axes: FloatArray
    """(2, 3) patch pixels per rig unit along x, y, z."""

    origin: FloatArray
    """(2,) patch position of the rig point `anchor`."""

    anchor: FloatArray
    """(3,) middle of the upper biting edge, rig units."""

    size_px: int
    """Width and height of the patch."""

    picture_scale: float
    """Patch pixels per picture pixel."""

    grain: FloatArray | None = None
    """(k, k) grey levels: the finest structure of the picture's skin at patch scale; None = there is none."""

    @property
    def supersampling(self) -> int:
        """How many times finer than the patch things are drawn; large patches need less."""
        return _SUPERSAMPLING if self.size_px < _LARGE_PX else _LARGE_SUPERSAMPLING

    def depth(self, points: FloatArray) -> FloatArray:
        """Return how far (N, 3) rig points are from the camera, in any unit."""
        return np.asarray(points @ np.cross(self.axes[0], self.axes[1]), np.float32)

    def project(self, points: FloatArray) -> FloatArray:
        """Map (N, 3) rig points to (N, 2) patch pixels."""
        return np.asarray((points - self.anchor) @ self.axes.T + self.origin, np.float32)


@dataclass(frozen=True)
class Row:
    """One row of teeth in rig units, right to left."""

    edge: FloatArray
    """(14, 3) biting edge at the middle of each tooth."""

    gum: FloatArray
    """(14, 3) gum line there."""

    width: FloatArray
    """(14,) of the visible crown."""


def upper_row(rig: FaceRig) -> Row:
    """Return the upper row."""
    return Row(rig.upper_tooth_edge, rig.upper_tooth_gum, rig.upper_tooth_width)


def lower_row(rig: FaceRig) -> Row:
    """Return the lower row."""
    return Row(rig.lower_tooth_edge, rig.lower_tooth_gum, rig.lower_tooth_width)


def teeth_sprite(row: Row, frame: PatchFrame, look: MouthLook, wetness: float = 0.0) -> RgbaImage:
    """Return (s, s, 4) one row of teeth with its gum; `wetness` 0-1 gives them highlights."""
    side = frame.size_px * frame.supersampling
    canvas = np.zeros((side, side, 4), np.float32)
    seen = _facing(row, frame)
    _draw_gum(canvas, Row(row.edge[seen], row.gum[seen], row.width[seen]), frame, look)
    order = seen[np.argsort(-frame.depth(row.edge[seen]))]  # back to front
    variation = np.random.default_rng(7).normal(1.0, 0.018, len(row.edge))
    for i in order:
        tooth = _tooth(row, int(i))
        if not look.is_drawing:
            _draw_tooth(canvas, _gap_filler(tooth), frame, _Style(look, _GAP_LIGHT, 0.0))
        _draw_tooth(canvas, tooth, frame, _Style(look, float(variation[i]), wetness))
    if look.is_drawing:
        _join_flat(canvas, look)
    return finished(canvas, look, frame)


@dataclass(frozen=True)
class _Style:
    """How one tooth is painted."""

    look: MouthLook
    """Of the picture."""

    light: float
    """Of this tooth against the others."""

    wetness: float
    """0-1."""


@dataclass(frozen=True)
class _Tooth:
    gum: FloatArray
    """(3,) rig units."""

    edge: FloatArray
    """(3,) rig units."""

    half_width: FloatArray
    """(3,) from the middle to one side, along the arch."""

    light: float
    """0-1: teeth further back are in the shade."""

    is_canine: bool
    """Pointed and warmer."""


def _facing(row: Row, frame: PatchFrame) -> IntArray:
    """Return which teeth turn their outside to the camera: in a turned head the far side shows its back."""
    along = np.gradient(row.edge, axis=0)
    outward = np.stack([along[:, 2], np.zeros(len(along)), -along[:, 0]], axis=1)
    seen = np.flatnonzero(frame.depth(outward) < 0.0)
    return np.asarray(seen if seen.size > 1 else np.arange(len(along)), np.int32)


def _tooth(row: Row, i: int) -> _Tooth:
    n = len(row.edge)
    before, after = row.edge[max(i - 1, 0)], row.edge[min(i + 1, n - 1)]
    along = after - before
    along[1] *= 0.3  # rows are wavy, teeth stand upright
    along = along / max(float(np.linalg.norm(along)), 1e-6)
    depth = (row.edge[i, 2] - row.edge[:, 2].min()) / (np.ptp(row.edge[:, 2]) + 1e-6)
    return _Tooth(
        gum=row.gum[i],
        edge=row.edge[i],
        half_width=along * row.width[i] / 2 * (1 - _TOOTH_GAP),
        light=float(1.0 - (1.0 - _MOLAR_LIGHT) * depth),
        is_canine=i in (4, 9),
    )


def _gap_filler(tooth: _Tooth) -> _Tooth:
    """Return what is between a tooth and its neighbours: tooth in shadow, not the dark of the cavity."""
    height = tooth.edge - tooth.gum
    return replace(tooth, edge=tooth.gum + 0.86 * height, half_width=tooth.half_width * 1.14)


def _outline(tooth: _Tooth) -> FloatArray:
    """Return (2 K, 2) tooth coordinates: a across in -1 to 1, b from gum 0 to edge 1."""
    rounded_end = 1.0 - 0.2 * (1 - np.linspace(0, 1, 5)[1:]) ** 1.6
    b = np.concatenate([np.linspace(-0.06, 0.8, _N_OUTLINE), rounded_end])
    width = 0.87 + 0.13 * np.sin(np.clip(b / 0.75, 0, 1) * np.pi / 2)
    end = np.clip((b - 0.8) / 0.2, 0, 1)
    width = width * (1 - (_POINTED if tooth.is_canine else _NARROW_END) * end**2.5)
    side = np.stack([width, b], axis=1)
    return np.asarray(np.concatenate([side * np.array([-1, 1]), side[::-1]]), np.float32)


def _draw_tooth(canvas: FloatArray, tooth: _Tooth, frame: PatchFrame, style: _Style) -> None:
    local = _outline(tooth)
    corners = tooth.gum + local[:, 1:] * (tooth.edge - tooth.gum) + local[:, :1] * tooth.half_width
    polygon = frame.project(corners) * frame.supersampling
    mask = polygon_mask((canvas.shape[1], canvas.shape[0]), polygon)
    ys, xs = np.nonzero(mask)
    if ys.size == 0:
        return
    basis = frame.axes @ np.stack([tooth.half_width, tooth.edge - tooth.gum], axis=1) * frame.supersampling
    start = frame.project(tooth.gum[None])[0] * frame.supersampling
    if abs(float(np.linalg.det(basis))) < 1e-6:
        return
    a, b = np.linalg.inv(basis) @ (np.stack([xs, ys]) - start[:, None])
    colour = style.look.teeth_rgb * (tooth.light * style.light)
    if style.look.is_drawing:
        shaded = np.broadcast_to(colour, (len(a), 3))
    else:
        shaded = _enamel(colour, a, b, tooth.is_canine, style.look.is_monochrome)
        shaded = shaded + _WET_ENAMEL * style.wetness * tooth.light * _enamel_glint(a, b)[:, None]
    canvas[ys, xs, :3] = shaded
    canvas[ys, xs, 3] = 1.0


def _enamel(
    colour: FloatArray, a: FloatArray, b: FloatArray, is_canine: bool, is_monochrome: bool
) -> FloatArray:
    """Shade one tooth: round across, darker and warmer at the gum, slightly translucent at the edge."""
    round_off = 1.0 - _ROUND_OFF * np.abs(a) ** 4
    neck = 1.0 - 0.16 * np.clip(1 - b / 0.45, 0, 1) ** 1.5
    edge = 1.0 - 0.10 * np.clip((b - 0.8) / 0.2, 0, 1)
    # enamel is uneven from side to side, most where it is thin
    striae = 0.022 * np.sin(9.0 * a + 2.0 * b + 5.0) * np.sin(23.0 * a - 1.5 * b) * (0.4 + 0.6 * b)
    gloss = 0.05 * np.exp(-(((a + 0.15) / 0.35) ** 2) - ((b - 0.45) / 0.25) ** 2)
    light = (round_off * neck * edge + gloss + striae)[:, None]
    warm = np.array([1.0, 0.985, 0.94]) if is_canine else np.ones(3)
    warmth = np.clip(1 - b, 0, 1)[:, None] * np.array([0.0, -0.015, -0.06])
    return np.asarray(colour * light * (1.0 if is_monochrome else warm * (1.0 + warmth)), np.float32)


def _enamel_glint(a: FloatArray, b: FloatArray) -> FloatArray:
    """Return light 0-1 on moist enamel at tooth coordinates (N,): upright, beside the middle."""
    return np.asarray(np.exp(-(((a + 0.2) / 0.16) ** 2) - ((b - 0.5) / 0.2) ** 2), np.float32)


def _draw_gum(canvas: FloatArray, row: Row, frame: PatchFrame, look: MouthLook) -> None:
    """Draw the band of gum behind the necks of the teeth, shaded away from them."""
    outward = np.sign((row.gum - row.edge)[:, 1].mean())
    far = row.gum + np.array([0.0, outward * _GUM_HEIGHT, 0.03], np.float32)
    near = row.gum + (row.edge - row.gum) * 0.22
    band = np.concatenate([frame.project(near), frame.project(far)[::-1]]) * frame.supersampling
    mask = polygon_mask((canvas.shape[1], canvas.shape[0]), band)
    x_middle = frame.project(row.gum)[:, 0].mean() * frame.supersampling
    reach = 0.45 * float(np.linalg.norm(frame.axes[:, 0])) * frame.supersampling
    ys, xs = np.nonzero(mask)
    side = np.clip(1.0 - 0.6 * ((xs - x_middle) / reach) ** 2, 0.3, 1.0)
    canvas[ys, xs, :3] = look.gum_rgb * (0.9 * side)[:, None]
    canvas[ys, xs, 3] = 1.0


def _join_flat(canvas: FloatArray, look: MouthLook) -> None:
    """Drawn mouths show one white band instead of single teeth."""
    drawn = (canvas[..., 3] > 0).astype(np.uint8)
    side = 2 * round(_FLAT_JOINT * canvas.shape[0]) + 1
    solid = cv2.morphologyEx(drawn, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8)) > 0
    canvas[solid, :3] = look.teeth_rgb
    canvas[solid, 3] = 1.0


def finished(canvas: FloatArray, look: MouthLook, frame: PatchFrame) -> RgbaImage:
    """Reduce to patch pixels, as sharp and as grainy as the picture; the result is premultiplied."""
    softness = min(max(look.sharpness_px * frame.picture_scale, 0.4), 0.04 * frame.size_px)
    small = resize_area(blur(canvas, softness * frame.supersampling), (frame.size_px, frame.size_px))
    if frame.grain is not None and not look.is_drawing:
        small[..., :3] += (tiled_grain(frame.grain, frame.size_px) * small[..., 3])[..., None]
    small[..., 3] *= 255
    return to_bytes(np.minimum(small, small[..., 3:]))

"""From a face state to moved mesh points: expression, lip contact, head turn and size, body."""

import math
from dataclasses import replace

import numpy as np

from likeness.core.performance import FaceState
from likeness.core.portrait import Portrait
from likeness.core.rig import EXPRESSION_NAMES, load_rig
from likeness.rendering.lip_area import keep_area
from likeness.rendering.mesh import N_FACE, SubjectMesh
from likeness.typing import FloatArray, Points3

_LID_SHAPES = tuple(i for i, name in enumerate(EXPRESSION_NAMES) if name.startswith("eye_"))
"""Lids are edited in the texture, not by the mesh."""

_SMILE_SHAPES = tuple(
    i for i, name in enumerate(EXPRESSION_NAMES) if name.startswith(("mouth_smile", "mouth_dimple"))
)
_PUCKER, _FUNNEL = EXPRESSION_NAMES.index("mouth_pucker"), EXPRESSION_NAMES.index("mouth_funnel")
_UNSMILE = 0.55  # of the smile goes at full rounding
_SATURATION = 0.85  # of a shape seen in the picture is taken off the same shape of the performance

_FREE_YAW_DEG = 12.0  # pictures turned less than this allow every turn
_AWAY_LIMIT_DEG, _TOWARDS_LIMIT_DEG = 38.0, 24.0
_LEAST_AWAY, _LEAST_TOWARDS = 0.12, 0.3


def within_view(portrait: Portrait, state: FaceState) -> FaceState:
    """Return the state with smaller turns for a face that is already turned.

    A picture shows nothing of the far cheek: turned further away the face folds over its own edge, turned
    towards the camera the cheek would have to come out from behind it, and a dark seam does (seen from a
    turn of 4 degrees on in a face that is turned by 18).
    """
    pitch, yaw, roll = state.head_deg
    seen = portrait.fit.pose_deg[1]
    if abs(seen) <= _FREE_YAW_DEG:
        return state
    is_away = yaw * seen > 0.0
    limit, least = (_AWAY_LIMIT_DEG, _LEAST_AWAY) if is_away else (_TOWARDS_LIMIT_DEG, _LEAST_TOWARDS)
    share = max((limit - abs(seen)) / (limit - _FREE_YAW_DEG), least)
    return replace(state, head_deg=(pitch, yaw * share, roll))


def moved_points(portrait: Portrait, mesh: SubjectMesh, state: FaceState) -> Points3:
    """Return the (C, 3) coarse points of one state in picture pixels."""
    return displaced_points(portrait, mesh, state, expression_offset(portrait, mesh, state))


def displaced_points(portrait: Portrait, mesh: SubjectMesh, state: FaceState, offset: FloatArray) -> Points3:
    """Return the same when the displacement (C, 3) by expression is known already."""
    points = mesh.rest_px + offset
    points = _move_head(portrait, mesh, points, state)
    points[:, :2] += mesh.breath_px * state.breath + mesh.shrug_px * state.shoulders
    return points


def expression_offset(portrait: Portrait, mesh: SubjectMesh, state: FaceState) -> FloatArray:
    """Return the (C, 3) displacement by expression and by the closing of the picture's mouth."""
    coefficients = state.expression.astype(np.float32).copy()
    coefficients[list(_LID_SHAPES)] = 0.0
    # a smile that is in the face already cannot be added a second time
    coefficients[list(_SMILE_SHAPES)] *= 1.0 - _SATURATION * portrait.fit.expression[list(_SMILE_SHAPES)]
    coefficients[list(_SMILE_SHAPES)] -= (
        _rounding(coefficients) * portrait.fit.expression[list(_SMILE_SHAPES)]
    )
    face = portrait.face
    active = np.flatnonzero(np.abs(coefficients) > 1e-5)
    delta = np.tensordot(coefficients[active], face.expression_px[active], axes=1)
    delta = (delta + state.closed_mouth * face.close_mouth_px)[:N_FACE]
    if active.size:
        delta[:, :2] += keep_area(face.rest_px[:N_FACE] + delta, mesh.lips)
    delta += _lip_contact(portrait, delta)
    return np.asarray(delta[mesh.expression_source] * mesh.expression_fade[:, None], np.float32)


def _rounding(coefficients: FloatArray) -> float:
    """Return how much of a smile in the picture gives way to rounded lips, 0-1."""
    pucker, funnel = coefficients[_PUCKER], coefficients[_FUNNEL]
    return _UNSMILE * float(np.clip(pucker + 0.5 * funnel, 0.0, 1.0))


def _lip_contact(portrait: Portrait, delta: FloatArray) -> FloatArray:
    """Return the correction that stops inner lips where they meet: no sum of shapes lets them cross."""
    rig, face = load_rig(), portrait.face
    upper, lower = rig.contours["lip_inner_upper"], rig.contours["lip_inner_lower"]
    gap = (face.rest_px[upper, :2] + delta[upper, :2] - face.rest_px[lower, :2] - delta[lower, :2]) @ face.up
    correction = np.zeros_like(delta)
    overlap = np.minimum(gap, 0.0)[:, None] * face.up / 2
    sideways = np.asarray((face.rest_px[upper] + delta[upper] - face.rest_px[lower] - delta[lower]) / 2)
    touching = (gap <= 0.0)[:, None]
    correction[upper, :2] -= overlap
    correction[lower, :2] += overlap
    # lips in contact share one seam: their contours must coincide, not only be level
    along = sideways.copy()
    along[:, :2] -= (sideways[:, :2] @ face.up)[:, None] * face.up
    correction[upper] -= np.where(touching, along, 0.0)
    correction[lower] += np.where(touching, along, 0.0)
    return correction


def _move_head(portrait: Portrait, mesh: SubjectMesh, points: Points3, state: FaceState) -> Points3:
    """Enlarge about the neck, turn there and shift each point by its share of the head's movement."""
    pivot = portrait.face.pivot_px
    relative = (points - pivot) * (1.0 + mesh.growth * np.float32(state.head_scale - 1.0))[:, None]
    turned = relative.copy()
    full = mesh.head_weight >= 0.999
    turned[full] = relative[full] @ head_rotation(*state.head_deg).T
    partial = np.flatnonzero(~full)
    turned[partial] = _turn_by_share(relative[partial], mesh.head_weight[partial], state.head_deg)
    out = pivot + turned
    shift = np.asarray(state.head_shift, np.float32) * portrait.face.eye_distance_px
    out[:, :2] += mesh.head_weight[:, None] * shift
    return np.asarray(out, np.float32)


def head_motion(state: FaceState) -> FloatArray:
    """Return size and turn of the skull about its joint with the neck, (3, 3)."""
    return np.asarray(state.head_scale * head_rotation(*state.head_deg), np.float32)


def head_rotation(pitch_deg: float, yaw_deg: float, roll_deg: float) -> FloatArray:
    """Return Rz(roll) Ry(yaw) Rx(pitch), (3, 3)."""
    p, y, r = math.radians(pitch_deg), math.radians(yaw_deg), math.radians(roll_deg)
    rx = np.array([[1, 0, 0], [0, math.cos(p), -math.sin(p)], [0, math.sin(p), math.cos(p)]])
    ry = np.array([[math.cos(y), 0, math.sin(y)], [0, 1, 0], [-math.sin(y), 0, math.cos(y)]])
    rz = np.array([[math.cos(r), -math.sin(r), 0], [math.sin(r), math.cos(r), 0], [0, 0, 1]])
    return np.asarray(rz @ ry @ rx, np.float32)


def _turn_by_share(points: Points3, share: FloatArray, angles_deg: tuple[float, float, float]) -> Points3:
    """Turn (N, 3) points about the origin, each by `share` of the angles."""
    p, y, r = (np.radians(a) * share for a in angles_deg)
    x0, y0, z0 = points.T
    y1, z1 = y0 * np.cos(p) - z0 * np.sin(p), y0 * np.sin(p) + z0 * np.cos(p)
    x2, z2 = x0 * np.cos(y) + z1 * np.sin(y), -x0 * np.sin(y) + z1 * np.cos(y)
    x3, y3 = x2 * np.cos(r) - y1 * np.sin(r), x2 * np.sin(r) + y1 * np.cos(r)
    return np.stack([x3, y3, z2], axis=1).astype(np.float32)

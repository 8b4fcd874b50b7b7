"""The personal mesh: landmarks as rest shape, rig displacements in the person's size, a closed mouth."""

import numpy as np
import numpy.typing as npt

from likeness.core.portrait import FaceGeometry, HeadFit
from likeness.core.rig import EXPRESSION_NAMES, FaceRig, expression_index
from likeness.portrait.fit import fitted_points
from likeness.typing import FloatArray, Points3

_CLOSED_GAP = 0.014  # eye distances; a closed mouth reads less than this on photos
_MOUTH_WIDTH = 0.80  # of the rig's neutral, eye distances
_MOUTH_SIZE_RANGE = (0.5, 1.25)
_OPENERS = (
    "jaw_open",
    "mouth_lower_down_left",
    "mouth_lower_down_right",
    "mouth_upper_up_left",
    "mouth_upper_up_right",
    "mouth_funnel",
)
_ANIMAL_SHARES = (
    ("mouth_pucker", 0.35), ("mouth_funnel", 0.35), ("mouth_stretch", 0.5), ("mouth_smile", 0.5),
    ("mouth_frown", 0.5), ("mouth_dimple", 0.5), ("mouth_left", 0.5), ("mouth_right", 0.5),
    ("mouth_roll", 0.5), ("mouth_shrug", 0.5), ("brow_", 0.4), ("cheek_", 0.5), ("nose_", 0.4),
)  # fmt: skip
"""Shapes by the start of their names; jaw and what opens and closes the mouth stay whole."""

_CLOSE_FALLOFF = 0.16  # eye distances over which the skin follows lips that are moved together
_CLOSE_SLOPE = 0.7  # of the gap: a wide one pulls more skin along, or it would fold
_UPPER_SHARE = 0.35  # of a remaining gap is closed by the upper lip
_ANIMAL_UPPER_SHARE = 0.05  # the upper jaw is one with the nose


def face_geometry(
    landmarks_px: Points3, fit: HeadFit, rig: FaceRig, *, is_template: bool = False
) -> FaceGeometry:
    """Build the mesh of one face.

    The rest shape is the landmarks themselves (x, y) with the depth of the fit, so that rest reproduces the
    picture; rig displacements are added to it, never the fitted shape itself.

    Parameters
    ----------
    landmarks_px
        (478, 3) float32.
    fit
        Result of `fit_head` for the same landmarks.
    rig
        The measured head.
    is_template
        The landmarks are a template on an animal, say: it gets no human nose and sockets in depth, and moves
        its lips and brows less, for it has hardly any.

    """
    scale = fit.scale_px
    rest = landmarks_px.astype(np.float32).copy()
    rest[:, 2] = _fitted_depth(fit, rig)
    if is_template:
        rest[:, 2] = _rounded_depth(rest)
    up = -fit.rotation[:2, 1] / max(float(np.linalg.norm(fit.rotation[:2, 1])), 1e-6)
    rest = _with_closed_lips_joined(rest, rig, up, scale)
    expression = np.asarray(scale * rig.expression @ fit.rotation.T, np.float32)
    size = _mouth_size(rest, rig, scale)
    expression[[name.startswith(("mouth_", "jaw_")) for name in EXPRESSION_NAMES]] *= size
    if is_template:
        shares = [_animal_share(name) for name in EXPRESSION_NAMES]
        expression *= np.array(shares, np.float32)[:, None, None]
    pivot = fitted_points(fit, rig.head_pivot[None], np.zeros((len(fit.identity), 1, 3), np.float32))[0]
    return FaceGeometry(
        rest_px=rest,
        expression_px=expression,
        close_mouth_px=_close_mouth(rest, expression, (fit, rig), up, is_template=is_template),
        up=up.astype(np.float32),
        pivot_px=pivot,
        eye_distance_px=scale,
        mouth_size=size,
    )


def lip_gaps(points: Points3, rig: FaceRig, up: FloatArray) -> FloatArray:
    """Return (11,) distances in pixels from upper to lower inner lip along the face's up axis, + = open."""
    lower = points[rig.contours["lip_inner_lower"], :2]
    upper = points[rig.contours["lip_inner_upper"], :2]
    return np.asarray((upper - lower) @ up, np.float32)


def _fitted_depth(fit: HeadFit, rig: FaceRig) -> FloatArray:
    """Return (478,) depth in pixels of the fit with its expression."""
    shape = rig.neutral + np.tensordot(fit.identity, rig.identity, axes=1)
    shape = shape + np.tensordot(fit.expression, rig.expression, axes=1)
    return np.asarray(fit.scale_px * shape @ fit.rotation[2], np.float32)


def _animal_share(name: str) -> float:
    """Return how far a face without lips and brows follows a shape of a human one."""
    return next((share for start, share in _ANIMAL_SHARES if name.startswith(start)), 1.0)


def _rounded_depth(rest: Points3) -> FloatArray:
    """Return the depth (478,) of the smoothest dome through the points: of second degree in x and y."""
    across, down = ((rest[:, k] - rest[:468, k].mean()) / np.ptp(rest[:468, k]) for k in (0, 1))
    terms = np.stack([np.ones_like(across), across, down, across**2, across * down, down**2], axis=1)
    weights = np.linalg.lstsq(terms[:468], rest[:468, 2], rcond=None)[0]
    return np.asarray(terms @ weights, np.float32)


def _mouth_size(rest: Points3, rig: FaceRig, scale: float) -> float:
    """Return the size of this mouth: the square root of its width, so that tiny drawn lips stay readable."""
    corners = rest[rig.contours["lip_outer_upper"][[0, -1]], :2]
    width = float(np.linalg.norm(corners[1] - corners[0])) / scale
    return float(np.sqrt(np.clip(width / _MOUTH_WIDTH, *_MOUTH_SIZE_RANGE)))


def _with_closed_lips_joined(rest: Points3, rig: FaceRig, up: FloatArray, scale: float) -> Points3:
    """Return the mesh with the inner lips of a closed mouth in one line: no sliver of its inside shows."""
    upper, lower = rig.contours["lip_inner_upper"], rig.contours["lip_inner_lower"]
    gap = lip_gaps(rest, rig, up)
    if float(gap[3:8].mean()) > _CLOSED_GAP * scale:
        return rest
    joined = rest.copy()
    joined[upper] = joined[lower] = (rest[upper] + rest[lower]) / 2
    return joined


def _close_mouth(
    rest: Points3,
    expression: FloatArray,
    fit_rig: tuple[HeadFit, FaceRig],
    up: FloatArray,
    *,
    is_template: bool,
) -> FloatArray:
    """Return the (478, 3) displacement that closes the mouth of the picture.

    First the jaw and lip shapes seen by the fit are taken back, then what gap remains is closed by moving the
    lips together, the skin around following with a soft falloff.
    """
    fit, rig = fit_rig
    gap = lip_gaps(rest, rig, up)
    scale = fit.scale_px
    if float(gap.max()) <= 0.0:
        return np.zeros_like(rest)
    delta = np.zeros_like(rest)
    for name in () if is_template else _OPENERS:  # a template's coefficients say nothing
        k = expression_index(name)
        delta -= float(np.clip(fit.expression[k], 0.0, 0.8)) * expression[k]
    opened = lip_gaps(rest + delta, rig, up)
    if float(opened[3:8].mean()) < 0.0:  # the fit saw more than there is
        share = float(gap[3:8].mean() / max(gap[3:8].mean() - opened[3:8].mean(), 1e-6))
        delta *= np.float32(share)
    upper_share = _ANIMAL_UPPER_SHARE if is_template else _UPPER_SHARE
    return (delta + _meet(rest + delta, rig, up, (scale, upper_share))).astype(np.float32)


def _meet(points: Points3, rig: FaceRig, up: FloatArray, scale_and_share: tuple[float, float]) -> FloatArray:
    """Return the displacement that brings the inner lips into contact, the upper one by its share."""
    scale, upper_share = scale_and_share
    upper, lower = rig.contours["lip_inner_upper"], rig.contours["lip_inner_lower"]
    gap = lip_gaps(points, rig, up)
    line_y = rig.neutral[upper, 1]
    move = np.zeros_like(points)
    shares = ((upper, -upper_share), (lower, 1.0 - upper_share))
    falloff = max(_CLOSE_FALLOFF, _CLOSE_SLOPE * float(gap.max()) / scale)
    for ids, share in shares:
        side = _lip_side(rig, is_upper=share < 0, line_y=float(line_y.mean()))
        distance = np.linalg.norm(points[side][:, None, :2] - points[ids][None, :, :2], axis=2) / scale
        nearness = np.exp(-((distance / falloff) ** 2))
        nearest = np.exp(-((distance / 0.05) ** 2)) + 1e-9
        amount = (nearest * gap).sum(1) / nearest.sum(1) * nearness.max(1) * share
        move[side, :2] += amount[:, None] * up
    # Last, because near the corners a lip's own points can lie on the other side of the line.
    for ids, share in shares:
        move[ids, :2] = (gap * share)[:, None] * up
    return move


def _lip_side(rig: FaceRig, is_upper: bool, line_y: float) -> npt.NDArray[np.intp]:
    """Return the mesh points above or below the line of the mouth."""
    y = rig.neutral[:468, 1]
    near = np.abs(y - line_y) < 1.0
    return np.flatnonzero(near & ((y < line_y) if is_upper else (y > line_y)))

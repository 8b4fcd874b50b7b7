"""Where the eyes are, and whether they can move at all."""

from dataclasses import replace

import cv2
import numpy as np

from likeness.core.pixels import polygon_pixels
from likeness.core.portrait import EyeGeometry, FaceGeometry
from likeness.core.rig import FaceRig
from likeness.portrait.drawn_eye_outline import (
    DrawnEye,
    eye_in_outline,
    find_drawn_eye,
    find_eye_around,
)
from likeness.portrait.drawn_eyes import has_drawn_eyes
from likeness.typing import ByteArray, FloatArray, Points2, Points3, RgbImage

_IRIS = {"right": (468, (469, 470, 471, 472)), "left": (473, (474, 475, 476, 477))}
_CLOSED_OPENING = 0.09  # lid gap against eye width; below it the eye is shut
_BIG_EYE = 2.3  # times the area between the lids' landmarks: the eye of a drawing
_GROWN, _ALIKE = 1.35, 1.15  # times that area, and the other eye's growth: lids of a modelled face
_CORNER_ROOM = 0.12  # of the eye's width beyond what was found: there its lids may meet
_WIDE_OPENING = 0.42  # lid gap against eye width: shadows under eyes that are less open are no eyeball
_MAYBE_DRAWN = 0.6  # share of samples below the landmarks that show eyeball, from which on this is looked at
_UNLIKE = 1.6  # times the other eye's growth: one of the outlines is wrong
_DARK_GLASS = 0.42  # brightest part of the eye against the skin below it
_SKIN_BELOW = 2.2  # eye heights: where that skin is looked at


def eye_geometry(rgb: RgbImage, face: FaceGeometry, rig: FaceRig) -> tuple[EyeGeometry, EyeGeometry]:
    """Return the subject's right and left eye.

    Parameters
    ----------
    rgb
        (H, W, 3) picture.
    face
        Its mesh with 478 points, irises included.
    rig
        For the contours.

    """
    return _moving_together(_outlined(rgb, face, rig))


def _moving_together(eyes: tuple[EyeGeometry, EyeGeometry]) -> tuple[EyeGeometry, EyeGeometry]:
    """Return eyes that both move or both stay: a face that winks at every blink is worse than none."""
    if all(eye.is_movable for eye in eyes):
        return eyes
    return replace(eyes[0], is_movable=False), replace(eyes[1], is_movable=False)


def _outlined(rgb: RgbImage, face: FaceGeometry, rig: FaceRig) -> tuple[EyeGeometry, EyeGeometry]:
    eyes = _eye(rgb, face, rig, "right"), _eye(rgb, face, rig, "left")
    if not has_drawn_eyes(rgb, face.rest_px, rig, _MAYBE_DRAWN):
        return eyes
    right, left = (find_drawn_eye(rgb, eye.upper_lid_px, eye.lower_lid_px) for eye in eyes)
    if not has_drawn_eyes(rgb, face.rest_px, rig):
        return _widened(eyes, right, left)
    if right is None or left is None:
        return replace(eyes[0], is_movable=False), eyes[1]
    if min(right.growth, left.growth) < _BIG_EYE:
        return eyes
    is_pair = max(right.growth, left.growth) < _UNLIKE * min(right.growth, left.growth)
    return _as_drawn(eyes[0], right, is_pair), _as_drawn(eyes[1], left, is_pair)


def _widened(
    eyes: tuple[EyeGeometry, EyeGeometry], right: DrawnEye | None, left: DrawnEye | None
) -> tuple[EyeGeometry, EyeGeometry]:
    """Return eyes with lids whose outlines were found a little outside of the landmarks, in both alike."""
    if right is None or left is None:
        return eyes
    if min(_opening(eye.upper_lid_px, eye.lower_lid_px) for eye in eyes) < _WIDE_OPENING:
        return eyes
    low, high = sorted((right.growth, left.growth))
    if not (low >= _GROWN and high < _BIG_EYE and high < _ALIKE * low):
        return eyes
    return _with_lids(eyes[0], right), _with_lids(eyes[1], left)


def _with_lids(eye: EyeGeometry, found: DrawnEye) -> EyeGeometry:
    """Return the eye with lids around both the landmarks and the eyeball that was found."""
    across = eye.upper_lid_px[-1] - eye.upper_lid_px[0]
    axes = np.stack([across, [-across[1], across[0]]]) / max(float(np.linalg.norm(across)), 1e-3)
    down = 1.0 if across[0] >= 0 else -1.0
    uppers, lowers = (
        [lid @ axes.T * (1.0, down) for lid in lids]
        for lids in ((eye.upper_lid_px, found.upper_lid_px), (eye.lower_lid_px, found.lower_lid_px))
    )
    first, last = (end([lid[row, 0] for lid in uppers]) for end, row in ((min, 0), (max, -1)))
    along = np.linspace(first, last, len(eye.upper_lid_px))
    upper = np.min([np.interp(along, lid[:, 0], lid[:, 1]) for lid in uppers], axis=0)
    lower = np.max([np.interp(along, lid[:, 0], lid[:, 1]) for lid in lowers], axis=0)
    along, upper, lower = _almond(along, upper, lower)
    upper_px, lower_px = (
        (np.stack([along, height * down], axis=1) @ axes).astype(np.float32) for height in (upper, lower)
    )
    return replace(
        eye,
        upper_lid_px=upper_px,
        lower_lid_px=lower_px,
        iris_center_px=found.iris_center_px,
        iris_radius_px=found.iris_radius_px,
    )


def _almond(
    along: FloatArray, upper: FloatArray, lower: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return places along an eye and heights of its lids there, (N,) each, as two parabolas.

    They meet at the corners (the deformable template of Yuille, Hallinan & Cohen 1992), a little beyond the
    ends of what was found at most.
    """
    inner = slice(1, -1)  # near its corners what was found is least sure
    curves = [np.polyfit(along[inner], heights[inner], 2) for heights in (upper, lower)]
    most = _CORNER_ROOM * (along[-1] - along[0])
    ends = np.array([along[0], along[-1]])
    corners = np.sort(np.roots(curves[0] - curves[1]).real)
    if len(corners) == 2:
        ends = np.clip(corners, ends - most, ends + most)
    places = np.linspace(ends[0], ends[1], len(along))
    above, below = (np.polyval(curve, places) for curve in curves)
    # lids that do not meet within reach are drawn together there
    middle, gap = (above + below) / 2, np.maximum(below - above, 0.0)
    closed = np.clip(np.minimum(places - ends[0], ends[1] - places) / (0.1 * np.ptp(ends)), 0, 1)
    return places, middle - gap * closed / 2, middle + gap * closed / 2


def template_eyes(
    rgb: RgbImage, face: FaceGeometry, rig: FaceRig, lines: dict[str, Points2]
) -> tuple[EyeGeometry, EyeGeometry]:
    """Return the right and left eye of a face that a template was laid on: of an animal, or a drawing.

    `lines` may hold the outlines `right_eye_outline` and `left_eye_outline`, (N, 2) picture pixels; others
    are looked for. Eyes without a clear outline do not move.
    """
    right, left = (
        _around(rgb, _eye(rgb, face, rig, side), lines.get(f"{side}_eye_outline"))
        for side in ("right", "left")
    )
    return _moving_together((right, left))


def has_eyes(rgb: RgbImage, landmarks_px: Points3, rig: FaceRig) -> bool:
    """Tell whether both eyes of a template, (478, 3) landmarks, lie on outlines of eyes."""
    lids = (
        [landmarks_px[rig.contours[f"eyelid_{side}_{lid}"], :2] for lid in ("upper", "lower")]
        for side in ("right", "left")
    )
    return all(find_eye_around(rgb, upper, lower) is not None for upper, lower in lids)


def _around(rgb: RgbImage, eye: EyeGeometry, outline: Points2 | None) -> EyeGeometry:
    upper, lower = eye.upper_lid_px, eye.lower_lid_px
    if outline is not None:
        return _as_drawn(eye, eye_in_outline(rgb, outline, upper), is_pair=True)
    found = find_eye_around(rgb, upper, lower)
    return replace(eye, is_movable=False) if found is None else _as_drawn(eye, found, is_pair=True)


def _eye(rgb: RgbImage, face: FaceGeometry, rig: FaceRig, side: str) -> EyeGeometry:
    points = face.rest_px[:, :2]
    upper = points[rig.contours[f"eyelid_{side}_upper"]]
    lower = points[rig.contours[f"eyelid_{side}_lower"]]
    center, rim = _IRIS[side]
    radius = float(np.linalg.norm(points[list(rim)] - points[center], axis=1).mean())
    return EyeGeometry(
        upper_lid_px=upper,
        lower_lid_px=lower,
        brow_px=points[rig.contours[f"brow_{side}_lower"]],
        iris_center_px=points[center],
        iris_radius_px=radius,
        is_movable=_is_open(upper, lower) and not _is_behind_dark_glass(rgb, upper, lower),
    )


def _as_drawn(eye: EyeGeometry, drawn: DrawnEye, is_pair: bool) -> EyeGeometry:
    """Return an eye with the outline found in the picture; one unlike the other eye's must not move."""
    if not is_pair:
        return replace(eye, is_movable=False)
    return replace(
        eye,
        upper_lid_px=drawn.upper_lid_px,
        lower_lid_px=drawn.lower_lid_px,
        iris_center_px=drawn.iris_center_px,
        iris_radius_px=drawn.iris_radius_px,
        is_movable=True,
        is_drawn=True,
    )


def _is_open(upper: Points2, lower: Points2) -> bool:
    return _opening(upper, lower) > _CLOSED_OPENING


def _opening(upper: Points2, lower: Points2) -> float:
    """Return the gap of the lids against the width of the eye."""
    width = float(np.linalg.norm(upper[-1] - upper[0]))
    return float(np.linalg.norm(upper[3:6] - lower[3:6], axis=1).mean()) / max(width, 1e-6)


def _is_behind_dark_glass(rgb: RgbImage, upper: Points2, lower: Points2) -> bool:
    """Compare the brightest part of the eye with the skin below it."""
    polygon = np.concatenate([upper, lower[::-1]])
    low = np.maximum(np.floor(polygon.min(0) - 2).astype(int), 0)
    size = np.ceil(np.ptp(polygon, axis=0)).astype(int) + 4
    left, top, width, height = int(low[0]), int(low[1]), int(size[0]), int(size[1])
    gray = np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), np.uint8)

    def rows_from(first: int) -> ByteArray:
        return gray[first : first + height, left : left + width]

    eye, skin = rows_from(top), rows_from(top + int(height * _SKIN_BELOW))
    inside = eye[polygon_pixels((eye.shape[1], eye.shape[0]), polygon - low)]
    if inside.size < 6 or skin.size < 6:
        return False
    return float(np.percentile(inside, 92)) < _DARK_GLASS * float(np.median(skin))

"""Where the eyes are, and whether they can move at all."""

import cv2
import numpy as np

from likeness.core.pixels import polygon_pixels
from likeness.core.portrait import EyeGeometry, FaceGeometry
from likeness.core.rig import FaceRig
from likeness.portrait.drawn_eyes import eyeball_below_landmarks
from likeness.typing import ByteArray, Points2, RgbImage

_IRIS = {"right": (468, (469, 470, 471, 472)), "left": (473, (474, 475, 476, 477))}
_CLOSED_OPENING = 0.09  # lid gap against eye width; below it the eye is shut
_DRAWN_EYE = 0.9  # share of samples under the lid that show eyeball; people reach 0.8
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
    lids = {
        side: [face.rest_px[rig.contours[f"eyelid_{side}_{lid}"], :2] for lid in ("upper", "lower")]
        for side in ("right", "left")
    }
    # both eyes must say so: make-up or a shadow beside one eye of a person is no drawn eye
    is_drawn = min(eyeball_below_landmarks(rgb, *lids[side]) for side in lids) > _DRAWN_EYE
    return _eye(rgb, face, rig, ("right", is_drawn)), _eye(rgb, face, rig, ("left", is_drawn))


def _eye(rgb: RgbImage, face: FaceGeometry, rig: FaceRig, which: tuple[str, bool]) -> EyeGeometry:
    side, is_drawn = which
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
        is_movable=not is_drawn and _is_open(upper, lower) and not _is_behind_dark_glass(rgb, upper, lower),
    )


def _is_open(upper: Points2, lower: Points2) -> bool:
    width = float(np.linalg.norm(upper[-1] - upper[0]))
    gap = float(np.linalg.norm(upper[3:6] - lower[3:6], axis=1).mean())
    return gap > _CLOSED_OPENING * width


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

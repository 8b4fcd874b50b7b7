"""Eyes larger than a person's: tell when lid landmarks lie inside a big drawn eyeball.

Landmark networks place the lids of big cartoon eyes well inside the eyeball. Lids moved there would cut the
eye in two, so the outlines of such faces are looked for in the picture itself.
"""

import cv2
import numpy as np

from likeness.core.rig import FaceRig
from likeness.typing import FloatArray, Points2, Points3, RgbImage

_STEPS_PER_WIDTH = 80
_TINT_TOLERANCE = 0.075  # difference of (a, b) / L that is not skin
_N_CHEEK_ROWS = 8
_DRAWN_EYE = 0.9  # share of samples under the lid that show eyeball; people reach 0.8


def has_drawn_eyes(
    rgb: RgbImage, landmarks_px: Points3, rig: FaceRig, least_share: float = _DRAWN_EYE
) -> bool:
    """Tell whether both eyes of a face, (478, 3) landmarks, are larger than a person's.

    Both must say so: make-up or a shadow beside one eye of a person is no drawn eye. `least_share`: of what
    lies under each lid must be eyeball.
    """
    lids = (
        [landmarks_px[rig.contours[f"eyelid_{side}_{lid}"], :2] for lid in ("upper", "lower")]
        for side in ("right", "left")
    )
    return all(eyeball_below_landmarks(rgb, upper, lower) > least_share for upper, lower in lids)


def eyeball_below_landmarks(rgb: RgbImage, upper: Points2, lower: Points2) -> float:
    """Return how surely the eyeball continues below the lid landmarks, 0-1.

    The share of samples in a band under the lower lid whose tint is not that of the cheek below it. Shadows
    and wrinkles keep the tint of skin and dark lashes are left out; white and iris of a drawn eye count.

    Parameters
    ----------
    rgb
        (H, W, 3) picture.
    upper, lower
        (9, 2) lids from the outer to the inner corner, picture pixels.
    """
    width = float(np.linalg.norm(upper[-1] - upper[0]))
    across, down = _axes(upper)
    origin = (upper[0] + upper[-1]) / 2
    columns = np.linspace(-0.28 * width, 0.28 * width, _STEPS_PER_WIDTH // 2, dtype=np.float32)
    upper_row, lower_row = (
        _row_of((points - origin) @ across, (points - origin) @ down, columns) for points in (upper, lower)
    )
    gap = float(np.max(lower_row - upper_row))
    rows = np.arange(0.0, 1.5 * width, width / _STEPS_PER_WIDTH, dtype=np.float32)
    column, row = np.meshgrid(columns, rows)
    lab = _lab_at(rgb, origin + column[..., None] * across + row[..., None] * down)
    below = row - lower_row[None]
    band = (below > 0.10 * gap) & (below < 0.32 * gap)
    cheek = np.median(lab[-_N_CHEEK_ROWS:].reshape(-1, 3), axis=0)
    usable = band & (lab[..., 0] > 0.45 * cheek[0])
    if usable.sum() < max(8.0, 0.5 * band.sum()):
        return 0.0
    tint = (lab[..., 1:] - 128) / np.maximum(lab[..., :1], 25.0)
    expected = (cheek[1:] - 128) / max(float(cheek[0]), 25.0)
    return float((np.linalg.norm(tint - expected, axis=-1)[usable] > _TINT_TOLERANCE).mean())


def _axes(upper: Points2) -> tuple[FloatArray, FloatArray]:
    """Return unit vectors along the eye to image right and downward."""
    span = upper[-1] - upper[0]
    across = span / max(float(np.linalg.norm(span)), 1e-6) * (1.0 if span[0] >= 0 else -1.0)
    return across.astype(np.float32), np.array([-across[1], across[0]], np.float32)


def _row_of(along: FloatArray, height: FloatArray, at: FloatArray) -> FloatArray:
    order = np.argsort(along)
    return np.interp(at, along[order], height[order]).astype(np.float32)


def _lab_at(rgb: RgbImage, points: FloatArray) -> FloatArray:
    """Return (R, C, 3) smoothed CIE Lab samples in OpenCV's 8-bit scale."""
    x, y = (np.ascontiguousarray(points[..., k] - 0.5, np.float32) for k in (0, 1))
    patch = cv2.remap(rgb, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return cv2.cvtColor(cv2.GaussianBlur(patch, (3, 3), 0), cv2.COLOR_RGB2LAB).astype(np.float32)

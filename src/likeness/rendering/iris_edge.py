"""The edge of the iris in the picture, where landmarks are only near it.

The circle about which the picture brightens most from inside to outside (Daugman's operator, 1993), looked
for to the left and right of the pupil, where no lid covers it.
"""

import cv2
import numpy as np

from likeness.typing import BoolArray, FloatArray

_SECTOR_DEG, _N_ANGLES = 48.0, 13  # half width of the two sectors; rays in each
_RADII = np.arange(0.74, 1.41, 0.03, dtype=np.float32)  # of the reported radius
_SHIFTS = np.linspace(-0.24, 0.24, 7, dtype=np.float32)
_HALF_STEP = 0.10  # of the radius: inside and outside are compared at this distance from the circle
_LEAST_STEP = 9.0  # grey levels: an edge that is fainter is not believed
_PENALTY = 0.45  # of the step is lost at the ends of the search
_LEAST_RAYS = 9


def refine_iris(
    grey: FloatArray, known: BoolArray, center: tuple[float, float], radius_px: float
) -> tuple[float, float, float]:
    """Return x, y and radius of the iris.

    Parameters
    ----------
    grey
        (h, w) luminance, 0-255.
    known
        (h, w) what is eyeball for sure.
    center, radius_px
        Where landmarks put it, pixels of the patch.

    """
    at_rest = (center[0], center[1], radius_px)
    if radius_px < 2.5:
        return at_rest
    rays = np.radians(np.linspace(-_SECTOR_DEG, _SECTOR_DEG, _N_ANGLES))
    angles = np.concatenate([rays, rays + np.pi])
    best, most = at_rest, _LEAST_STEP
    for dx in _SHIFTS:
        for dy in _SHIFTS:
            x, y = center[0] + float(dx) * radius_px, center[1] + float(dy) * radius_px
            steps = _steps((grey, known), (x, y), radius_px, angles)
            far = np.hypot(np.hypot(dx, dy) / 0.3, (_RADII - 1.0) / 0.5)
            steps = steps * (1.0 - _PENALTY * np.clip(far, 0, 1))
            if steps.max() > most:
                most = float(steps.max())
                best = (x, y, float(_RADII[steps.argmax()]) * radius_px)
    return best


def _steps(
    picture: tuple[FloatArray, BoolArray], center: tuple[float, float], radius_px: float, angles: FloatArray
) -> FloatArray:
    """Return (radii,) by how much the picture brightens across circles about one centre."""
    grey, known = picture
    sides = []
    for offset in (-_HALF_STEP, _HALF_STEP):
        radii = (_RADII + offset)[None] * radius_px
        map_x = np.asarray(center[0] + np.cos(angles)[:, None] * radii, np.float32)
        map_y = np.asarray(center[1] + np.sin(angles)[:, None] * radii, np.float32)
        level = cv2.remap(grey, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        seen = cv2.remap(
            known.astype(np.float32), map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT
        )
        sides.append((np.asarray(level, np.float32), np.asarray(seen, np.float32) > 0.5))
    (inner, inner_seen), (outer, outer_seen) = sides
    both = inner_seen & outer_seen
    count = both.sum(axis=0)
    # single rays that meet a reflection or a lash must not decide
    rise = np.clip(outer - inner, -20, 60) * both
    return np.asarray(
        np.where(count >= _LEAST_RAYS, rise.sum(axis=0) / np.maximum(count, 1), 0.0), np.float32
    )

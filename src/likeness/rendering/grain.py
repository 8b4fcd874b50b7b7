"""How noisy the picture is where the face is smooth: what is drawn beside it must not look cleaner."""

import numpy as np

from likeness.core.canvas import Placement
from likeness.core.pixels import blur, box_mean
from likeness.core.portrait import Portrait
from likeness.rendering.mesh import N_FACE
from likeness.typing import FloatArray

_SMOOTHEST = 25.0  # percentile of patches whose deviation counts as noise: pores, lashes and lines are above
_PATCH_RADIUS_PX = 3
_MOST_GRAIN = 5.0  # grey levels
_BLUR_PX = 1.0
_LOST = 0.75  # of white noise is left when it is measured against its own blur of one pixel


def grain_of(portrait: Portrait, placement: Placement) -> float:
    """Return the standard deviation of the noise at canvas scale, grey levels 0-5."""
    oval = portrait.face.rest_px[:N_FACE, :2]
    low = np.maximum(np.floor(np.percentile(oval, 15, axis=0)), 0).astype(int)
    high = np.ceil(np.percentile(oval, 85, axis=0)).astype(int)
    part = portrait.foreground_rgb[low[1] : high[1], low[0] : high[0]]
    if min(part.shape[:2]) < 4 * _PATCH_RADIUS_PX:
        return 0.0
    noise = _deviation(part.mean(-1, dtype=np.float32)) / _LOST
    # a picture that is made smaller loses noise
    return float(min(noise * min(1.0, placement.scale), _MOST_GRAIN))


def _deviation(grey: FloatArray) -> float:
    rest = grey - blur(grey, _BLUR_PX)
    variance = box_mean(np.asarray(rest * rest, np.float32), _PATCH_RADIUS_PX)
    return float(np.sqrt(np.percentile(variance, _SMOOTHEST)))

"""How much pattern a background has: it decides how far colours and smooth fillings can be believed."""

import numpy as np

from likeness.core.pixels import blur, box_mean
from likeness.typing import BoolArray, FloatArray

_DETAIL = 0.012  # of the long side: what changes over less is pattern
_NEIGHBOURHOOD = 0.05  # of the long side: where pattern is looked for
_PLAIN, _PATTERNED = 2.0, 5.0  # grey levels of pattern: none, and much


def pattern_around(image: FloatArray, is_known: BoolArray) -> FloatArray:
    """Return (h, w) 0-1 how much pattern the known part of an image (h, w, 3) has around each pixel."""
    side = max(is_known.shape)
    light = np.asarray(image.mean(axis=-1), np.float32)
    detail = np.abs(light - blur(light, _DETAIL * side)) * is_known
    radius = max(1, round(_NEIGHBOURHOOD * side))
    share = box_mean(is_known.astype(np.float32), radius)
    around = box_mean(np.asarray(detail, np.float32), radius) / np.maximum(share, 1e-3)
    # where nothing is known around, what is nearest decides
    level = np.where(share > 0.02, around, 0.0).astype(np.float32)
    reach = np.asarray(share > 0.02, np.float32)
    wide = box_mean(level * reach, 2 * radius) / np.maximum(box_mean(reach, 2 * radius), 1e-3)
    level = np.where(share > 0.02, level, wide)
    t = np.clip((level - _PLAIN) / (_PATTERNED - _PLAIN), 0.0, 1.0)
    return np.asarray(t * t * (3 - 2 * t), np.float32)

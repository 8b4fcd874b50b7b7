"""Smooth filling by a pull-push pyramid (Gortler et al. 1996, "The lumigraph")."""

import numpy as np

from likeness.core.pixels import resize_area, resize_linear
from likeness.typing import FloatArray


def pull_push(image: FloatArray, weight: FloatArray) -> FloatArray:
    """Return an image (H, W, 3) whose pixels of weight (H, W) 0, not 1, are filled from coarser levels."""
    height, width = weight.shape
    weighted = np.asarray(image * weight[..., None], np.float32)
    if min(height, width) <= 2 or float(weight.min()) >= 1.0:
        mean = weighted.sum((0, 1)) / max(float(weight.sum()), 1e-6)
        return np.asarray(weighted + mean * (1 - weight[..., None]), np.float32)
    size = ((width + 1) // 2, (height + 1) // 2)
    small_weight = resize_area(weight, size)
    small = resize_area(weighted, size)
    small /= np.maximum(small_weight, 1e-6)[..., None]
    coarse = pull_push(small, np.minimum(small_weight * 2, 1.0))
    below = resize_linear(coarse, (width, height))
    return np.asarray(weighted + below * (1 - weight[..., None]), np.float32)

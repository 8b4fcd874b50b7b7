"""The background behind the subject, filled in.

A moving head uncovers a narrow band; it is filled from the background around it by a pull-push pyramid
(Gortler et al. 1996), which is smooth for smooth backgrounds, and given the grain of the picture.
"""

import cv2
import numpy as np

from likeness.core.pixels import blur, resize_area, resize_linear
from likeness.typing import AlphaImage, FloatArray, RgbImage

_CLEARANCE = 0.012  # of the long side: stray hair near the subject is no source of background


def background_plate(background_rgb: RgbImage, alpha: AlphaImage) -> RgbImage:
    """Return (H, W, 3): the picture where nothing covers it, plausible background elsewhere.

    Parameters
    ----------
    background_rgb
        (H, W, 3) background colours as estimated by the matte.
    alpha
        (H, W) coverage of the subject.

    """
    reach = max(3, round(_CLEARANCE * max(alpha.shape)))
    covered = cv2.dilate(alpha, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1)))
    known = (covered < 8).astype(np.float32)
    if known.sum() < 1.0:
        return background_rgb
    filled = _pull_push(background_rgb.astype(np.float32), known)
    filled = np.clip(filled + _grain(background_rgb, known), 0, 255)
    # between the matte's edge and the clearance the estimated colours still hold
    trust = np.clip(1.0 - alpha.astype(np.float32) / 40, 0.0, 1.0)[..., None]
    return np.round(trust * background_rgb + (1 - trust) * filled).astype(np.uint8)


def _pull_push(image: FloatArray, weight: FloatArray) -> FloatArray:
    """Fill pixels of weight 0 from coarser levels: image (H, W, 3), weight (H, W) 0-1."""
    height, width = weight.shape
    weighted = np.asarray(image * weight[..., None], np.float32)
    if min(height, width) <= 2 or float(weight.min()) >= 1.0:
        mean = weighted.sum((0, 1)) / max(float(weight.sum()), 1e-6)
        return np.asarray(weighted + mean * (1 - weight[..., None]), np.float32)
    size = ((width + 1) // 2, (height + 1) // 2)
    small_weight = resize_area(weight, size)
    small = resize_area(weighted, size)
    small /= np.maximum(small_weight, 1e-6)[..., None]
    coarse = _pull_push(small, np.minimum(small_weight * 2, 1.0))
    below = resize_linear(coarse, (width, height))
    return np.asarray(weighted + below * (1 - weight[..., None]), np.float32)


def _grain(image: RgbImage, known: FloatArray) -> FloatArray:
    """Return noise (H, W, 1) like that of the known background, so that the filling does not look painted."""
    colours = image.astype(np.float32)
    fine = colours - blur(colours, 1.5)
    sample = np.abs(fine[known > 0])
    # the median ignores edges and texture, which are not grain
    spread = 1.48 * float(np.median(sample)) if sample.size else 0.0
    noise = np.random.default_rng(0).standard_normal((*known.shape, 1)).astype(np.float32)
    return np.asarray(min(spread, 4.0) * noise, np.float32)

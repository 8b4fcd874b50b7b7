"""The background behind the subject, filled in.

A moving head uncovers a narrow band; it is filled from the background around it by a pull-push pyramid
(Gortler et al. 1996), which is smooth for smooth backgrounds, and given the grain of the picture.
"""

import cv2
import numpy as np

from likeness.core.pixels import blur, box_mean, resize_area, resize_linear, to_bytes
from likeness.core.portrait import FaceGeometry
from likeness.portrait.matte import Matte
from likeness.typing import AlphaImage, BoolArray, FloatArray, RgbImage

_CLEARANCE = 0.012  # of the long side: stray hair near the subject is no source of background
_NEARLY_CLEAR = 26  # alpha below which the matte may have missed something
_LEAST_CONTRAST = 40.0  # grey levels between subject and background; less cannot be told apart
_LEAST_SHARE, _MOST_SHARE = 0.05, 0.9  # of the subject's colour in a stray pixel
_SMOOTH = 3.5  # grey levels of detail up to which a background counts as plain
_FAR_FROM, _FAR_RAMP = 4.0, 1.5  # eye distances from the middle of the face
_OFF_LINE = 22.0  # grey levels: other colours are the background's own pattern


def background_plate(matte: Matte) -> tuple[RgbImage, Matte]:
    """Return the background (H, W, 3) and the matte with the stray hair that it had missed.

    Where nothing covers it the background is the picture itself, elsewhere it is filled in. Hair outside of
    the matte would stay behind as an outline when the head moves.
    """
    clearance = clearance_mask(matte.alpha)
    known = 1.0 - clearance.astype(np.float32)
    if known.sum() < 1.0 or not clearance.any():
        return matte.background_rgb, matte
    filled = _pull_push(matte.background_rgb.astype(np.float32), known)
    matte = claim_strays(matte, filled, clearance)
    filled = np.clip(filled + _grain(matte.background_rgb, known), 0, 255)
    # close to the subject every pixel holds some of it, which would stay behind as a ghost
    distance = cv2.distanceTransform((matte.alpha < 8).astype(np.uint8), cv2.DIST_L2, 3)
    trust = np.clip(2.0 * distance / _reach_px(matte.alpha) - 0.6, 0.0, 1.0)[..., None]
    return to_bytes(trust * matte.background_rgb + (1 - trust) * filled), matte


def keep_far_picture(plate: RgbImage, rgb: RgbImage, face: FaceGeometry) -> RgbImage:
    """Return the plate with the picture (H, W, 3) itself far from the head, where hardly anything moves.

    The matte of clothes and props is often unsure; over a filled background they would dissolve.
    """
    height, width = plate.shape[:2]
    center = face.rest_px[:, :2].mean(axis=0)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    distance = np.hypot(x - center[0], y - center[1]) / face.eye_distance_px
    far = np.clip((distance - _FAR_FROM) / _FAR_RAMP, 0.0, 1.0)[..., None]
    return to_bytes(plate + (rgb.astype(np.float32) - plate) * far)


def _reach_px(alpha: AlphaImage) -> int:
    return max(3, round(_CLEARANCE * max(alpha.shape)))


def clearance_mask(alpha: AlphaImage) -> BoolArray:
    """Return (H, W) True on the subject and near it."""
    reach = _reach_px(alpha)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    return np.asarray(cv2.dilate(alpha, disc) >= 8)


def claim_strays(matte: Matte, filled: FloatArray, clearance: BoolArray) -> Matte:
    """Give pixels near the subject that lie on the line from background to subject colour to the subject.

    `filled` is the (H, W, 3) background without anything near the subject, `clearance` (H, W) where to look.
    """
    near = clearance & (matte.alpha < _NEARLY_CLEAR) & (_roughness(matte, clearance) < _SMOOTH)
    ys, xs = np.nonzero(near)
    behind = filled[ys, xs]
    subject = _subject_colour(matte)
    towards_subject = subject[ys, xs] - behind
    away = matte.background_rgb[ys, xs].astype(np.float32) - behind
    contrast = (towards_subject**2).sum(1)
    share = (away * towards_subject).sum(1) / np.maximum(contrast, 1.0)
    off_line = np.linalg.norm(away - share[:, None] * towards_subject, axis=1)
    is_stray = (contrast > _LEAST_CONTRAST**2) & (share > _LEAST_SHARE) & (off_line < _OFF_LINE)
    alpha = matte.alpha.copy()
    claimed = np.clip(share, 0.0, _MOST_SHARE) * 255
    alpha[ys, xs] = np.where(is_stray, np.maximum(claimed, alpha[ys, xs]), alpha[ys, xs]).astype(np.uint8)
    foreground, background = matte.foreground_rgb.copy(), matte.background_rgb.copy()
    foreground[ys[is_stray], xs[is_stray]] = to_bytes(subject[ys[is_stray], xs[is_stray]])
    background[ys[is_stray], xs[is_stray]] = to_bytes(behind[is_stray])
    return Matte(alpha, foreground, background)


def _subject_colour(matte: Matte) -> FloatArray:
    """Return (H, W, 3) the mean colour of the subject around each pixel near it."""
    radius = 2 * _reach_px(matte.alpha)
    opaque = np.asarray(matte.alpha > 200, np.float32)
    weight = np.maximum(box_mean(opaque, radius), 1e-4)[..., None]
    colours = np.asarray(matte.foreground_rgb * opaque[..., None], np.float32)
    return np.asarray(box_mean(colours, radius) / weight, np.float32)


def _roughness(matte: Matte, clearance: BoolArray) -> FloatArray:
    """Return (H, W) how much pattern the background has around, in grey levels: it could pass for hair."""
    light = np.asarray(matte.background_rgb.astype(np.float32).mean(axis=2), np.float32)
    known = np.where(clearance, np.float32(0), np.float32(1))
    radius = 4 * _reach_px(matte.alpha)
    detail = np.asarray(np.abs(light - blur(light, 2.0)) * known, np.float32)
    return np.asarray(box_mean(detail, radius) / np.maximum(box_mean(known, radius), 1e-3), np.float32)


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

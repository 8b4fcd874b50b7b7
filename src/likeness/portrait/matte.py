"""From a coarse segmentation to a matte with clean foreground colours.

Closed-form matting wherever the segmentation is not sure, enlarged by a colour guided filter (He, Sun & Tang
2013, "Guided image filtering"), then foreground and background colours by blurred fusion (Forte 2021,
"Approximate fast foreground colour estimation"), all at reduced size: the matte is made once per picture, but
pictures can be large.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from likeness.core.pixels import blur, box_mean, polygon_pixels, resize_area, resize_linear, to_bytes, to_unit
from likeness.portrait import fine_matting
from likeness.portrait.closed_form import closed_form_alpha
from likeness.portrait.pattern import pattern_around
from likeness.typing import AlphaImage, BoolArray, FloatArray, Points2, RgbImage

_WORK_SIDE_PX = 1400
_SOLVED_SIDE_PX = 640
_UNSURE = (0.05, 0.95)  # of the segmentation: what lies between is looked at
_BAND_INSIDE, _BAND_OUTSIDE = 0.012, 0.02  # of the long side: and what lies so near to that
_NO_CONFIDENCE = 0.6  # twice the distance of a probability from a half
_REFUSED = 0.25  # so much less after settling: the wall's colour
_LEAST_ALPHA = 0.04  # of the solution; below is noise
_BUSY_ALPHA = 0.1  # the same before a busy background, where it is mostly noise
_WIDEST_HAIR = 0.012  # of the long side: half the width of a lock or a blurred edge
_FINE_RADIUS = 0.003  # of the work side: of the filter that enlarges the solution
_GUIDE_RADIUS = 0.012  # of the work side
_GUIDE_EPS = 2e-4  # for colours in 0-1
_SURE_SUBJECT, _SURE_BACKGROUND = 0.97, 0.03
_FUSION_RADII = (0.035, 0.008)  # of the work side: wide pass, fine pass
_OPAQUE, _CLEAR = 250, 5  # alpha that counts as all and as nothing: there colours stay exactly the picture's
_FAINT = (64, 128)  # alpha up to which the background is seen through the subject, and from which it is not
_LARGEST_HOLE = 0.01  # of the picture


@dataclass(frozen=True)
class Matte:
    """Coverage of the subject and its colours; picture size."""

    alpha: AlphaImage
    """(H, W)."""

    foreground_rgb: RgbImage
    """(H, W, 3) the picture where the subject is opaque; at soft edges the subject's own colour."""

    background_rgb: RgbImage
    """(H, W, 3) the picture where there is no subject; at soft edges the background's colour."""


def estimate_matte(
    rgb: RgbImage, probability: FloatArray, inside: Points2, first_guess: FloatArray | None = None
) -> Matte:
    """Build the matte of the subject around a face.

    Parameters
    ----------
    rgb
        (H, W, 3) picture.
    probability
        (H, W) float32 in 0-1 that a pixel belongs to a person.
    inside
        (N, 2) outline of what is always part of the subject, such as the face oval, in picture pixels.
    first_guess
        (H, W) the probability before anything settled it; where that was unsure, the colours decide again.

    """
    height, width = rgb.shape[:2]
    shrink = min(1.0, _WORK_SIDE_PX / max(height, width))
    size = (max(1, round(width * shrink)), max(1, round(height * shrink)))
    image = to_unit(resize_area(rgb, size))
    settled = resize_linear(probability, size)
    raw = settled if first_guess is None else resize_linear(first_guess, size)
    coarse = _whole_subject(settled, raw, inside * np.float32(shrink))
    alpha = _refine(image, coarse, raw)
    if fine_matting.is_used():
        alpha = fine_matting.finer_alpha(image, alpha)
        foreground, background = fine_matting.finer_colours(image, alpha)
    else:
        foreground, background = _separate_colours(image, alpha)
    return _at_picture_size(rgb, alpha, foreground, background)


def _whole_subject(coarse: FloatArray, raw: FloatArray, outline: Points2) -> FloatArray:
    """Keep the component that holds the face, add the face, fill holes."""
    face = polygon_pixels((coarse.shape[1], coarse.shape[0]), outline)
    solid = (coarse > 0.5) | face
    _, labels = cv2.connectedComponents(solid.astype(np.uint8))
    inside = labels[face & (labels > 0)]
    keep = labels == np.bincount(inside).argmax() if inside.size else solid
    near = cv2.dilate(keep.astype(np.uint8), np.ones((9, 9), np.uint8), iterations=3) > 0
    whole = np.where(near, coarse, 0.0)
    filled = keep | _holes(keep)
    radius = _guide_radius_px(coarse.shape)
    # what lies deeper than any soft edge reaches is no edge, however unsure the segmentation was
    square = np.ones((2 * radius + 1, 2 * radius + 1), np.uint8)
    deep = cv2.erode((filled & ((raw > 0.5) | ~keep)).astype(np.uint8), square) > 0
    whole[(filled & ~keep) | deep | face] = 1.0
    return np.asarray(whole, np.float32)


def _holes(solid: BoolArray) -> BoolArray:
    """Return background components that do not touch the picture's border and are small."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats((~solid).astype(np.uint8))
    border = set(np.unique(np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]])).tolist())
    areas = stats[:, cv2.CC_STAT_AREA]
    small = [i for i in range(1, len(areas)) if i not in border and areas[i] < _LARGEST_HOLE * solid.size]
    return np.isin(labels, small)


def _guide_radius_px(shape: tuple[int, ...]) -> int:
    return max(2, round(_GUIDE_RADIUS * max(shape[:2])))


def _refine(image: FloatArray, coarse: FloatArray, raw: FloatArray) -> FloatArray:
    """Find alpha where the segmentation is not sure; certain regions stay as they are."""
    side = max(coarse.shape)
    shrink = min(1.0, _SOLVED_SIDE_PX / side)
    size = (max(1, round(coarse.shape[1] * shrink)), max(1, round(coarse.shape[0] * shrink)))
    guess = resize_area(coarse, size)
    # what was settled in the middle of the subject is not asked again
    unsure = np.where(guess == 1.0, np.float32(1.0), resize_area(raw, size))
    is_subject, is_background = _certain(np.minimum(guess, unsure), np.maximum(guess, unsure))
    guess = np.where(is_subject, 1.0, np.where(is_background, 0.0, guess)).astype(np.float32)
    confidence = np.clip((np.abs(2 * unsure - 1) - _NO_CONFIDENCE) / (1 - _NO_CONFIDENCE), 0.0, 1.0)
    is_unknown = ~is_subject & ~is_background
    small = resize_area(image, size)
    # before a busy background colours tell little, and what was settled stays
    busy = pattern_around(np.asarray(small * 255, np.float32), is_background)
    refused = np.asarray(unsure - guess > _REFUSED, np.float32)
    hold = np.maximum(np.maximum(confidence**2, busy), refused)
    solved = closed_form_alpha(small, guess, is_unknown, hold)
    solved = _decided(np.asarray((solved - _LEAST_ALPHA) / (1.0 - 2 * _LEAST_ALPHA), np.float32))
    solved += (np.clip((solved - _BUSY_ALPHA) / (1.0 - _BUSY_ALPHA), 0.0, 1.0) - solved) * busy
    alpha = resize_linear(np.clip(solved, 0.0, 1.0), (coarse.shape[1], coarse.shape[0]))
    if shrink < 1.0:
        is_soft = (alpha > 0.001) & (alpha < 0.999)
        fine = _guided_filter(image, alpha, max(2, round(_FINE_RADIUS * side)), is_soft)
        alpha = np.where(is_soft, np.clip(fine, 0.0, 1.0), alpha)
    alpha[alpha > _SURE_SUBJECT] = 1.0
    alpha[alpha < _SURE_BACKGROUND] = 0.0
    return alpha.astype(np.float32)


def _decided(alpha: FloatArray) -> FloatArray:
    """Return alpha (h, w) that is mostly all or nothing over areas wider than hair."""
    between = ((alpha > 0.08) & (alpha < 0.92)).astype(np.uint8)
    reach = max(1, round(_WIDEST_HAIR * max(alpha.shape)))
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    wide = blur(cv2.morphologyEx(between, cv2.MORPH_OPEN, disc).astype(np.float32), reach / 2)
    steep = np.clip((alpha - 0.3) / 0.4, 0.0, 1.0)
    return np.asarray(alpha + (steep - alpha) * wide, np.float32)


def _certain(lowest: FloatArray, highest: FloatArray) -> tuple[BoolArray, BoolArray]:
    """Return where (h, w) subject and background are certain, from bounds of the probability."""
    side = max(lowest.shape)
    masks = (lowest > _UNSURE[1], _BAND_INSIDE), (highest < _UNSURE[0], _BAND_OUTSIDE)
    out = []
    for mask, band in masks:
        reach = max(1, round(band * side))
        disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
        out.append(cv2.erode(mask.astype(np.uint8), disc) > 0)
    return out[0], out[1]


def _guided_filter(guide: FloatArray, values: FloatArray, radius: int, is_wanted: BoolArray) -> FloatArray:
    """Return (H, W): values, where wanted, as a locally linear function of the guide's (H, W, 3) colours."""
    mean_guide, mean_value = box_mean(guide, radius), box_mean(values, radius)
    covariance = box_mean(guide * values[..., None], radius) - mean_guide * mean_value[..., None]
    spread: list[FloatArray] = []
    for i, j in ((0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2)):
        ridge = np.float32(_GUIDE_EPS if i == j else 0.0)
        second = box_mean(np.ascontiguousarray(guide[..., i] * guide[..., j]), radius)
        spread.append(np.asarray(second - mean_guide[..., i] * mean_guide[..., j] + ridge, np.float32))
    square = np.ones((2 * radius + 1, 2 * radius + 1), np.uint8)
    is_near = cv2.dilate(is_wanted.astype(np.uint8), square) > 0
    slope = np.zeros_like(guide)
    slope[is_near] = _solved([part[is_near] for part in spread], covariance[is_near])
    offset = mean_value - (slope * mean_guide).sum(-1)
    smooth = (box_mean(slope, radius) * guide).sum(-1) + box_mean(offset, radius)
    return np.asarray(smooth, np.float32)


def _solved(symmetric: Sequence[FloatArray], right: FloatArray) -> FloatArray:
    """Solve N 3x3 systems by Cramer's rule, some times faster than a general solver.

    `symmetric`: the six (N,) entries of the upper triangle, row by row; `right` and the answer: (N, 3).
    """
    a, b, c, d, e, f = symmetric
    x, y, z = (right[..., i] for i in range(3))
    first, second, third = d * f - e * e, c * e - b * f, b * e - c * d
    middle, low, last = a * f - c * c, b * c - a * e, a * d - b * b
    determinant = a * first + b * second + c * third
    solution = (
        first * x + second * y + third * z,
        second * x + middle * y + low * z,
        third * x + low * y + last * z,
    )
    return np.asarray(np.stack([part / determinant for part in solution], axis=-1), np.float32)


def _separate_colours(image: FloatArray, alpha: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return foreground and background colours by two passes of blurred fusion."""
    side = max(image.shape[:2])
    wide, fine = (max(1, round(share * side)) for share in _FUSION_RADII)
    # what is spread so widely needs no fine grid
    size, half = (alpha.shape[1], alpha.shape[0]), (-(-alpha.shape[1] // 2), -(-alpha.shape[0] // 2))
    small, small_alpha = resize_area(image, half), resize_area(alpha, half)
    spread = _fuse(small, small_alpha, (small, small), max(1, round(wide / 2)))
    foreground, background = (resize_linear(colours, size) for colours in spread)
    return _fuse(image, alpha, (foreground, background), fine)


def _fuse(
    image: FloatArray, alpha: FloatArray, colours: tuple[FloatArray, FloatArray], radius: int
) -> tuple[FloatArray, FloatArray]:
    """Return colours that mix to the image: local means of both sides, corrected by what does not fit."""
    a = alpha[..., None]
    weight = box_mean(alpha, radius)[..., None]
    mean_foreground = box_mean(colours[0] * a, radius) / (weight + 1e-5)
    mean_background = box_mean(colours[1] * (1 - a), radius) / (1 - weight + 1e-5)
    rest = image - a * mean_foreground - (1 - a) * mean_background
    foreground = np.clip(mean_foreground + a * rest, 0.0, 1.0)
    background = np.clip(mean_background + (1 - a) * rest, 0.0, 1.0)
    return foreground.astype(np.float32), background.astype(np.float32)


def _at_picture_size(
    rgb: RgbImage, alpha: FloatArray, foreground: FloatArray, background: FloatArray
) -> Matte:
    """Enlarge alpha and colours; exact picture pixels wherever the matte is certain."""
    size = (rgb.shape[1], rgb.shape[0])
    full, subject, behind = (
        resize_linear(to_bytes(values * 255), size) for values in (alpha, foreground, background)
    )
    is_opaque, is_clear = full >= _OPAQUE, full <= _CLEAR
    full[is_opaque], full[is_clear] = 255, 0
    cv2.copyTo(rgb, is_opaque.astype(np.uint8), subject)
    cv2.copyTo(rgb, is_clear.astype(np.uint8), behind)
    _take_subject_away(rgb, full, subject, behind)
    return Matte(alpha=full, foreground_rgb=subject, background_rgb=behind)


def _take_subject_away(rgb: RgbImage, alpha: AlphaImage, subject: RgbImage, behind: RgbImage) -> None:
    """Set the background to what the picture (H, W, 3) leaves of it where the subject is faint, in place."""
    ys, xs = np.nonzero((alpha > 0) & (alpha < _FAINT[1]))
    covered = alpha[ys, xs, None].astype(np.float32)
    left = (rgb[ys, xs] * np.float32(255) - covered * subject[ys, xs]) / (255 - covered)
    share = np.clip((_FAINT[1] - covered) / (_FAINT[1] - _FAINT[0]), 0.0, 1.0)
    behind[ys, xs] = to_bytes(behind[ys, xs] + (left - behind[ys, xs]) * share)

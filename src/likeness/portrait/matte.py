"""From a coarse segmentation to a matte with clean foreground colours.

Colour guided filter (He, Sun & Tang 2013) on the segmentation, then foreground and background colours by blurred
fusion (Forte 2021, "Approximate fast foreground colour estimation"), both at reduced size: the matte is made once
per picture, but pictures can be large.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from likeness.core.portrait import FaceGeometry
from likeness.core.rig import FaceRig
from likeness.typing import AlphaImage, FloatArray, RgbImage

_WORK_SIDE_PX = 1400
_GUIDE_RADIUS = 0.012          # of the work side
_GUIDE_EPS = 2e-4              # for colours in 0-1
_SURE_SUBJECT, _SURE_BACKGROUND = 0.97, 0.03
_FUSION_RADII = (0.035, 0.008)  # of the work side: wide pass, fine pass
_OPAQUE = 250                  # alpha from which the picture's own colour is kept exactly


@dataclass(frozen=True)
class Matte:
    """Coverage of the subject and its colours; picture size."""

    alpha: AlphaImage
    """(H, W)."""

    foreground_rgb: RgbImage
    """(H, W, 3) the picture where the subject is opaque; at soft edges the subject's own colour."""

    background_rgb: RgbImage
    """(H, W, 3) the picture where there is no subject; at soft edges the background's colour."""


def estimate_matte(rgb: RgbImage, probability: FloatArray, face: FaceGeometry, rig: FaceRig) -> Matte:
    """Build the matte of the subject with the given face.

    Parameters
    ----------
    rgb
        (H, W, 3) picture.
    probability
        (H, W) float32 in 0-1 that a pixel belongs to a person.
    face
        Mesh of the face; its oval is always part of the subject.
    rig
        For the outline of the face.

    """
    height, width = rgb.shape[:2]
    shrink = min(1.0, _WORK_SIDE_PX / max(height, width))
    size = (max(1, round(width * shrink)), max(1, round(height * shrink)))
    image = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    coarse = cv2.resize(probability, size, interpolation=cv2.INTER_LINEAR)
    oval = face.rest_px[rig.contours["face_oval"], :2] * shrink
    coarse = _whole_subject(coarse, oval)
    alpha = _refine(image, coarse)
    foreground, background = _separate_colours(image, alpha)
    return _at_picture_size(rgb, alpha, foreground, background)


def _whole_subject(coarse: FloatArray, oval: FloatArray) -> FloatArray:
    """Keep the component that holds the face, add the face, fill holes."""
    face = np.zeros(coarse.shape, np.uint8)
    cv2.fillPoly(face, [np.round(oval).astype(np.int32)], 1)
    solid = ((coarse > 0.5) | (face > 0)).astype(np.uint8)
    _, labels = cv2.connectedComponents(solid)
    inside = labels[(face > 0) & (labels > 0)]
    keep = labels == np.bincount(inside).argmax() if inside.size else solid > 0
    near = cv2.dilate(keep.astype(np.uint8), np.ones((9, 9), np.uint8), iterations=3) > 0
    whole = np.where(near, coarse, 0.0)
    holes = _holes(keep)
    whole[holes | (face > 0)] = 1.0
    return np.asarray(whole, np.float32)


def _holes(solid: np.ndarray) -> np.ndarray:
    """Return background components that do not touch the picture's border and are small."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats((~solid).astype(np.uint8))
    border = set(np.unique(np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]])).tolist())
    small = [
        i for i in range(1, len(stats))
        if i not in border and stats[i, cv2.CC_STAT_AREA] < 0.01 * solid.size
    ]  # fmt: skip
    return np.isin(labels, small)


def _refine(image: FloatArray, coarse: FloatArray) -> FloatArray:
    """Follow the picture's edges; certain regions stay as they are."""
    radius = max(2, round(_GUIDE_RADIUS * max(image.shape[:2])))
    soft = _guided_filter(image, coarse, radius)
    alpha = np.clip((soft - 0.08) / 0.84, 0.0, 1.0)
    core = cv2.erode(coarse, np.ones((2 * radius + 1, 2 * radius + 1), np.uint8))
    reach = cv2.dilate(coarse, np.ones((2 * radius + 1, 2 * radius + 1), np.uint8))
    alpha = np.where(core > 0.9, 1.0, alpha)
    alpha = np.where(reach < 0.1, 0.0, alpha)
    alpha[alpha > _SURE_SUBJECT] = 1.0
    alpha[alpha < _SURE_BACKGROUND] = 0.0
    return alpha.astype(np.float32)


def _guided_filter(guide: FloatArray, values: FloatArray, radius: int) -> FloatArray:
    """Colour guided filter: locally linear in the guide's three channels."""

    def mean(a: FloatArray) -> FloatArray:
        return np.asarray(cv2.blur(a, (2 * radius + 1, 2 * radius + 1)), np.float32)

    mean_guide, mean_value = mean(guide), mean(values)
    covariance = mean(guide * values[..., None]) - mean_guide * mean_value[..., None]
    products = np.stack([guide[..., i] * guide[..., j] for i in range(3) for j in range(3)], axis=-1)
    second = np.stack([mean(products[..., k]) for k in range(9)], axis=-1).reshape(*values.shape, 3, 3)
    spread = second - mean_guide[..., :, None] * mean_guide[..., None, :] + _GUIDE_EPS * np.eye(3, dtype=np.float32)
    slope = np.linalg.solve(spread, covariance[..., None])[..., 0]
    offset = mean_value - (slope * mean_guide).sum(-1)
    return (mean(slope) * guide).sum(-1) + mean(offset)


def _separate_colours(image: FloatArray, alpha: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return foreground and background colours by two passes of blurred fusion."""
    side = max(image.shape[:2])
    foreground, background = image, image
    for share in _FUSION_RADII:
        radius = max(1, round(share * side))
        foreground, background = _fuse(image, alpha, (foreground, background), radius)
    return foreground, background


def _fuse(
    image: FloatArray, alpha: FloatArray, colours: tuple[FloatArray, FloatArray], radius: int
) -> tuple[FloatArray, FloatArray]:
    size = (2 * radius + 1, 2 * radius + 1)
    a = alpha[..., None]
    weight = cv2.blur(alpha, size)[..., None]
    mean_foreground = cv2.blur(colours[0] * a, size) / (weight + 1e-5)
    mean_background = cv2.blur(colours[1] * (1 - a), size) / (1 - weight + 1e-5)
    rest = image - a * mean_foreground - (1 - a) * mean_background
    foreground = np.clip(mean_foreground + a * rest, 0.0, 1.0)
    background = np.clip(mean_background + (1 - a) * rest, 0.0, 1.0)
    return foreground.astype(np.float32), background.astype(np.float32)


def _at_picture_size(rgb: RgbImage, alpha: FloatArray, foreground: FloatArray, background: FloatArray) -> Matte:
    """Enlarge alpha and colours; exact picture pixels wherever the matte is certain."""
    size = (rgb.shape[1], rgb.shape[0])

    def enlarge(a: FloatArray) -> np.ndarray:
        scaled = cv2.resize(a, size, interpolation=cv2.INTER_LINEAR)
        return np.clip(np.round(scaled * 255), 0, 255).astype(np.uint8)

    full = enlarge(alpha)
    opaque, clear = (full >= _OPAQUE)[..., None], (full <= 5)[..., None]
    full = np.where(full >= _OPAQUE, 255, np.where(full <= 5, 0, full)).astype(np.uint8)
    return Matte(
        alpha=full,
        foreground_rgb=np.where(opaque, rgb, enlarge(foreground)),
        background_rgb=np.where(clear, rgb, enlarge(background)),
    )

"""What pixels tell about a film: sharpness, motion where nothing should move, flicker of skin."""

from collections.abc import Sequence

import cv2
import numpy as np

from likeness.core.canvas import SubjectLayer
from likeness.typing import AlphaImage, BoolArray, FloatArray, Points2

_PATCH_PX = 8
"""Optical flow compares patches: nearer to the subject than one it mixes both."""

_PATCH_SIGMA_PX = 1.5
"""Half the width of a patch of skin at 1080p: 1.6 minutes of arc seen from three times the frame's height."""


def laplacian_variance(grey: FloatArray, mask: BoolArray) -> float:
    """Return the variance of the Laplacian of a picture (H, W) where the mask is true; 0 = flat."""
    return float(cv2.Laplacian(grey, cv2.CV_32F)[mask].var())


def hull_mask(size_px: tuple[int, int], points: Points2, margin_px: float) -> BoolArray:
    """Return (height, width): the convex hull of points (N, 2), widened (or, below zero, narrowed)."""
    width, height = size_px
    mask = np.zeros((height, width), np.uint8)
    cv2.fillConvexPoly(mask, cv2.convexHull(np.round(points).astype(np.int32)), 1)
    side = 2 * round(abs(margin_px)) + 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    return np.asarray((cv2.dilate if margin_px >= 0 else cv2.erode)(mask, kernel) > 0)


def canvas_alpha(layer: SubjectLayer, size_px: tuple[int, int]) -> AlphaImage:
    """Return the coverage of the moving subject on the whole canvas, (height, width)."""
    width, height = size_px
    alpha = np.zeros((height, width), np.uint8)
    rows = alpha[layer.top_px : layer.top_px + layer.rgba.shape[0]]
    part = rows[:, layer.left_px : layer.left_px + layer.rgba.shape[1]]
    part[:] = layer.rgba[: part.shape[0], : part.shape[1], 3]
    return alpha


def motion_outside_px(
    first: tuple[FloatArray, AlphaImage], second: tuple[FloatArray, AlphaImage]
) -> float | None:
    """Return the 99th percentile of the optical flow between two frames where neither shows the subject.

    The subject is held still for it: flow is smooth and would carry its motion far into an even background.

    Args:
        first: Luminance (H, W), 0-255, and coverage of the subject, (H, W).
        second: The same of the next frame.

    Returns:
        Pixels; None when the subject leaves nothing free.
    """
    covered = ((first[1] > 0) | (second[1] > 0)).astype(np.uint8)
    side = 2 * _PATCH_PX + 1
    free = cv2.dilate(covered, np.ones((side, side), np.uint8)) == 0
    if free.mean() < 0.005:
        return None
    later = np.where(covered > 0, first[0], second[0])
    flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST).calc(
        first[0].astype(np.uint8), later.astype(np.uint8), np.zeros((*later.shape, 2), np.float32)
    )
    return float(np.percentile(np.hypot(flow[..., 0], flow[..., 1])[free], 99))


def patches(grey: FloatArray) -> FloatArray:
    """Return for each pixel of a picture (H, W) the mean of the small patch of skin around it.

    What flickers to the eye is a patch. A single pixel of grain or canvas that moves by fractions of a pixel
    changes by the sampling alone, in a real film as well.
    """
    return np.asarray(cv2.GaussianBlur(grey, (0, 0), _PATCH_SIGMA_PX), np.float32)


def followed(grey: FloatArray, points: Points2) -> FloatArray:
    """Return the luminance (N,) at points (N, 2) between the pixels of a picture (H, W)."""
    at = points.reshape(1, -1, 2) - np.float32(0.5)
    values = cv2.remap(grey, at[..., 0], at[..., 1], cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(values[0], np.float32)


def flicker(series: Sequence[FloatArray]) -> FloatArray:
    """Return the deviation over time of each of N points of skin from (T, N) grey levels, (N,).

    What changes slowly is light on a turning head and no flicker: the trend over time is taken off.
    """
    table = np.asarray(series, np.float64)
    if len(table) < 4:
        return np.zeros(table.shape[1], np.float32)
    trend = np.polynomial.polynomial.polyfit(np.linspace(-1, 1, len(table)), table, 1)
    line = np.polynomial.polynomial.polyval(np.linspace(-1, 1, len(table)), trend).T
    return np.asarray((table - line).std(axis=0), np.float32)

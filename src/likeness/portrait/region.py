"""Regions of interest: rotated squares that are cut out of a picture for a network, and mapped back."""

import math
from dataclasses import dataclass

import cv2
import numpy as np

from likeness.core.canvas import Box
from likeness.typing import FloatArray, Points2, Points3, RgbImage

_RIGHT_EYE_OUTER, _LEFT_EYE_OUTER = 33, 263
"""Mesh points at the outer eye corners; their line gives the roll of the head."""


@dataclass(frozen=True)
class Region:
    """A rotated square in a picture."""

    centre_x_px: float
    """Centre."""

    centre_y_px: float
    """Centre."""

    side_px: float
    """Length of each side."""

    rotation_rad: float = 0.0
    """Turn of the square, clockwise as seen on the screen."""

    def enlarged(self, factor: float) -> "Region":
        """Return the region with its sides multiplied."""
        return Region(self.centre_x_px, self.centre_y_px, self.side_px * factor, self.rotation_rad)


def region_of_box(box: Box, scale: float, rotation_rad: float = 0.0) -> Region:
    """Return the square around a box: its longer side times `scale`."""
    side_px = max(box.width, box.height) * scale
    return Region(box.left + box.width / 2, box.top + box.height / 2, side_px, rotation_rad)


def region_of_landmarks(landmarks_px: Points2 | Points3, scale: float = 1.5) -> Region:
    """Return the square around a mesh, turned with its eye line.

    Args:
        landmarks_px: (478, 2 or 3) mesh in picture pixels.
        scale: Side of the square in units of the longer side of the mesh's upright box; the mesh network was
            trained with 1.5.
    """
    right, left = landmarks_px[_RIGHT_EYE_OUTER], landmarks_px[_LEFT_EYE_OUTER]
    rotation_rad = math.atan2(float(left[1] - right[1]), float(left[0] - right[0]))
    return region_of_box(bounding_box(landmarks_px), scale, rotation_rad)


def region_along_face(landmarks_px: Points3, scale: float = 1.5) -> Region:
    """Return the square around a mesh (478, 3), measured along its own eye line.

    Unlike that of `region_of_landmarks`, whose size comes from the upright box, it lies around a tilted face
    as around an upright one.
    """
    right, left = landmarks_px[_RIGHT_EYE_OUTER], landmarks_px[_LEFT_EYE_OUTER]
    rotation_rad = math.atan2(float(left[1] - right[1]), float(left[0] - right[0]))
    cosine, sine = math.cos(rotation_rad), math.sin(rotation_rad)
    axes = np.array([[cosine, sine], [-sine, cosine]], np.float32)
    level = landmarks_px[:, :2] @ axes.T
    low, high = level.min(axis=0), level.max(axis=0)
    centre_x_px, centre_y_px = (axes.T @ ((low + high) / 2)).tolist()
    return Region(centre_x_px, centre_y_px, float((high - low).max()) * scale, rotation_rad)


def region_of_picture(rgb: RgbImage) -> Region:
    """Return the smallest upright square around a whole picture (H, W, 3)."""
    height, width = rgb.shape[:2]
    return Region(width / 2, height / 2, float(max(width, height)))


def bounding_box(points_px: Points2 | Points3) -> Box:
    """Return the upright box around points (N, 2 or more)."""
    low, high = points_px[:, :2].min(axis=0), points_px[:, :2].max(axis=0)
    return Box(float(low[0]), float(low[1]), float(high[0] - low[0]), float(high[1] - low[1]))


def cut_region(rgb: RgbImage, region: Region, side_px: int, border_gray: int | None = None) -> RgbImage:
    """Sample a region into a small upright square.

    Args:
        rgb: (H, W, 3) picture.
        region: What to cut.
        side_px: Side of the result.
        border_gray: Gray value outside the picture, 0-255; None repeats the pixels of its edge.

    Returns:
        (side_px, side_px, 3) uint8. Corner goes to corner without the half-pixel shift and without smoothing,
        because this is how the networks were fed in training and in the reference.
    """
    rotated = (
        (region.centre_x_px, region.centre_y_px),
        (region.side_px, region.side_px),
        math.degrees(region.rotation_rad),
    )
    corners = cv2.boxPoints(rotated).astype(np.float32)
    targets = np.array([[0, side_px], [0, 0], [side_px, 0], [side_px, side_px]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, targets)
    crop = cv2.warpPerspective(
        rgb,
        matrix,
        (side_px, side_px),
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE if border_gray is None else cv2.BORDER_CONSTANT,
        borderValue=(border_gray or 0,) * 3,
    )
    return np.asarray(crop, np.uint8)


def points_from_region(points: FloatArray, region: Region) -> FloatArray:
    """Map points from a region to the picture.

    Args:
        points: (N, 2) or (N, 3), 0-1 along the sides of the region; z in the same unit.
        region: The region.

    Returns:
        Points of the same shape in picture pixels.
    """
    cosine, sine = math.cos(region.rotation_rad), math.sin(region.rotation_rad)
    x, y = points[:, 0] - 0.5, points[:, 1] - 0.5
    mapped = points * np.float32(region.side_px)
    mapped[:, 0] = (cosine * x - sine * y) * region.side_px + region.centre_x_px
    mapped[:, 1] = (sine * x + cosine * y) * region.side_px + region.centre_y_px
    return np.asarray(mapped, np.float32)

"""Finds faces: the short-range and the full-range BlazeFace detectors.

Networks: "BlazeFace: Sub-millisecond Neural Face Detection on Mobile GPUs" (Bazarevsky et al. 2019,
arXiv:1907.05047), as carried by mediapipe 0.10.21. The short-range one sees faces of about 15 % of the
picture and more, the full-range one also smaller ones.
"""

import math
from dataclasses import dataclass

import numpy as np

from likeness.core.canvas import Box
from likeness.portrait.network import Network
from likeness.portrait.region import Region, cut_region, points_from_region, region_of_box, region_of_picture
from likeness.typing import FloatArray, Points2, RgbImage

_OVERLAP = 0.3
"""Detections that share more of their joint area than this are one face."""

_LOGIT_LIMIT = 80.0
"""Keeps the exponential inside float32."""

_N_KEY_POINTS = 6


@dataclass(frozen=True)
class DetectorLayout:
    """The grid of places at which a detector looks."""

    side_px: int
    """Side of the square that the network sees."""

    grids: tuple[tuple[int, int], ...]
    """(cells per side, detections per cell) of each output layer."""


SHORT_RANGE = DetectorLayout(side_px=128, grids=((16, 2), (8, 6)))
FULL_RANGE = DetectorLayout(side_px=192, grids=((48, 1),))


@dataclass(frozen=True)
class View:
    """A part of a picture, possibly turned or larger than the picture, that a detector looks at."""

    region: Region
    """The square that is looked at."""

    border_gray: int
    """Gray value of what lies outside the picture, 0-255."""


@dataclass(frozen=True)
class Detection:
    """A face as a detector sees it."""

    box: Box
    """Box from brows to chin in picture pixels; its sides are measured along those of the view."""

    key_points_px: Points2
    """(6, 2) eyes (subject's right, left), nose tip, mouth, ears (right, left)."""

    score: float
    """0-1."""

    @property
    def roll_rad(self) -> float:
        """Angle of the eye line, + = clockwise on the screen."""
        right, left = self.key_points_px[0], self.key_points_px[1]
        return math.atan2(float(left[1] - right[1]), float(left[0] - right[0]))


class FaceDetector:
    """A loaded detector. Not thread safe."""

    def __init__(self, model: bytes, layout: DetectorLayout) -> None:
        """Load the content of the model file that belongs to a layout."""
        self._network = Network(model)
        self._layout = layout
        self._anchors = anchor_centres(layout)

    def detect(
        self, rgb: RgbImage, view: View | None = None, min_score: float = 0.5
    ) -> tuple[Detection, ...]:
        """Find faces.

        Args:
            rgb: (H, W, 3) picture.
            view: Where to look; None = the whole picture, bordered with black as in the reference.
            min_score: Least score, 0-1. Below 0.3 nearly everything is a face.

        Returns:
            Detections, best first.
        """
        if view is None:
            view = View(region_of_picture(rgb), border_gray=0)
        crop = cut_region(rgb, view.region, self._layout.side_px, view.border_gray)
        pixels = crop[np.newaxis].astype(np.float32) * np.float32(2 / 255) - np.float32(1)
        regressors, logits = self._network.run(pixels)
        scores = _sigmoid(logits[0, :, 0])
        chosen = np.flatnonzero(scores >= min_score)
        values = _decode(regressors[0, chosen], self._anchors[chosen], self._layout.side_px)
        return tuple(
            _in_picture(row, score, view.region) for row, score in merge_overlaps(values, scores[chosen])
        )


def detection_region(detection: Detection) -> Region:
    """Return the square that the mesh network expects around a detection."""
    return region_of_box(detection.box, scale=1.5, rotation_rad=detection.roll_rad)


def anchor_centres(layout: DetectorLayout) -> FloatArray:
    """Return (N, 2) centres of the cells, 0-1, each repeated per detection, in the order of the outputs.

    >>> anchor_centres(SHORT_RANGE).shape, anchor_centres(FULL_RANGE).shape
    ((896, 2), (2304, 2))
    """
    layers = []
    for n_cells, n_per_cell in layout.grids:
        y, x = np.mgrid[:n_cells, :n_cells] + 0.5
        layers.append(np.repeat(np.stack([x.ravel(), y.ravel()], axis=1) / n_cells, n_per_cell, axis=0))
    return np.concatenate(layers).astype(np.float32)


def merge_overlaps(values: FloatArray, scores: FloatArray) -> list[tuple[FloatArray, float]]:
    """Average detections that overlap, weighted by score.

    Args:
        values: (N, 16) x, y of the top left and bottom right corners of the box, then 6 key points.
        scores: (N,).

    Returns:
        (16,) values and the score of the best member, best group first.
    """
    left = np.argsort(-scores, kind="stable")
    merged = []
    while left.size:
        overlap = _overlaps(values[left[0]], values[left])
        is_member = overlap > _OVERLAP
        is_member[0] = True
        members = left[is_member]
        weights = scores[members][:, np.newaxis]
        merged.append(((values[members] * weights).sum(axis=0) / weights.sum(), float(scores[left[0]])))
        left = left[~is_member]
    return merged


def _overlaps(box: FloatArray, boxes: FloatArray) -> FloatArray:
    """Return the shared part of the joint area of a box (16,) with each of (N, 16)."""
    low, high = np.maximum(box[:2], boxes[:, :2]), np.minimum(box[2:4], boxes[:, 2:4])
    shared = np.prod(np.clip(high - low, 0, None), axis=1)
    areas = np.prod(boxes[:, 2:4] - boxes[:, :2], axis=1)
    joint = np.prod(box[2:4] - box[:2]) + areas - shared
    return np.asarray(np.divide(shared, joint, out=np.zeros_like(shared), where=joint > 0), np.float32)


def _sigmoid(logits: FloatArray) -> FloatArray:
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -_LOGIT_LIMIT, _LOGIT_LIMIT))), np.float32)


def _decode(regressors: FloatArray, anchors: FloatArray, side_px: int) -> FloatArray:
    """Turn the network's (N, 16) offsets into corners and key points, 0-1 in the square it saw."""
    values = regressors / np.float32(side_px)
    centres, half_sizes = values[:, :2] + anchors, values[:, 2:4] / 2
    key_points = values[:, 4:].reshape(-1, _N_KEY_POINTS, 2) + anchors[:, np.newaxis]
    parts = [centres - half_sizes, centres + half_sizes, key_points.reshape(-1, 2 * _N_KEY_POINTS)]
    return np.concatenate(parts, axis=1)


def _in_picture(values: FloatArray, score: float, region: Region) -> Detection:
    corners, key_points = values[:4].reshape(2, 2), values[4:].reshape(-1, 2)
    points_px = points_from_region(np.concatenate([corners.mean(axis=0, keepdims=True), key_points]), region)
    width_px, height_px = ((corners[1] - corners[0]) * region.side_px).tolist()
    centre_x_px, centre_y_px = points_px[0].tolist()
    box = Box(centre_x_px - width_px / 2, centre_y_px - height_px / 2, width_px, height_px)
    return Detection(box, points_px[1:], score)

"""The outline of an open drawn mouth, which often has no lips.

Landmark networks expect lips around an opening and place the inner line too far inside a mouth that is drawn
as a hole. Lips moved together there would leave the rest of the hole open.
"""

import cv2
import numpy as np

from likeness.core.rig import FaceRig
from likeness.portrait.colour_region import grow_region
from likeness.portrait.dragging import MovedLine, drag_lines
from likeness.typing import BoolArray, FloatArray, Points2, Points3, RgbImage

_OPEN_GAP = 0.06  # eye distances between the inner lips: an open mouth
_SAMPLES = 70  # patch pixels per eye distance
_ROOM = 0.16  # eye distances around the reported lips where the mouth may be
_LEAST_GROWTH, _MOST_GROWTH = 1.2, 4.5  # area against what the inner lips enclose
_LIP = 0.025  # eye distances: the drawn line around the hole stands for lips

_Line = tuple[str, str]
_INNER: _Line = ("lip_inner_upper", "lip_inner_lower")
_OUTER: _Line = ("lip_outer_upper", "lip_outer_lower")


def follow_drawn_mouth(rgb: RgbImage, landmarks_px: Points3, rig: FaceRig) -> Points3:
    """Return the landmarks of a drawn face with its lips on the outline of its open mouth.

    Parameters
    ----------
    rgb
        (H, W, 3) picture.
    landmarks_px
        (478, 3); returned as they are when the mouth is closed or its outline is unclear.
    rig
        For the contours.
    """
    points = landmarks_px[:, :2]
    unit = float(np.linalg.norm(points[[33, 133]].mean(0) - points[[263, 362]].mean(0)))
    upper, lower = (points[rig.contours[name]] for name in _INNER)
    if float(np.linalg.norm(upper - lower, axis=1)[3:8].mean()) < _OPEN_GAP * unit:
        return landmarks_px
    patch = _Patch(rgb, points[np.concatenate([rig.contours[name] for name in _OUTER])], unit)
    inner = patch.inside(np.concatenate([upper, lower[::-1]]))
    opening = _opening(patch.lab, inner)
    growth = float(opening.sum()) / max(float(cv2.contourArea(inner)), 1.0)
    if not _LEAST_GROWTH < growth < _MOST_GROWTH:
        return landmarks_px
    return drag_lines(landmarks_px, _on_outline(patch, opening, points, rig), unit)


class _Patch:
    """The mouth at a fixed size, along the axes of its corners."""

    def __init__(self, rgb: RgbImage, lips: Points2, unit: float) -> None:
        # 10 outer points of each lip, both from corner to corner
        span = lips[len(lips) // 2 - 1] - lips[0]
        across = span / max(float(np.linalg.norm(span)), 1e-6) * (1.0 if span[0] >= 0 else -1.0)
        self._axes = np.stack([across, [-across[1], across[0]]]).astype(np.float32)
        self._step = unit / _SAMPLES
        along = lips @ self._axes.T
        low, high = along.min(0) - _ROOM * unit, along.max(0) + _ROOM * unit
        self._corner = low @ self._axes
        size = np.ceil((high - low) / self._step).astype(int) + 1
        affine = np.concatenate([self._axes.T * self._step, self._corner[:, None]], axis=1).astype(np.float32)
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        pixels = cv2.warpAffine(
            rgb, affine, (int(size[0]), int(size[1])), flags=flags, borderMode=cv2.BORDER_REPLICATE
        )
        self.lab = np.asarray(cv2.cvtColor(cv2.GaussianBlur(pixels, (3, 3), 0), cv2.COLOR_RGB2LAB), np.uint8)

    def inside(self, points: Points2) -> Points2:
        """Map picture points (N, 2) to the patch."""
        return np.asarray((points - self._corner) @ self._axes.T / self._step, np.float32)

    def in_picture(self, points: Points2) -> Points2:
        """Map patch points (N, 2) to the picture."""
        return np.asarray(points * self._step @ self._axes + self._corner, np.float32)


def _opening(lab: RgbImage, inner: Points2) -> BoolArray:
    """Return (h, w) the hole of the mouth by its colours."""
    labels = np.full(lab.shape[:2], cv2.GC_PR_BGD, np.uint8)
    edge = int(0.3 * _ROOM * _SAMPLES)
    labels[:edge] = labels[-edge:] = labels[:, :edge] = labels[:, -edge:] = cv2.GC_BGD
    return grow_region(lab, labels, inner, smallest_px=5)


def _on_outline(patch: _Patch, opening: BoolArray, points: Points2, rig: FaceRig) -> tuple[MovedLine, ...]:
    """Return (indices, new positions in the picture) of the inner and the outer lips."""
    columns = np.flatnonzero(opening.any(axis=0))
    top = opening[:, columns].argmax(axis=0).astype(np.float32)
    bottom = opening.shape[0] - opening[::-1, columns].argmax(axis=0).astype(np.float32)
    first, last = float(columns[0]), float(columns[-1])
    moved = []
    for names, thickness in ((_INNER, 0.0), (_OUTER, _LIP * _SAMPLES)):
        for name, height, sign in zip(names, (top, bottom), (-1.0, 1.0), strict=True):
            ids = rig.contours[name]
            x = patch.inside(points[ids])[:, 0]
            share = (x - x.min()) / max(float(np.ptp(x)), 1e-6)
            at = first + share * (last - first) + (2 * share - 1) * thickness
            y = np.interp(at, columns, _smooth(height)) + sign * thickness
            y[[share.argmin(), share.argmax()]] = ((top + bottom) / 2)[[0, -1]]
            moved.append((ids, patch.in_picture(np.stack([at, y], axis=1))))
    return tuple(moved)


def _smooth(height: FloatArray) -> FloatArray:
    kernel = np.hanning(9) / np.hanning(9).sum()
    return np.convolve(np.pad(height, 4, mode="edge"), kernel, mode="valid").astype(np.float32)

"""Eye corners followed through frames at full resolution, finer than a landmark network sees them.

A landmark network reduces the face to 192 pixels and trembles by itself: 0.0032 eye distances for a still
head. Here the picture around each point is looked for again in each frame, between the pixels, by the inverse
compositional algorithm for small affine changes (Baker & Matthews 2004), with weights that leave out what has
changed otherwise, such as a lid that comes down beside the corner. Its own noise on photos that were moved
by known amounts is 0.00005-0.0007.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from likeness.evaluation.signals import high_pass
from likeness.typing import FloatArray, Points2

_RADIUS = 0.13  # eye distances: half side of the patch around a point
_SMOOTH = 0.006  # eye distances: noise and compression are smoothed away before
_N_ITERATIONS = 25
_ENOUGH_PX = 0.001  # of movement: the search has settled
_FARTHEST = 0.25  # half sides of the patch from where a point may be; farther away it is another one
_LEAST_ALIKE = 0.4  # mean weight of a patch's pixels; less is another picture, a lid say
_MOST_LOST = 0.3  # of the frames; a point that is lost in more of them is left out
_TOLERATED = 6.0  # grey levels: larger differences count less and less
_CUTOFF_HZ = 6.0
_LEAST_POINTS, _LEAST_FRAMES = 3, 10
_LEAST_TEXTURE = 4.0  # grey levels of deviation in a patch; flatter ones tell no place


@dataclass(frozen=True)
class _Template:
    """One patch of the photo, ready to be looked for."""

    grey: FloatArray
    """(n,) luminance, mean 0."""

    slopes: FloatArray
    """(n, 6) change of luminance by each parameter of the affine map."""

    x: FloatArray
    """(n,) pixels right of the point."""

    y: FloatArray
    """(n,)."""


def trembling(tracks: FloatArray, unit_px: float, rate_hz: float) -> float | None:
    """Return the root mean square of x and y above 6 Hz in eye distances, of points (T, N, 2).

    Where a point was lost (nan), while a lid covers it say, a straight line leads over the gap; one that is
    lost too often is left out. None = fewer than three are left, or the film is too short.
    """
    is_lost = np.isnan(tracks).any(axis=2)
    is_kept = is_lost.mean(axis=0) <= _MOST_LOST
    if is_kept.sum() < _LEAST_POINTS or len(tracks) < _LEAST_FRAMES:
        return None
    curves = tracks[:, is_kept].copy()
    at = np.arange(len(tracks))
    for number, lost in enumerate(is_lost[:, is_kept].T):
        for axis in range(2):
            curves[lost, number, axis] = np.interp(at[lost], at[~lost], curves[~lost, number, axis])
    flat = np.asarray(curves.reshape(len(tracks), -1), np.float32)
    quick = high_pass(flat, rate_hz, _CUTOFF_HZ)
    return float(np.sqrt(np.square(quick).mean()) / unit_px)


class PointTracker:
    """Finds points of one picture again in others that differ by small movements."""

    def __init__(self, grey: FloatArray, points: Points2, unit_px: float) -> None:
        """Cut the patches.

        Args:
            grey: (H, W) luminance of the picture, 0-255.
            points: (N, 2) pixels, corners of the picture at 0.
            unit_px: Eye distance.
        """
        self._sigma_px = max(_SMOOTH * unit_px, 0.7)
        self._radius_px = max(round(_RADIUS * unit_px), 5)
        smooth = self._smooth(grey)
        self._templates = [_template(smooth, point, self._radius_px) for point in points]

    def follow(self, grey: FloatArray, start: Points2) -> Points2:
        """Return (N, 2) where the points are in a frame (H, W); nan = not found there.

        `start` (N, 2): where they may be, within some pixels.
        """
        smooth = self._smooth(grey)
        found = [_found(smooth, one, at) for one, at in zip(self._templates, start, strict=True)]
        return np.array(found, np.float32)

    def _smooth(self, grey: FloatArray) -> FloatArray:
        return np.asarray(cv2.GaussianBlur(grey, (0, 0), self._sigma_px), np.float32)


def _template(grey: FloatArray, point: FloatArray, radius: int) -> _Template | None:
    y, x = (part.ravel() for part in np.mgrid[-radius : radius + 1, -radius : radius + 1].astype(np.float32))
    values = _sampled(grey, point[0] + x, point[1] + y)
    if values.std() < _LEAST_TEXTURE:
        return None
    at_x, at_y = point[0] + x, point[1] + y
    across = _sampled(grey, at_x + 0.5, at_y) - _sampled(grey, at_x - 0.5, at_y)
    down = _sampled(grey, at_x, at_y + 0.5) - _sampled(grey, at_x, at_y - 0.5)
    slopes = np.stack([across, down, across * x, across * y, down * x, down * y], axis=1)
    return _Template(values - values.mean(), slopes, x, y)


def _found(grey: FloatArray, template: _Template | None, start: FloatArray) -> FloatArray:
    if template is None:
        return np.full(2, np.nan, np.float32)
    place, shape = np.asarray(start, np.float64).copy(), np.eye(2)
    offsets = np.stack([template.x, template.y], axis=1).astype(np.float64)
    for _ in range(_N_ITERATIONS):
        at = place + offsets @ shape.T
        values = _sampled(grey, at[:, 0], at[:, 1])
        error = _even_light(values, template.grey)
        scale = max(1.48 * float(np.median(np.abs(error))), _TOLERATED)
        weight = 1.0 / (1.0 + (error / scale) ** 2)
        weighted = template.slopes * weight[:, None]
        normal = weighted.T @ template.slopes + 1e-3 * np.eye(6)
        step = np.linalg.solve(normal, weighted.T @ error)
        # inverse composition: the template's small change is taken off the frame's
        inner = np.linalg.inv(np.eye(2) + step[2:].reshape(2, 2))
        shape = shape @ inner
        moved = -shape @ step[:2]
        place = place + moved
        if np.hypot(*moved) < _ENOUGH_PX:
            break
    is_lost = np.hypot(*(place - start)) > _FARTHEST * template.x.max() or weight.mean() < _LEAST_ALIKE
    return np.full(2, np.nan, np.float32) if is_lost else place.astype(np.float32)


def _even_light(values: FloatArray, template: FloatArray) -> FloatArray:
    """Return (n,) the difference to a template after light and contrast are evened out."""
    level = values - np.median(values - template)
    gain = float((level @ template) / max(float(level @ level), 1e-6))
    return np.asarray(np.clip(gain, 0.5, 2.0) * level - template, np.float32)


def _sampled(grey: FloatArray, x: FloatArray, y: FloatArray) -> FloatArray:
    maps = (np.asarray(part - 0.5, np.float32)[None] for part in (x, y))
    return np.asarray(cv2.remap(grey, *maps, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)[0], np.float64)

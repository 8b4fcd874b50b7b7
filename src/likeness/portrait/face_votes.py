"""Looks at a picture in many ways and lets the looks vote on where a face is.

One look at low thresholds finds a face in nearly every picture; a real face is found again when the picture
is brightened, padded, turned or enlarged, a false one mostly is not.
"""

import math
from dataclasses import dataclass

import cv2
import numpy as np

from likeness.portrait.detector import Detection, FaceDetector, View, detection_region
from likeness.portrait.face_models import FaceModels
from likeness.portrait.region import Region, bounding_box, region_of_picture
from likeness.typing import Points2, Points3, RgbImage

SURE_VOTES = 9.0
"""Sum of weights from which a face is believed. People reached 13 to 35, things that are no face up to 7."""

_MIN_VOTES = 2.0
"""Groups with fewer are not worth a second look."""

_PLAIN_SHORT_SCORE, _PLAIN_FULL_SCORE = 0.5, 0.6
_VIEW_SCORE = 0.3
_MIN_WIDTH_SHARE = 0.04
"""Of the picture's shorter side; smaller finds in enlarged views are noise."""

_TURNS_DEG = (-30, -15, 15, 30)
_TILES = ((0.6, 3), (0.4, 4))
"""(side in units of the longer side of the picture, tiles per side)."""

_GRAY = 128
_OUTER_EYE_CORNERS = (33, 263)
"""Mesh points, subject's right and left."""


@dataclass(frozen=True)
class Candidate:
    """What may be a face."""

    landmarks_px: Points3
    """(478, 3)."""

    face_probability: float
    """The mesh network's opinion, 0-1."""

    detector_score: float
    """The detector's opinion, 0-1."""

    @property
    def weight(self) -> float:
        """What its vote counts, 0-1."""
        return self.face_probability * self.detector_score


def plain_candidates(rgb: RgbImage, models: FaceModels) -> list[Candidate]:
    """Look once at the plain picture with both detectors, at the reference's thresholds."""
    short = models.short_range.detect(rgb, min_score=_PLAIN_SHORT_SCORE)
    full = models.full_range.detect(rgb, min_score=_PLAIN_FULL_SCORE)
    return [_measured(rgb, models, detection) for detection in short + full]


def candidates_in_views(rgb: RgbImage, models: FaceModels) -> list[list[Candidate]]:
    """Look at many views with both detectors; one list per look."""
    looks = []
    brightened = _equalized(rgb)
    for picture, views in ((rgb, picture_views(rgb)), (brightened, [View(region_of_picture(rgb), 0)])):
        for view in views:
            looks += [
                look(picture, models, detector, view) for detector in (models.short_range, models.full_range)
            ]
    return looks


def picture_views(rgb: RgbImage) -> list[View]:
    """Return the whole picture, padded, turned, and in overlapping tiles."""
    height, width = rgb.shape[:2]
    whole = region_of_picture(rgb)
    views = [View(whole, 0), View(whole.enlarged(1.5), _GRAY)]
    for turn_deg in _TURNS_DEG:
        turned = Region(whole.centre_x_px, whole.centre_y_px, whole.side_px, math.radians(turn_deg))
        views.append(View(turned, _GRAY))
    for share, n_tiles in _TILES:
        side_px = share * whole.side_px
        columns = np.unique(np.linspace(min(side_px, width) / 2, width - min(side_px, width) / 2, n_tiles))
        rows = np.unique(np.linspace(min(side_px, height) / 2, height - min(side_px, height) / 2, n_tiles))
        views += [View(Region(float(x), float(y), side_px), _GRAY) for y in rows for x in columns]
    return views


def vote(looks: list[list[Candidate]]) -> list[tuple[float, Candidate]]:
    """Return votes and best candidate of every group that some looks agree on, most votes first."""
    left = sorted((c for look in looks for c in look), key=lambda c: c.weight, reverse=True)
    elected = []
    while left:
        leader = left[0]
        # A look has one vote, however many candidates it offers.
        votes = sum(max((c.weight for c in look if agree(c, leader)), default=0.0) for look in looks)
        if votes >= _MIN_VOTES:
            elected.append((votes, leader))
        left = [c for c in left[1:] if not agree(c, leader)]
    return sorted(elected, key=lambda item: item[0], reverse=True)


def agree(one: Candidate, other: Candidate) -> bool:
    """Whether two candidates show the same face: near each other, sizes within 40 %, the same way up."""
    ratio = _size_px(one) / max(_size_px(other), 1e-6)
    return is_near(one, other) and 0.6 < ratio < 1 / 0.6 and float(_eye_line(one) @ _eye_line(other)) > 0


def is_near(one: Candidate, other: Candidate, limit: float = 0.25) -> bool:
    """Whether the centres of two candidates lie within `limit` of the size of the larger one."""
    box, other_box = bounding_box(one.landmarks_px), bounding_box(other.landmarks_px)
    apart_px = math.hypot(
        box.left + box.width / 2 - other_box.left - other_box.width / 2,
        box.top + box.height / 2 - other_box.top - other_box.height / 2,
    )
    return apart_px < limit * max(_size_px(one), _size_px(other))


def _eye_line(candidate: Candidate) -> Points2:
    right, left = _OUTER_EYE_CORNERS
    return np.asarray(candidate.landmarks_px[left, :2] - candidate.landmarks_px[right, :2], np.float32)


def _size_px(candidate: Candidate) -> float:
    box = bounding_box(candidate.landmarks_px)
    return max(box.width, box.height)


def look(rgb: RgbImage, models: FaceModels, detector: FaceDetector, view: View) -> list[Candidate]:
    """Look at one view of a picture (H, W, 3) with one detector, at a low threshold."""
    candidates = [_measured(rgb, models, found) for found in detector.detect(rgb, view, _VIEW_SCORE)]
    least_px = _MIN_WIDTH_SHARE * min(rgb.shape[:2])
    return [c for c in candidates if bounding_box(c.landmarks_px).width >= least_px]


def _measured(rgb: RgbImage, models: FaceModels, detection: Detection) -> Candidate:
    result = models.mesh.measure(rgb, detection_region(detection))
    return Candidate(result.landmarks_px, result.face_probability, detection.score)


def _equalized(rgb: RgbImage) -> RgbImage:
    """Return the picture with its local contrast evened out (CLAHE on the lightness)."""
    lab = cv2.cvtColor(rgb, cv2.COLOR_RGB2LAB)
    lab[..., 0] = cv2.createCLAHE(clipLimit=3.0, tileGridSize=(8, 8)).apply(np.ascontiguousarray(lab[..., 0]))
    return np.asarray(cv2.cvtColor(lab, cv2.COLOR_LAB2RGB), np.uint8)

"""Looks again at one candidate from near, at its own angle and in three quarter turns.

This tells apart what a single look cannot. The networks read an upside-down face as an upright one, with
confidence and wrongly: turned, they can read it as it is, and the reading that both detectors like best is
believed. And things that are no face, which one detector takes for one, rarely convince both from near.
"""

import math
from dataclasses import dataclass

from likeness.portrait.detector import View
from likeness.portrait.face_checks import MAX_ROLL_DEG, face_shape
from likeness.portrait.face_models import FaceModels
from likeness.portrait.face_votes import Candidate, is_near, look
from likeness.portrait.region import Region, bounding_box, region_of_box, region_of_picture
from likeness.typing import RgbImage

SURE_EVIDENCE = 1.4
"""Faces reached 1.5 to 1.9 the right way up and up to 1.4 turned; things that are no face up to 1.1."""

_QUARTER_TURNS_DEG = (90.0, 180.0, 270.0)
_VIEW_SCALE = 3.0
"""Side of the view in units of the face; both detectors know faces of this size best."""

_SAME_READING_DEG = 45.0
_NEAR_LIMIT = 0.5
"""In units of the face; a face read the wrong way up is placed off its centre."""

_GRAY = 128


@dataclass(frozen=True)
class SecondLook:
    """What the second look showed. Evidence is the sum of both detectors' best weights, 0-2."""

    evidence: float
    """For a face at the candidate's own angle."""

    turned_evidence: float
    """For the same face at a quarter turn, the best of three."""

    best: Candidate
    """The reading at the candidate's own angle that the mesh network likes best, the candidate included."""

    @property
    def is_misread(self) -> bool:
        """Whether the face is read more surely at another angle."""
        return self.turned_evidence > self.evidence

    @property
    def is_sure(self) -> bool:
        """Whether this alone shows that a face is there, the right way up."""
        return self.evidence >= SURE_EVIDENCE and not self.is_misread


def look_again(candidate: Candidate, rgb: RgbImage, models: FaceModels) -> SecondLook:
    """Look at a candidate of a picture (H, W, 3) from near."""
    own_deg = face_shape(candidate.landmarks_px).roll_deg
    own = _readings(candidate, own_deg, rgb, models)
    turned = [_readings(candidate, own_deg + turn_deg, rgb, models) for turn_deg in _QUARTER_TURNS_DEG]
    return SecondLook(
        evidence=_evidence(own),
        turned_evidence=max(_evidence(found) for found in turned),
        best=max([candidate, *own[0], *own[1]], key=lambda c: c.face_probability),
    )


def turns_to_upright(rgb: RgbImage, models: FaceModels) -> int:
    """Return how often `numpy.rot90` must turn a picture (H, W, 3) so that a tilted face in it is upright.

    1-3 when such a face is surely there, 0 when none is. Of several the surest decides.
    """
    whole = region_of_picture(rgb)
    surest, turns = SURE_EVIDENCE, 0
    for turn_deg in _QUARTER_TURNS_DEG:
        region = Region(whole.centre_x_px, whole.centre_y_px, whole.side_px, math.radians(turn_deg))
        found = [candidate for finds in _finds(rgb, models, region) for candidate in finds]
        best = max(found, key=lambda c: c.weight, default=None)
        if best is None or abs(face_shape(best.landmarks_px).roll_deg) <= MAX_ROLL_DEG:
            continue
        look = look_again(best, rgb, models)
        if look.evidence >= surest and not look.is_misread:
            surest, turns = look.evidence, round(face_shape(best.landmarks_px).roll_deg / 90.0) % 4
    return turns


def _readings(
    candidate: Candidate, angle_deg: float, rgb: RgbImage, models: FaceModels
) -> list[list[Candidate]]:
    """Return what each detector finds of the candidate's face in a view turned by an angle."""
    region = region_of_box(bounding_box(candidate.landmarks_px), _VIEW_SCALE, math.radians(angle_deg))
    return [
        [c for c in finds if _is_reading(c, candidate, angle_deg)] for finds in _finds(rgb, models, region)
    ]


def _finds(rgb: RgbImage, models: FaceModels, region: Region) -> list[list[Candidate]]:
    view = View(region, _GRAY)
    return [look(rgb, models, detector, view) for detector in (models.short_range, models.full_range)]


def _is_reading(found: Candidate, candidate: Candidate, angle_deg: float) -> bool:
    """Whether a find is the candidate's face, read at about the given angle."""
    apart_deg = _apart_deg(face_shape(found.landmarks_px).roll_deg, angle_deg)
    return apart_deg < _SAME_READING_DEG and is_near(found, candidate, _NEAR_LIMIT)


def _evidence(readings: list[list[Candidate]]) -> float:
    return sum(max((c.weight for c in found), default=0.0) for found in readings)


def _apart_deg(one_deg: float, other_deg: float) -> float:
    """Return the angle between two directions, 0-180.

    >>> _apart_deg(-175.0, 175.0)
    10.0
    """
    return abs((one_deg - other_deg + 180.0) % 360.0 - 180.0)

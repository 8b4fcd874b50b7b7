"""Finds the faces of a picture and measures their landmarks."""

from dataclasses import dataclass, replace

import numpy as np

from likeness.core.canvas import Box
from likeness.errors import (
    FaceCutOffError,
    FaceTooSmallError,
    FaceTurnedAwayError,
    NoFaceFoundError,
    OptionInvalidError,
    PictureError,
)
from likeness.portrait.attention_mesh import MeshResult
from likeness.portrait.face_checks import MIN_FACE_WIDTH_PX, Verdict, face_shape, judge
from likeness.portrait.face_models import FaceModels
from likeness.portrait.face_votes import (
    SURE_VOTES,
    Candidate,
    agree,
    candidates_in_views,
    is_near,
    plain_candidates,
    vote,
)
from likeness.portrait.refinement import settled
from likeness.portrait.region import Region, bounding_box, region_of_box, region_of_landmarks
from likeness.portrait.second_look import look_again, turns_to_upright
from likeness.typing import Points2, Points3, RgbImage

_MIN_DETECTOR_SCORE = 0.6
"""One look at the plain picture is believed from here on."""

_SURE_FACE_PROBABILITY = 0.999
"""Below, the mesh often sits a little beside the face, and a second look finds it better."""

_TILTED_DEG = 30.0
"""Above, too: the detectors' boxes are upright."""


@dataclass(frozen=True)
class DetectedFace:
    """A usable face."""

    landmarks_px: Points3
    """(478, 3) mesh; x, y in picture pixels (corner of the picture = 0, 0), z in the same scale, + = away."""

    box: Box
    """Upright box around the mesh: hairline to chin."""

    score: float
    """Confidence, 0-1: the detector's score times the mesh network's opinion."""


def find_faces(rgb: RgbImage, models: FaceModels) -> tuple[DetectedFace, ...]:
    """Find the usable faces of a picture, the largest first.

    Both detectors look at the plain picture. When that gives no usable face, they look again at brightened,
    padded, turned and enlarged views, and only what many views agree on is believed (0.5-1.5 s).

    Args:
        rgb: (H, W, 3) sRGB.
        models: The loaded networks.

    Raises:
        NoFaceFoundError: nothing in the picture is a face with enough certainty.
        FaceTurnedAwayError: the only faces are seen from the side, from far above or below, or not upright.
        FaceCutOffError: the only faces reach over the edge of the picture.
        FaceTooSmallError: the only faces have too few pixels.
    """
    seen = [c for c in plain_candidates(rgb, models) if c.detector_score >= _MIN_DETECTOR_SCORE]
    judged = [_judged(c, rgb, models) for c in merge(seen)]
    if not any(verdict is Verdict.USABLE for _, verdict in judged):
        judged += _second_look(judged, rgb, models)
    usable = [_detected(c) for c, verdict in judged if verdict is Verdict.USABLE]
    if not usable:
        reasons = {verdict for _, verdict in judged}
        raise _refusal(reasons | ({Verdict.NOT_UPRIGHT} if turns_to_upright(rgb, models) else set()))
    return tuple(sorted(usable, key=lambda face: face.box.width * face.box.height, reverse=True))


def _second_look(
    judged: list[tuple[Candidate, Verdict]], rgb: RgbImage, models: FaceModels
) -> list[tuple[Candidate, Verdict]]:
    """Judge what many views agree on, except what lies inside a face already refused: a part of it."""
    known = [c for c, verdict in judged if verdict is not Verdict.NO_FACE]
    others = [c for c in _elected(rgb, models) if not any(is_near(c, face, 0.5) for face in known)]
    return [_judged(c, rgb, models) for c in others]


def pick_face(faces: tuple[DetectedFace, ...], number: int = 1) -> DetectedFace:
    """Return the face that the user asked for.

    Args:
        faces: From `find_faces`.
        number: 1 = the largest.

    Raises:
        OptionInvalidError: there is no such face.
    """
    if not 1 <= number <= len(faces):
        raise OptionInvalidError(
            f"Face {number} was asked for, but the picture has {len(faces)} usable "
            f"face{'s' if len(faces) > 1 else ''}. Choose a number from 1 to {len(faces)}."
        )
    return faces[number - 1]


def measure_landmarks(
    rgb: RgbImage, models: FaceModels, roi_from: Points2 | Points3 | Box | Region
) -> MeshResult:
    """Run the mesh on a fixed region, whatever is in it: for tracking a film whose face is known.

    Use one region for a whole clip, for example that of the photo enlarged 1.2 times; a region chained from
    frame to frame adds noise.

    Args:
        rgb: (H, W, 3) frame.
        models: The loaded networks.
        roi_from: The region itself, a mesh (478, 2 or 3) in pixels, or the box of a mesh.
    """
    if isinstance(roi_from, Region):
        region = roi_from
    elif isinstance(roi_from, Box):
        region = region_of_box(roi_from, scale=1.5)
    else:
        region = region_of_landmarks(np.asarray(roi_from, np.float32))
    return models.mesh.measure(rgb, region)


def merge(candidates: list[Candidate]) -> list[Candidate]:
    """Keep one candidate of those that show the same face: the one the mesh network likes best."""
    kept: list[Candidate] = []
    # Stable and coarse: equal opinions keep the order, in which the short-range detector comes first.
    for candidate in sorted(candidates, key=lambda c: round(c.face_probability, 1), reverse=True):
        if not any(agree(candidate, other) for other in kept):
            kept.append(candidate)
    return kept


def _judged(candidate: Candidate, rgb: RgbImage, models: FaceModels) -> tuple[Candidate, Verdict]:
    """Return a candidate, better measured where that is needed, and what it is good for."""
    size_px = (rgb.shape[1], rgb.shape[0])
    candidate = _settled(candidate, rgb, models)
    verdict = judge(candidate.landmarks_px, candidate.face_probability, size_px)
    if verdict is not Verdict.USABLE:
        return candidate, verdict
    second = look_again(candidate, rgb, models)
    if second.is_misread:
        return candidate, Verdict.NOT_UPRIGHT
    is_tilted = abs(face_shape(candidate.landmarks_px).roll_deg) > _TILTED_DEG
    if is_tilted or candidate.face_probability < _SURE_FACE_PROBABILITY:
        candidate = second.best
    return candidate, judge(candidate.landmarks_px, candidate.face_probability, size_px)


def _settled(candidate: Candidate, rgb: RgbImage, models: FaceModels) -> Candidate:
    """Return a candidate measured at its own angle, unless that looks less like a face."""
    near = settled(rgb, candidate.landmarks_px, models.mesh)
    if near.face_probability < min(candidate.face_probability, _SURE_FACE_PROBABILITY):
        return candidate
    return replace(candidate, landmarks_px=near.landmarks_px, face_probability=near.face_probability)


def _elected(rgb: RgbImage, models: FaceModels) -> list[Candidate]:
    """Return what many views, or some views and a sure second look, take for a face."""
    polls = vote(candidates_in_views(rgb, models))
    return [c for votes, c in polls if votes >= SURE_VOTES or look_again(c, rgb, models).is_sure]


def _detected(candidate: Candidate) -> DetectedFace:
    return DetectedFace(
        landmarks_px=candidate.landmarks_px,
        box=bounding_box(candidate.landmarks_px),
        score=min(1.0, candidate.detector_score * candidate.face_probability),
    )


def _refusal(verdicts: set[Verdict]) -> PictureError:
    """Return the error that helps most: a face that is there but unusable says more than none."""
    if Verdict.NOT_UPRIGHT in verdicts:
        return FaceTurnedAwayError(
            "The face lies on its side or upside down. Turn the picture upright and save it again."
        )
    if Verdict.CUT_OFF in verdicts:
        return FaceCutOffError(
            "The face reaches over the edge of the picture. "
            "Use a picture that shows the whole face with some room around it."
        )
    if Verdict.TURNED_AWAY in verdicts:
        return FaceTurnedAwayError(
            "The face is turned too far away. "
            "Use a picture in which it is seen from the front or half from the side."
        )
    if Verdict.TOO_SMALL in verdicts:
        return FaceTooSmallError(
            f"The face is narrower than {MIN_FACE_WIDTH_PX} pixels. "
            "Use a larger picture or one taken from nearer."
        )
    return NoFaceFoundError(
        "No face was found in the picture. Use one that shows a face from the front, upright and sharp. "
        "An animal or a drawing may need face points: "
        "`likeness inspect PICTURE -o overlay.png --face-points-out points.json` draws a guess to correct."
    )

"""Finds the face that is to move, whatever it is: a person's, a cat's, or one that points were given for."""

from dataclasses import dataclass

from likeness.core.rig import load_rig
from likeness.errors import FaceTurnedAwayError, NoFaceFoundError
from likeness.portrait.cat_faces import find_cat
from likeness.portrait.drawn_eyes import has_drawn_eyes
from likeness.portrait.drawn_mouth import follow_drawn_mouth
from likeness.portrait.eyes import has_eyes
from likeness.portrait.face_guess import guess_face_points
from likeness.portrait.face_models import FaceModels
from likeness.portrait.face_points import POINT_NAMES, FacePoints, landmarks_of_points, template_landmarks
from likeness.portrait.face_search import DetectedFace, find_faces, pick_face
from likeness.portrait.picture import Picture
from likeness.portrait.refinement import refine_landmarks
from likeness.portrait.second_look import turns_to_upright
from likeness.typing import FloatArray, Points3

_CAT_CONFIDENCE = 0.5
"""The cascade puts eyes and mouth within a tenth of the eye distance, on turned heads within a third."""


@dataclass(frozen=True)
class FoundFace:
    """A face and the picture in which it is upright enough."""

    picture: Picture
    """The picture, turned where the face lay on its side."""

    landmarks_px: Points3
    """(478, 3)."""

    spread: FloatArray | None = None
    """(478,) see `RefinedLandmarks`; None for a template."""

    template_confidence: float = 1.0
    """0-1 of a template: points given by the user are right."""

    quarter_turns: int = 0
    """How often `numpy.rot90` turned the picture."""

    points: FacePoints | None = None
    """What the user gave."""

    @property
    def is_template(self) -> bool:
        """Whether the mesh was laid through a few points, as on animals."""
        return self.spread is None


def find_face(picture: Picture, models: FaceModels, number: int, points: FacePoints | None) -> FoundFace:
    """Return the face of a picture; with points, theirs.

    Raises
    ------
    PictureError
        There is no usable face; the message says why and what to do.

    """
    if points is not None:
        turns, (height, width) = points.turns_to_upright, picture.rgb.shape[:2]
        points = points.turned((width, height), turns)
        landmarks = landmarks_of_points(points, load_rig())
        return FoundFace(picture.turned(turns), landmarks, quarter_turns=turns, points=points)
    try:
        picture, faces, turns = _find_upright(picture, models)
    except NoFaceFoundError as error:
        return _find_cat(picture, error)
    refined = refine_landmarks(picture.rgb, pick_face(faces, number).landmarks_px, models.mesh)
    landmarks = refined.landmarks_px
    if has_drawn_eyes(picture.rgb, landmarks, load_rig()):
        landmarks = follow_drawn_mouth(picture.rgb, landmarks, load_rig())
    return FoundFace(picture, landmarks, refined.spread, quarter_turns=turns)


def _find_upright(picture: Picture, models: FaceModels) -> tuple[Picture, tuple[DetectedFace, ...], int]:
    """Find faces; a picture in which they only lie on their side or upside down is turned first.

    Cameras mark how they were held, but that mark is easily lost.
    """
    try:
        return picture, find_faces(picture.rgb, models), 0
    except FaceTurnedAwayError:
        turns = turns_to_upright(picture.rgb, models)
        if turns == 0:
            raise
        turned = picture.turned(turns)
        return turned, find_faces(turned.rgb, models), turns


def _find_cat(picture: Picture, refusal: NoFaceFoundError) -> FoundFace:
    cat = find_cat(picture.rgb)
    if cat is not None and cat.is_sure:
        landmarks = template_landmarks(cat.points, load_rig())
        if has_eyes(picture.rgb, landmarks, load_rig()):
            return FoundFace(picture, landmarks, template_confidence=_CAT_CONFIDENCE)
    guess = guess_face_points(picture.rgb, cat)
    if guess is None:
        raise refusal
    named = {name: [float(x), float(y)] for name, (x, y) in zip(POINT_NAMES, guess, strict=True)}
    raise NoFaceFoundError(refusal.message, named) from refusal

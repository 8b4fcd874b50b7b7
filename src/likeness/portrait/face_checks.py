"""Tells a usable face from everything else that the networks take for one.

The mesh network always returns a face-shaped mesh, and its own opinion is high on fur, street lamps and
nostrils. So a face must also have the proportions of human faces, portraits in every style included.
"""

import math
from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np

from likeness.core.rig import load_rig
from likeness.portrait.region import bounding_box
from likeness.typing import FloatArray, Points3

MIN_FACE_WIDTH_PX = 48
"""Narrower faces have too few pixels for eyes and lips."""

MIN_VISIBLE_SHARE = 0.85
"""Part of the face oval that must lie inside the picture."""

FEATURE_ROOM = 0.05
"""Room in units of the face width between eyes or mouth and the edge of the picture."""

MAX_YAW_DEG, MAX_PITCH_DEG, MAX_ROLL_DEG = 45.0, 45.0, 50.0
"""Farther turned heads hide one eye, or are upside down, where the mesh is wrong."""

MIN_FACE_PROBABILITY = 0.9

_NEEDED_CONTOURS = (
    "eyelid_right_upper", "eyelid_right_lower", "eyelid_left_upper", "eyelid_left_lower",
    "lip_outer_upper", "lip_outer_lower",
)  # fmt: skip

_RIGHT_EYE, _LEFT_EYE, _MOUTH = (33, 133), (263, 362), (61, 291)
_NOSE_TIP, _FOREHEAD, _CHIN, _RIGHT_EAR, _LEFT_EAR = 1, 10, 152, 234, 454


class Verdict(StrEnum):
    """What a candidate is good for."""

    USABLE = "usable"
    NO_FACE = "no_face"
    TOO_SMALL = "too_small"
    CUT_OFF = "cut_off"
    TURNED_AWAY = "turned_away"
    NOT_UPRIGHT = "not_upright"


@dataclass(frozen=True)
class FaceShape:
    """Angles and proportions of a mesh. Lengths are 3-D, in eye distances."""

    yaw_deg: float
    """+ = the subject's left side is farther away."""

    pitch_deg: float
    """+ = the chin is farther away than the forehead."""

    roll_deg: float
    """+ = clockwise on the screen."""

    eyes_to_mouth: float
    mouth_width: float
    face_width: float
    face_height: float

    nose_position: float
    """Of the nose tip on the picture's way from eyes (0) to mouth (1)."""

    skew_deg: float
    """Angle between the eye line and the line from eyes to mouth, 90 on an even face."""


_HUMAN_RANGES: dict[str, tuple[float, float]] = {
    "eyes_to_mouth": (0.55, 1.40),
    "mouth_width": (0.40, 1.55),
    "face_width": (1.75, 2.70),
    "face_height": (1.80, 3.40),
    "nose_position": (0.33, 0.95),
    "skew_deg": (80.0, 100.0),
}
"""Measured over photos, paintings, drawings, 3-D figures and statues, widened by about a tenth."""


def face_shape(landmarks_px: Points3) -> FaceShape:
    """Measure a mesh (478, 3) in picture pixels."""
    right_eye, left_eye = (
        landmarks_px[list(_RIGHT_EYE)].mean(axis=0),
        landmarks_px[list(_LEFT_EYE)].mean(axis=0),
    )
    mouth, middle = landmarks_px[list(_MOUTH)].mean(axis=0), (right_eye + left_eye) / 2
    eye_line, down = left_eye - right_eye, mouth - middle
    unit = max(float(np.linalg.norm(eye_line)), 1e-6)
    across = landmarks_px[_LEFT_EAR] - landmarks_px[_RIGHT_EAR]
    along = landmarks_px[_CHIN] - landmarks_px[_FOREHEAD]
    cosine = float(eye_line @ down) / max(unit * float(np.linalg.norm(down)), 1e-6)
    nose = (landmarks_px[_NOSE_TIP] - middle)[:2]
    return FaceShape(
        yaw_deg=_depth_angle_deg(across),
        pitch_deg=_depth_angle_deg(along),
        roll_deg=math.degrees(math.atan2(float(eye_line[1]), float(eye_line[0]))),
        eyes_to_mouth=float(np.linalg.norm(down)) / unit,
        mouth_width=float(np.linalg.norm(landmarks_px[_MOUTH[1]] - landmarks_px[_MOUTH[0]])) / unit,
        face_width=float(np.linalg.norm(across)) / unit,
        face_height=float(np.linalg.norm(along)) / unit,
        nose_position=float(nose @ down[:2]) / max(float(down[:2] @ down[:2]), 1e-6),
        skew_deg=math.degrees(math.acos(min(1.0, max(-1.0, cosine)))),
    )


def has_human_proportions(shape: FaceShape) -> bool:
    """Whether every proportion is one that human-like faces have."""
    return all(low <= getattr(shape, name) <= high for name, (low, high) in _HUMAN_RANGES.items())


def visible_share(landmarks_px: Points3, width_px: int, height_px: int) -> float:
    """Return the part of the face oval, 0-1, that lies inside a picture of the given size."""
    oval = cv2.convexHull(landmarks_px[load_rig().contours["face_oval"], :2])
    frame = np.array([[0, 0], [width_px, 0], [width_px, height_px], [0, height_px]], np.float32)
    area = cv2.contourArea(oval)
    return float(cv2.intersectConvexConvex(oval, frame)[0]) / area if area > 0 else 0.0


def is_cut_off(landmarks_px: Points3, width_px: int, height_px: int) -> bool:
    """Whether eyes or mouth, or too much of the face oval, lie outside a picture of the given size.

    A cropped forehead does no harm; a missing cheek shows as soon as the head moves.
    """
    contours = load_rig().contours
    features = landmarks_px[np.concatenate([contours[name] for name in _NEEDED_CONTOURS]), :2]
    room_px = FEATURE_ROOM * bounding_box(landmarks_px).width
    size_px = np.array([width_px, height_px])
    is_inside = (features >= room_px).all() and (features <= size_px - room_px).all()
    return not is_inside or visible_share(landmarks_px, width_px, height_px) < MIN_VISIBLE_SHARE


def judge(landmarks_px: Points3, face_probability: float, picture_size_px: tuple[int, int]) -> Verdict:
    """Decide what a candidate is good for; the detector's score is judged elsewhere.

    Args:
        landmarks_px: (478, 3) mesh.
        face_probability: The mesh network's opinion, 0-1.
        picture_size_px: Width and height of the picture.
    """
    shape = face_shape(landmarks_px)
    is_turned = abs(shape.yaw_deg) > MAX_YAW_DEG or abs(shape.pitch_deg) > MAX_PITCH_DEG
    # In this order: of a face from the side the proportions say nothing.
    reasons = (
        (face_probability < MIN_FACE_PROBABILITY, Verdict.NO_FACE),
        (abs(shape.roll_deg) > MAX_ROLL_DEG, Verdict.NOT_UPRIGHT),
        (is_turned, Verdict.TURNED_AWAY),
        (not has_human_proportions(shape), Verdict.NO_FACE),
        (is_cut_off(landmarks_px, *picture_size_px), Verdict.CUT_OFF),
        (bounding_box(landmarks_px).width < MIN_FACE_WIDTH_PX, Verdict.TOO_SMALL),
    )
    return next((verdict for applies, verdict in reasons if applies), Verdict.USABLE)


def _depth_angle_deg(vector: FloatArray) -> float:
    return math.degrees(math.atan2(float(vector[2]), math.hypot(float(vector[0]), float(vector[1]))))

"""What the body does below the head: a breathing chest, raised shoulders, a lean towards the camera.

All of it fades towards the edges of the picture. A body that moved there would bring into view what the
picture does not hold.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from likeness.core.portrait import Portrait
from likeness.typing import FloatArray

CHIN = 152  # of the mesh
_BREATH_LIFT = 0.018  # eye distances, chest and shoulders at full breath
_SHRUG_LIFT = 0.42  # eye distances, shoulders at a full shrug
_COLLAR_SHARE = 0.4  # of a shrug: in front of the neck only the collar is pushed up
_COLLAR_WIDTH = 0.8  # eye distances to each side
_SHOULDER_TOP = 0.9  # eye distances below the chin: about where shoulders begin
_LEAN_SHARE = 0.4  # of the head's growth: shoulders are further from the camera
_EDGE_ROOM = 0.6  # eye distances over which growth fades towards the top and the sides of the picture
_STILL_RIM = 0.35  # eye distances along the edges: rings are too coarse to end a motion exactly there
_LEAST_ROOM = 0.5  # eye distances over which the body comes to rest above the picture's end


@dataclass(frozen=True)
class RingPlace:
    """Where ring points lie, in eye distances."""

    across: FloatArray
    """(R,) from the middle of the face, to the image's right of an upright head."""

    below_chin: FloatArray
    """(R,) along the head's own axis."""

    position_px: FloatArray
    """(R, 2) in the picture."""


@dataclass(frozen=True)
class BodyMotion:
    """How ring points follow the body."""

    breath_px: FloatArray
    """(R, 2) displacement at full breath."""

    shrug_px: FloatArray
    """(R, 2) displacement at a full shrug."""

    growth: FloatArray
    """(R,) share of the head's change of size."""


def body_motion(portrait: Portrait, place: RingPlace, head_weight: FloatArray) -> BodyMotion:
    """Return the motion of ring points; `head_weight` (R,) is their share of the head's turn."""
    unit, up = portrait.face.eye_distance_px, portrait.face.up
    held, depth = _held(portrait, place)
    fixed = 1.0 - head_weight
    chest = fixed * smoothstep((place.below_chin + 0.6) / 1.2)
    # collars, helmet rings and straps beside the neck go up in one piece
    outward = smoothstep((np.abs(place.across) - _COLLAR_WIDTH) / 1.3)
    raised = (_COLLAR_SHARE + (1.0 - _COLLAR_SHARE) * outward) * smoothstep(place.below_chin / 1.2)
    # a picture that ends at the collar shows no shoulders to lift
    shown = float(smoothstep(np.array((depth - 0.4) / 1.4)))
    lift = unit * np.stack([_BREATH_LIFT * chest * held, _SHRUG_LIFT * shown * fixed * raised * held])
    body = fixed * smoothstep((place.below_chin + 0.3) / 1.0) * held
    return BodyMotion(
        breath_px=np.asarray(lift[0][:, None] * up, np.float32),
        shrug_px=np.asarray(lift[1][:, None] * up, np.float32),
        growth=np.asarray((head_weight + _LEAN_SHARE * body) * _edge_room(portrait, place), np.float32),
    )


def smoothstep(x: npt.NDArray[np.floating[Any]]) -> FloatArray:
    """Rise smoothly from 0 to 1.

    >>> smoothstep(np.array([-1.0, 0.5, 2.0])).tolist()
    [0.0, 0.5, 1.0]
    """
    t = np.clip(x, 0.0, 1.0)
    return np.asarray(t * t * (3.0 - 2.0 * t), np.float32)


def _held(portrait: Portrait, place: RingPlace) -> tuple[FloatArray, float]:
    """Return (R,) how free the body is, 0 at the picture's lower end, and that end's depth below the chin."""
    unit = portrait.face.eye_distance_px
    room = (portrait.size_px[1] - place.position_px[:, 1]) / unit
    depth = float(portrait.size_px[1] - portrait.face.rest_px[CHIN, 1]) / unit
    reach = max(depth - _SHOULDER_TOP, _LEAST_ROOM)
    return smoothstep((room - _STILL_RIM) / reach), depth


def _edge_room(portrait: Portrait, place: RingPlace) -> FloatArray:
    """Return (R,) 0 at the top and the sides of the picture, 1 away from them."""
    x, y = place.position_px.T
    nearest = np.minimum(np.minimum(x, portrait.size_px[0] - x), y)
    return smoothstep((nearest / portrait.face.eye_distance_px - _STILL_RIM) / _EDGE_ROOM)

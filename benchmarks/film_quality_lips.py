"""Do rendered expressions look as they were meant? Lips found again by the mesh network against the plan."""

from dataclasses import dataclass

import numpy as np

from benchmarks.face_states import Pose, rest, sheet_poses
from benchmarks.film_quality_take import Motion
from benchmarks.studio import Studio
from likeness.core.pixels import resize_area
from likeness.core.rig import load_rig
from likeness.portrait import FaceModels, measure_landmarks
from likeness.portrait.region import Region, region_of_landmarks
from likeness.rendering.mesh import N_FACE
from likeness.typing import IntArray, Points2, Points3, RgbImage

_SEEN_PX = 288
"""Side to which a region is reduced: the network samples 192 pixels of it without smoothing, so that fine
patterns of a large frame would look like trembling."""

_SCALES = (1.35, 1.5, 1.65)
"""Sizes of regions around the training's 1.5: the median over them is steadier than one look."""

_WITHOUT_LIPS = ("rest", "brows", "blink", "gaze")


@dataclass(frozen=True)
class PoseError:
    """How far the lips of one pose are from where they should be."""

    pose: str
    error_percent: float
    """Mean distance over all points of the lips in % of the eye distance, without the network's own bias."""

    moved_percent: float
    """Mean distance that the lips were meant to move from rest, in the same unit."""

    bias_percent: float = 0.0
    """The network's own bias: how far it sees the lips of the rest frame, which is the picture, from where
    they are. Above the target it cannot judge this face."""


def lip_poses() -> tuple[Pose, ...]:
    """Return the poses of the contact sheets in which the lips do something."""
    return tuple(pose for pose in sheet_poses() if not pose.name.startswith(_WITHOUT_LIPS))


def pose_errors(studio: Studio, motion: Motion, models: FaceModels) -> list[PoseError]:
    """Draw each pose and look at it in regions around its face as large as the network was trained with.

    In a larger one it sees lips up to 24 % of the eye distance away from where they are. Where it sees those
    of the rest frame is compared with where they are: this bias is its own and is taken off.
    """
    rows = lip_rows()

    def seen(pose: Pose) -> Points2:
        frame, face = studio.frame(pose.state), motion.points_px(pose.state)[:N_FACE]
        found = [
            seen_landmarks(frame, models, region_of_landmarks(face, scale))[rows, :2] for scale in _SCALES
        ]
        return np.median(found, axis=0).astype(np.float32)

    at_rest = Pose("rest", rest())
    still = motion.points_px(at_rest.state)[rows, :2]
    bias = seen(at_rest) - still
    bias_percent = 100 * float(np.linalg.norm(bias, axis=1).mean()) / motion.eye_px
    found = []
    for pose in lip_poses():
        meant = motion.points_px(pose.state)[rows, :2]
        found.append(
            PoseError(
                pose.name,
                100 * mean_distance(seen(pose) - bias, meant) / motion.eye_px,
                100 * mean_distance(meant, still) / motion.eye_px,
                bias_percent,
            )
        )
    return found


def seen_landmarks(rgb: RgbImage, models: FaceModels, region: Region) -> Points3:
    """Return the mesh (478, 3) that is seen in a region of a large frame, reduced without aliasing."""
    ratio = _SEEN_PX / region.side_px
    if ratio >= 1:
        return measure_landmarks(rgb, models, region).landmarks_px
    size = (round(rgb.shape[1] * ratio), round(rgb.shape[0] * ratio))
    across, down = size[0] / rgb.shape[1], size[1] / rgb.shape[0]
    small = Region(region.centre_x_px * across, region.centre_y_px * down, _SEEN_PX, region.rotation_rad)
    mesh = measure_landmarks(resize_area(rgb, size), models, small).landmarks_px
    return np.asarray(mesh / np.array([across, down, ratio]), np.float32)


def mean_distance(first: Points2, second: Points2) -> float:
    """Return the mean distance of points (N, 2).

    >>> mean_distance(np.zeros((2, 2)), np.array([[3, 4], [0, 1]]))
    3.0
    """
    return float(np.linalg.norm(np.asarray(first) - np.asarray(second), axis=1).mean())


def lip_rows() -> IntArray:
    """Return the mesh rows of all points of the lips' contours."""
    contours = load_rig().contours
    names = [name for name in contours if name.startswith("lip_")]
    return np.unique(np.concatenate([contours[name] for name in names])).astype(np.int32)

"""Landmarks of finished films, tracked again with one fixed region: what a viewer can see of the mouth."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from likeness.portrait import FaceModels, measure_landmarks
from likeness.portrait.region import Region, region_of_landmarks
from likeness.typing import FloatArray, Points2, Points3, RgbImage

_REGION_SCALE = 1.5 * 1.2
"""Of the mesh's box: what the network was trained with, and a fifth for the movement of the head."""

_EYE_CORNERS = ((33, 133), (362, 263))
_INNER_LIPS = (13, 14)


@dataclass(frozen=True)
class Track:
    """The mouth over the time of one clip."""

    times_s: FloatArray
    """(T,) instants that the frames show."""

    lip_gap: FloatArray
    """(T,) distance of the inner lips at their middle, across the line of the eyes, in eye distances."""


def fixed_region(landmarks_px: Points3) -> Region:
    """Return the one region in which a whole clip is tracked, from the mesh of its photo or first frame."""
    return region_of_landmarks(landmarks_px, _REGION_SCALE)


def track_film(film: Path, region: Region, models: FaceModels) -> Track:
    """Measure every frame of a film whose face stays in the region."""
    meshes = [measure_landmarks(rgb, models, region).landmarks_px for rgb in film_frames(film)]
    times_s = (np.arange(len(meshes), dtype=np.float32) + 0.5) / float(frame_rate(film))
    # One unit for the clip: the distance of the eyes shrinks and trembles with each turn of the head.
    unit_px = float(np.median([eye_distance_px(mesh) for mesh in meshes]))
    return Track(times_s, np.array([lip_gap_px(mesh) / unit_px for mesh in meshes], np.float32))


def frame_rate(film: Path) -> Fraction:
    """Return the frames per second of a film."""
    with av.open(str(film)) as container:
        return Fraction(container.streams.video[0].average_rate or 25)


def film_frames(film: Path) -> Iterator[RgbImage]:
    """Return the pixels (H, W, 3) of each frame of a film."""
    with av.open(str(film)) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        for frame in container.decode(stream):
            yield np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)


def lip_gap(rgb: RgbImage, region: Region, models: FaceModels) -> float:
    """Return the gap of the inner lips in one picture in eye distances."""
    mesh = measure_landmarks(rgb, models, region).landmarks_px
    return lip_gap_px(mesh) / eye_distance_px(mesh)


def eye_distance_px(mesh_px: Points2 | Points3) -> float:
    """Return the distance between the midpoints of the two eyes' corners."""
    right, left = (mesh_px[list(corners), :2].mean(axis=0) for corners in _EYE_CORNERS)
    return float(np.hypot(*(left - right)))


def lip_gap_px(mesh_px: Points2 | Points3) -> float:
    """Return the distance of the inner lips (points 13 and 14) across the line of the eyes."""
    right, left = (mesh_px[list(corners), :2].mean(axis=0) for corners in _EYE_CORNERS)
    along = (left - right) / np.hypot(*(left - right))
    upper, lower = mesh_px[list(_INNER_LIPS), :2]
    down = np.array([-along[1], along[0]])
    return abs(float((lower - upper) @ down))

"""Finds the face of a film again in every frame, with the networks that look at pictures.

The region in which the mesh network looks follows the mesh of the frame before, unfiltered, as in the tool
with which the human values were measured: the landmarks agree with that tool's to 0.0005 eye distances, and
so do their trembling and everything that is counted from it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from likeness.errors import NoFaceFoundError, PictureError
from likeness.evaluation.film_reading import TimedFrame
from likeness.evaluation.signals import resampled
from likeness.portrait import FaceModels, find_faces, measure_landmarks, pick_face
from likeness.portrait.face_votes import Candidate, plain_candidates
from likeness.portrait.region import Region, bounding_box, region_of_landmarks
from likeness.typing import BoolArray, FloatArray, Points3, RgbImage

_LOST = 0.5
"""Below this opinion of the mesh network the face is looked for anew."""

_MIN_DETECTOR_SCORE = 0.5
_PATIENT_LOOKS = 8
"""How often a film without a face so far is searched with all means, which takes a second each."""

_PATIENT_EVERY = 25


@dataclass(frozen=True)
class FaceTrack:
    """The landmarks of one face over a film of T frames."""

    times_s: FloatArray
    """(T,) instants that the frames show, rising."""

    landmarks_px: FloatArray
    """(T, 478, 3) x, y in pixels, z in the same scale; where the face was lost, between its neighbours."""

    is_seen: BoolArray
    """(T,) the face was found in this frame."""

    size_px: tuple[int, int]
    """Width and height of the picture."""

    fps: float
    """Frames per second."""

    @property
    def n_frames(self) -> int:
        """Number of frames."""
        return len(self.times_s)

    @property
    def seen_share(self) -> float:
        """Part of the frames in which the face was found, 0-1."""
        return float(self.is_seen.mean())


class FaceTracker:
    """Follows one face from frame to frame."""

    def __init__(self, models: FaceModels) -> None:
        self._models = models
        self._region: Region | None = None
        self._looks_left = _PATIENT_LOOKS
        self._n_frames = 0
        self._has_seen = False

    def follow(self, rgb: RgbImage) -> Points3 | None:
        """Return the landmarks (478, 3) of the next frame, None when the face is not there."""
        self._n_frames += 1
        if self._region is not None:
            result = measure_landmarks(rgb, self._models, self._region)
            if result.face_probability >= _LOST:
                self._region = region_of_landmarks(result.landmarks_px)
                return result.landmarks_px
        found = self._search(rgb)
        self._region = None if found is None else region_of_landmarks(found)
        self._has_seen |= found is not None
        return found

    def _search(self, rgb: RgbImage) -> Points3 | None:
        candidates = [
            c
            for c in plain_candidates(rgb, self._models)
            if c.detector_score >= _MIN_DETECTOR_SCORE and c.face_probability >= _LOST
        ]
        if candidates:
            return max(candidates, key=_prominence).landmarks_px
        is_due = (self._n_frames - 1) % _PATIENT_EVERY == 0 and self._looks_left > 0
        if self._has_seen or not is_due:
            return None
        self._looks_left -= 1
        try:
            return pick_face(find_faces(rgb, self._models)).landmarks_px
        except PictureError:
            return None


def track_face(frames: Iterable[TimedFrame], models: FaceModels, fps: float) -> FaceTrack:
    """Measure the largest face in every frame.

    Raises
    ------
    NoFaceFoundError
        There is no face in any frame.
    """
    tracker, times_s, meshes, size_px = FaceTracker(models), [], [], (0, 0)
    for frame in frames:
        times_s.append(frame.time_s)
        meshes.append(tracker.follow(frame.rgb))
        size_px = (frame.rgb.shape[1], frame.rgb.shape[0])
    is_seen = np.array([mesh is not None for mesh in meshes], np.bool_)
    if not is_seen.any():
        raise NoFaceFoundError("No face was found in any frame of the film. Give a film of a talking face.")
    instants_s = np.maximum.accumulate(np.array(times_s, np.float32))
    seen = np.array([mesh for mesh in meshes if mesh is not None], np.float32)
    landmarks_px = seen if is_seen.all() else resampled(seen, instants_s[is_seen], instants_s)
    return FaceTrack(instants_s, landmarks_px, is_seen, size_px, fps)


def _prominence(candidate: Candidate) -> float:
    box = bounding_box(candidate.landmarks_px)
    return box.width * box.height * candidate.weight

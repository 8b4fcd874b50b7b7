"""The film that is judged: one performance for all portraits, and where each point of the face goes in it."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import pairwise

import numpy as np

from benchmarks.studio import Studio
from likeness.core.direction import Direction
from likeness.core.performance import FaceState, Performance
from likeness.core.rig import load_rig
from likeness.core.speech import Speech
from likeness.core.timing import frame_time_s
from likeness.core.voice import VoiceSettings
from likeness.performance import perform
from likeness.rendering.deform import moved_points, within_view
from likeness.rendering.mesh import subject_mesh, topology
from likeness.rendering.picture_border import picture_border
from likeness.speech import find_voice, synthesize
from likeness.typing import FloatArray, IntArray, Points2, Points3

FPS = Fraction(25)
FILM_SCRIPT = (
    "Please believe me, I am still the same person. My mouth opens wide, my lips come together, "
    "and now and then I smile, look away, or close my eyes. <break time='2s'/> Five big apples and two thin "
    "leaves lie above the warm stove. Would you know me again, after all these words? Maybe you would, "
    "because nothing but my face has moved."
)
"""About twenty seconds with the voice espeak:en-us, with a pause of two."""

_VOICE = "espeak:en-us"
_LEAST_SILENCE_S, _SETTLING_S = 0.8, 0.3
_FREE_OF_FEATURES = 0.3
"""Eye distances from lids, brows and lips to skin that counts as still."""


@dataclass(frozen=True)
class Take:
    """What is said and how the face moves."""

    speech: Speech
    performance: Performance

    def is_speaking(self, frame_index: int) -> bool:
        """Tell whether a sound is made while the frame is on the screen."""
        time_s = frame_time_s(frame_index, FPS)
        return any(phone.start_s <= time_s < phone.end_s for phone in self.speech.phones)

    def silence(self) -> range:
        """Return the frames of the longest pause between words, without its beginning and end."""
        phones = self.speech.phones
        gaps = [(b.start_s - a.end_s, a.end_s, b.start_s) for a, b in pairwise(phones)]
        length_s, start_s, end_s = max(gaps)
        if length_s < _LEAST_SILENCE_S:
            raise ValueError("the script has no pause")
        fps = float(FPS)
        return range(round((start_s + _SETTLING_S) * fps), round((end_s - _SETTLING_S) * fps))


@cache
def film_take() -> Take:
    """Speak and perform the script."""
    speech = synthesize(FILM_SCRIPT, find_voice(_VOICE, None), VoiceSettings())
    return Take(speech, perform(speech, Direction(), FPS, 0))


class Motion:
    """Where the renderer puts the points of one portrait's face."""

    def __init__(self, studio: Studio) -> None:
        self._portrait, self._placement = studio.portrait, studio.placement
        self._mesh = subject_mesh(studio.portrait)
        rest = np.ascontiguousarray(topology().refine(self._on_canvas(self._mesh.rest_px))[:, :2])
        corner = np.zeros(2, np.float32)
        self._border = picture_border(studio.portrait, studio.placement, rest, corner)
        self.eye_px = float(studio.portrait.face.eye_distance_px * studio.placement.scale)
        """Eye distance in canvas pixels."""

    def points_px(self, state: FaceState) -> Points3:
        """Return the mesh and the rings around it, (C, 3), in canvas pixels; rows as in the rig."""
        return self._fine_px(state)[: len(self._mesh.rest_px)]

    def _fine_px(self, state: FaceState) -> Points3:
        """Return the points (N, 3) of the refined mesh, the coarse ones first, as the renderer has them."""
        moved = moved_points(self._portrait, self._mesh, within_view(self._portrait, state))
        fine = topology().refine(self._on_canvas(moved))
        self._border.hold(fine)
        return fine

    def _on_canvas(self, points: Points3) -> Points3:
        points = points * np.float32(self._placement.scale)
        points[:, 0] += self._placement.offset_x_px
        points[:, 1] += self._placement.offset_y_px
        return points

    def skin_px(self, state: FaceState) -> Points2:
        """Return the points (N, 2) of the refined mesh that lie on still skin: cheeks, forehead, nose."""
        return np.asarray(self._fine_px(state)[self._skin_rows(), :2], np.float32)

    @cache  # noqa: B019 - a handful of these live as long as the program
    def _skin_rows(self) -> IntArray:
        rig = load_rig()
        coarse = np.asarray(self._portrait.face.rest_px, np.float32)
        rest = topology().refine(self._mesh.rest_px)[:, :2] / self._portrait.face.eye_distance_px
        coarse = coarse[:, :2] / self._portrait.face.eye_distance_px
        moving = np.concatenate(
            [rows for name, rows in rig.contours.items() if name.startswith(("lip", "eyelid", "brow"))]
        )
        return still_skin(rest, coarse[moving], coarse[rig.contours["face_oval"]])


def still_skin(points: FloatArray, moving: FloatArray, outline: FloatArray) -> IntArray:
    """Return the rows of points (N, 2) inside of an outline (K, 2), away from it and from what moves (M, 2).

    Lengths in eye distances.
    """
    import cv2

    contour = np.ascontiguousarray(outline, np.float32)
    depth = [cv2.pointPolygonTest(contour, (float(x), float(y)), True) for x, y in points]
    inside = np.array(depth) > _FREE_OF_FEATURES / 2
    near = np.sqrt(np.square(points[inside, None] - moving[None]).sum(axis=2)).min(axis=1)
    return np.flatnonzero(inside)[near > _FREE_OF_FEATURES].astype(np.int32)

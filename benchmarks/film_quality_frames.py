"""A part of the film of one portrait, drawn frame by frame: everything that its pixels tell is measured on
the way."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field

import cv2
import numpy as np

from benchmarks.corner_tracking import PointTracker, trembling
from benchmarks.face_states import rest
from benchmarks.film_quality_lips import seen_landmarks
from benchmarks.film_quality_pixels import (
    canvas_alpha,
    flicker,
    followed,
    hull_mask,
    laplacian_variance,
    motion_outside_px,
    patches,
)
from benchmarks.film_quality_take import FPS, Motion, Take
from benchmarks.image_statistics import Brisque, Naturalness, grey_of
from benchmarks.niqe import Niqe
from benchmarks.studio import Studio
from benchmarks.tracking import eye_distance_px, fixed_region
from likeness.core.performance import FaceState
from likeness.core.rig import load_rig
from likeness.evaluation.jitter import STEADY_POINTS, jitter
from likeness.portrait import FaceModels
from likeness.typing import AlphaImage, BoolArray, FloatArray, RgbImage

_WARM_UP = 5
_SHARPNESS_STEP, _FLOW_STEP, _STATISTICS_STEP = 4, 12, 16
_LIPS_MARGIN, _GAP_MARGIN, _FACE_MARGIN = 0.12, 0.03, -0.08
"""Eye distances around the lips, around what is between them, and off the outline of the face."""


@dataclass(frozen=True)
class Judges:
    """Models of picture quality; None = not installed."""

    brisque: Brisque | None
    niqe: Niqe | None


@dataclass(frozen=True)
class Looks:
    """What is found in the frames of one portrait."""

    sharpness: float
    """Laplacian variance around the lips while speaking : the photo's own face at the same scale, median."""

    sharpness_of_photo: float
    """The same of the photo's own mouth: what the picture itself has there."""

    lips_sharpness: float
    """The same of lips and the skin around them, without what lies between them : those of the photo."""

    face_sharpness: float
    """The same of the whole face : that of the photo. What sampling between the pixels leaves of it."""

    outside_motion_px: float | None
    """99th percentile of the optical flow away from the subject, worst pair; None = nothing is free."""

    flicker: float
    """Deviation of patches of still skin in silence, grey levels, median over the patches."""

    flicker_95: float
    """The same, 95th percentile: freckles, beard, edges of shadows."""

    flicker_of_points: float
    """The same as `flicker` of single points between the pixels: grain and brush strokes flicker in it even
    when the photo itself is moved by Lanczos (0.45-0.72 where this is 0.48-0.69)."""

    jitter: float | None
    """Corners of the eyes and bridge of the nose above 6 Hz, eye distances, followed at full resolution."""

    jitter_of_network: float | None
    """The same as the landmark network sees it, whose own trembling on a still head is 0.0032."""

    jitter_meant: float | None
    """The same of the points as they were planned: movement."""

    naturalness: float
    """Distance of the head's patches to the photo's, median."""

    naturalness_of_blur: float
    """The same of the photo blurred by one pixel: what a viewer just notices."""

    brisque_percent: float | None
    """How much worse the head is scored than in the photo; None = no model."""

    niqe_percent: float | None
    """The same by NIQE; None = no model, or the head is too small for it."""

    wall_ms: float
    """To draw and compose a frame, median."""

    cpu_ms: float
    """Processor time for the same, median."""

    @property
    def sharpness_kept(self) -> float:
        """Mouth while speaking : the photo's own mouth, which may be smoother or sharper than its face."""
        return self.sharpness / max(self.sharpness_of_photo, 1e-3)


@dataclass
class _Notes:
    """What is collected on the way."""

    wall_ms: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)
    mouths: list[float] = field(default_factory=list)
    lips: list[float] = field(default_factory=list)
    faces: list[float] = field(default_factory=list)
    skin: list[FloatArray] = field(default_factory=list)
    skin_points: list[FloatArray] = field(default_factory=list)
    outside: list[float] = field(default_factory=list)
    natural: list[float] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)
    niqe: list[float] = field(default_factory=list)
    meshes: list[FloatArray] = field(default_factory=list)
    meant: list[FloatArray] = field(default_factory=list)
    corners: list[FloatArray] = field(default_factory=list)


class FilmLook:
    """Draws the film of one portrait and measures it."""

    def __init__(self, studio: Studio, motion: Motion, judges: Judges) -> None:
        self._studio, self._motion, self._judges = studio, motion, judges
        self._canvas = studio.compositor.canvas()
        self._size_px = (studio.placement.canvas_width_px, studio.placement.canvas_height_px)
        self._photo = grey_of(studio.photo())
        contours, self._notes = load_rig().contours, _Notes()
        self._lips = np.concatenate([contours["lip_outer_upper"], contours["lip_outer_lower"]])
        self._gap = np.concatenate([contours["lip_inner_upper"], contours["lip_inner_lower"]])
        self._oval = contours["face_oval"]
        self._head = _on_canvas(studio)
        self._steady = studio.landmarks_px()[list(STEADY_POINTS), :2]
        self._tracker = PointTracker(self._photo, self._steady, motion.eye_px)
        self._natural = Naturalness(self._photo[self._head])

    def look(self, take: Take, frame_indices: Iterable[int], models: FaceModels) -> Looks:
        """Measure frames that follow one another."""
        silence, region = take.silence(), fixed_region(self._studio.landmarks_px())
        before: tuple[FloatArray, AlphaImage] | None = None
        for position, index in enumerate(frame_indices):
            state = take.performance.state(index)
            rgb, alpha = self._drawn(state, position >= _WARM_UP)
            self._notes.meshes.append(seen_landmarks(rgb, models, region))
            self._notes.meant.append(self._motion.points_px(state))
            grey = grey_of(rgb)
            self._notes.corners.append(self._corners(grey, state))
            if index in silence:
                skin_px = self._motion.skin_px(state)
                self._notes.skin.append(followed(patches(grey), skin_px))
                self._notes.skin_points.append(followed(grey, skin_px))
            if position % _SHARPNESS_STEP == 0 and take.is_speaking(index):
                mouth = self._mouth(state)
                self._notes.faces.append(laplacian_variance(grey, self._face(state)))
                self._notes.mouths.append(laplacian_variance(grey, mouth))
                self._notes.lips.append(laplacian_variance(grey, mouth & ~self._between(state)))
            if position % _STATISTICS_STEP == 0:
                self._score(grey)
            if before is not None and position % _FLOW_STEP == 1:
                moved_px = motion_outside_px(before, (grey, alpha))
                self._notes.outside += [] if moved_px is None else [moved_px]
            before = (grey, alpha)
        return self._looks()

    def _drawn(self, state: FaceState, is_timed: bool) -> tuple[RgbImage, AlphaImage]:
        wall_s, cpu_s = time.perf_counter(), time.thread_time()
        layer = self._studio.renderer.render(state)
        rgb = self._canvas.draw(layer)
        if is_timed:
            self._notes.wall_ms.append(1000 * (time.perf_counter() - wall_s))
            self._notes.cpu_ms.append(1000 * (time.thread_time() - cpu_s))
        return rgb, canvas_alpha(layer, self._size_px)

    def _corners(self, grey: FloatArray, state: FaceState) -> FloatArray:
        """Return (6, 2) the steady points of the photo, found again in a frame."""
        points = list(STEADY_POINTS)
        still = self._motion.points_px(rest())[points, :2]
        moved = self._motion.points_px(state)[points, :2]
        return self._tracker.follow(grey, self._steady + moved - still)

    def _score(self, grey: FloatArray) -> None:
        self._notes.natural.append(self._natural.distance(grey[self._head]))
        if self._judges.brisque is not None:
            self._notes.scores.append(self._judges.brisque.score(grey[self._head]))
        niqe = self._judges.niqe and self._judges.niqe.score(grey[self._head])
        self._notes.niqe += [] if niqe is None else [niqe]

    def _mouth(self, state: FaceState) -> BoolArray:
        lips = self._motion.points_px(state)[self._lips, :2]
        # seen from the side the lips lie beside the edge of the cheek: what is behind it is no mouth
        around = hull_mask(self._size_px, lips, _LIPS_MARGIN * self._motion.eye_px)
        return np.asarray(around & self._face(state))

    def _face(self, state: FaceState) -> BoolArray:
        oval = self._motion.points_px(state)[self._oval, :2]
        return hull_mask(self._size_px, oval, _FACE_MARGIN * self._motion.eye_px)

    def _between(self, state: FaceState) -> BoolArray:
        lips = self._motion.points_px(state)[self._gap, :2]
        return hull_mask(self._size_px, lips, _GAP_MARGIN * self._motion.eye_px)

    def _looks(self) -> Looks:
        notes, still = self._notes, rest()
        sharp = max(laplacian_variance(self._photo, self._face(still)), 1e-3)
        skin, mouth = flicker(notes.skin), self._mouth(still)
        blurred = np.asarray(cv2.GaussianBlur(self._photo[self._head], (0, 0), 1.0), np.float32)
        return Looks(
            sharpness=float(np.median(notes.mouths)) / sharp,
            sharpness_of_photo=laplacian_variance(self._photo, mouth) / sharp,
            lips_sharpness=float(np.median(notes.lips))
            / max(laplacian_variance(self._photo, mouth & ~self._between(still)), 1e-3),
            face_sharpness=float(np.median(notes.faces)) / sharp,
            outside_motion_px=max(notes.outside, default=None),
            flicker=float(np.median(skin)),
            flicker_95=float(np.percentile(skin, 95)),
            flicker_of_points=float(np.median(flicker(notes.skin_points))),
            jitter=trembling(np.array(notes.corners), self._motion.eye_px, float(FPS)),
            jitter_of_network=_trembling(notes.meshes),
            jitter_meant=_trembling(notes.meant),
            naturalness=float(np.median(notes.natural)),
            naturalness_of_blur=self._natural.distance(blurred),
            brisque_percent=self._brisque_percent(),
            niqe_percent=self._niqe_percent(),
            wall_ms=float(np.median(notes.wall_ms)),
            cpu_ms=float(np.median(notes.cpu_ms)),
        )

    def _brisque_percent(self) -> float | None:
        if self._judges.brisque is None:
            return None
        of_photo = self._judges.brisque.score(self._photo[self._head])
        return worse_percent(float(np.median(self._notes.scores)), of_photo)

    def _niqe_percent(self) -> float | None:
        of_photo = self._judges.niqe and self._judges.niqe.score(self._photo[self._head])
        if of_photo is None:
            return None
        return 100 * (float(np.median(self._notes.niqe)) / of_photo - 1)


def _trembling(meshes: list[FloatArray]) -> float | None:
    unit_px = np.array([eye_distance_px(mesh) for mesh in meshes], np.float32)
    return jitter(np.array(meshes), unit_px, float(FPS))


def worse_percent(score: float, of_photo: float) -> float:
    """Return how much worse (larger) a score is than the photo's, in % of it; below 10 a photo counts as 10.

    >>> worse_percent(33.0, 30.0), worse_percent(4.0, 3.0)
    (10.0, 10.0)
    """
    return 100 * (score - of_photo) / max(of_photo, 10.0)


def _on_canvas(studio: Studio) -> tuple[slice, slice]:
    """Return rows and columns of the head with its hair."""
    head, p = studio.portrait.head_box, studio.placement
    top, bottom = (round(y * p.scale + p.offset_y_px) for y in (head.top, head.bottom))
    left, right = (round(x * p.scale + p.offset_x_px) for x in (head.left, head.right))
    return (
        slice(max(top, 0), min(bottom, p.canvas_height_px)),
        slice(max(left, 0), min(right, p.canvas_width_px)),
    )

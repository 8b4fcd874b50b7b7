"""Identity descriptors by dlib, which belongs to the dependency group `identity` and never to the product.

Network: the face recognition ResNet of dlib (128 numbers, L2 distance), fed with the mesh's box instead of
dlib's own detector. Distances: the same photo saved as a poor JPEG 0.04-0.15, the same woman smiling and sad
0.39-0.45, 1 % of unrelated pairs below 0.50.
"""

import importlib.util
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from benchmarks.tracking import fixed_region
from likeness.portrait import FaceModels, measure_landmarks
from likeness.portrait.region import bounding_box
from likeness.typing import FloatArray, Points3, RgbImage

_CROP_PX = 360
_CROP_SCALE = 2.0
"""Side of the head crop in units of the longer side of the mesh's box."""


class IdentityToolsMissingError(RuntimeError):
    """dlib or its models are not installed."""


@dataclass(frozen=True)
class _Window:
    """The head crop: a square that is the same for the photo and all its frames."""

    left_px: float
    top_px: float
    side_px: float

    def cut(self, rgb: RgbImage) -> RgbImage:
        """Return (360, 360, 3): small faces enlarged, large ones reduced without aliasing."""
        ratio = _CROP_PX / self.side_px
        if ratio < 1:
            rgb = cv2.resize(rgb, None, fx=ratio, fy=ratio, interpolation=cv2.INTER_AREA)  # type: ignore[assignment]
        scale = max(ratio, 1.0)
        shift = -np.array([self.left_px, self.top_px]) * ratio
        matrix = np.array([[scale, 0, shift[0]], [0, scale, shift[1]]], np.float32)
        size, flags = (_CROP_PX, _CROP_PX), cv2.INTER_CUBIC
        return np.asarray(
            cv2.warpAffine(rgb, matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE), np.uint8
        )

    def points(self, landmarks_px: Points3) -> Points3:
        """Return landmarks in pixels of the crop."""
        origin = np.array([self.left_px, self.top_px, 0], np.float32)
        return np.asarray((landmarks_px - origin) * np.float32(_CROP_PX / self.side_px), np.float32)


class IdentityMeter:
    """Measures how far pictures of one head are from each other."""

    def __init__(self, models: FaceModels) -> None:
        """Load dlib's networks, about a second."""
        dlib, folder = _load_dlib()
        self._dlib = dlib
        self._five_points = dlib.shape_predictor(str(folder / "shape_predictor_5_face_landmarks.dat"))
        self._network = dlib.face_recognition_model_v1(
            str(folder / "dlib_face_recognition_resnet_model_v1.dat")
        )
        self._models = models

    def descriptors(self, pictures: list[RgbImage], landmarks_px: Points3) -> FloatArray:
        """Return (N, 128) for pictures of the same canvas.

        Parameters
        ----------
        pictures
            The photo and frames, all of the same size.
        landmarks_px
            Mesh of the photo; where the head roughly is in all of them.
        """
        window = _head_window(landmarks_px)
        region = fixed_region(window.points(landmarks_px))
        rows = []
        for picture in pictures:
            crop = window.cut(picture)
            box = bounding_box(measure_landmarks(crop, self._models, region).landmarks_px)
            corners = (round(v) for v in (box.left, box.top, box.right, box.bottom))
            shape = self._five_points(crop, self._dlib.rectangle(*corners))
            rows.append(self._network.compute_face_descriptor(crop, shape))
        return np.array(rows, np.float32)


def _head_window(landmarks_px: Points3) -> _Window:
    box = bounding_box(landmarks_px)
    side = _CROP_SCALE * max(box.width, box.height)
    centre_x, centre_y = box.left + box.width / 2, box.top + box.height / 2
    return _Window(centre_x - side / 2, centre_y - side / 2, side)


def _load_dlib() -> tuple[Any, Path]:
    found = importlib.util.find_spec("face_recognition_models")
    if found is None or not found.submodule_search_locations or importlib.util.find_spec("dlib") is None:
        raise IdentityToolsMissingError("dlib is not installed; `./run targets` installs it (group identity)")
    import dlib

    # The package of the models is never imported: it needs a module that newer Pythons lack.
    return dlib, Path(found.submodule_search_locations[0]) / "models"

"""Cats: found by OpenCV's cascade for cat faces, and given the seven points that a template mesh needs.

The cascade knows upright faces only, so the picture is turned step by step. Inside the box that it returns, a
cat's features lie at constant places (measured on frontal cats, within 0.03 of the box).
"""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from likeness.typing import ByteArray, FloatArray, Points2, RgbImage

_WORK_SIDE_PX = 400
_TURNS_DEG = tuple(range(-30, 31, 10))
_SURE = 1.3  # weight of the cascade's last stage; people reach 2, so that they must be looked for before
_LEAST_EYES = 0.12  # of the picture's short side: distance of the eyes; specks in the background pass too
_SCALE_STEP = 1.1
_MIN_NEIGHBOURS = 3
# Right eye, left eye, nose, right and left mouth corner, mouth, chin: in units of the box.
_IN_BOX = np.array(
    [[0.27, 0.42], [0.72, 0.42], [0.50, 0.60], [0.41, 0.77], [0.59, 0.77], [0.50, 0.75], [0.50, 0.87]],
    np.float32,
)


@dataclass(frozen=True)
class CatFace:
    """What may be the face of a cat."""

    weight: float
    """Of the cascade's last stage."""

    points: Points2
    """(7, 2) in picture pixels, in the order of `face_points.POINT_NAMES`."""

    @property
    def is_sure(self) -> bool:
        """Whether this is a cat's face and no guess."""
        return self.weight >= _SURE


def find_cat(rgb: RgbImage) -> CatFace | None:
    """Return what most looks like the face of a cat, None when nothing does.

    Takes 0.1-0.9 s. People, monkeys and dogs pass at times too: only pictures without a person are for this.
    """
    cascade = cv2.CascadeClassifier(
        str(Path(cv2.__file__).parent / "data" / "haarcascade_frontalcatface.xml")
    )
    shrink = min(1.0, _WORK_SIDE_PX / max(rgb.shape[:2]))
    size = (max(1, round(rgb.shape[1] * shrink)), max(1, round(rgb.shape[0] * shrink)))
    gray = cv2.cvtColor(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
    seen = [
        sighting
        for turn_deg in _TURNS_DEG
        for sighting in _look(cascade, np.asarray(gray, np.uint8), turn_deg)
        if float(np.linalg.norm(sighting.points[1] - sighting.points[0])) > _LEAST_EYES * min(size)
    ]
    best = max(seen, key=lambda sighting: sighting.weight, default=None)
    if best is None:
        return None
    return CatFace(best.weight, np.asarray(best.points * (rgb.shape[1] / size[0]), np.float32))


def _look(cascade: cv2.CascadeClassifier, gray: ByteArray, turn_deg: float) -> list[CatFace]:
    height, width = gray.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), turn_deg, 1.0)
    turned = cv2.warpAffine(gray, turn, (width, height), borderMode=cv2.BORDER_REPLICATE)
    boxes, _, weights = cascade.detectMultiScale3(
        turned, scaleFactor=_SCALE_STEP, minNeighbors=_MIN_NEIGHBOURS, outputRejectLevels=True
    )
    back = cv2.invertAffineTransform(turn)
    return [
        CatFace(float(weight), _in_picture(np.asarray(box, np.float32), np.asarray(back, np.float32)))
        for box, weight in zip(boxes, np.ravel(weights), strict=True)
    ]


def _in_picture(box: FloatArray, back: FloatArray) -> Points2:
    points = box[:2] + _IN_BOX * box[2:]
    return np.asarray(points @ back[:, :2].T + back[:, 2], np.float32)

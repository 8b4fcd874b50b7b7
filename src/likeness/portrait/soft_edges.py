"""Soft edges of the subject that give the picture back: what the filled background lacks, the subject holds.

Where the matte is between all and nothing, part of a frill or a lock counts as background, and the filling
has painted that part over. Subject colours are chosen anew so that over the filled background they make the
picture, and where no colour can, the matte is raised until one can.
"""

import cv2
import numpy as np

from likeness.core.pixels import resize_area, to_bytes
from likeness.portrait.matte import Matte
from likeness.portrait.plate_texture import pattern_around
from likeness.typing import FloatArray, RgbImage

_SOFT = (26, 252)  # alpha; what is fainter is left to the background, so that no piece of wall moves along
_MOST_AWAY = 40.0  # grey levels of a subject's colour from the picture's
_PATTERN_SIDE_PX = 512
_BESIDE = 0.035  # of the long side
_CLEAR = 0.02  # alpha, 0-1, that counts as background


def given_back(matte: Matte, plate: RgbImage, rgb: RgbImage) -> Matte:
    """Return the matte that makes the picture (H, W, 3) over the plate (H, W, 3) where it is soft.

    Before a pattern nothing changes: there the filling differs from the picture everywhere, not by what
    belongs to the subject.
    """
    ys, xs = np.nonzero((matte.alpha > _SOFT[0]) & (matte.alpha < _SOFT[1]))
    if not len(ys):
        return matte
    calm = _calm(matte, rgb)
    height, width = rgb.shape[:2]
    share = calm[ys * calm.shape[0] // height, xs * calm.shape[1] // width][:, None]
    picture, behind, subject = (
        image[ys, xs].astype(np.float32) for image in (rgb, plate, matte.foreground_rgb)
    )
    missing = picture - behind
    # a colour far from the picture's and the subject's would shine along the edge before another background
    room = np.maximum((subject - behind) * np.sign(missing), np.abs(missing) + _MOST_AWAY)
    room = np.minimum(np.where(missing > 0, 255 - behind, behind), room)
    least = (np.abs(missing) / np.maximum(room, 1)).max(axis=1, keepdims=True)
    covered = matte.alpha[ys, xs, None].astype(np.float32) / 255
    covered += np.clip(least - covered, 0.0, 1.0) * share
    subject += (np.clip(behind + missing / covered, 0, 255) - subject) * share
    alpha, foreground = matte.alpha.copy(), matte.foreground_rgb.copy()
    alpha[ys, xs] = to_bytes(covered[:, 0] * 255)
    foreground[ys, xs] = to_bytes(subject)
    return Matte(alpha, foreground, matte.background_rgb)


def _calm(matte: Matte, rgb: RgbImage) -> FloatArray:
    """Return (h, w), of a reduced size, 1 where the background is plain, 0 where it has a pattern."""
    shrink = min(1.0, _PATTERN_SIDE_PX / max(rgb.shape[:2]))
    size = (max(1, round(rgb.shape[1] * shrink)), max(1, round(rgb.shape[0] * shrink)))
    is_clear = (resize_area(matte.alpha, size) <= _CLEAR * 255).astype(np.uint8)
    # what lies right beside the subject may be the very part that the matte has missed
    reach = max(1, round(_BESIDE * max(size)))
    square = np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)
    is_background = np.asarray(cv2.erode(is_clear, square) > 0)
    calm = 1.0 - pattern_around(resize_area(rgb, size).astype(np.float32), is_background)
    return np.asarray(calm * calm, np.float32)

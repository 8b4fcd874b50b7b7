"""Soft edges of the subject that give the picture back: what the filled background lacks, the subject holds.

Where the matte is between all and nothing, part of a frill or a lock counts as background, and the filling
has painted that part over. Subject colours are chosen anew so that over the filled background they make the
picture, and where no colour can, the matte is raised until one can.
"""

import numpy as np

from likeness.core.pixels import to_bytes
from likeness.portrait.matte import Matte
from likeness.typing import RgbImage

_SOFT = (26, 252)  # alpha; what is fainter is left to the background, so that no piece of wall moves along
_MOST_AWAY = 40.0  # grey levels of a subject's colour from the picture's


def given_back(matte: Matte, plate: RgbImage, rgb: RgbImage) -> Matte:
    """Return the matte that makes the picture (H, W, 3) over the plate (H, W, 3) where it is soft."""
    ys, xs = np.nonzero((matte.alpha > _SOFT[0]) & (matte.alpha < _SOFT[1]))
    if not len(ys):
        return matte
    picture, behind, subject = (
        image[ys, xs].astype(np.float32) for image in (rgb, plate, matte.foreground_rgb)
    )
    missing = picture - behind
    # a colour far from the picture's and the subject's would shine along the edge before another background
    room = np.maximum((subject - behind) * np.sign(missing), np.abs(missing) + _MOST_AWAY)
    room = np.minimum(np.where(missing > 0, 255 - behind, behind), room)
    least = (np.abs(missing) / np.maximum(room, 1)).max(axis=1, keepdims=True)
    covered = matte.alpha[ys, xs, None].astype(np.float32) / 255
    covered += np.clip(least - covered, 0.0, 1.0)
    subject = np.clip(behind + missing / covered, 0, 255)
    alpha, foreground = matte.alpha.copy(), matte.foreground_rgb.copy()
    alpha[ys, xs] = to_bytes(covered[:, 0] * 255)
    foreground[ys, xs] = to_bytes(subject)
    return Matte(alpha, foreground, matte.background_rgb)

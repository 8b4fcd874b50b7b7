"""Soft edges of the subject that give the picture back: what the filled background lacks, the subject holds.

Where the matte is between all and nothing, part of a frill or a lock counts as background, and the filling
has painted that part over. Subject colours are chosen anew so that over the filled background they make the
picture, and where no colour can, the matte is raised until one can.
"""

import cv2
import numpy as np

from likeness.core.pixels import box_mean, to_bytes
from likeness.portrait.matte import Matte
from likeness.typing import AlphaImage, BoolArray, FloatArray, RgbImage

_FAINT, _NEARLY_ALL = 26, 252  # alpha; what is fainter is left to the background, unless it differs
_SEEN = 26  # grey levels of difference over more than single pixels
_UNSEEN = 8.0  # grey levels that may be lacking
_MOST_AWAY = 40.0  # grey levels of a subject's colour from the picture's


def given_back(matte: Matte, plate: RgbImage, rgb: RgbImage) -> Matte:
    """Return the matte that makes the picture (H, W, 3) over the plate (H, W, 3) where it is soft."""
    alpha = _raised(matte, plate, rgb)
    is_soft = (alpha > _FAINT) & (alpha < _NEARLY_ALL) | (alpha > matte.alpha)
    if not is_soft.any():
        return matte
    missing, behind, room = _lacking(matte, plate, rgb, is_soft)
    strength = np.minimum(np.abs(missing) * 255 / alpha[is_soft, None].astype(np.float32), room)
    foreground = matte.foreground_rgb.copy()
    foreground[is_soft] = to_bytes(behind + np.sign(missing) * strength)
    _spread(foreground, alpha, alpha > matte.alpha)
    return Matte(alpha, foreground, matte.background_rgb)


def _spread(foreground: RgbImage, alpha: AlphaImage, is_raised: BoolArray) -> None:
    """Give faint pixels beside raised ones the colour of what is around them, in place: frames mix them."""
    near = cv2.dilate(is_raised.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    ys, xs = np.nonzero(near & (alpha <= _FAINT))
    total = np.zeros((len(ys), 4), np.float32)
    for down, across in np.ndindex(3, 3):
        rows = np.clip(ys + down - 1, 0, alpha.shape[0] - 1)
        columns = np.clip(xs + across - 1, 0, alpha.shape[1] - 1)
        weight = alpha[rows, columns, None].astype(np.float32)
        total += weight * np.insert(foreground[rows, columns], 3, 1, axis=1)
    is_found = total[:, 3] > 0
    foreground[ys[is_found], xs[is_found]] = to_bytes(total[is_found, :3] / total[is_found, 3:])


def _raised(matte: Matte, plate: RgbImage, rgb: RgbImage) -> AlphaImage:
    """Return alpha (H, W), raised where no colour of the subject could make the picture."""
    # single pixels are grain
    red, green, blue = cv2.split(cv2.absdiff(plate, rgb))
    away = box_mean(np.asarray(cv2.max(cv2.max(red, green), blue), np.uint8), 1)
    is_looked_at = (matte.alpha < _NEARLY_ALL) & ((matte.alpha > _FAINT) | (away > _SEEN))
    missing, _, room = _lacking(matte, plate, rgb, is_looked_at)
    # where the picture is white no colour could be whiter: small differences are not worth a raise
    lacking = np.maximum(np.abs(missing) - np.float32(_UNSEEN), 0)
    needed = to_bytes(255 * (lacking / np.maximum(room, 1)).max(axis=1))
    alpha = matte.alpha.copy()
    alpha[is_looked_at] = np.maximum(alpha[is_looked_at], needed)
    return alpha


def _lacking(
    matte: Matte, plate: RgbImage, rgb: RgbImage, places: BoolArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return (N, 3) at places: what the plate lacks of the picture, the plate, and the room for colours.

    The room is how far from the plate the subject's colours may be: one far from the picture's and the
    subject's own would shine along the edge before another background.
    """
    picture, behind, subject = (
        image[places].astype(np.float32) for image in (rgb, plate, matte.foreground_rgb)
    )
    missing = picture - behind
    room = np.maximum((subject - behind) * np.sign(missing), np.abs(missing) + np.float32(_MOST_AWAY))
    return missing, behind, np.minimum(np.where(missing > 0, 255 - behind, behind), room)

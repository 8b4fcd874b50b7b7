"""Soft edges of the subject that give the picture back: what the filled background lacks, the subject holds.

Where the matte is between all and nothing, part of a frill or a lock counts as background, and the filling
has painted that part over. Subject colours are chosen anew so that over the filled background they make the
picture, and where no colour can, the matte is raised until one can.
"""

import cv2
import numpy as np

from likeness.core.pixels import box_mean, resize_area, to_bytes
from likeness.core.portrait import OwnEdge
from likeness.portrait.matte import Matte
from likeness.portrait.pattern import pattern_around
from likeness.typing import AlphaImage, BoolArray, FloatArray, RgbImage

_FAINT, _NEARLY_ALL = 26, 252  # alpha; what is fainter is left to the background, unless it differs
_SEEN = 26  # grey levels of difference over more than single pixels
_UNSEEN = 8.0  # grey levels that may be lacking
_CALM = 0.5  # from which a background counts as plain
_PATTERN_SIDE_PX = 512
_BESIDE = 0.035  # of the long side
_CLEAR = 5  # alpha that counts as background
_MOST_AWAY = 40.0  # grey levels of a subject's colour from the picture's


def given_back(matte: Matte, plate: RgbImage, rgb: RgbImage) -> Matte:
    """Return the matte that makes the picture (H, W, 3) over the plate (H, W, 3) where it is soft.

    Before other backgrounds it holds pieces of wall where the wall has a pattern, see `own_edge`.
    """
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


def own_edge(matte: Matte, given: Matte, rgb: RgbImage) -> OwnEdge:
    """Return what a matte was before a pattern, where giving the picture (H, W, 3) back changed it.

    Before plain walls what changed is the subject's: there the filling is right.
    """
    soft = ((given.alpha > 0) & (given.alpha < 255)).astype(np.uint8)
    ys, xs = np.nonzero(cv2.dilate(soft, np.ones((3, 3), np.uint8)))
    calm = _calm(matte, rgb)
    height, width = rgb.shape[:2]
    is_busy = calm[ys * calm.shape[0] // height, xs * calm.shape[1] // width] < _CALM
    ys, xs = ys[is_busy], xs[is_busy]
    return OwnEdge(ys * width + xs, matte.alpha[ys, xs], matte.foreground_rgb[ys, xs])


def _calm(matte: Matte, rgb: RgbImage) -> FloatArray:
    """Return (h, w), of a reduced size, 1 where the background is plain, 0 where it has a pattern."""
    shrink = min(1.0, _PATTERN_SIDE_PX / max(rgb.shape[:2]))
    size = (max(1, round(rgb.shape[1] * shrink)), max(1, round(rgb.shape[0] * shrink)))
    is_clear = (resize_area(matte.alpha, size) <= _CLEAR).astype(np.uint8)
    # what lies right beside the subject may be the very part that the matte has missed
    reach = max(1, round(_BESIDE * max(size)))
    square = np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)
    is_background = np.asarray(cv2.erode(is_clear, square) > 0)
    return 1 - pattern_around(resize_area(rgb, size).astype(np.float32), is_background)


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

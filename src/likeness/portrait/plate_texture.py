"""The pattern of a background, continued behind the subject where it has one.

The filling by example is worked out at a small size; finer detail is copied from where its pixels came from.
Plain and graded backgrounds are left to the smooth filling, which knows them better.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from likeness.core.pixels import blur, box_mean, resize_area, resize_linear
from likeness.portrait.exemplar import fill_by_example
from likeness.typing import BoolArray, FloatArray, IntArray, RgbImage

_WORK_SIDE_PX = 512
_BAND = 0.07  # of the long side: how far a moving head can uncover what is behind it
_DETAIL = 0.012  # of the long side: what changes over less is pattern
_NEIGHBOURHOOD = 0.05  # of the long side: where pattern is looked for
_PLAIN, _PATTERNED = (
    2.0,
    5.0,
)  # grey levels of pattern up to which the smooth filling serves, and from which not
_MOST_SHARPNESS = 1.15  # of the filling against the known background
_SOFTER_PX = (0.7, 1.0, 1.5, 2.0, 3.0)
_TONE = 0.02  # of the long side: over more than this the colours are those of the smooth filling
_TONE_ROOM = 8.0  # grey levels by which they may be others
_LEAST_SHARE = 0.02  # of the band; less is not worth the time


@dataclass(frozen=True)
class PlateTexture:
    """Pattern for the band behind the subject's edge, at the small size (h, w)."""

    background: FloatArray
    """(h, w, 3) the picture's background."""

    filled: FloatArray
    """(h, w, 3) the same with the band filled."""

    source: IntArray
    """(h, w, 2) row and column that a pixel is copied from."""

    weight: FloatArray
    """(h, w) 0-1 how much of the filling is pattern."""

    def weights(self, rows: slice, shape: tuple[int, ...]) -> FloatArray:
        """Return the weight of some rows of the picture of a shape (H, W)."""
        y, x = self._places(rows, shape)
        return _sampled(self.weight, y, x)

    def colours(self, image: RgbImage, rows: slice) -> FloatArray:
        """Return the pattern in some rows of the picture (H, W, 3)."""
        y, x = self._places(rows, image.shape)
        row, column = (
            np.clip(np.round(p), 0, n - 1).astype(int) for p, n in zip((y, x), self.weight.shape, strict=True)
        )
        from_y, from_x = (self.source[row, column, k].astype(np.float32) for k in (0, 1))
        from_y += y - row
        from_x += x - column
        fine_y, fine_x = (
            (p + np.float32(0.5)) * np.float32(large / small) - np.float32(0.5)
            for p, large, small in zip((from_y, from_x), image.shape, self.weight.shape, strict=False)
        )
        fine = cv2.remap(image, fine_x, fine_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        detail = fine.astype(np.float32) - _sampled(self.background, from_y, from_x)
        return np.asarray(_sampled(self.filled, y, x) + detail, np.float32)

    def _places(self, rows: slice, shape: tuple[int, ...]) -> tuple[FloatArray, FloatArray]:
        """Return rows and columns at the small size of the pixels in some rows of the picture."""
        height, width = self.weight.shape
        y = (np.arange(rows.start, rows.stop, dtype=np.float32) + 0.5) * (height / shape[0]) - 0.5
        x = (np.arange(shape[1], dtype=np.float32) + 0.5) * (width / shape[1]) - 0.5
        across, down = np.meshgrid(x.astype(np.float32), y.astype(np.float32))
        return np.asarray(down, np.float32), np.asarray(across, np.float32)


def plate_texture(image: RgbImage, near: BoolArray, smooth: FloatArray) -> PlateTexture | None:
    """Continue the pattern of a background (H, W, 3); None when it has none.

    `near` (h, w): on the subject or near it; `smooth` (h, w, 3): the background filled in without pattern.
    Both may be of any size.
    """
    shrink = min(1.0, _WORK_SIDE_PX / max(image.shape[:2]))
    size = (max(1, round(image.shape[1] * shrink)), max(1, round(image.shape[0] * shrink)))
    side = max(size)
    hidden = resize_area(near.astype(np.float32), size) > 0
    depth = cv2.distanceTransform(hidden.astype(np.uint8), cv2.DIST_L2, 3)
    wanted = hidden & (depth < _BAND * side)
    background = np.asarray(resize_area(image, size), np.float32)
    guess = np.where(hidden[..., None], resize_linear(np.asarray(smooth, np.float32), size), background)
    weight = pattern_around(guess, ~hidden) * np.float32(1)
    if not wanted.any() or float((weight[wanted] > 0.1).mean()) < _LEAST_SHARE:
        return None
    found = fill_by_example(guess, ~hidden, wanted)
    if found is None:
        return None
    # deeper than the band lies nothing but the smooth guess
    weight *= np.clip((np.float32(_BAND * side) - depth) / np.float32(0.02 * side), 0.0, 1.0)
    filled = _toned(_as_soft(found.image, ~hidden, wanted), guess, hidden)
    return PlateTexture(background, filled, found.source, np.asarray(weight, np.float32))


def _as_soft(image: FloatArray, is_known: BoolArray, is_filled: BoolArray) -> FloatArray:
    """Return an image (h, w, 3) whose filled part is no sharper than the known one: copies meet in edges."""
    result = image
    for sigma_px in (0.0, *_SOFTER_PX):
        if sigma_px:
            result = np.where(is_filled[..., None], blur(image, sigma_px), image).astype(np.float32)
        fine = np.abs(result - blur(result, 1.0)).mean(axis=-1)
        if float(fine[is_filled].mean()) <= _MOST_SHARPNESS * float(fine[is_known].mean()):
            break
    return result


def _toned(image: FloatArray, smooth: FloatArray, is_hidden: BoolArray) -> FloatArray:
    """Return a filled image (h, w, 3) with the colours of the smooth filling: a pattern, but no wrong things.

    Copies from farther away bring along what lies there: a piece of curtain in the middle of a window.
    """
    sigma_px = _TONE * max(is_hidden.shape)
    change = blur(smooth, sigma_px) - blur(image, sigma_px)
    limited = np.sign(change) * np.maximum(np.abs(change) - np.float32(_TONE_ROOM), 0.0)
    return np.asarray(image + np.where(is_hidden[..., None], limited, np.float32(0)), np.float32)


def pattern_around(image: FloatArray, is_known: BoolArray) -> FloatArray:
    """Return (h, w) 0-1 how much pattern the known part of an image (h, w, 3) has around each pixel."""
    side = max(is_known.shape)
    light = np.asarray(image.mean(axis=-1), np.float32)
    detail = np.abs(light - blur(light, _DETAIL * side)) * is_known
    radius = max(1, round(_NEIGHBOURHOOD * side))
    share = box_mean(is_known.astype(np.float32), radius)
    around = box_mean(np.asarray(detail, np.float32), radius) / np.maximum(share, 1e-3)
    # where nothing is known around, what is nearest decides
    level = np.where(share > 0.02, around, 0.0).astype(np.float32)
    reach = np.asarray(share > 0.02, np.float32)
    wide = box_mean(level * reach, 2 * radius) / np.maximum(box_mean(reach, 2 * radius), 1e-3)
    level = np.where(share > 0.02, level, wide)
    t = np.clip((level - _PLAIN) / (_PATTERNED - _PLAIN), 0.0, 1.0)
    return np.asarray(t * t * (3 - 2 * t), np.float32)


def _sampled(image: FloatArray, y: FloatArray, x: FloatArray) -> FloatArray:
    return np.asarray(cv2.remap(image, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.float32)

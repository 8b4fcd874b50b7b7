"""The pattern of a background, continued behind the subject where it has one.

The filling by example is worked out at a small size; finer detail is copied from where its pixels came from.
Plain and graded backgrounds are left to the smooth filling, which knows them better.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from likeness.core.pixels import blur, resize_area, resize_linear
from likeness.portrait.exemplar import fill_by_example
from likeness.portrait.pattern import pattern_around
from likeness.portrait.pull_push import pull_push
from likeness.typing import AlphaImage, BoolArray, FloatArray, RgbImage

_WORK_SIDE_PX = 512
_BAND = 0.07  # of the long side: how far a moving head can uncover what is behind it
_CLEAR = 26  # coverage up to which a pixel is background
_LEAST_CLEAR = 0.5  # share of a small pixel that is known
_MOST_SHARPNESS = 1.15  # of the filling against the known background
_SOFTER_PX = (0.7, 1.0, 1.5, 2.0, 3.0)
_TONE = 0.02  # of the long side: over more than this the colours are those of the smooth filling
_TONE_ROOM = 8.0  # grey levels by which they may be others
_LEAST_SHARE = 0.02  # of the band; less is not worth the time

Tile = tuple[slice, slice]
"""Rows and columns of a picture."""


@dataclass(frozen=True)
class PlateTexture:
    """Pattern for the band behind the subject's edge, at the small size (h, w)."""

    background: FloatArray
    """(h, w, 3) the picture's background."""

    filled: FloatArray
    """(h, w, 3) the same with the band filled."""

    away: FloatArray
    """(h, w, 2) by how many rows and columns away lies what a pixel is copied from."""

    weight: FloatArray
    """(h, w) 0-1 how much of the filling is pattern."""

    def weights(self, tile: Tile, shape: tuple[int, ...]) -> FloatArray:
        """Return the weight in a tile of the picture of a shape (H, W)."""
        y, x = self._places(tile, shape)
        return _sampled(self.weight, y, x)

    def colours(self, image: RgbImage, tile: Tile) -> FloatArray:
        """Return the pattern in a tile of the picture (H, W, 3)."""
        y, x = self._places(tile, image.shape)
        from_y, from_x = cv2.split(
            cv2.remap(self.away, x, y, cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE)
        )
        from_y += y
        from_x += x
        fine_y, fine_x = (
            (p + np.float32(0.5)) * np.float32(large / small) - np.float32(0.5)
            for p, large, small in zip((from_y, from_x), image.shape, self.weight.shape, strict=False)
        )
        fine = cv2.remap(image, fine_x, fine_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        detail = cv2.subtract(fine, _sampled(self.background, from_y, from_x), dtype=cv2.CV_32F)
        return np.asarray(_sampled(self.filled, y, x) + detail, np.float32)

    def _places(self, tile: Tile, shape: tuple[int, ...]) -> tuple[FloatArray, FloatArray]:
        """Return rows and columns at the small size of the pixels in a tile of the picture."""
        down, across = (
            ((np.arange(part.start, part.stop, dtype=np.float32) + 0.5) * (small / large) - 0.5).astype(
                np.float32
            )
            for part, small, large in zip(tile, self.weight.shape, shape, strict=False)
        )
        y, x = np.meshgrid(down, across, indexing="ij")
        return y, x


def background_pattern(image: RgbImage, near: BoolArray, smooth: FloatArray) -> FloatArray:
    """Return (h, w) 0-1, at the small size, how much pattern a background (H, W, 3) has around each pixel.

    `near` (h, w): on the subject or near it, where nothing is judged; `smooth` (h, w, 3): the background
    filled in without pattern. Both may be of any size.
    """
    size = _small_size(image.shape)
    is_judged = resize_area(near.astype(np.float32), size) == 0
    guess = resize_linear(np.asarray(smooth, np.float32), size)
    return pattern_around(np.where(is_judged[..., None], resize_area(image, size), guess), is_judged)


def plate_texture(image: RgbImage, covered: AlphaImage, pattern: FloatArray) -> PlateTexture | None:
    """Continue the pattern of a background (H, W, 3); None when it has none.

    `covered` (H, W): coverage of the subject with its rim; `pattern` (h, w) from `background_pattern`. A
    pattern goes on from the very edge of the subject: further out everybody would see where the picture ends.
    """
    background, hidden = _clear_part(image, covered)
    side = max(hidden.shape)
    depth = cv2.distanceTransform(hidden.astype(np.uint8), cv2.DIST_L2, 3)
    wanted = hidden & (depth < _BAND * side)
    if not wanted.any() or float((pattern[wanted] > 0.1).mean()) < _LEAST_SHARE:
        return None
    guess = pull_push(background, np.where(hidden, np.float32(0), np.float32(1)))
    found = fill_by_example(guess, ~hidden, wanted)
    if found is None:
        return None
    # deeper than the band lies nothing but the smooth guess
    weight = pattern * np.clip((np.float32(_BAND * side) - depth) / np.float32(0.02 * side), 0.0, 1.0)
    filled = _toned(_as_soft(found.image, ~hidden, wanted), guess, hidden)
    away = found.source - np.moveaxis(np.indices(weight.shape), 0, -1)
    return PlateTexture(background, filled, away.astype(np.float32), np.asarray(weight, np.float32))


def _small_size(shape: tuple[int, ...]) -> tuple[int, int]:
    """Return width and height at which patterns are worked out, for a picture of a shape (H, W, ...)."""
    shrink = min(1.0, _WORK_SIDE_PX / max(shape[:2]))
    return max(1, round(shape[1] * shrink)), max(1, round(shape[0] * shrink))


def _clear_part(image: RgbImage, covered: AlphaImage) -> tuple[FloatArray, BoolArray]:
    """Return the background (h, w, 3) at the small size, and where (h, w) the subject hides it."""
    size = _small_size(image.shape)
    is_clear = np.asarray(covered <= _CLEAR, np.uint8) * np.uint8(255)
    share = resize_area(is_clear, size).astype(np.float32) / 255
    clear = resize_area(np.asarray(cv2.copyTo(image, is_clear), np.uint8), size)
    small = clear / np.maximum(share, _LEAST_CLEAR)[..., None]
    hidden = share < _LEAST_CLEAR
    return np.where(hidden[..., None], resize_area(image, size), small).astype(np.float32), hidden


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


def _sampled(image: FloatArray, y: FloatArray, x: FloatArray) -> FloatArray:
    return np.asarray(cv2.remap(image, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.float32)

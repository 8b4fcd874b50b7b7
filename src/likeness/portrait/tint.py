"""Black-and-white, sepia and other pictures in shades of one colour: what is drawn into them keeps to it."""

from dataclasses import replace

import cv2
import numpy as np

from likeness.core.portrait import MouthLook
from likeness.typing import FloatArray, RgbImage

_N_LEVELS = 256
_MOST_OFF = 2.5  # grey levels: mean distance from the shade of the same brightness; compression adds some
_MOST_OFF_SHARE = (95, 7.0)  # and this percentile of it
_SAMPLE_SIDE_PX = 400


def shades_of(rgb: RgbImage) -> FloatArray | None:
    """Return the colour (256, 3) of each brightness of a picture (H, W, 3) in shades of one colour.

    None for a picture with colours. Levels that the picture does not have are taken from their neighbours.

    >>> grey = np.arange(30000, dtype=np.uint8).reshape(100, 300, 1).repeat(3, 2)
    >>> shades_of(grey)[[0, 128, 255]].tolist()
    [[0.0, 0.0, 0.0], [128.0, 128.0, 128.0], [255.0, 255.0, 255.0]]
    """
    step = max(1, max(rgb.shape[:2]) // _SAMPLE_SIDE_PX)
    pixels = np.ascontiguousarray(rgb[::step, ::step])
    level = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.intp).ravel()
    colours = pixels.reshape(-1, 3).astype(np.float32)
    count = np.bincount(level, minlength=_N_LEVELS)
    sums = [np.bincount(level, colours[:, k], _N_LEVELS) for k in range(3)]
    seen = np.flatnonzero(count)
    means = np.stack([total[seen] / count[seen] for total in sums], axis=1)
    offset = means - seen[:, None]  # from grey: it goes on beyond the darkest and the brightest level
    levels = np.arange(_N_LEVELS)
    table = np.stack([np.interp(levels, seen, offset[:, k]) + levels for k in range(3)], axis=1)
    off = np.abs(colours - table[level]).max(axis=1)
    if not _is_small(off):
        return None
    # toned paper changes its colour gradually; flat paints differ in brightness, too, but are not one colour
    smooth = [np.polynomial.Polynomial.fit(level, colours[:, k] - level, 2)(level) for k in range(3)]
    if not _is_small(np.abs(table[level] - level[:, None] - np.stack(smooth, axis=1)).max(axis=1)):
        return None
    return np.clip(table, 0, 255).astype(np.float32)


def _is_small(off: FloatArray) -> bool:
    """Tell whether distances in grey levels are those of one colour with noise."""
    return (
        float(off.mean()) <= _MOST_OFF and float(np.percentile(off, _MOST_OFF_SHARE[0])) <= _MOST_OFF_SHARE[1]
    )


def in_shades(look: MouthLook, shades: FloatArray | None) -> MouthLook:
    """Return the look of a mouth whose colours are shades (256, 3) of the picture's one colour."""
    if shades is None:
        return look
    return replace(
        look,
        teeth_rgb=_shade(look.teeth_rgb, shades),
        gum_rgb=_shade(look.gum_rgb, shades),
        tongue_rgb=_shade(look.tongue_rgb, shades),
        cavity_rgb=_shade(look.cavity_rgb, shades),
        line_rgb=_shade(look.line_rgb, shades),
        is_monochrome=True,
    )


def _shade(colour: FloatArray, shades: FloatArray) -> FloatArray:
    brightness = float(colour @ np.array([0.299, 0.587, 0.114], np.float32))
    return np.asarray(shades[round(min(max(brightness, 0.0), _N_LEVELS - 1.0))], np.float32)

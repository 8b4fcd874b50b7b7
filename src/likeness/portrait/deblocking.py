"""Softens the 8x8 blocks of strongly compressed pictures, which would be seen to move with the skin.

Only steps across the borders of blocks are touched, only where both sides are flatter than the step, and only
as far as a compressed picture makes them: what is drawn stays within 45 dB of the file.
"""

import cv2
import numpy as np

from likeness.typing import FloatArray, RgbImage

_BLOCK_PX = 8
_BLOCKY = 1.8  # mean step across borders of blocks against the others; quality 30 gives 1.5-2.7, 60 up to 2
_MOST_STEP = 14.0  # grey levels; larger steps are edges
_LEAST_SIDE_PX = 64
_SAMPLE_LINES = 500


def blockiness(rgb: RgbImage) -> tuple[float, float]:
    """Return how much larger steps across borders of 8x8 blocks are than others, along x and y; 1 = the same.

    >>> flat = np.zeros((64, 64, 3), np.uint8)
    >>> blockiness(flat)
    (1.0, 1.0)
    """
    gray = np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), np.float32)
    return _ratio(np.abs(np.diff(gray, axis=1)).mean(axis=0)), _ratio(
        np.abs(np.diff(gray, axis=0)).mean(axis=1)
    )


def deblocked(rgb: RgbImage) -> RgbImage:
    """Return a picture (H, W, 3) with softer borders of blocks; the same array if it has no blocks."""
    if min(rgb.shape[:2]) < _LEAST_SIDE_PX or min(blockiness(rgb)) < _BLOCKY:
        return rgb
    out = rgb.copy()
    _soften(out)
    _soften(out.transpose(1, 0, 2))
    return out


def _ratio(steps: FloatArray) -> float:
    is_border = np.arange(len(steps)) % _BLOCK_PX == _BLOCK_PX - 1
    return float((steps[is_border].mean() + 0.1) / (steps[~is_border].mean() + 0.1))


def _soften(pixels: RgbImage) -> None:
    """Spread the steps across the borders along the second axis over two pixels on either side, in place."""
    n_borders = (pixels.shape[1] - 2) // _BLOCK_PX
    sides = [pixels[:, _BLOCK_PX + k :: _BLOCK_PX][:, :n_borders] for k in (-2, -1, 0, 1)]
    before2, before, after, after2 = (side.astype(np.float32) for side in sides)
    step = after - before
    size = np.abs(step).max(axis=2, keepdims=True)
    beside = np.maximum(np.abs(before - before2), np.abs(after2 - after)).max(axis=2, keepdims=True)
    step *= np.clip(1.5 - 2.0 * beside / np.maximum(size, 1.0), 0.0, 1.0) * (size < _MOST_STEP)
    parts = zip(sides, (before2, before, after, after2), (0.125, 0.375, -0.375, -0.125), strict=True)
    for side, values, part in parts:
        side[:] = np.clip(np.round(values + part * step), 0, 255).astype(np.uint8)

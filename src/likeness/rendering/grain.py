"""The finest structure of the picture's skin: noise, canvas, cracks in varnish, traces of compression.

What is drawn beside skin must have it, too, or it looks cleaner than the picture it lies in.
"""

import cv2
import numpy as np

from likeness.core.canvas import Placement
from likeness.core.pixels import blur, box_mean, polygon_pixels
from likeness.core.portrait import Portrait
from likeness.core.rig import load_rig
from likeness.rendering.texture import Texture
from likeness.typing import BoolArray, FloatArray

_SIDE = 0.30  # eye distances: the patch of skin that is taken
_LEAST_SIDE_PX = 12
_FINE = 0.02  # eye distances: what is coarser is shading and no grain
_SMOOTHEST = 12.0  # percentile of patches by their roughest part: features, folds and beards are above
_PARTS = 4  # of a patch along each side
_MOST_GRAIN = 6.0  # grey levels, standard deviation
_MOST_DEVIATIONS = 2.5  # moles and glints are no grain


def skin_grain(portrait: Portrait, placement: Placement, texture: Texture) -> FloatArray:
    """Return (k, k) what a patch of plain skin of the picture adds to its own blur, grey levels, mean 0.

    It is at canvas scale, as the texture is. A face that is too small or out of the frame has none: (1, 1).
    """
    unit = portrait.face.eye_distance_px * placement.scale
    side = round(_SIDE * unit)
    oval = portrait.face.rest_px[load_rig().contours["face_oval"], :2] * np.float32(placement.scale)
    oval += (placement.offset_x_px - texture.left_px, placement.offset_y_px - texture.top_px)
    height, width = texture.rgba.shape[:2]
    low = np.clip(np.floor(oval.min(0)).astype(int), 0, [width, height])
    high = np.clip(np.ceil(oval.max(0)).astype(int), 0, [width, height])
    if side < _LEAST_SIDE_PX or (high - low).min() < 2 * side:
        return np.zeros((1, 1), np.float32)
    part = texture.rgba[low[1] : high[1], low[0] : high[0], :3].mean(-1, dtype=np.float32)
    fine = np.asarray(part - blur(part, max(_FINE * unit, placement.scale)), np.float32)
    row, column = _plain_place(fine, polygon_pixels(part.shape[::-1], oval - low), side)
    patch = fine[row - side // 2 :, column - side // 2 :][:side, :side]
    deviation = float(patch.std())
    limited = np.clip(patch, -_MOST_DEVIATIONS * deviation, _MOST_DEVIATIONS * deviation)
    gain = min(1.0, _MOST_GRAIN / max(deviation, 1e-6))
    return np.asarray((limited - limited.mean()) * gain, np.float32)


def tiled_grain(grain: FloatArray, size_px: int) -> FloatArray:
    """Return (s, s) the patch (k, k), mirrored again and again.

    >>> tiled_grain(np.array([[1.0, 2.0], [3.0, 4.0]], np.float32), 3)[0].tolist()
    [1.0, 2.0, 2.0]
    """
    beyond = [(0, max(size_px - side, 0)) for side in grain.shape]
    return np.asarray(np.pad(grain, beyond, mode="symmetric")[:size_px, :size_px])


def _plain_place(fine: FloatArray, is_face: BoolArray, side: int) -> tuple[int, int]:
    """Return row and column of the middle of a plain patch that lies whole within the face."""
    part = box_mean(np.asarray(fine * fine, np.float32), max(1, side // (2 * _PARTS)))
    # an even patch: one fold in smooth skin would be seen again and again
    roughest = np.asarray(cv2.dilate(part, np.ones((side, side), np.uint8)), np.float32)
    within = cv2.erode(np.pad(is_face.astype(np.uint8), 1), np.ones((side, side), np.uint8))[1:-1, 1:-1] > 0
    inner = np.zeros_like(within)
    inner[side // 2 : -side // 2, side // 2 : -side // 2] = True
    rows, columns = np.nonzero(within & inner)
    if rows.size == 0:
        return fine.shape[0] // 2, fine.shape[1] // 2
    deviations = roughest[rows, columns]
    chosen = int(np.abs(deviations - np.percentile(deviations, _SMOOTHEST)).argmin())
    return int(rows[chosen]), int(columns[chosen])

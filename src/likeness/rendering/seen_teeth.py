"""Teeth that the picture itself shows: cut out, fixed to the skull, and used before any drawn ones."""

from dataclasses import dataclass

import cv2
import numpy as np

from likeness.core.canvas import Placement
from likeness.core.pixels import blur, polygon_mask, to_bytes
from likeness.core.portrait import Portrait
from likeness.core.rig import load_rig
from likeness.rendering.texture import Texture
from likeness.typing import FloatArray, RgbaImage

_INSET = 0.012  # eye distances kept clear of the lips' edges
_DARKEST, _BRIGHT = 0.45, 0.68  # of the tooth colour's lightness: from shadow to certainly tooth
_MOST_COLOURFUL = 0.42  # (max - min) / max; lips and gums are above
_EDGE_RANGE = (0.02, 0.17)  # eye distances under the seam where an upper biting edge can be


@dataclass(frozen=True)
class SeenTeeth:
    """A cut-out on the texture."""

    rgba: RgbaImage
    """(h, w, 4) premultiplied."""

    left_px: int
    """Canvas x of its left edge."""

    top_px: int
    """Canvas y of its top edge."""

    edge_drop: float
    """Distance in eye distances from the seam of the closed lips down to the upper biting edge."""


def seen_teeth(portrait: Portrait, placement: Placement, texture: Texture) -> SeenTeeth | None:
    """Cut the teeth out of the picture at canvas scale; None when it shows none."""
    if not portrait.mouth.shows_teeth:
        return None
    rig, face = load_rig(), portrait.face
    offset = np.array([placement.offset_x_px - texture.left_px, placement.offset_y_px - texture.top_px])
    lips = [rig.contours[f"lip_inner_{side}"] for side in ("upper", "lower")]
    upper, lower = (face.rest_px[ids, :2] * placement.scale + offset for ids in lips)
    outline = np.concatenate([upper, lower[::-1]])
    low = np.maximum(np.floor(outline.min(0)).astype(int) - 2, 0)
    high = np.minimum(np.ceil(outline.max(0)).astype(int) + 2, texture.rgba.shape[1::-1])
    if (high - low).min() < 4:
        return None
    patch = texture.rgba[low[1] : high[1], low[0] : high[0], :3].astype(np.float32)
    unit = face.eye_distance_px * placement.scale
    alpha = _tooth_alpha(patch, outline - low, portrait.mouth.teeth_rgb, unit)
    if float(alpha.sum()) < 0.005 * unit * unit:
        return None
    seam = (face.rest_px + face.close_mouth_px)[[13, 14], :2].mean(0) * placement.scale + offset - low
    drop = _edge_drop(alpha, seam, face.up, unit)
    rgba = np.dstack([patch * alpha[..., None], alpha * 255])
    left, top = int(low[0]) + texture.left_px, int(low[1]) + texture.top_px
    return SeenTeeth(to_bytes(rgba), left, top, drop)


def _tooth_alpha(patch: FloatArray, outline: FloatArray, tooth_rgb: FloatArray, unit: float) -> FloatArray:
    """Return (h, w) 0-1: inside the lips, bright and hardly coloured."""
    mask = polygon_mask((patch.shape[1], patch.shape[0]), outline)
    inset = 2 * max(1, round(_INSET * unit)) + 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (inset, inset))
    inside = cv2.erode(mask, disc).astype(np.float32) / 255
    high, low = patch.max(-1), patch.min(-1)
    light = patch.mean(-1) / max(float(tooth_rgb.mean()), 1.0)
    bright = np.clip((light - _DARKEST) / (_BRIGHT - _DARKEST), 0.0, 1.0)
    pale = np.clip((_MOST_COLOURFUL - (high - low) / np.maximum(high, 1.0)) / 0.1, 0.0, 1.0)
    # gaps between teeth are dark but belong to the row
    row = cv2.morphologyEx(bright * pale, cv2.MORPH_CLOSE, np.ones((inset + 2, inset + 2), np.uint8))
    return blur(np.asarray(row * inside, np.float32), max(0.6, 0.008 * unit))


def _edge_drop(alpha: FloatArray, seam: FloatArray, up: FloatArray, unit: float) -> float:
    """Return how far the lowest tooth pixels of the middle lie under the seam."""
    y, x = np.nonzero(alpha > 0.5)
    if y.size == 0:
        return _EDGE_RANGE[0]
    relative = np.stack([x + 0.5, y + 0.5], axis=1) - seam
    across = relative @ np.array([-up[1], up[0]])
    below = -(relative @ up)
    central = np.abs(across) < 0.15 * unit
    lowest = float(np.percentile(below[central], 97)) / unit if central.any() else 0.0
    return float(np.clip(lowest, *_EDGE_RANGE))

"""Heights on the patch of one eye: of its pixels and of its lids, along the eye's own vertical axis."""

from dataclasses import dataclass

import cv2
import numpy as np

from likeness.typing import FloatArray


@dataclass(frozen=True)
class LidLines:
    """Heights on a patch in pixels, (h, w) each, + = down."""

    v: FloatArray
    """Of the pixels."""

    upper: FloatArray
    """Of the upper lid, in each pixel's column."""

    lower: FloatArray
    """Of the lower lid."""

    down: tuple[float, float] = (0.0, 1.0)
    """(x, y) unit vector of the vertical axis on the patch."""

    @property
    def opening_px(self) -> float:
        """Largest distance of the lids."""
        return float((self.lower - self.upper).max())

    def sampled(self, layer: FloatArray, below: FloatArray, border: int = cv2.BORDER_REPLICATE) -> FloatArray:
        """Return a layer (h, w) or (h, w, C) with each pixel taken from `below` (h, w) pixels below it."""
        x, y = _grid(self.v.shape)
        map_x = x + np.float32(self.down[0]) * below
        map_y = y + np.float32(self.down[1]) * below
        sampled = cv2.remap(
            layer,
            np.asarray(map_x, np.float32),
            np.asarray(map_y, np.float32),
            cv2.INTER_LINEAR,
            borderMode=border,
        )
        return np.asarray(sampled, np.float32)


def _grid(shape: tuple[int, ...]) -> tuple[FloatArray, FloatArray]:
    x = np.arange(shape[1], dtype=np.float32)[None]
    y = np.arange(shape[0], dtype=np.float32)[:, None]
    return x, y

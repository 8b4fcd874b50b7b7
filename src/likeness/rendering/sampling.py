"""Sharp pictures between the pixels at the price of bilinear sampling.

Bicubic sampling of every frame costs ten times as much as bilinear. So the picture is enlarged once,
bicubically, to twice its density, and sampled bilinearly from there: half-way positions are exact, and
positions on pixels give the pixels themselves, so that rest equals the picture.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from likeness.typing import ByteArray, FloatArray

_SMOOTH_SCALE = (
    1.9  # canvas pixels per picture pixel from which a picture has no detail between canvas pixels
)


@dataclass(frozen=True)
class FineImage:
    """An image at a whole multiple of its density."""

    pixels: ByteArray
    """(d (h - 1) + 1, d (w - 1) + 1, C); every d-th pixel is one of the image."""

    density: int
    """d."""

    def sample(self, map_x: FloatArray, map_y: FloatArray) -> ByteArray:
        """Return (h, w, C) colours at positions of the image, OpenCV's convention; repeated beyond its
        edges."""
        if self.density != 1:
            map_x, map_y = map_x * np.float32(self.density), map_y * np.float32(self.density)
        sampled = cv2.remap(self.pixels, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(sampled, np.uint8)


def fine_image(image: ByteArray, scale: float) -> FineImage:
    """Prepare an image (h, w, C) for sampling; `scale` is how much it was enlarged from its picture."""
    if scale >= _SMOOTH_SCALE:
        return FineImage(image, 1)
    height, width = image.shape[:2]
    twice = np.array([[2, 0, 0], [0, 2, 0]], np.float32)
    size = (2 * width - 1, 2 * height - 1)
    fine = cv2.warpAffine(image, twice, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return FineImage(np.asarray(fine, np.uint8), 2)

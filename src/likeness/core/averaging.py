"""Means of an image over squares of any size at any place: what a camera with larger pixels would have seen.

OpenCV's area resampling has no offset. With one, a picture that moves by a fraction of a pixel stays as sharp
as it was: interpolating between pixels that were averaged before cannot do that.
"""

import numpy as np

from likeness.core.kernels import means_of_columns, means_of_rows
from likeness.typing import ByteArray


def square_means(
    image: ByteArray, first_px: tuple[float, float], step_px: float, side_px: float, n: tuple[int, int]
) -> ByteArray:
    """Return the means of an image over a grid of squares.

    Parameters
    ----------
    image
        (H, W) or (H, W, C); beyond its edges they are repeated.
    first_px
        x and y of the first square's upper left corner; the image's own is (0, 0).
    step_px
        From square to square, above 0.
    side_px
        Of a square, at least 1; squares may overlap.
    n
        Squares across and down.

    Returns
    -------
    ByteArray
        (n down, n across) or (n down, n across, C), rounded.
    """
    height, width = image.shape[:2]
    columns, rows = n
    low = int(np.clip(np.floor(first_px[1]), 0, height - 1))
    high = int(np.clip(np.ceil(first_px[1] + step_px * (rows - 1) + side_px), low + 1, height))
    part = np.ascontiguousarray(image[low:high].reshape(high - low, width, -1))
    across = means_of_rows(part, first_px[0], step_px, side_px, columns)
    flat = across.reshape(high - low, -1)
    out = means_of_columns(flat, first_px[1] - low, step_px, side_px, rows)
    return np.asarray(out.reshape(rows, columns, *image.shape[2:]), np.uint8)

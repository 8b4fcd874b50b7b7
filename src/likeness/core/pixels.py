"""OpenCV's image operations with types: uint8 stays uint8, float32 stays float32; sizes: (width, height)."""

from typing import TypeVar

import cv2
import numpy as np
import numpy.typing as npt

from likeness.typing import BoolArray, ByteArray, FloatArray

_Value = TypeVar("_Value", np.uint8, np.float32)

_SUBPIXEL_BITS = 4


def resize_area(image: npt.NDArray[_Value], size_px: tuple[int, int]) -> npt.NDArray[_Value]:
    """Return an image (H, W) or (H, W, C) at another size, each pixel the mean of the area it covers."""
    return np.asarray(cv2.resize(image, size_px, interpolation=cv2.INTER_AREA), image.dtype)


def resize_linear(image: npt.NDArray[_Value], size_px: tuple[int, int]) -> npt.NDArray[_Value]:
    """Return an image (H, W) or (H, W, C) at another size, bilinear: for masks and smooth values."""
    return np.asarray(cv2.resize(image, size_px, interpolation=cv2.INTER_LINEAR), image.dtype)


def blur(image: npt.NDArray[_Value], sigma_px: float) -> npt.NDArray[_Value]:
    """Return an image (H, W) or (H, W, C) after a Gaussian of this standard deviation."""
    return np.asarray(cv2.GaussianBlur(image, (0, 0), sigma_px), image.dtype)


def box_mean(image: npt.NDArray[_Value], radius_px: int) -> npt.NDArray[_Value]:
    """Return the mean over the square of 2 * radius_px + 1 pixels around each pixel."""
    side = 2 * radius_px + 1
    return np.asarray(cv2.blur(image, (side, side)), image.dtype)


def sample_cubic(
    image: npt.NDArray[_Value], map_x: FloatArray, map_y: FloatArray, border: int = cv2.BORDER_REPLICATE
) -> npt.NDArray[_Value]:
    """Return the colours (h, w, C) of an image at the positions (h, w) of two maps.

    Maps count in OpenCV's convention: the centre of the first pixel is (0, 0), not (0.5, 0.5). `border` says
    what lies outside of the image (`cv2.BORDER_...`).
    """
    sampled = cv2.remap(image, map_x, map_y, cv2.INTER_CUBIC, borderMode=border)
    return np.asarray(sampled, image.dtype)


def warp_linear(
    image: npt.NDArray[_Value], matrix: FloatArray, size_px: tuple[int, int]
) -> npt.NDArray[_Value]:
    """Return an image moved by an affine map (2, 3) in OpenCV's convention; outside of it is 0."""
    return np.asarray(cv2.warpAffine(image, matrix, size_px, flags=cv2.INTER_LINEAR), image.dtype)


def polygon_mask(size_px: tuple[int, int], outline: npt.NDArray[np.floating]) -> ByteArray:
    """Return (H, W) with 255 inside of a closed polygon (N, 2) and 0 outside, placed to 1/16 of a pixel.

    Positions in OpenCV's convention; pixels that the outline touches count as inside.
    """
    mask = np.zeros(size_px[::-1], np.uint8)
    points = np.round(outline * 2**_SUBPIXEL_BITS).astype(np.int32)
    cv2.fillPoly(mask, [points], 255, lineType=cv2.LINE_8, shift=_SUBPIXEL_BITS)
    return mask


def polygon_pixels(size_px: tuple[int, int], outline: npt.NDArray[np.floating]) -> BoolArray:
    """Return (H, W) True inside of a closed polygon (N, 2) whose points are rounded to whole pixels."""
    mask = np.zeros(size_px[::-1], np.uint8)
    cv2.fillPoly(mask, [np.round(outline).astype(np.int32)], 1)
    return mask > 0


def to_unit(image: ByteArray) -> FloatArray:
    """Return bytes as 0-1."""
    return np.asarray(image.astype(np.float32) / 255, np.float32)


def to_bytes(values: npt.NDArray[np.floating]) -> ByteArray:
    """Return values in 0-255 rounded to whole ones; what lies beyond is cut off."""
    return np.clip(np.round(values), 0, 255).astype(np.uint8)

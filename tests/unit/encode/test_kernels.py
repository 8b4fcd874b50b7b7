import numpy as np
import pytest

from likeness.encode.kernels import rgb_to_yuv420


def convert(rgb):
    height, width = rgb.shape[:2]
    luma = np.zeros((height, width), np.uint8)
    blue, red = (np.zeros((height // 2, width // 2), np.uint8) for _ in range(2))
    rgb_to_yuv420(rgb, luma, blue, red)
    return luma, blue, red


def reference(rgb):
    """ITU-R BT.709 in floating point."""
    r, g, b = (rgb[:, :, channel].astype(np.float64) / 255 for channel in range(3))
    y = 0.2126 * r + 0.7152 * g + 0.0722 * b
    blue, red = (b - y) / 1.8556, (r - y) / 1.5748
    halves = [
        plane.reshape(rgb.shape[0] // 2, 2, rgb.shape[1] // 2, 2).mean(axis=(1, 3)) for plane in (blue, red)
    ]
    return 16 + 219 * y, 128 + 224 * halves[0], 128 + 224 * halves[1]


def test_agrees_with_the_standard():
    rgb = np.random.default_rng(0).integers(0, 256, (32, 48, 3), dtype=np.uint8)
    for ours, theirs in zip(convert(rgb), reference(rgb), strict=True):
        assert np.abs(ours - theirs).max() <= 0.51


@pytest.mark.parametrize(
    ("colour", "yuv"),
    [
        ((0, 0, 0), (16, 128, 128)),
        ((255, 255, 255), (235, 128, 128)),
        ((128, 128, 128), (126, 128, 128)),
        ((255, 0, 0), (63, 102, 240)),
        ((0, 0, 255), (32, 240, 118)),
    ],
)
def test_known_colours(colour, yuv):
    rgb = np.full((2, 2, 3), colour, dtype=np.uint8)
    assert tuple(int(plane[0, 0]) for plane in convert(rgb)) == yuv

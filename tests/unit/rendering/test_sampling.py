import cv2
import numpy as np
import pytest

from likeness.core.pixels import blur
from likeness.rendering.sampling import fine_image


def texture(sigma=1.2):
    noise = np.random.default_rng(0).integers(0, 256, (80, 90, 4), dtype=np.uint8)
    return blur(noise, sigma)


def grid(shift=(0.0, 0.0), margin=6):
    y, x = np.mgrid[margin : 80 - margin, margin : 90 - margin].astype(np.float32)
    return x + np.float32(shift[0]), y + np.float32(shift[1])


@pytest.mark.parametrize("scale", [0.5, 1.0, 3.0])
def test_positions_on_pixels_give_the_pixels(scale):
    image = texture()
    sampled = fine_image(image, scale).sample(*grid())
    np.testing.assert_array_equal(sampled, image[6:74, 6:84])


@pytest.mark.parametrize("shift", [(0.5, 0.0), (0.5, 0.5), (0.3, 0.7), (0.25, 0.25)])
def test_small_scales_are_nearly_bicubic(shift):
    image = texture()
    bicubic = cv2.remap(image, *grid(shift), cv2.INTER_CUBIC).astype(float)
    fine, plain = (
        np.abs(fine_image(image, scale).sample(*grid(shift)) - bicubic).mean() for scale in (1.0, 3.0)
    )
    assert fine < 1.2
    assert fine < 0.5 * plain


def test_enlarged_pictures_are_not_doubled():
    assert fine_image(texture(), 2.5).density == 1
    assert fine_image(texture(), 1.0).density == 2
    assert fine_image(texture(), 1.0).pixels.shape == (159, 179, 4)


def test_beyond_the_edge_its_last_pixels_are_repeated():
    image = texture()
    beyond = np.array([[-3.0]], np.float32)
    for scale in (1.0, 3.0):
        sampled = fine_image(image, scale).sample(beyond, np.array([[10.0]], np.float32))
        np.testing.assert_array_equal(sampled[0, 0], image[10, 0])

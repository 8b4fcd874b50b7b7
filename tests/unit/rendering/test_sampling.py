import cv2
import numpy as np
import pytest

from likeness.core.pixels import blur
from likeness.rendering.kernels import UNSEEN
from likeness.rendering.sampling import TILE_PX, fine_image
from likeness.rendering.source_map import SourceGrid, SourceMaps

HEIGHT, WIDTH = 80, 90


def texture(sigma=1.2):
    noise = np.random.default_rng(0).integers(0, 256, (HEIGHT, WIDTH, 4), dtype=np.uint8)
    return blur(noise, sigma)


def grid(shift=(0.0, 0.0), margin=6):
    y, x = np.mgrid[margin : HEIGHT - margin, margin : WIDTH - margin].astype(np.float32)
    return x + np.float32(shift[0]), y + np.float32(shift[1])


def sampled(image, scale, x, y):
    return fine_image(image, scale).sample(SourceMaps(x, y, 0, 0))


def plain_grid(size_px, step_px, shift=(0.0, 0.0)):
    """Return a grid that shows each pixel of a texture at itself, moved by a shift."""
    columns, rows = (-(-(n - 1) // step_px) + 1 for n in size_px)
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32) * step_px
    return SourceGrid(x + np.float32(shift[0]), y + np.float32(shift[1]), step_px, size_px)


@pytest.mark.parametrize("scale", [0.5, 1.0, 3.0])
def test_positions_on_pixels_give_the_pixels(scale):
    image = texture()
    np.testing.assert_array_equal(sampled(image, scale, *grid()), image[6:74, 6:84])


@pytest.mark.parametrize("shift", [(0.5, 0.0), (0.5, 0.5), (0.3, 0.7), (0.25, 0.25)])
def test_small_scales_are_nearly_as_sharp_as_lanczos(shift):
    image = texture(0.7)
    ideal = cv2.remap(image, *grid(shift), cv2.INTER_LANCZOS4).astype(float)
    fine, plain = (np.abs(sampled(image, scale, *grid(shift)) - ideal).mean() for scale in (1.0, 3.0))
    assert fine < 0.35 * plain


def test_a_moved_picture_keeps_its_detail():
    image = texture(0.7)

    def detail(pixels):
        return cv2.Laplacian(pixels.astype(np.float32), cv2.CV_32F)[2:-2, 2:-2].var()

    kept = [
        detail(sampled(image, 1.0, *grid(shift))) / detail(image)
        for shift in ((0.5, 0.25), (0.5, 0.5), (0.2, 0))
    ]
    assert min(kept) > 0.55  # twice the density by bicubic keeps 0.41


def test_enlarged_and_huge_pictures_keep_their_density():
    assert fine_image(texture(), 3.5).density == 1
    assert fine_image(texture(), 1.0).density == 3
    assert fine_image(texture(), 1.0).pixels.shape == (3 * HEIGHT, 3 * WIDTH, 4)
    huge = np.broadcast_to(np.zeros((1, 1, 4), np.uint8), (3000, 3000, 4))
    assert fine_image(huge, 1.0).density == 1


def test_beyond_the_edge_its_last_pixels_are_repeated():
    image = texture()
    beyond, row = np.array([[-3.0]], np.float32), np.array([[10.0]], np.float32)
    for scale in (1.0, 3.0):
        np.testing.assert_array_equal(sampled(image, scale, beyond, row)[0, 0], image[10, 0])


@pytest.mark.parametrize("step_px", [2, 3, 5])
@pytest.mark.parametrize("scale", [1.0, 3.0])
def test_a_frame_at_rest_is_the_picture(step_px, scale):
    image = texture()
    frame = fine_image(image, scale).warp(plain_grid((WIDTH, HEIGHT), step_px))
    np.testing.assert_array_equal(frame, image)


def test_a_frame_of_many_blocks_equals_plain_sampling():
    image = blur(np.random.default_rng(1).integers(0, 256, (300, 410, 4), dtype=np.uint8), 1.5)
    fine, moved = fine_image(image, 1.0), plain_grid((400, 290), 3, (3.3, 2.7))
    whole = moved.maps(0, 0, 400, 290)
    np.testing.assert_array_equal(fine.warp(moved), fine.sample(whole))


def test_what_is_transparent_or_unseen_stays_empty():
    image = texture()
    image[..., 3] = 0
    image[:10, :10] = 255
    frame = fine_image(image, 1.0).warp(plain_grid((WIDTH, HEIGHT), 2))
    np.testing.assert_array_equal(frame[:10, :10], 255)
    assert not frame[10 + 2 * TILE_PX :, :, 3].any()
    there = plain_grid((WIDTH, HEIGHT), 2)
    there.x[:, 20:] = there.y[:, 20:] = UNSEEN
    frame = fine_image(texture(), 1.0).warp(there)
    np.testing.assert_array_equal(frame[:, :39], texture()[:, :39])
    assert not frame[:, 39:].any()

import cv2
import numpy as np
import pytest

from likeness.core.canvas import Placement
from likeness.core.pixels import blur
from likeness.core.scaling import scale_to_canvas
from likeness.rendering.kernels import UNSEEN
from likeness.rendering.sampling import TILE_PX, FineImage, emphasize, fine_image, sampling_density
from likeness.rendering.sampling_kernel import DETAILED, PLAIN
from likeness.rendering.source_map import SourceGrid, SourceMaps

HEIGHT, WIDTH = 80, 90


def texture(sigma=1.2):
    noise = np.random.default_rng(0).integers(0, 256, (HEIGHT, WIDTH, 4), dtype=np.uint8)
    return blur(noise, sigma)


def grid(shift=(0.0, 0.0), margin=6):
    y, x = np.mgrid[margin : HEIGHT - margin, margin : WIDTH - margin].astype(np.float32)
    return x + np.float32(shift[0]), y + np.float32(shift[1])


def prepared(image, density=3) -> FineImage:
    """Prepare an image as a picture that is as large as on the canvas."""
    height, width = image.shape[:2]
    placement = Placement(width, height, 1.0, 0.0, 0.0)
    return fine_image(image, scale_to_canvas(image, placement, (0, 0, width, height), density), density)


def sampled(image, density, x, y):
    return prepared(image, density).sample(SourceMaps(x, y, 0, 0))


def plain_grid(size_px, step_px, shift=(0.0, 0.0)):
    """Return a grid that shows each pixel of a texture at itself, moved by a shift."""
    columns, rows = (-(-(n - 1) // step_px) + 1 for n in size_px)
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32) * step_px
    return SourceGrid(x + np.float32(shift[0]), y + np.float32(shift[1]), step_px, size_px)


@pytest.mark.parametrize("density", [1, 3])
def test_positions_on_pixels_give_the_pixels(density):
    image = texture()
    np.testing.assert_array_equal(sampled(image, density, *grid()), image[6:74, 6:84])


@pytest.mark.parametrize("shift", [(0.5, 0.0), (0.5, 0.5), (0.3, 0.7), (0.25, 0.25)])
def test_dense_samples_are_nearly_as_sharp_as_lanczos(shift):
    image = texture(0.7)
    ideal = cv2.remap(image, *grid(shift), cv2.INTER_LANCZOS4).astype(float)
    fine, plain = (np.abs(sampled(image, density, *grid(shift)) - ideal).mean() for density in (3, 1))
    assert fine < 0.35 * plain


def detail(pixels):
    return cv2.Laplacian(pixels.astype(np.float32), cv2.CV_32F)[2:-2, 2:-2].var()


def test_a_moved_picture_keeps_its_detail():
    image = texture(0.7)
    shifts = ((0.5, 0.25), (0.5, 0.5), (0.2, 0))
    kept = [detail(sampled(image, 3, *grid(shift))) / detail(image) for shift in shifts]
    assert min(kept) > 0.55  # twice the density by bicubic keeps 0.41


def test_a_reduced_picture_stays_as_sharp_as_at_rest():
    picture = blur(np.random.default_rng(4).integers(0, 256, (400, 450, 4), dtype=np.uint8), 0.8)
    placement, rectangle = Placement(180, 160, 0.4, 0.0, 0.0), (0, 0, 180, 160)
    fine = scale_to_canvas(picture, placement, rectangle, 3)
    still = scale_to_canvas(picture, placement, rectangle)
    np.testing.assert_array_equal(fine[1::3, 1::3], still)
    image = fine_image(still, fine, 3)
    inner = grid(margin=6)
    for shift, least in ((1 / 3, 0.9), (0.5, 0.68), (0.8, 0.68)):
        moved = image.sample(SourceMaps(inner[0] + np.float32(shift), inner[1] - np.float32(shift), 0, 0))
        assert least < detail(moved) / detail(still[6:74, 6:84]) < 1.07


@pytest.mark.parametrize(("scale", "least"), [(0.4, 0.95), (1.0, 0.9)])
def test_emphasis_gives_back_the_detail_that_moving_takes(scale, least):
    side = round(160 / scale)
    noise = np.random.default_rng(4).integers(0, 256, (side, side, 1), dtype=np.uint8)
    picture = np.repeat(blur(noise, 0.6).reshape(side, side, 1), 4, axis=2)
    placement, rectangle = Placement(160, 160, scale, 0.0, 0.0), (0, 0, 160, 160)
    fine = scale_to_canvas(picture, placement, rectangle, 3)
    still = np.ascontiguousarray(fine[1::3, 1::3])
    plain = fine.copy()
    emphasize(fine, 3, scale)
    np.testing.assert_array_equal(fine[1::3, 1::3], still)
    np.testing.assert_array_equal(fine[..., 3], plain[..., 3])
    inner = grid(margin=6)

    def kept(pixels):
        """Return the detail of the picture that is left, mean over many places between the pixels."""
        image, found = fine_image(still, pixels, 3), []
        for shift in np.random.default_rng(5).uniform(0, 1, (12, 2)).astype(np.float32):
            maps = SourceMaps(inner[0] + shift[0], inner[1] + shift[1], 0, 0)
            found.append(detail(image.sample(maps)[..., :3]) / detail(still[6:74, 6:84, :3]))
        return float(np.mean(found))

    assert kept(plain) < least - 0.1
    assert least < kept(fine) < 1.1


def test_much_enlarged_pictures_need_no_emphasis():
    fine = texture(0.6)
    fine = np.ascontiguousarray(fine[:78])
    plain = fine.copy()
    emphasize(fine, 3, 1.8)
    np.testing.assert_array_equal(fine, plain)
    emphasize(fine, 3, 1.2)
    assert (fine != plain).any()


def test_emphasis_keeps_colours():
    fine = np.repeat(texture(0.6)[:78, :, :1] // 2 + 60, 4, axis=2)
    fine[..., 2] -= 30
    emphasize(fine, 3, 1.0)
    np.testing.assert_array_equal(fine[..., 0].astype(int) - fine[..., 2], 30)


def test_enlarged_and_huge_pictures_keep_their_density():
    assert sampling_density(1920 * 1080, 1.0) == 3
    assert sampling_density(1920 * 1080, 3.5) == 1
    assert sampling_density(3840 * 2160, 1.0) == 1


def test_beyond_the_edge_its_last_pixels_are_repeated():
    image = texture()
    beyond, row = np.array([[-3.0]], np.float32), np.array([[10.0]], np.float32)
    for density in (1, 3):
        np.testing.assert_array_equal(sampled(image, density, beyond, row)[0, 0], image[10, 0])


@pytest.mark.parametrize("step_px", [2, 3, 5])
@pytest.mark.parametrize("density", [1, 3])
def test_a_frame_at_rest_is_the_picture(step_px, density):
    image = texture()
    frame = prepared(image, density).warp(plain_grid((WIDTH, HEIGHT), step_px))
    np.testing.assert_array_equal(frame, image)


@pytest.mark.parametrize(("sigma", "kind", "most"), [(0.7, DETAILED, 1), (8.0, PLAIN, 4)])
def test_a_frame_equals_sampling_the_dense_image(sigma, kind, most):
    noise = np.random.default_rng(1).integers(0, 256, (300, 410, 4), dtype=np.uint8)
    fine, moved = prepared(blur(noise, sigma)), plain_grid((400, 290), 3, (3.3, 2.7))
    assert (fine.kinds == kind).all()
    whole = moved.maps(0, 0, 400, 290)
    difference = np.abs(fine.warp(moved).astype(int) - fine.sample(whole).astype(int))
    assert difference.max() <= most
    assert difference.mean() < 0.2


def test_what_is_transparent_or_unseen_stays_empty():
    image = texture()
    image[..., 3] = 0
    image[:10, :10] = 255
    frame = prepared(image).warp(plain_grid((WIDTH, HEIGHT), 2))
    np.testing.assert_array_equal(frame[:10, :10], 255)
    assert not frame[10 + 2 * TILE_PX :, :, 3].any()
    there = plain_grid((WIDTH, HEIGHT), 2)
    there.x[:, 20:] = there.y[:, 20:] = UNSEEN
    frame = prepared(texture()).warp(there)
    np.testing.assert_array_equal(frame[:, :39], texture()[:, :39])
    assert not frame[:, 39:].any()

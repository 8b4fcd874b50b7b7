import numpy as np

from likeness.rendering.mouth_kernels import blend, lay_over, shade


def test_sprites_cover_by_their_alpha_in_their_light():
    out = np.full((1, 3, 3), 100, np.float32)
    sprite = np.array([[[0, 0, 0, 0], [100, 50, 0, 128], [200, 100, 0, 255]]], np.uint8)
    lay_over(out, sprite, np.full((1, 3), 0.5, np.float32), np.ones(3, np.float32))
    np.testing.assert_allclose(out[0, 0], [100, 100, 100])
    rest = 100 * (1 - 128 / 255)
    np.testing.assert_allclose(out[0, 1], [rest + 50, rest + 25, rest], rtol=1e-5)
    np.testing.assert_allclose(out[0, 2], [100, 50, 0])


def test_sprites_in_the_shade_lose_more_of_some_channels():
    out = np.zeros((1, 1, 3), np.float32)
    sprite = np.full((1, 1, 4), [200, 200, 200, 255], np.uint8)
    lay_over(out, sprite, np.full((1, 1), 0.5, np.float32), np.array([0.8, 1.0, 1.2], np.float32))
    np.testing.assert_allclose(out[0, 0], [120, 100, 80], rtol=1e-5)


def test_shade_takes_more_of_some_channels():
    out = np.full((1, 2, 3), 100, np.float32)
    shade(out, np.array([[1.0, 0.5]], np.float32), np.array([0.8, 1.0, 1.2], np.float32))
    np.testing.assert_allclose(out[0], [[100, 100, 100], [60, 50, 40]], rtol=1e-5)


def test_blend_rounds_keeps_alpha_and_what_is_not_covered():
    region = np.full((1, 3, 4), 100, np.uint8)
    blend(region, np.full((1, 3, 3), 300, np.float32), np.array([[0.0, 0.25, 1.0]], np.float32))
    np.testing.assert_array_equal(region[0, :, 0], [100, 150, 255])
    np.testing.assert_array_equal(region[..., 3], 100)

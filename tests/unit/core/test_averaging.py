import cv2
import numpy as np
import pytest

from likeness.core.averaging import square_means


def noise(height=90, width=120, channels=3):
    return np.random.default_rng(7).integers(0, 256, (height, width, channels), dtype=np.uint8)


@pytest.mark.parametrize("shrunk", [(100, 75), (60, 45), (16, 12)])
def test_without_an_offset_it_is_area_resampling(shrunk):
    image = noise()
    side = 120 / shrunk[0]
    means = square_means(image, (0.0, 0.0), side, side, shrunk)
    expected = cv2.resize(image, shrunk, interpolation=cv2.INTER_AREA)
    assert np.abs(means.astype(int) - expected).max() <= 1


def test_a_square_between_pixels_weighs_them_by_their_share():
    row = np.array([[0, 100, 200]], np.uint8)
    assert square_means(row, (0.25, 0.0), 1.0, 1.0, (2, 1)).tolist() == [[25, 125]]
    assert square_means(row, (0.5, 0.0), 1.0, 2.0, (1, 1)).tolist() == [[100]]


def test_beyond_the_edges_they_are_repeated():
    image = noise(20, 30)
    means = square_means(image, (-10.0, -10.0), 2.0, 2.0, (25, 20))
    np.testing.assert_array_equal(means[0, 0], image[0, 0])
    np.testing.assert_array_equal(means[-1, -1], image[-1, -1])


def test_images_without_channels_stay_so():
    assert square_means(noise(channels=1)[..., 0], (0.0, 0.0), 2.0, 2.0, (60, 45)).shape == (45, 60)


def test_a_part_equals_the_same_part_of_the_whole():
    image = noise()
    whole = square_means(image, (1.3, 2.7), 1.7, 2.1, (50, 40))
    part = square_means(image, (1.3 + 1.7 * 10, 2.7 + 1.7 * 5), 1.7, 2.1, (20, 15))
    assert np.abs(part.astype(int) - whole[5:20, 10:30]).max() <= 1

import numpy as np
import pytest

from likeness.loudness.kernels import filtered_energies, held_minimum, moving_mean, peaks_between, released

VALUES = np.random.default_rng(3).random(200).astype(np.float32)


@pytest.mark.parametrize("reach", [1, 7, 300])
def test_held_minimum_is_the_least_around(reach):
    expected = [VALUES[max(0, i - reach) : i + reach + 1].min() for i in range(VALUES.size)]
    np.testing.assert_array_equal(held_minimum(VALUES, reach), expected)


@pytest.mark.parametrize("reach", [1, 7, 300])
def test_moving_mean_goes_on_beyond_the_ends(reach):
    padded = np.pad(VALUES, reach, mode="edge")
    expected = [padded[i : i + 2 * reach + 1].mean() for i in range(VALUES.size)]
    np.testing.assert_allclose(moving_mean(VALUES, reach), expected, atol=1e-5)


def test_released_gains_come_back_by_shares():
    gains = np.array([1, 0.2, 1, 1, 0.9], np.float32)
    np.testing.assert_allclose(released(gains, 0.5), [1, 0.2, 0.6, 0.8, 0.9], atol=1e-6)


def test_energies_without_a_filter_are_mean_squares_of_all_channels():
    samples = np.random.default_rng(0).standard_normal((1000, 2)).astype(np.float32)
    passed = np.array([[1.0, 0, 0, 0, 0]])
    expected = (samples[:990].reshape(9, 110, 2) ** 2).mean(axis=1).sum(axis=1)
    np.testing.assert_allclose(filtered_energies(samples, passed, 110), expected, rtol=1e-5)


def test_a_section_is_the_difference_equation():
    samples = np.zeros((6, 1), np.float32)
    samples[0] = 1
    section = np.array([[0.5, 0.25, 0.125, -0.5, 0.1]])
    y = [0.5, 0.5, 0.325]  # b0, b1 - a1 y0, b2 - a1 y1 - a2 y0
    y.append(0.5 * y[2] - 0.1 * y[1])
    np.testing.assert_allclose(filtered_energies(samples, section, 1)[:4], np.square(y), rtol=1e-6)


def test_peaks_look_from_each_sample_to_the_next():
    between = np.array([[0.5, 0.5]], np.float32)  # the middle of two samples
    samples = np.array([[0.2, 0], [0.4, -1], [0.8, -1], [0, 0]], np.float32)
    np.testing.assert_allclose(peaks_between(samples, between), [0.5, 1, 1, 0])

import numpy as np
import pytest

from likeness.evaluation.signals import (
    Stretch,
    even_times_s,
    high_pass,
    is_inside,
    low_pass,
    resampled,
    runs,
)

TIMES_S = np.arange(200) / 25


def wave(frequency_hz):
    return np.sin(2 * np.pi * frequency_hz * TIMES_S).astype(np.float32)


def rms(values):
    return float(np.sqrt(np.square(values[20:-20]).mean()))


def test_slow_stays_and_quick_goes():
    mixed = wave(1.0) + wave(9.0)
    assert rms(low_pass(mixed, 25, 5.0) - wave(1.0)) < 0.02
    assert rms(high_pass(mixed, 25, 5.0) - wave(9.0)) < 0.02


def test_a_slope_and_its_ends_stay():
    slope = np.linspace(2, 7, 200).astype(np.float32)
    assert np.abs(low_pass(slope, 25, 2.0) - slope).max() < 0.05


def test_several_curves_at_once():
    both = np.stack([wave(1.0), wave(9.0)], axis=1)
    smooth = low_pass(both, 25, 5.0)
    assert rms(smooth[:, 0]) > 0.6
    assert rms(smooth[:, 1]) < 0.02


@pytest.mark.parametrize("n_samples", [1, 2, 3])
def test_very_short_curves_pass(n_samples):
    curve = np.arange(n_samples, dtype=np.float32)
    assert np.array_equal(low_pass(curve, 25, 5.0), curve)


def test_cutoff_beyond_the_rate_leaves_all():
    assert np.array_equal(low_pass(wave(9.0), 25, 20.0), wave(9.0))


def test_another_rate():
    times_s = np.arange(61, dtype=np.float32) / 30
    at_s = even_times_s(times_s)
    assert len(at_s) == 51
    assert np.allclose(np.diff(at_s), 0.04, atol=1e-6)
    table = np.stack([times_s, -times_s], axis=1)
    assert np.allclose(resampled(table, times_s, at_s), np.stack([at_s, -at_s], axis=1), atol=1e-5)


def test_one_frame_is_held():
    one = np.array([[3.0, 4.0]], np.float32)
    assert np.array_equal(
        resampled(one, np.array([0.5], np.float32), np.array([0.0, 9.0], np.float32)), one.repeat(2, 0)
    )


def test_runs_at_the_edges():
    assert runs(np.array([True, False, True])) == ((0, 1), (2, 3))
    assert runs(np.zeros(3, bool)) == ()


def test_stretches():
    inside = is_inside(np.array([0.0, 1.0, 2.0, 3.0]), (Stretch(0.5, 1.5), Stretch(3.0, 4.0)))
    assert inside.tolist() == [False, True, False, True]
    assert Stretch(1.0, 2.0).middle_s == 1.5

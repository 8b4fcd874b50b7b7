import numpy as np

from likeness.rendering.relief import STEEPEST, eased_depth


def line(depths, gap=1.0):
    """Points in a row, joined to their neighbours."""
    n = len(depths)
    points = np.zeros((n, 3), np.float32)
    points[:, 0], points[:, 2] = gap * np.arange(n), depths
    return points, np.stack([np.arange(n - 1), np.arange(1, n)], axis=1).astype(np.int32)


def steps(points, depth):
    return np.abs(np.diff(depth)) / np.diff(points[:, 0])


def test_gentle_slopes_stay():
    points, edges = line([0.0, 1.0, 0.5, 2.0])
    np.testing.assert_array_equal(eased_depth(points, edges, np.ones(4, bool)), points[:, 2])


def test_a_cliff_is_spread_over_its_neighbourhood():
    points, edges = line([0.0] * 8 + [12.0] * 8)
    depth = eased_depth(points, edges, np.ones(16, bool))
    assert steps(points, points[:, 2]).max() > 4 * STEEPEST
    assert steps(points, depth).max() < 1.05 * STEEPEST
    assert depth[0] < 1.0
    assert depth[-1] > 11.0
    assert (np.diff(depth) > -1e-6).all()


def test_points_that_are_not_free_keep_their_depth():
    points, edges = line([0.0] * 8 + [12.0] * 8)
    is_free = np.arange(16) >= 8
    depth = eased_depth(points, edges, is_free)
    np.testing.assert_array_equal(depth[:8], points[:8, 2])
    assert steps(points, depth).max() < 1.05 * STEEPEST


def test_points_on_each_other_get_one_depth():
    points, edges = line([0.0, 0.0, 5.0, 5.0], gap=10.0)
    points[2, 0] = points[1, 0]
    depth = eased_depth(points, edges, np.ones(4, bool))
    assert abs(depth[2] - depth[1]) < 0.1

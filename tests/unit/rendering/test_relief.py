import numpy as np
import pytest

from likeness.rendering.relief import STEEPEST, eased_depth


def strip(depths, gap=1.0, height=1.0):
    """Two rows of points over each other, joined by triangles; every column has one depth."""
    n = len(depths)
    points = np.zeros((2 * n, 3), np.float32)
    points[:, 0], points[n:, 1] = np.tile(gap * np.arange(n), 2), height
    points[:, 2] = np.tile(depths, 2)
    a = np.arange(n - 1)
    triangles = np.concatenate([np.stack([a, a + 1, a + n], 1), np.stack([a + 1, a + 1 + n, a + n], 1)])
    return points, triangles.astype(np.int32)


def steepness(points, depth, triangles):
    """Slope of each triangle's plane."""
    a, b, c = (points[triangles[:, k], :2].astype(float) for k in range(3))
    rise = np.stack([depth[triangles[:, k]] - depth[triangles[:, 0]] for k in (1, 2)], axis=1)
    slope = np.linalg.solve(np.stack([b - a, c - a], axis=1), rise[..., None])[..., 0]
    return np.linalg.norm(slope, axis=1)


def test_gentle_slopes_stay():
    points, triangles = strip([0.0, 1.0, 0.5, 2.0])
    np.testing.assert_array_equal(eased_depth(points, triangles, np.ones(8, bool)), points[:, 2])


@pytest.mark.parametrize("height", [1.0, 0.05])
def test_a_cliff_is_spread_over_its_neighbourhood(height):
    points, triangles = strip([0.0] * 8 + [12.0] * 8, height=height)
    depth = eased_depth(points, triangles, np.ones(32, bool))
    assert steepness(points, points[:, 2], triangles).max() > 4 * STEEPEST
    assert steepness(points, depth, triangles).max() < 1.1 * STEEPEST
    assert depth[0] < 1.0
    assert depth[15] > 11.0
    assert (np.diff(depth[:16]) > -1e-2).all()


def test_a_step_across_a_thin_triangle_is_a_cliff_too():
    """Its edges are all long, so that no slope along them is steep."""
    points = np.array([[0, 0, 0], [10, 0, 0], [5, 0.1, 4]], np.float32)
    depth = eased_depth(points, np.array([[0, 1, 2]], np.int32), np.ones(3, bool))
    assert steepness(points, points[:, 2], np.array([[0, 1, 2]]))[0] > 10 * STEEPEST
    assert steepness(points, depth, np.array([[0, 1, 2]]))[0] < 1.5 * STEEPEST
    assert depth.mean() == pytest.approx(points[:, 2].mean(), abs=1e-3)


def test_points_that_are_not_free_keep_their_depth():
    points, triangles = strip([0.0] * 8 + [12.0] * 8)
    is_free = points[:, 0] >= 8
    depth = eased_depth(points, triangles, is_free)
    np.testing.assert_array_equal(depth[~is_free], points[~is_free, 2])
    assert steepness(points, depth, triangles).max() < 1.1 * STEEPEST


def test_points_on_each_other_get_one_depth():
    points, triangles = strip([0.0, 0.0, 5.0, 5.0], gap=10.0)
    points[[2, 6], 0] = points[[1, 5], 0]
    depth = eased_depth(points, triangles, np.ones(8, bool))
    assert abs(depth[2] - depth[1]) < 0.1

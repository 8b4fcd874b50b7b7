import numpy as np
import pytest

from likeness.rendering.mesh import topology
from likeness.rendering.subdivision import subdivide


def plane(n=9):
    """Return points (n * n, 2) of a grid and its triangles."""
    y, x = np.mgrid[0:n, 0:n]
    points = np.stack([x, y], axis=-1).reshape(-1, 2).astype(np.float64)
    index = np.arange(n * n).reshape(n, n)
    a, b, c, d = (part.ravel() for part in (index[:-1, :-1], index[:-1, 1:], index[1:, :-1], index[1:, 1:]))
    triangles = np.concatenate([np.stack([a, b, c], 1), np.stack([b, d, c], 1)]).astype(np.int32)
    return points, triangles


def inner(points, n=9, margin=2):
    return ((points > margin) & (points < n - 1 - margin)).all(1)


def test_coarse_points_stay_and_weights_sum_to_one():
    points, triangles = plane()
    level = subdivide(triangles, (), len(points))
    fine = level.refine(points)
    np.testing.assert_array_equal(fine[: len(points)], points)
    np.testing.assert_allclose(level.weights.sum(1), 1.0)
    assert len(level.triangles) == 4 * len(triangles)


def test_planes_stay_planes_and_triangles_keep_their_side():
    points, triangles = plane()
    level = subdivide(triangles, (), len(points))
    fine = level.refine(np.column_stack([points, 3 * points[:, 0] - 2 * points[:, 1] + 5]))
    np.testing.assert_allclose(fine[:, 2], 3 * fine[:, 0] - 2 * fine[:, 1] + 5, atol=1e-5)
    a, b, c = (fine[level.triangles[:, k], :2] for k in range(3))
    area = (b - a)[:, 0] * (c - a)[:, 1] - (b - a)[:, 1] * (c - a)[:, 0]
    np.testing.assert_allclose(area, area[0], rtol=1e-3)


def test_curved_surfaces_are_followed_far_closer_than_by_facets():
    points, triangles = plane()
    level = subdivide(triangles, (), len(points))
    height = (points**2).sum(1)
    fine = level.refine(np.column_stack([points, height]))[len(points) :]
    middle = inner(fine[:, :2])
    error = np.abs(fine[middle, 2] - (fine[middle, :2] ** 2).sum(1))
    ends = level.taps[:, :2]
    facets = np.abs(height[ends].mean(1)[middle] - (fine[middle, :2] ** 2).sum(1))
    assert facets.max() >= 0.25
    assert error.max() < 1e-4


def test_chains_are_refined_as_smooth_curves():
    points, triangles = plane()
    chain = np.arange(9, dtype=np.int32)
    level = subdivide(triangles, (chain,), len(points))
    curved = points.copy()
    curved[:9, 1] = -(points[:9, 0] ** 2) / 8
    fine = level.refine(curved)[level.chains[0]]
    assert len(fine) == 17
    np.testing.assert_array_equal(fine[::2], curved[:9])
    # parabolas are reproduced exactly, to the very ends
    np.testing.assert_allclose(fine[1::2, 1], -(fine[1::2, 0] ** 2) / 8, atol=1e-5)


def test_every_level_of_the_face_passes_through_the_landmarks():
    shape = topology()
    n_coarse = int(shape.levels[0].taps.max()) + 1
    points = np.random.default_rng(3).normal(size=(n_coarse, 3))
    fine = shape.refine(points)
    np.testing.assert_array_equal(fine[:n_coarse], points)
    assert len(shape.triangles) == 16 * len(shape.levels[0].triangles) // 4


@pytest.mark.parametrize("name", ["upper_lip", "lower_lip"])
def test_lips_share_their_corners(name, rig):
    lip = getattr(topology(), name)
    corners = rig.contours["lip_inner_upper"][[0, -1]]
    assert len(lip) == 41
    np.testing.assert_array_equal(lip[[0, -1]], corners)

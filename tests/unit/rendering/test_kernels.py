import numpy as np

from likeness.rendering.kernels import rasterize

QUAD = np.array([[0, 1, 2], [1, 3, 2]], np.int32)


def square(left, top, side, depth=0.0):
    corners = [[left, top], [left + side, top], [left, top + side], [left + side, top + side]]
    return np.array([[*corner, depth] for corner in corners], np.float32)


def maps(height=12, width=14):
    return np.full((height, width), -1.0, np.float32), np.full((height, width), -1.0, np.float32)


def test_every_covered_pixel_knows_its_source():
    map_x, map_y = maps()
    rasterize(square(2, 3, 8), np.ascontiguousarray(square(10, 20, 4)[:, :2]), QUAD, map_x, map_y)
    y, x = np.mgrid[3:11, 2:10] + 0.5
    np.testing.assert_allclose(map_x[3:11, 2:10], 10 + (x - 2) / 2 - 0.5, atol=1e-4)
    np.testing.assert_allclose(map_y[3:11, 2:10], 20 + (y - 3) / 2 - 0.5, atol=1e-4)
    outside = np.ones(map_x.shape, bool)
    outside[3:11, 2:10] = False
    assert (map_x[outside] == -1).all()
    assert (map_y[outside] == -1).all()


def test_nearest_wins_in_any_order():
    far, near = square(0, 0, 8, depth=5.0), square(4, 0, 8, depth=1.0)
    source = np.concatenate([np.full((4, 2), 100.5), np.full((4, 2), 200.5)]).astype(np.float32)
    for triangles in (np.concatenate([QUAD, QUAD + 4]), np.concatenate([QUAD + 4, QUAD])):
        map_x, map_y = maps()
        rasterize(np.concatenate([far, near]), source, triangles.astype(np.int32), map_x, map_y)
        np.testing.assert_allclose(map_x[2, :12], [100] * 4 + [200] * 8, atol=1e-4)


def test_triangles_beyond_the_frame_are_cut():
    map_x, map_y = maps()
    rasterize(square(-50, -50, 200), square(-50, -50, 200)[:, :2].copy(), QUAD, map_x, map_y)
    y, x = np.mgrid[0:12, 0:14]
    np.testing.assert_allclose(map_x, x, atol=1e-3)
    np.testing.assert_allclose(map_y, y, atol=1e-3)


def test_triangles_without_area_write_nothing():
    map_x, map_y = maps()
    points = np.array([[1, 1, 0], [5, 5, 0], [9, 9, 0]], np.float32)
    rasterize(points, points[:, :2].copy(), np.array([[0, 1, 2]], np.int32), map_x, map_y)
    assert (map_x == -1).all()

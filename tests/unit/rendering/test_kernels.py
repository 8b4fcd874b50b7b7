import numpy as np

from likeness.rendering.kernels import multiply, normals_at, rasterize

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


def test_normals_of_a_tent_point_away_from_its_inside():
    points = np.array([[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0], [0.5, 0.5, -1]], np.float32)
    sides = np.array([[0, 4, 1], [1, 4, 2], [2, 4, 3], [3, 4, 0]], np.int32)
    normals = normals_at(points, sides)
    np.testing.assert_allclose(np.linalg.norm(normals, axis=1), 1.0, atol=1e-5)
    np.testing.assert_allclose(normals[4], [0, 0, -1], atol=1e-6)
    assert (normals[:4, :2] * (points[:4, :2] - 0.5) > 0).all()


def test_colours_are_multiplied_between_the_values_of_a_grid():
    layer = np.full((8, 8, 4), 200, np.uint8)
    grid = np.ones((4, 4), np.float32)
    grid[:, 2:] = 0.5
    multiply(layer, (0, 0, 8, 8), grid, np.float32(4.0))
    # cells are 4 px, the second one is centred on column 2, the third on column 6
    np.testing.assert_array_equal(layer[0, :, 0], [200, 200, 188, 163, 138, 113, 100, 100])
    assert (layer[..., :3] == layer[:1, :, :1]).all()
    assert (layer[..., 3] == 200).all()


def test_bright_colours_stay_in_range():
    layer = np.full((4, 4, 4), 250, np.uint8)
    multiply(layer, (0, 0, 4, 4), np.full((3, 3), 1.1, np.float32), np.float32(4.0))
    assert (layer[..., :3] == 255).all()


def test_only_the_given_part_is_multiplied():
    layer = np.full((9, 10, 4), 100, np.uint8)
    multiply(layer, (3, 2, 7, 6), np.full((3, 3), 1.1, np.float32), np.float32(4.0))
    assert (layer[2:6, 3:7, :3] == 110).all()
    layer[2:6, 3:7] = 100
    assert (layer == 100).all()

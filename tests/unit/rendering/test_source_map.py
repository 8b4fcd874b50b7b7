import numpy as np
import pytest

from likeness.core.canvas import Placement
from likeness.rendering.deform import moved_points
from likeness.rendering.kernels import rasterize
from likeness.rendering.mesh import subject_mesh, topology
from likeness.rendering.source_map import SourceMapper, triangles_near_lips

SIZE, ORIGIN = (231, 187), (4, 3)


def on_canvas(points, placement):
    out = points * np.float32(placement.scale)
    out[:, :2] += (placement.offset_x_px, placement.offset_y_px)
    return topology().refine(out)


@pytest.fixture(scope="module")
def placement(drawing):
    """The face in the middle of a small rectangle with odd sides."""
    x, y = drawing.face.rest_px[1, :2]
    return Placement(400, 300, 0.6, SIZE[0] / 2 - 0.6 * float(x), SIZE[1] / 2 - 0.6 * float(y))


@pytest.fixture(scope="module")
def mapper(drawing, placement):
    rest = on_canvas(subject_mesh(drawing).rest_px, placement)[:, :2]
    unit = drawing.face.eye_distance_px * placement.scale
    return SourceMapper(np.ascontiguousarray(rest + ORIGIN), SIZE, ORIGIN, triangles_near_lips(rest, unit))


def test_at_rest_every_pixel_shows_itself(drawing, placement, mapper):
    maps = mapper.maps(on_canvas(subject_mesh(drawing).rest_px, placement), True)
    y, x = np.mgrid[0 : SIZE[1], 0 : SIZE[0]]
    assert maps.x.shape == maps.y.shape == SIZE[::-1]
    assert np.abs(maps.x - x - ORIGIN[0]).max() < 0.05
    assert np.abs(maps.y - y - ORIGIN[1]).max() < 0.05


def test_half_resolution_is_as_good_as_full(drawing, placement, mapper, state):
    points = on_canvas(
        moved_points(drawing, subject_mesh(drawing), state({"jaw_open": 0.4}, head_deg=(4.0, 8.0, -4.0))),
        placement,
    )
    maps = mapper.maps(points, True)
    full_x, full_y = (np.zeros(SIZE[::-1], np.float32) for _ in range(2))
    rasterize(points, mapper.source, topology().triangles, full_x, full_y)
    apart = np.hypot(maps.x - full_x, maps.y - full_y)[full_x > 0]
    assert apart.size > 0.9 * SIZE[0] * SIZE[1]
    assert np.percentile(apart, 99) < 0.35
    assert apart.mean() < 0.06


def test_between_open_lips_their_edges_are_repeated_or_the_picture_is_shown(
    drawing, placement, mapper, state
):
    shape, mesh = topology(), subject_mesh(drawing)
    points = on_canvas(moved_points(drawing, mesh, state({"jaw_open": 0.5})), placement)
    middle = (points[shape.upper_lip[20], :2] + points[shape.lower_lip[20], :2]) / 2
    x, y = (int(v) for v in middle)
    seam = mapper.source[shape.upper_lip[20]]
    repeated = mapper.maps(points, False)
    assert np.hypot(repeated.x[y, x] + 0.5 - seam[0], repeated.y[y, x] + 0.5 - seam[1]) < 2.0
    shown = mapper.maps(points, True)
    outside = np.ones(SIZE[::-1], bool)
    lips = points[np.concatenate([shape.upper_lip, shape.lower_lip]), :2]
    (left, top), (right, bottom) = lips.min(0).astype(int) - 8, lips.max(0).astype(int) + 8
    outside[top:bottom, left:right] = False
    np.testing.assert_array_equal(shown.x[outside], repeated.x[outside])


def test_lips_outside_of_the_rectangle_are_left_out(drawing, placement, mapper):
    points = on_canvas(subject_mesh(drawing).rest_px, placement)
    points[:, 1] += 4 * SIZE[1]
    maps = mapper.maps(points, False)
    assert maps.y.mean() < 0


def test_triangles_of_the_mouth_are_a_small_part(mapper):
    share = len(mapper.lip_triangles) / len(topology().triangles)
    lip = set(topology().upper_lip.tolist()) | set(topology().lower_lip.tolist())
    touching = [t for t in topology().triangles.tolist() if lip & set(t)]
    kept = {tuple(t) for t in mapper.lip_triangles.tolist()}
    assert 0.05 < share < 0.6
    assert all(tuple(t) in kept for t in touching)

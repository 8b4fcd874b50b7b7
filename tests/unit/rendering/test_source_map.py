from dataclasses import replace

import numpy as np
import pytest

from likeness.core.canvas import Placement
from likeness.rendering.deform import moved_points
from likeness.rendering.kernels import UNSEEN, rasterize
from likeness.rendering.mesh import subject_mesh, topology
from likeness.rendering.source_map import (
    SourceMapper,
    clear_of_inside,
    triangles_near_lips,
    triangles_of_subject,
)

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
    source = np.ascontiguousarray(rest + ORIGIN)
    return SourceMapper(source, SIZE, unit, topology().triangles, triangles_near_lips(rest, unit))


def whole(grid):
    return grid.maps(0, 0, *SIZE)


def test_at_rest_every_pixel_shows_itself(drawing, placement, mapper):
    maps = whole(mapper.grid(on_canvas(subject_mesh(drawing).rest_px, placement)))
    y, x = np.mgrid[0 : SIZE[1], 0 : SIZE[0]]
    assert maps.x.shape == maps.y.shape == SIZE[::-1]
    assert np.abs(maps.x - x - ORIGIN[0]).max() < 0.05
    assert np.abs(maps.y - y - ORIGIN[1]).max() < 0.05


def test_a_grid_is_as_good_as_every_pixel(drawing, placement, mapper, state):
    points = on_canvas(
        moved_points(drawing, subject_mesh(drawing), state({"jaw_open": 0.4}, head_deg=(4.0, 8.0, -4.0))),
        placement,
    )
    grid = mapper.grid(points)
    maps, lips = whole(grid), mapper.lips(grid, points, 0.0)
    mouth = (
        slice(lips.top, lips.top + lips.x.shape[0]),
        slice(lips.left, lips.left + lips.x.shape[1]),
    )
    maps.x[mouth], maps.y[mouth] = lips.x, lips.y
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
    grid = mapper.grid(points)
    repeated, shown = mapper.lips(grid, points, False), mapper.lips(grid, points, 0.0)
    y, x = y - repeated.top, x - repeated.left
    assert np.hypot(repeated.x[y, x] + 0.5 - seam[0], repeated.y[y, x] + 0.5 - seam[1]) < 2.0
    (left, top), size = (repeated.left, repeated.top), repeated.x.shape
    assert size == shown.x.shape
    coarse = grid.maps(left, top, left + size[1], top + size[0])
    above = slice(0, 4)  # the rectangle's room: nothing but skin
    np.testing.assert_array_equal(shown.x[above], repeated.x[above])
    assert np.abs(shown.x[above] - coarse.x[above]).max() < 0.5


def test_lips_outside_of_the_rectangle_are_left_out(drawing, placement, mapper):
    points = on_canvas(subject_mesh(drawing).rest_px, placement)
    points[:, 1] += 4 * SIZE[1]
    assert mapper.lips(mapper.grid(points), points, False) is None


def test_only_triangles_that_show_something_are_drawn(mapper):
    nothing, everything = np.zeros((20, 30), bool), np.ones((20, 30), bool)
    assert len(triangles_of_subject(mapper.source, nothing, 16)) == 0
    assert len(triangles_of_subject(mapper.source, everything, 16)) == len(topology().triangles)
    one = nothing.copy()
    one[5, 6] = True
    chosen = mapper.source[triangles_of_subject(mapper.source, one, 16)]
    assert 0 < len(chosen) < 0.2 * len(topology().triangles)
    assert (chosen.min(1) < (7 * 16, 6 * 16)).all()
    assert (chosen.max(1) >= (6 * 16, 5 * 16)).all()


def test_where_no_triangle_is_drawn_nothing_is_seen(drawing, placement, mapper):
    none = SourceMapper(mapper.source, SIZE, mapper.unit_px, mapper.triangles[:0], mapper.lip_triangles)
    grid = none.grid(on_canvas(subject_mesh(drawing).rest_px, placement))
    assert (grid.x == UNSEEN).all()


def test_triangles_of_the_mouth_are_a_small_part(mapper):
    share = len(mapper.lip_triangles) / len(topology().triangles)
    lip = set(topology().upper_lip.tolist()) | set(topology().lower_lip.tolist())
    touching = [t for t in topology().triangles.tolist() if lip & set(t)]
    kept = {tuple(t) for t in mapper.lip_triangles.tolist()}
    assert 0.05 < share < 0.6
    assert all(tuple(t) in kept for t in touching)


def test_lips_of_an_open_mouth_are_taken_from_beside_its_inside(mapper):
    shape, up = topology(), np.array([0.0, -1.0], np.float32)
    rest = mapper.source - np.float32(ORIGIN)
    clear = clear_of_inside(rest, up, mapper.unit_px)
    middle = len(shape.upper_lip) // 2
    assert clear[shape.upper_lip[middle], 1] < -0.01 * mapper.unit_px
    assert clear[shape.lower_lip[middle], 1] > 0.01 * mapper.unit_px
    np.testing.assert_array_equal(clear[shape.upper_lip[[0, -1]]], 0)
    far = np.linalg.norm(rest[:, None] - rest[np.r_[shape.upper_lip, shape.lower_lip]], axis=-1).min(1)
    assert not clear[far > 0.061 * mapper.unit_px].any()
    # nothing folds: what lies further out is taken from further out
    out = np.linspace(0.0, 0.1, 50)
    assert (np.diff(out + 0.018 * np.clip(1 - out / 0.06, 0, 1)) > 0).all()


@pytest.mark.parametrize("drawn_share", [0.0, 0.5, 1.0])
def test_what_is_cleared_follows_what_is_drawn_and_ends_within_the_rectangle(
    drawing, placement, mapper, state, drawn_share
):
    points = on_canvas(
        moved_points(drawing, subject_mesh(drawing), state({"jaw_open": 0.3}, closed_mouth=1.0)), placement
    )
    up = np.array([0.0, -1.0], np.float32)
    clearing = replace(mapper, clear=clear_of_inside(mapper.source - np.float32(ORIGIN), up, mapper.unit_px))
    grid = mapper.grid(points)
    maps = clearing.lips(grid, points, drawn_share)
    bottom, right = maps.top + maps.x.shape[0], maps.left + maps.x.shape[1]
    plain = grid.maps(maps.left, maps.top, right, bottom)
    apart = np.hypot(maps.x - plain.x, maps.y - plain.y)
    border = np.concatenate([apart[0], apart[-1], apart[:, 0], apart[:, -1]])
    assert border.max() < 0.3
    lip = points[topology().upper_lip[len(topology().upper_lip) // 2], :2] - (maps.left, maps.top + 1.0)
    moved_px = plain.y[int(lip[1]), int(lip[0])] - maps.y[int(lip[1]), int(lip[0])]
    assert moved_px == pytest.approx(drawn_share * 0.018 * mapper.unit_px, abs=0.5)

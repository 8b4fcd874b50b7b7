from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from likeness.rendering.deform import moved_points
from likeness.rendering.mesh import N_COLUMNS, N_FACE, RING_DISTANCES, subject_mesh, topology


@pytest.fixture(scope="module", params=["photo", "drawing"])
def portrait(request):
    return request.getfixturevalue(request.param)


def areas(points, triangles):
    a, b, c = (points[triangles[:, k], :2] for k in range(3))
    return ((b - a)[:, 0] * (c - a)[:, 1] - (b - a)[:, 1] * (c - a)[:, 0]) / 2


def test_face_points_are_the_landmarks(portrait):
    mesh = subject_mesh(portrait)
    np.testing.assert_array_equal(mesh.rest_px[:N_FACE, :2], portrait.face.rest_px[:N_FACE, :2])
    middle = [1, 4, 13, 14, 61, 291, 33, 133, 263, 362]
    np.testing.assert_array_equal(mesh.rest_px[middle], portrait.face.rest_px[middle])
    assert (mesh.head_weight[:N_FACE] == 1).all()
    assert (mesh.expression_fade[:N_FACE] == 1).all()
    np.testing.assert_array_equal(mesh.expression_source[:N_FACE], np.arange(N_FACE))
    assert (mesh.breath_px[:N_FACE] == 0).all()


def test_rings_cover_the_picture(portrait):
    mesh = subject_mesh(portrait)
    last = mesh.rest_px[-N_COLUMNS:, :2]
    width, height = portrait.size_px
    assert (last.min(0) < 0).all()
    assert (last.max(0) > (width, height)).all()
    assert len(mesh.rest_px) == N_FACE + N_COLUMNS * len(RING_DISTANCES)


def test_shoulders_stay_behind_the_head(portrait):
    mesh, face = subject_mesh(portrait), portrait.face
    below_chin = (mesh.rest_px[:, :2] - face.rest_px[152, :2]) @ -face.up / face.eye_distance_px
    beside = np.abs((mesh.rest_px[:, 0] - face.rest_px[152, 0]) / face.eye_distance_px)
    hair = (below_chin < 0) & (np.hypot(beside, below_chin) < 2.5)
    shoulders = (below_chin > 1.9) & (below_chin < 4)
    assert mesh.head_weight[hair].min() > 0.9
    assert mesh.head_weight[shoulders].max() < 0.1
    collar = (below_chin > 0.8) & (below_chin < 1.5)
    lifted = mesh.breath_px @ face.up
    assert lifted[collar].max() > 0.005 * face.eye_distance_px
    assert lifted[hair].max() < 0.2 * lifted[collar].max()


@pytest.mark.parametrize("yaw_deg", [-8.0, 8.0])
def test_turns_fold_no_skin_along_the_outline_of_the_face(portrait, state, yaw_deg):
    mesh, shape = subject_mesh(portrait), topology()
    cliffs = replace(mesh, rest_px=mesh.rest_px.copy())
    cliffs.rest_px[:N_FACE, 2] = portrait.face.rest_px[:N_FACE, 2]
    folded = []
    for each in (mesh, cliffs):
        moved = shape.refine(moved_points(portrait, each, state(head_deg=(0.0, yaw_deg, 0.0))))
        before, after = (areas(points, shape.triangles) for points in (shape.refine(each.rest_px), moved))
        folded.append(-np.minimum(after * np.sign(before), 0.0).sum())
    unit = portrait.face.eye_distance_px
    assert folded[1] > 0.003 * unit**2, "else the test says nothing"
    assert folded[0] < 0.35 * folded[1]


@pytest.mark.parametrize("angles", list(product((-6, 0, 6), (-8, 0, 8), (-6, 0, 6))))
def test_mesh_does_not_fold(portrait, state, angles):
    mesh = subject_mesh(portrait)
    moved = moved_points(portrait, mesh, state(head_deg=tuple(map(float, angles)), breath=1.0))
    triangles = topology().levels[0]
    coarse = _coarse_triangles(triangles)
    varies = np.ptp(mesh.head_weight[coarse], axis=1) > 1e-3
    assert varies.sum() > 100
    before, after = areas(mesh.rest_px, coarse[varies]), areas(moved, coarse[varies])
    assert (after / before).min() > 0.2
    assert (after / before).max() < 3.0


def _coarse_triangles(level):
    """Return the triangles that were split: corners of the fine ones that are coarse points."""
    n_coarse = N_FACE + N_COLUMNS * len(RING_DISTANCES)
    fine = level.triangles.reshape(-1, 4, 3)
    corners = np.stack([fine[:, 0, 0], fine[:, 1, 1], fine[:, 2, 2]], axis=1)
    assert corners.max() < n_coarse
    return corners


def test_triangles_are_all_turned_the_same_way(portrait):
    mesh = subject_mesh(portrait)
    coarse = _coarse_triangles(topology().levels[0])
    rings = (coarse >= N_FACE).all(1)
    sign = np.sign(areas(mesh.rest_px, coarse[rings]))
    assert rings.sum() > 700
    assert (sign == sign[0]).all()


def test_rim_repeats_each_lip_towards_the_middle():
    shape = topology()
    points = np.random.default_rng(0).normal(size=(shape.triangles.max() + 1, 3)).astype(np.float32)
    n_lip = len(shape.upper_lip)
    rim, source = shape.rim(points), shape.rim_source(points)
    middle = (points[shape.upper_lip] + points[shape.lower_lip]) / 2
    np.testing.assert_array_equal(rim[-n_lip:], middle)
    np.testing.assert_array_equal(rim[-2 * n_lip : -n_lip], middle)
    np.testing.assert_array_equal(source[-n_lip:], points[shape.lower_lip])
    assert shape.rim_triangles.max() == len(rim) - 1

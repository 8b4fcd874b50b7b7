from dataclasses import replace

import numpy as np
import pytest

from likeness.core.canvas import Placement
from likeness.rendering.deform import moved_points
from likeness.rendering.mesh import subject_mesh, topology
from likeness.rendering.picture_border import picture_border

MOVEMENTS = [
    {"head_deg": (0.0, 0.0, 8.0)},
    {"head_deg": (0.0, 0.0, -8.0)},
    {"head_deg": (8.0, 0.0, 0.0)},
    {"head_deg": (6.0, 0.0, 4.0), "head_shift": (0.05, 0.05)},
]
CORNER = np.array([7.0, 5.0], np.float32)


def covered(portrait, rows):
    """The portrait, its subject only in some rows of the picture."""
    alpha = np.zeros_like(portrait.alpha)
    alpha[rows] = 255
    return replace(portrait, alpha=alpha)


def whole_picture(portrait, crop_px=0.0):
    """A canvas of the picture's size; what is cropped lies above and left of it."""
    width, height = portrait.size_px
    return Placement(width, height, 1.0, -crop_px, -crop_px)


def fine(placement, coarse):
    points = topology().refine(coarse)
    points[:, :2] += (placement.offset_x_px, placement.offset_y_px)
    points[:, :2] -= CORNER
    return points


def moved(portrait, placement, state):
    """Return fine points at rest, moved, and moved and held by the borders."""
    mesh = subject_mesh(portrait)
    rest = fine(placement, mesh.rest_px)[:, :2]
    free = fine(placement, moved_points(portrait, mesh, state))
    held = free.copy()
    picture_border(portrait, placement, rest, CORNER).hold(held)
    return rest, free, held


def beyond(rest, points, size_px):
    """Return by how much points on and outside of the picture's borders move inwards, at most."""
    low, high = -CORNER, np.array(size_px) - CORNER
    away = points[:, :2] - rest
    return max(
        float(np.max(np.where(rest <= low, away, 0.0))), float(np.max(np.where(rest >= high, -away, 0.0)))
    )


@pytest.mark.parametrize("movement", MOVEMENTS)
def test_nothing_beyond_a_touched_border_comes_into_view(photo, state, movement):
    portrait = covered(photo, slice(None))
    rest, free, held = moved(portrait, whole_picture(portrait), state(**movement))
    assert beyond(rest, free, portrait.size_px) > 1.0
    assert beyond(rest, held, portrait.size_px) < 0.05


@pytest.mark.parametrize("movement", MOVEMENTS)
def test_held_skin_does_not_fold(photo, state, movement):
    portrait = covered(photo, slice(None))
    _, free, held = moved(portrait, whole_picture(portrait), state(**movement))
    triangles = topology().triangles

    def n_folded(points):
        a, b, c = (points[triangles[:, k], :2] for k in range(3))
        return int(((b - a)[:, 0] * (c - a)[:, 1] < (b - a)[:, 1] * (c - a)[:, 0]).sum())

    assert not np.array_equal(free, held)
    assert n_folded(held) <= n_folded(free) + 0.001 * len(triangles)


def test_borders_that_the_subject_does_not_touch_hold_nothing(photo, state):
    portrait = covered(photo, slice(100, -100))
    away_from_sides = replace(portrait, alpha=portrait.alpha.copy())
    away_from_sides.alpha[:, :60] = away_from_sides.alpha[:, -60:] = 0
    _, free, held = moved(away_from_sides, whole_picture(portrait), state(**MOVEMENTS[0]))
    np.testing.assert_array_equal(free, held)


def test_borders_outside_of_the_film_hold_nothing(photo, state):
    portrait = covered(photo, slice(0, 100))
    cropped = whole_picture(portrait, crop_px=portrait.face.eye_distance_px)
    at_border = whole_picture(portrait)
    down = state(head_deg=(8.0, 0.0, 0.0))
    top = np.argsort(moved(portrait, at_border, down)[0][:, 1])[:2000]
    for placement, is_held in ((at_border, True), (cropped, False)):
        _, free, held = moved(portrait, placement, down)
        assert np.array_equal(free[top, 1], held[top, 1]) is not is_held


def test_at_rest_and_towards_the_border_points_are_free(photo, state):
    portrait = covered(photo, slice(None))
    rest, _, held = moved(portrait, whole_picture(portrait), state())
    np.testing.assert_allclose(held[:, :2], rest, atol=1e-3)
    rest, free, held = moved(portrait, whole_picture(portrait), state(head_scale=1.1))
    grown = np.abs(rest - np.array(portrait.size_px) / 2 + CORNER) < np.abs(
        free[:, :2] - np.array(portrait.size_px) / 2 + CORNER
    )
    assert grown.any()
    near_top = grown[:, 1] & (rest[:, 1] < 40) & (rest[:, 1] > 0)
    np.testing.assert_array_equal(free[near_top, 1], held[near_top, 1])

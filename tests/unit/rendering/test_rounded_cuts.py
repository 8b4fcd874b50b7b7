from dataclasses import replace

import numpy as np
import pytest

from likeness.core.canvas import Placement
from likeness.rendering.rounded_cuts import with_rounded_cuts

W, H = 400, 500


@pytest.fixture(scope="module")
def bust(drawing):
    """Head and shoulders that all borders but the upper one cut off."""
    alpha = np.zeros((H, W), np.uint8)
    alpha[60:300, 120:280] = 255
    for column in range(W):
        alpha[round(300 + 0.3 * abs(column - 200)) :, column] = 255
    return replace(drawing, alpha=alpha)


def beside(left=100.0, top=0.0):
    """A canvas on which the picture's sides are seen."""
    return Placement(W + 200, H, 1.0, left, top)


def test_cut_sides_are_rounded_and_nothing_else(bust):
    rounded = with_rounded_cuts(bust, beside())
    lost = (bust.alpha > 128) & (rounded.alpha < 128)
    assert lost[340:440, :30].any()
    assert lost[340:440, -30:].any()
    np.testing.assert_array_equal(rounded.alpha[:, 70:330], bust.alpha[:, 70:330])
    assert (rounded.alpha <= bust.alpha).all()
    np.testing.assert_array_equal(rounded.foreground_rgb, bust.foreground_rgb)


def test_new_outline_falls_ever_steeper_towards_the_border(bust):
    outline = np.argmax(with_rounded_cuts(bust, beside()).alpha[:, 4:62] > 128, axis=0)
    fall = -np.diff(outline)
    assert (fall >= 0).all()
    assert fall[:10].mean() > 2 * fall[-10:].mean()
    mirrored = np.argmax(with_rounded_cuts(bust, beside()).alpha[:, ::-1][:, 4:62] > 128, axis=0)
    assert np.abs(outline - mirrored).max() <= 2


@pytest.mark.parametrize("place", [Placement(W, H, 1.0, 0.0, 0.0), Placement(W - 50, H, 1.0, -20.0, 0.0)])
def test_borders_outside_of_the_canvas_are_left_alone(bust, place):
    assert with_rounded_cuts(bust, place) is bust


def test_cuts_below_the_canvas_are_not_rounded(bust):
    place = Placement(W + 200, 340, 1.0, 100.0, 0.0)
    np.testing.assert_array_equal(with_rounded_cuts(bust, place).alpha[:, 4:-4], bust.alpha[:, 4:-4])


def test_flat_crowns_are_arched_where_they_are_seen(bust):
    cut = replace(bust, alpha=np.ascontiguousarray(np.concatenate([bust.alpha[100:], bust.alpha[-100:]])))
    assert with_rounded_cuts(cut, Placement(W, H, 1.0, 0.0, 0.0)) is cut
    arched = with_rounded_cuts(cut, Placement(W, H + 50, 1.0, 0.0, 50.0)).alpha
    top = np.argmax(arched[:, 122:278] > 128, axis=0)
    assert top[len(top) // 2] <= 4
    assert top[0] > 10
    assert top[-1] > 10
    assert np.abs(top - top[::-1]).max() <= 1
    np.testing.assert_array_equal(arched[60:], cut.alpha[60:])


def test_subjects_that_nothing_cuts_stay(bust):
    alpha = np.zeros_like(bust.alpha)
    alpha[100:400, 100:300] = 255
    whole = replace(bust, alpha=alpha)
    assert with_rounded_cuts(whole, beside(top=20.0)) is whole


def test_arches_have_no_horns(bust):
    """A head that is wider further down is arched in its whole width."""
    alpha = np.zeros((H, W), np.uint8)
    for row in range(H):
        half = min(150, 80 + 2 * row)
        alpha[row, 200 - half : 200 + half] = 255
    place = Placement(W, H + 50, 1.0, 0.0, 50.0)
    arched = with_rounded_cuts(replace(bust, alpha=alpha), place).alpha
    outline = np.argmax(arched > 128, axis=0)[105:295]
    assert (np.diff(outline[:95]) <= 0).all()
    assert (np.diff(outline[96:]) >= 0).all()


@pytest.mark.parametrize("scale", [0.3, 1.0, 3.0])
def test_nothing_is_left_in_the_outermost_canvas_pixels(bust, scale):
    """A head that turns repeats them beyond the picture."""
    alpha = with_rounded_cuts(bust, Placement(2000, round(H * scale), scale, 100.0, 0.0)).alpha
    n_px = max(1, round(1 / scale))
    assert not alpha[:, :n_px].any()
    assert not alpha[:, -n_px:].any()
    cut = replace(bust, alpha=np.ascontiguousarray(bust.alpha[100:]))
    place = Placement(2000, round(H * scale) + 50, scale, 100.0, 50.0)
    assert not with_rounded_cuts(cut, place).alpha[:n_px].any()

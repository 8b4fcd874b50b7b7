from dataclasses import replace

import numpy as np
import pytest

from likeness.rendering.drawn_lines import Ink, cover_outline, draw_lines
from likeness.rendering.lips import Opening

_SKIN, _PEN = 200, 20
INK = Ink(np.full(3, _PEN, np.float32), 4.0, 100.0)


def opening(gap_px):
    x = np.linspace(20, 80, 41, dtype=np.float32)
    bow = gap_px / 2 * np.sin(np.linspace(0, np.pi, 41, dtype=np.float32))
    return Opening(0, 0, (100, 60), np.stack([x, 30 - bow], axis=1), np.stack([x, 30 + bow], axis=1))


def region(value=_SKIN):
    return np.full((60, 100, 4), value, np.uint8)


def test_the_old_outline_takes_the_colour_around_it():
    paper = region()
    paper[28:32, 15:85, :3] = 30  # a line, longer than the mouth is now
    cover_outline(paper, opening(0.0), INK, 1.0)
    assert paper[24:36, 17:83, :3].min() > _SKIN - 12
    assert (paper[..., 3] == _SKIN).all()


def test_two_sides_keep_their_colours():
    paper = region()
    paper[30:, :, :3] = 100
    paper[28:32, 20:80, :3] = 0
    cover_outline(paper, opening(0.0), INK, 1.0)
    column = paper[:, 50, 0].astype(int)
    assert column.min() >= 98
    assert column[24] > 180
    assert column[36] < 120


def test_nothing_is_covered_in_the_picture_s_own_state():
    paper = region()
    paper[28:32, 20:80, :3] = 30
    before = paper.copy()
    cover_outline(paper, opening(10.0), INK, 0.0)
    np.testing.assert_array_equal(paper, before)


@pytest.mark.parametrize("width_px", [3.0, 6.0])
def test_lines_have_the_pen_s_width_and_colour(width_px):
    paper = region()
    draw_lines(paper, opening(0.0), replace(INK, width_px=width_px), 1.0)
    column = paper[:, 50, 0].astype(float)
    assert column.min() == pytest.approx(_PEN, abs=3)
    assert (_SKIN - column).sum() / (_SKIN - _PEN) == pytest.approx(width_px, rel=0.15)
    ends = (_SKIN - paper[:, 22, 0].astype(float)).sum() / (_SKIN - _PEN)
    assert ends < 0.8 * width_px


def test_open_mouths_get_two_lines():
    paper = region()
    draw_lines(paper, opening(24.0), INK, 1.0)
    dark = paper[:, 50, 0] < 110
    assert np.flatnonzero(np.diff(dark.astype(int)) == 1).size == 2


def test_a_closed_drawn_mouth_is_left_alone_until_it_opens():
    paper = region()
    draw_lines(paper, opening(0.0), INK, None)
    assert (paper == _SKIN).all()
    draw_lines(paper, opening(20.0), INK, None)
    assert paper[..., 0].min() < 40

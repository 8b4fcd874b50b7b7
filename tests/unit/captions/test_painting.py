import numpy as np
import pytest

from likeness.captions.block import Block, InkBox
from likeness.captions.painting import Paint, edge, ink, painted, plate, shadow


@pytest.fixture
def square():
    """A block of 60 x 40 pixels with a square of ink from 20 to 30 across and 10 to 20 down, em of 20."""
    drawn = np.zeros((80, 120), np.uint8)
    drawn[20:40, 40:60] = 255
    return Block(drawn, 60, 40, 20.0, (InkBox(20, 10, 30, 20),), (InkBox(20, 10, 30, 20),), 20.0, 10.0)


def test_ink_is_what_was_drawn(square):
    coverage = ink(square)
    assert coverage.shape == (40, 60)
    assert coverage[10:20, 20:30].min() == 1
    assert coverage.sum() == pytest.approx(100)


def test_edges_are_as_wide_as_asked_and_round(square):
    wide = edge(square, width_em=0.25)  # 5 pixels
    assert wide[15, 16] == 1
    assert wide[15, 13] == 0
    assert wide[6, 16] < 0.2  # beyond the round corner
    assert wide[10:20, 20:30].min() == 1


def test_shadows_are_soft_and_low(square):
    soft = shadow(square, width_em=0.0, blur_em=0.1, drop_em=0.2)
    rows = (soft.sum(axis=1) * np.arange(40)).sum() / soft.sum()
    assert rows == pytest.approx(14.5 + 4, abs=0.3)
    assert 0 < soft[15, 18] < 1


def test_plates_have_round_corners(square):
    behind = plate(square, square.lines, padding_em=(0.2, 0.1), radius_em=0.15)
    assert behind[15, 17] == 1
    assert behind[15, 14] == 0
    assert behind[8, 16] < 0.7
    assert plate(square, (), (0.1, 0.1), 0.1).max() == 0


def test_paints_cover_one_another(square):
    full = np.ones((40, 60), np.float32)
    half = np.full((40, 60), 0.5, np.float32)
    rgba = painted((Paint((0, 0, 0), full), Paint((200, 100, 0), half)), square)
    assert rgba[0, 0].tolist() == [100, 50, 0, 255]
    light = painted((Paint((200, 100, 0), half),), square)
    assert light[0, 0].tolist() == [200, 100, 0, 128]
    assert painted((), square).max() == 0

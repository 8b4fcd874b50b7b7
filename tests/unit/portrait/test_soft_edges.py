import numpy as np
import pytest

from likeness.portrait.matte import Matte
from likeness.portrait.soft_edges import given_back, own_edge

WALL = np.array([150, 140, 120], np.uint8)
FRILL = np.array([235, 232, 225], np.uint8)


@pytest.fixture
def faded():
    """A pale frill beside a head, which the matte takes mostly for wall; the wall is painted over it."""
    rgb = np.broadcast_to(WALL, (200, 200, 3)).copy()
    alpha = np.zeros((200, 200), np.uint8)
    rgb[60:200, 60:140], alpha[60:200, 60:140] = (60, 40, 30), 255
    rgb[80:120, 40:60], alpha[80:120, 40:60] = FRILL, 50
    rgb[82:118:4, 42:58] = (180, 175, 165)
    plate = np.broadcast_to(WALL, rgb.shape).copy()
    return Matte(alpha, rgb.copy(), plate), plate, rgb


def laid_over(matte, plate):
    share = matte.alpha[..., None].astype(np.float32) / 255
    return matte.foreground_rgb * share + plate * (1 - share)


def test_what_the_matte_half_missed_is_seen_again(faded):
    matte, plate, rgb = faded
    frill = (slice(80, 120), slice(40, 60))
    assert np.abs(laid_over(matte, plate) - rgb)[frill].mean() > 30
    whole = given_back(matte, plate, rgb)
    assert np.abs(laid_over(whole, plate) - rgb)[frill].max() <= 9
    assert (whole.alpha >= matte.alpha).all()


def test_what_is_certain_stays(faded):
    matte, plate, rgb = faded
    whole = given_back(matte, plate, rgb)
    certain = (matte.alpha == 0) | (matte.alpha == 255)
    certain[76:124, 36:60] = False  # what is raised ends softly
    np.testing.assert_array_equal(whole.alpha[certain], matte.alpha[certain])
    np.testing.assert_array_equal(whole.foreground_rgb[certain], matte.foreground_rgb[certain])
    certain = (matte.alpha == 0) | (matte.alpha == 255)
    hard = Matte(np.where(certain, matte.alpha, 0).astype(np.uint8), matte.foreground_rgb, plate)
    kept = np.where(certain[..., None], plate, rgb)
    assert given_back(hard, kept, rgb) is hard


def test_what_the_matte_missed_altogether_comes_along(faded):
    """The filling has painted it over; nothing else could show it."""
    matte, plate, rgb = faded
    missed = Matte(np.where(matte.alpha == 255, 255, 0).astype(np.uint8), matte.foreground_rgb, plate)
    whole = given_back(missed, plate, rgb)
    frill = (slice(80, 120), slice(40, 60))
    assert np.abs(laid_over(whole, plate) - rgb)[frill].max() <= 9
    assert not whole.alpha[:76, :60].any()


def test_what_the_plate_shows_does_not_move_along(faded):
    matte, _, rgb = faded
    busy = np.random.default_rng(0).integers(0, 255, (50, 50, 3), np.uint8).repeat(4, 0).repeat(4, 1)
    picture = np.where((matte.alpha == 255)[..., None], rgb, busy)
    same = given_back(matte, busy, picture)
    np.testing.assert_array_equal(same.alpha, matte.alpha)


def test_the_edge_before_other_backgrounds_is_the_matte_s_where_the_wall_is_busy(faded):
    matte, plate, rgb = faded
    busy = np.random.default_rng(0).integers(0, 255, (50, 50, 3), np.uint8).repeat(4, 0).repeat(4, 1)
    picture = np.where((matte.alpha > 0)[..., None], rgb, busy)
    given = given_back(matte, plate, picture)
    edge = own_edge(matte, given, picture)
    changed = np.flatnonzero((given.alpha != matte.alpha) & (given.alpha < 255))
    assert len(changed) > 500
    assert np.isin(changed, edge.places).all()
    np.testing.assert_array_equal(edge.alpha, matte.alpha.reshape(-1)[edge.places])
    np.testing.assert_array_equal(edge.foreground_rgb, matte.foreground_rgb.reshape(-1, 3)[edge.places])


def test_the_edge_before_other_backgrounds_is_the_same_where_the_wall_is_plain(faded):
    matte, plate, rgb = faded
    assert not len(own_edge(matte, given_back(matte, plate, rgb), rgb).places)

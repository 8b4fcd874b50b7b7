from dataclasses import replace

import cv2
import numpy as np
import pytest
from PIL import Image

from likeness.core.portrait import OwnEdge
from likeness.portrait import prepare_portrait
from likeness.portrait.cut_out import cut_out

WALL, SUBJECT = (30, 200, 60), (90, 60, 50)
SIDE = 400
EDGE = 6.0  # px, standard deviation


@pytest.fixture(scope="module")
def truth():
    """Coverage of a soft disc that reaches the lower border."""
    ys, xs = np.mgrid[0:SIDE, 0:SIDE]
    disc = ((xs - 200) ** 2 + (ys - 260) ** 2 < 150**2).astype(np.uint8) * 255
    return cv2.GaussianBlur(disc, (0, 0), EDGE)


def standing_before(portrait, alpha, colours):
    """The portrait with another matte and other colours, as large as those."""
    plate = np.full((SIDE, SIDE, 3), WALL, np.uint8)
    return replace(portrait, alpha=alpha, foreground_rgb=colours, plate_rgb=plate)


def full(colour):
    return np.full((SIDE, SIDE, 3), colour, np.uint8)


def over(portrait, colour):
    share = portrait.alpha[..., None] / 255
    return portrait.foreground_rgb * share + np.array(colour) * (1 - share)


def test_clean_cut_outs_stay_as_they_are(drawing, truth):
    clean = cut_out(standing_before(drawing, truth, full(SUBJECT)))
    seen = clean.alpha > 0
    assert np.abs(clean.foreground_rgb[seen].astype(int) - SUBJECT).max() <= 1
    assert np.abs(clean.alpha.astype(int) - truth)[truth > 64].max() <= 20


def test_colours_of_the_old_background_are_taken_out(drawing, truth):
    share = 0.5 * (1 - truth[..., None] / 255.0)
    spilled = np.rint(np.array(SUBJECT) * (1 - share) + np.array(WALL) * share).astype(np.uint8)
    before = standing_before(drawing, truth, spilled)
    clean = cut_out(before)
    edge = (truth > 40) & (truth < 215)
    error = [np.abs(p.foreground_rgb[edge].astype(int) - SUBJECT).mean() for p in (before, clean)]
    assert error[1] < 0.45 * error[0]
    # before white, where the wall's green would be seen best
    greenness = [
        (over(p, (255, 255, 255))[..., 1] - over(p, (255, 255, 255))[..., 0])[edge].max()
        for p in (before, clean)
    ]
    assert greenness[1] < 0.5 * greenness[0]


def test_a_rim_of_the_wall_is_no_part_of_the_subject(drawing, truth):
    hard = np.where(truth > 110, 255, 0).astype(np.uint8)  # too wide by a pixel
    colours = np.where(truth[..., None] > 128, np.uint8(SUBJECT), np.uint8(WALL)).astype(np.uint8)
    clean = cut_out(standing_before(drawing, hard, colours))
    outermost = (hard > 0) & (cv2.erode(hard, np.ones((3, 3), np.uint8), borderValue=255) == 0)
    wall = (colours == WALL).all(-1)
    assert clean.alpha[outermost & wall].mean() < 60


def test_light_skin_before_a_white_wall_is_kept(drawing, truth):
    """It lies between dark hair and the wall, but it is no wall."""
    skin, white = (236, 196, 172), (250, 250, 250)
    colours = full((30, 26, 24))
    colours[200:260] = skin
    before = standing_before(drawing, truth, colours)
    clean = cut_out(replace(before, plate_rgb=full(white)))
    rows = np.s_[205:255]
    lost = truth[rows].astype(int) - clean.alpha[rows]
    assert lost[truth[rows] > 150].max() <= 8


def test_specks_beside_the_subject_go_and_hair_stays(drawing, truth):
    alpha = truth.copy()
    alpha[20:24, 20:26] = 255  # a speck
    alpha[150, 360:395], alpha[148:152, 392:396] = 25, 255  # and one on a faint bridge
    alpha[40, 300:340] = 20  # noise
    cv2.line(alpha, (200, 115), (170, 60), 255, 2)  # a lock that hangs on
    clean = cut_out(standing_before(drawing, alpha, full(SUBJECT)))
    assert not clean.alpha[15:30, 15:30].any()
    assert not clean.alpha[38:42, 295:345].any()
    assert not clean.alpha[146:154, 385:].any()
    assert clean.alpha[60:64, 168:176].max() > 200


def test_where_the_border_cuts_the_subject_nothing_changes(drawing, truth):
    before = standing_before(drawing, truth, full(SUBJECT))
    clean = cut_out(before)
    deep = np.s_[-5:, 100:300]
    np.testing.assert_array_equal(clean.alpha[deep][:, 40:160], truth[deep][:, 40:160])


def test_real_portraits_keep_their_inside(photo, drawing):
    for portrait in (photo, drawing):
        clean = cut_out(portrait)
        deep = cv2.erode(portrait.alpha, np.ones((9, 9), np.uint8)) == 255
        np.testing.assert_array_equal(clean.alpha[deep], 255)
        np.testing.assert_array_equal(clean.foreground_rgb[deep], portrait.foreground_rgb[deep])
        assert clean.size_px == portrait.size_px
        assert (clean.alpha > 128).sum() > 0.95 * (portrait.alpha > 128).sum()


def test_nothing_to_cut_out(drawing):
    empty = replace(drawing, alpha=np.zeros_like(drawing.alpha))
    assert not cut_out(empty).alpha.any()


def test_pinholes_are_closed_and_windows_are_not(drawing, truth):
    alpha = truth.copy()
    alpha[250:254, 200:206] = 0
    alpha[300:330, 180:220] = 0
    clean = cut_out(standing_before(drawing, alpha, full(SUBJECT)))
    assert (clean.alpha[248:256, 198:208] == 255).all()
    assert not clean.alpha[302:328, 182:218].any()


def test_pieces_of_a_busy_wall_in_the_edge_do_not_come_along(drawing, truth):
    """Before its own background the subject may hold them; the edge that it has before others does not."""
    wide = cv2.dilate(truth, np.ones((9, 9), np.uint8))
    speckled = np.random.default_rng(0).integers(0, 255, (SIDE, SIDE, 3), np.uint8)
    colours = np.where(truth[..., None] == 255, np.uint8(SUBJECT), speckled).astype(np.uint8)
    places = np.flatnonzero((wide > 0) & (truth < 255))
    alpha = truth.reshape(-1)[places]
    edge = OwnEdge(places, alpha, np.full((len(places), 3), SUBJECT, np.uint8))
    held = standing_before(drawing, wide, colours)
    clean, dirty = cut_out(replace(held, own_edge=edge)), cut_out(held)
    assert np.abs(clean.foreground_rgb[clean.alpha > 0].astype(int) - SUBJECT).max() <= 1
    assert np.abs(dirty.foreground_rgb[dirty.alpha > 0].astype(int) - SUBJECT).max() > 50
    np.testing.assert_array_equal(held.alpha, wide)


def test_pictures_that_came_cut_out_stay(face_models, drawn_picture, tmp_path):
    rgb = np.asarray(Image.open(drawn_picture))
    ys, xs = np.mgrid[0 : rgb.shape[0], 0 : rgb.shape[1]]
    distance = np.hypot((xs - rgb.shape[1] / 2) / 240, (ys - rgb.shape[0] * 0.45) / 330)
    alpha = np.clip((1.2 - distance) * 600, 0, 255).astype(np.uint8)
    Image.fromarray(np.dstack([rgb, alpha])).save(tmp_path / "cut.png")
    portrait = prepare_portrait(tmp_path / "cut.png", face_models)
    clean = cut_out(portrait)
    np.testing.assert_array_equal(clean.alpha, alpha)
    np.testing.assert_array_equal(clean.foreground_rgb, portrait.foreground_rgb)

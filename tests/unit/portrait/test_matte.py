import numpy as np
import pytest

from likeness.core.pixels import blur
from likeness.portrait.matte import _solved, estimate_matte

SUBJECT, WALL = (200, 60, 40), (40, 90, 190)
SIDE_PX = 400


@pytest.fixture(scope="module")
def face(rig):
    """The outline of a face in the middle of the picture."""
    landmarks = rig.neutral * np.float32(50)
    landmarks[:, :2] += (SIDE_PX / 2, SIDE_PX / 2)
    landmarks = landmarks.astype(np.float32)
    return landmarks[rig.contours["face_oval"], :2].astype(np.float32)


def disc(radius, centre=(SIDE_PX / 2, SIDE_PX / 2), softness_px=2.0):
    """Return the true coverage (H, W), 0-1."""
    y, x = np.mgrid[0:SIDE_PX, 0:SIDE_PX] + 0.5
    distance = np.hypot(x - centre[0], y - centre[1])
    return np.clip((radius - distance) / (2 * softness_px) + 0.5, 0, 1).astype(np.float32)


def picture(alpha):
    share = alpha[..., None]
    return np.round(share * np.array(SUBJECT) + (1 - share) * np.array(WALL)).astype(np.uint8)


def coarse(alpha):
    """Return what a small network sees: smooth, and 2 px off."""
    return blur(np.roll(alpha, 2, axis=1), 2.0)


@pytest.fixture(scope="module")
def matte(face):
    truth = disc(150)
    return estimate_matte(picture(truth), coarse(truth), face)


def test_alpha_follows_the_true_edge(matte):
    error = np.abs(matte.alpha / 255 - disc(150))
    edge = (disc(150) > 0.02) & (disc(150) < 0.98)
    given = np.abs(coarse(disc(150)) - disc(150))
    assert error.mean() < 0.01
    assert error[edge].mean() < 0.18
    assert error.mean() < 0.8 * given.mean()


def test_certain_regions_are_certain(matte):
    assert (matte.alpha[disc(130) == 1] == 255).all()
    assert (matte.alpha[disc(170) == 0] == 0).all()


def test_soft_edge_has_the_subject_s_own_colour(matte):
    soft = (matte.alpha > 40) & (matte.alpha < 250)
    assert soft.sum() > 300
    mixed = picture(disc(150))[soft].astype(int)
    cleaned = matte.foreground_rgb[soft].astype(int)
    apart = [np.abs(colours - np.array(SUBJECT)).mean() for colours in (cleaned, mixed)]
    assert apart[0] < 15
    assert apart[0] < 0.4 * apart[1]


def test_background_is_cleaned_of_the_subject(matte):
    soft = (matte.alpha > 5) & (matte.alpha < 200)
    assert np.abs(matte.background_rgb[soft].astype(int) - np.array(WALL)).mean() < 15


def test_pixels_of_certain_regions_are_the_picture_s(matte):
    rgb = picture(disc(150))
    np.testing.assert_array_equal(matte.foreground_rgb[matte.alpha == 255], rgb[matte.alpha == 255])
    np.testing.assert_array_equal(matte.background_rgb[matte.alpha == 0], rgb[matte.alpha == 0])


def test_other_people_are_left_out(face):
    truth, other = disc(110), disc(30, centre=(350.0, 40.0))
    alpha = estimate_matte(picture(np.maximum(truth, other)), np.maximum(truth, other), face).alpha
    assert alpha[40, 350] == 0
    assert alpha[200, 200] == 255


def test_holes_and_a_missing_face_are_filled(face):
    truth = disc(150)
    pierced = truth * (1 - disc(12, centre=(200.0, 320.0))) * (1 - disc(30))
    alpha = estimate_matte(picture(truth), pierced, face).alpha
    assert alpha[320, 200] == 255
    assert alpha[200, 200] == 255


def test_matte_of_the_drawn_portrait(drawing):
    """Hair is the subject's, the wall is not, and no wall is left in the subject's colours."""
    height, width = drawing.alpha.shape
    assert drawing.alpha[: height // 10].max() == 0
    assert (drawing.alpha[height // 3 : height // 2, width // 2] == 255).all()
    soft = (drawing.alpha > 60) & (drawing.alpha < 200)
    assert soft.mean() < 0.03


def test_large_pictures_come_back_at_their_size(face):
    """Work is done at 1400 px; alpha and colours have the picture's size."""
    truth = np.kron(disc(150), np.ones((4, 4), np.float32))
    large = estimate_matte(np.kron(picture(disc(150)), np.ones((4, 4, 1), np.uint8)), truth, face * 4)
    assert large.alpha.shape == (1600, 1600)
    assert large.foreground_rgb.shape == (1600, 1600, 3)
    assert np.abs(large.alpha / 255 - truth).mean() < 0.01


def test_systems_of_all_pixels_are_solved_at_once():
    random = np.random.default_rng(0)
    root = random.normal(size=(5, 7, 3, 3))
    matrices = root @ root.swapaxes(-1, -2) + 0.1 * np.eye(3)
    right = random.normal(size=(5, 7, 3)).astype(np.float32)
    upper = [matrices[..., i, j].astype(np.float32) for i in range(3) for j in range(i, 3)]
    expected = np.linalg.solve(matrices, right[..., None])[..., 0]
    np.testing.assert_allclose(_solved(upper, right), expected, rtol=2e-3, atol=2e-3)


def test_nothing_shines_through_the_middle_of_the_subject(face):
    """However unsure the segmentation is there, as along the rims of an animal's eyes."""
    truth = disc(150)
    unsure = np.where(disc(20, centre=(200.0, 320.0)) > 0, 0.6, truth).astype(np.float32)
    rgb = picture(truth)
    rgb[315:325, 190:210] = WALL
    assert estimate_matte(rgb, unsure, face).alpha[disc(130) == 1].min() == 255

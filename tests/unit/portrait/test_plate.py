import numpy as np
import pytest

from likeness.core.pixels import box_mean
from likeness.portrait import plate as plate_module
from likeness.portrait.matte import Matte
from likeness.portrait.plate import background_plate, keep_far_picture

RED, WHITE = np.array([255.0, 0.0, 0.0]), np.array([250.0, 250.0, 250.0])
HEIGHT, WIDTH = 240, 320


def near_subject(alpha):
    """Return (H, W) where the plate is filled: on the subject and near it."""
    return plate_module._spread(plate_module._near_subject(alpha), alpha.shape)


def gradient():
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    return np.stack([60 + 0.2 * x, 160 - 0.3 * y, 90 + 0.1 * x + 0.1 * y], axis=-1).round().astype(np.uint8)


def disc(radius=55):
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    distance = np.hypot(x - WIDTH / 2, y - HEIGHT / 2)
    return np.clip((radius - distance) * 60 + 128, 0, 255).astype(np.uint8)


def matte_of(background, alpha, colour=RED):
    """Return a perfect matte: colours clean where it is soft, the picture where it is certain."""
    share = alpha[..., None] / 255
    picture = np.round(background * (1 - share) + colour * share).astype(np.uint8)
    subject = np.broadcast_to(colour, picture.shape).astype(np.uint8)
    return Matte(alpha, subject, np.where(share > 0.5, picture, background))


def test_gradient_is_continued_behind_the_subject():
    truth, alpha = gradient(), disc()
    plate, _ = background_plate(matte_of(truth, alpha))
    error = np.abs(plate.astype(int) - truth)
    rim = (alpha > 0) & (disc(radius=40) == 0)
    assert error[rim].mean() < 4
    assert error[alpha > 0].mean() < 8
    assert error.max() < 45, "nothing of the subject's red may be left"


def test_picture_stays_exactly_away_from_the_subject_and_nearly_beside_it():
    truth, alpha = gradient(), disc()
    plate, matte = background_plate(matte_of(truth, alpha))
    away = ~near_subject(alpha)
    assert away.mean() > 0.5
    np.testing.assert_array_equal(plate[away], truth[away])
    beside = (alpha == 0) & ~away
    assert np.abs(plate[beside].astype(int) - truth[beside]).max() <= 6
    np.testing.assert_array_equal(matte.alpha, alpha)


def test_grain_of_the_background_goes_on():
    grain = np.random.default_rng(0).normal(0, 3, (HEIGHT, WIDTH, 1))
    noisy = np.clip(gradient() + grain, 0, 255).round().astype(np.uint8)
    plates = [background_plate(matte_of(image, disc()))[0].astype(float) for image in (gradient(), noisy)]
    middle = disc(radius=40) == 255
    rough = [float(np.abs(np.diff(plate, axis=1))[middle[:, 1:]].mean()) for plate in plates]
    assert rough[0] < 1.0
    assert 2.0 < rough[1] < 6.0


def test_stray_hair_beside_the_subject_goes_with_it():
    """A line of the subject's colour that the matte missed: no outline of it stays behind."""
    truth, alpha = gradient(), disc()
    picture = truth.copy()
    picture[118:121, 218:221] = WHITE
    plate, matte = background_plate(
        Matte(
            alpha, np.full_like(truth, 250), np.where(alpha[..., None] > 0, WHITE, picture).astype(np.uint8)
        )
    )
    hair = np.s_[118:121, 218:221]
    assert np.abs(plate[hair].astype(int) - truth[hair]).max() < 15
    assert matte.alpha[hair].min() > 200
    assert matte.alpha[:, :100].max() == 0


def test_the_background_s_own_colours_are_not_claimed():
    truth, alpha = gradient(), disc()
    picture = truth.copy()
    picture[118:121, 218:221] = (20, 60, 220)
    matte = matte_of(picture, alpha)
    plate, claimed = background_plate(matte)
    np.testing.assert_array_equal(claimed.alpha, alpha)
    assert plate.shape == picture.shape


def test_clothes_far_from_the_head_keep_the_picture_behind_them(photo):
    plate = np.zeros_like(photo.foreground_rgb)
    kept = keep_far_picture(plate, photo.foreground_rgb, photo.face)
    unit, middle = photo.face.eye_distance_px, photo.face.rest_px[:, :2].mean(axis=0)
    y, x = np.mgrid[0 : plate.shape[0], 0 : plate.shape[1]]
    distance = np.hypot(x - middle[0], y - middle[1]) / unit
    np.testing.assert_array_equal(kept[distance > 5.6], photo.foreground_rgb[distance > 5.6])
    assert not kept[distance < 3.9].any()


def test_same_picture_gives_the_same_plate():
    first, second = (background_plate(matte_of(gradient(), disc()))[0] for _ in range(2))
    np.testing.assert_array_equal(first, second)


@pytest.mark.parametrize("alpha", [255, 0])
def test_nothing_or_everything_covered(alpha):
    matte = Matte(np.full((HEIGHT, WIDTH), alpha, np.uint8), gradient(), gradient())
    plate, same = background_plate(matte)
    np.testing.assert_array_equal(plate, gradient())
    np.testing.assert_array_equal(same.alpha, matte.alpha)


def plates_at(monkeypatch, work_side_px, matte):
    monkeypatch.setattr(plate_module, "_WORK_SIDE_PX", work_side_px)
    return background_plate(matte)


def test_working_at_reduced_size_looks_the_same(monkeypatch):
    """Large pictures are filled at a part of their size; apart from the single grains nothing differs."""
    grain = np.random.default_rng(0).normal(0, 1.5, (HEIGHT, WIDTH, 1))
    truth = np.clip(gradient() + grain, 0, 255).round().astype(np.uint8)
    matte = matte_of(truth, disc())
    whole, _ = plates_at(monkeypatch, 4 * WIDTH, matte)
    reduced, same = plates_at(monkeypatch, WIDTH // 3, matte)
    apart = box_mean(whole, 3).astype(float) - box_mean(reduced, 3)
    assert 10 * np.log10(255**2 / np.square(apart).mean()) > 45
    assert np.abs(apart).max() < 8
    np.testing.assert_array_equal(same.alpha, matte.alpha)
    covered = disc(radius=40) == 255
    assert reduced[covered].astype(float).std() == pytest.approx(whole[covered].std(), rel=0.2)


def test_reduced_size_keeps_the_picture_s_own_pixels(monkeypatch):
    matte = matte_of(gradient(), disc())
    monkeypatch.setattr(plate_module, "_WORK_SIDE_PX", WIDTH // 3)
    away = ~near_subject(matte.alpha)
    assert away.mean() > 0.5
    assert not away[disc(radius=58) > 0].any()
    np.testing.assert_array_equal(background_plate(matte)[0][away], gradient()[away])


def test_reduced_size_sees_a_single_hair(monkeypatch):
    alpha = disc()
    alpha[60, 60] = 255
    monkeypatch.setattr(plate_module, "_WORK_SIDE_PX", WIDTH // 3)
    assert near_subject(alpha)[58:63, 58:63].all()


def test_stray_hair_is_found_at_reduced_size_too(monkeypatch):
    truth, alpha = gradient(), disc()
    picture = truth.copy()
    picture[118:121, 218:221] = WHITE
    behind = np.where(alpha[..., None] > 0, WHITE, picture).astype(np.uint8)
    plate, matte = plates_at(monkeypatch, WIDTH // 2, Matte(alpha, np.full_like(truth, 250), behind))
    hair = np.s_[118:121, 218:221]
    assert np.abs(plate[hair].astype(int) - truth[hair]).max() < 15
    assert matte.alpha[hair].min() > 200


def test_far_picture_is_blended_in(photo):
    """Between near and far the plate turns into the picture step by step."""
    black, white = np.zeros_like(photo.foreground_rgb), np.full_like(photo.foreground_rgb, 255)
    kept = keep_far_picture(black, white, photo.face)[..., 0].astype(float) / 255
    unit, middle = photo.face.eye_distance_px, photo.face.rest_px[:, :2].mean(axis=0)
    y, x = np.mgrid[0 : kept.shape[0], 0 : kept.shape[1]]
    distance = np.hypot(x - middle[0], y - middle[1]) / unit
    np.testing.assert_allclose(kept, np.clip((distance - 4.0) / 1.5, 0, 1), atol=0.01)
    assert ((kept > 0) & (kept < 1)).mean() > 0.05

"""Known backgrounds with a subject laid over them: the plate is compared with the truth."""

import numpy as np
import pytest

from likeness.core.pixels import blur
from likeness.portrait import plate as plate_module
from likeness.portrait.matte import Matte
from likeness.portrait.plate import background_plate
from likeness.portrait.plate_texture import _toned, background_pattern, plate_texture

HEIGHT, WIDTH = 480, 640
SKIN = np.array([190, 140, 120], np.uint8)


def flat():
    return np.full((HEIGHT, WIDTH, 3), (150, 160, 170), np.float32)


def graded():
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    return np.stack([60 + 0.15 * x, 190 - 0.2 * y, 90 + 0.1 * x + 0.1 * y], axis=-1).astype(np.float32)


def leaves(size_px=5.0):
    """Irregular spots of two greens."""
    noise = blur(np.random.default_rng(1).standard_normal((HEIGHT, WIDTH)).astype(np.float32), size_px)
    share = np.clip(noise / noise.std() * 0.6 + 0.5, 0, 1)[..., None]
    return share * np.array([60, 120, 40], np.float32) + (1 - share) * np.array([150, 180, 90], np.float32)


def bricks():
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    row = y // 24
    is_joint = (y % 24 < 3) | ((x + 24 * (row % 2)) % 48 < 3)
    wall = np.where(is_joint[..., None], (200, 195, 185), (150, 80, 60)).astype(np.float32)
    return wall + np.random.default_rng(2).normal(0, 5, (HEIGHT, WIDTH, 1))


def out_of_focus():
    return blur(leaves(12.0), 6.0)


BACKGROUNDS = {
    "flat": flat, "graded": graded, "leaves": leaves, "bricks": bricks, "out of focus": out_of_focus
}  # fmt: skip


def head():
    """A head and shoulders: where the subject is, 0-255, and how deep inside of it a pixel lies."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    skull = 1.0 - np.hypot((x - 320) / 90, (y - 210) / 120)
    body = 1.0 - np.hypot((x - 320) / 210, (y - 500) / 150)
    inside = np.maximum(skull * 90, body * 150)
    return np.clip(inside * 128 + 128, 0, 255).astype(np.uint8), inside


def plate_of(background):
    alpha, inside = head()
    background = np.clip(np.round(background), 0, 255).astype(np.uint8)
    seen = np.where(alpha[..., None] > 127, SKIN, background)
    subject = np.broadcast_to(SKIN, background.shape).astype(np.uint8)
    plate, _ = background_plate(Matte(alpha, subject, seen))
    band = (inside > 0) & (inside < 0.04 * WIDTH)
    return plate.astype(float), background.astype(float), band


def psnr(plate, truth, where):
    return 10 * np.log10(255**2 / max(np.mean((plate - truth)[where] ** 2), 1e-9))


@pytest.mark.parametrize(
    ("name", "least_db"),
    [("flat", 45), ("graded", 36), ("leaves", 16), ("bricks", 15), ("out of focus", 18)],
)
def test_what_a_moving_head_uncovers_is_near_the_truth(name, least_db):
    plate, truth, band = plate_of(BACKGROUNDS[name]())
    assert psnr(plate, truth, band) > least_db


def strength(plate, truth, band):
    """Coarse detail of the plate in units of the truth's."""
    detail = [np.abs(image - blur(image.astype(np.float32), 4.0))[band].mean() for image in (plate, truth)]
    return detail[0] / detail[1]


@pytest.mark.parametrize(
    ("name", "least", "most"), [("leaves", 0.7, 1.3), ("bricks", 0.4, 1.3), ("out of focus", 0.7, 1.8)]
)
def test_a_pattern_goes_on(name, least, most, monkeypatch):
    plate, truth, band = plate_of(BACKGROUNDS[name]())
    assert least < strength(plate, truth, band) < most
    monkeypatch.setattr(plate_module, "plate_texture", lambda *_: None)
    smooth, _, _ = plate_of(BACKGROUNDS[name]())
    assert strength(smooth, truth, band) < 0.4, "else the test says nothing"


def test_a_large_picture_gets_its_fine_detail_too():
    large = np.repeat(np.repeat(leaves(), 3, axis=0), 3, axis=1)
    large = np.clip(large + np.random.default_rng(3).normal(0, 10, (*large.shape[:2], 1)), 0, 255)
    alpha, inside = (np.repeat(np.repeat(part, 3, axis=0), 3, axis=1) for part in head())
    seen = np.where(alpha[..., None] > 127, SKIN, large).astype(np.uint8)
    plate, _ = background_plate(Matte(alpha, np.broadcast_to(SKIN, large.shape).astype(np.uint8), seen))
    band = (inside > 0) & (inside < 0.03 * WIDTH)
    fine = [np.abs(np.diff(image.astype(float), axis=1))[band[:, 1:]].mean() for image in (plate, large)]
    assert 0.5 < fine[0] / fine[1] < 1.2


@pytest.mark.parametrize("name", ["flat", "graded"])
def test_plain_backgrounds_have_no_pattern(name):
    alpha, _ = head()
    image = np.clip(BACKGROUNDS[name](), 0, 255).astype(np.uint8)
    pattern = background_pattern(image, alpha > 0, image.astype(np.float32))
    assert pattern.max() < 0.1
    assert plate_texture(image, alpha, pattern) is None


def test_beside_the_subject_a_patterned_background_is_the_picture():
    plate, truth, _ = plate_of(leaves())
    _, inside = head()
    beside = (inside < -5) & (inside > -12)
    assert np.abs(plate - truth)[beside].mean() < 3.5


def test_a_pattern_is_the_picture_where_the_subject_is_faint():
    """A matte that is unsure of a busy wall lays no blotches of the filling beside the head."""
    alpha, inside = head()
    background = np.clip(np.round(leaves()), 0, 255).astype(np.uint8)
    seen = np.where(alpha[..., None] > 127, SKIN, background)
    unsure = np.where((inside < 0) & (inside > -30), np.maximum(alpha, 15), alpha).astype(np.uint8)
    subject = np.broadcast_to(SKIN, background.shape).astype(np.uint8)
    plate, _ = background_plate(Matte(unsure, subject, seen))
    beside = (inside < -6) & (inside > -40)
    assert np.abs(plate.astype(int) - background)[beside].mean() < 1


def test_light_along_the_edge_does_not_stay_behind():
    """A rim of light that the matte takes for background is painted over before a pattern, too."""
    alpha, inside = head()
    background = np.clip(np.round(leaves()), 0, 255).astype(np.uint8)
    seen = np.where(alpha[..., None] > 127, SKIN, background)
    is_rim = (inside < 0) & (inside > -1.5)
    seen[is_rim] = 255
    subject = np.broadcast_to(SKIN, background.shape).astype(np.uint8)
    plate, _ = background_plate(Matte(alpha, subject, seen))
    assert np.percentile(plate[is_rim].min(axis=-1), 95) < 200


def test_copies_keep_their_pattern_but_not_a_strange_colour():
    rng = np.random.default_rng(3)
    smooth = np.full((120, 160, 3), 120, np.float32)
    pattern = smooth + 20 * rng.standard_normal(smooth.shape).astype(np.float32)
    hidden = np.zeros((120, 160), bool)
    hidden[30:90, 40:120] = True
    wrong = pattern.copy()
    wrong[40:80, 60:100] += np.array([90, -60, -60], np.float32)
    toned = _toned(wrong, smooth, hidden)
    middle = toned[50:70, 70:90]
    assert np.abs(middle.mean((0, 1)) - 120).max() < 12
    assert middle.std() > 0.8 * pattern[50:70, 70:90].std()
    np.testing.assert_array_equal(toned[~hidden], wrong[~hidden])

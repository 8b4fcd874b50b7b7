from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from likeness.portrait.deblocking import blockiness, deblocked


def compressed(rgb, quality):
    buffer = BytesIO()
    Image.fromarray(rgb).save(buffer, "JPEG", quality=quality)
    with Image.open(buffer) as image:
        return np.asarray(image)


def psnr_db(one, other):
    return 10 * np.log10(255**2 / np.square(one.astype(float) - other).mean())


def test_blocks_get_weaker_and_the_picture_nearer_to_what_it_was(astronaut):
    blocky = compressed(astronaut, 10)
    softer = deblocked(blocky)
    before, after = blockiness(blocky), blockiness(softer)
    assert min(before) > 1.8
    assert all(new - 1 < 0.85 * (old - 1) for old, new in zip(before, after, strict=True))
    assert psnr_db(softer, astronaut) > psnr_db(blocky, astronaut)
    assert psnr_db(softer, blocky) > 45.0, "rest is the picture"


@pytest.mark.parametrize("quality", [75, 92])
def test_good_pictures_are_left_alone(astronaut, quality):
    good = compressed(astronaut, quality)
    assert deblocked(good) is good
    assert deblocked(astronaut) is astronaut


def test_edges_on_the_grid_stay():
    rng = np.random.default_rng(0)
    tiles = np.kron(rng.integers(0, 2, (20, 20)), np.ones((8, 8)))[..., None] * np.array([150, 140, 130]) + 40
    assert min(blockiness(tiles.astype(np.uint8))) > 1.8
    np.testing.assert_array_equal(deblocked(tiles.astype(np.uint8)), tiles)


def test_narrow_pictures_do_no_harm():
    narrow = np.zeros((97, 64, 3), np.uint8)
    assert deblocked(narrow) is narrow

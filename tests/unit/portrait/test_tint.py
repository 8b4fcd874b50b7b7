import numpy as np

from likeness.portrait.tint import in_shades, shades_of
from likeness.testing.drawn_animals import drawn_dog, drawn_parrot


def sepia(grey):
    return np.clip(np.round(grey[..., None] * (1.07, 0.98, 0.82) + (6, 2, 0)), 0, 255).astype(np.uint8)


def test_sepia_has_its_shades():
    rng = np.random.default_rng(0)
    shades = shades_of(sepia(rng.integers(20, 200, (120, 160))))
    assert shades is not None and shades.shape == (256, 3)
    red, _, blue = shades[120]
    assert red - blue > 20
    assert (np.diff(shades[:, 1]) >= 0).all()


def test_pictures_with_colours_have_none(astronaut):
    assert shades_of(astronaut) is None
    noisy = np.random.default_rng(1).normal(120, 3, (100, 100, 1)) + np.random.default_rng(2).normal(0, 1, 3)
    assert shades_of(np.clip(noisy, 0, 255).astype(np.uint8)) is not None


def test_flat_paints_are_no_shades_of_one_colour():
    # each has its own brightness
    assert shades_of(drawn_dog().rgb) is None
    assert shades_of(drawn_parrot().rgb) is None


def test_mouth_of_a_grey_picture_is_grey(photo):
    grey = np.arange(256, dtype=np.uint8).reshape(16, 16, 1).repeat(3, 2)
    look = in_shades(photo.mouth, shades_of(grey))
    for name in ("teeth_rgb", "gum_rgb", "tongue_rgb", "cavity_rgb"):
        before, after = getattr(photo.mouth, name), getattr(look, name)
        assert np.ptp(after) == 0
        assert abs(float(after[0]) - float(before @ (0.299, 0.587, 0.114))) <= 1.0
    assert in_shades(photo.mouth, None) is photo.mouth

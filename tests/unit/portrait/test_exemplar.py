import numpy as np

from likeness.core.pixels import blur
from likeness.portrait.exemplar import fill_by_example

HEIGHT, WIDTH = 150, 200


def weave(seed=0):
    """Stripes of two directions with some noise."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    light = 128 + 40 * np.sign(np.sin(x * 2 * np.pi / 10)) + 30 * np.sin(y * 2 * np.pi / 14)
    light = light + np.random.default_rng(seed).normal(0, 4, light.shape)
    return np.repeat(light[..., None], 3, axis=-1).astype(np.float32)


def ring(inner=24, outer=40):
    """Return what is known and what is wanted: a band within a disc that hides its middle."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    distance = np.hypot(x - WIDTH / 2, y - HEIGHT / 2)
    return distance > outer, (distance > inner) & (distance <= outer)


def filled(image, known, wanted):
    mean = image[known].mean(axis=0)
    return fill_by_example(np.where(known[..., None], image, mean).astype(np.float32), known, wanted)


def test_a_weave_goes_on():
    truth = weave()
    known, wanted = ring()
    found = filled(truth, known, wanted)
    rms = np.sqrt(np.mean((found.image - truth)[wanted] ** 2))
    flat = np.sqrt(np.mean((truth[known].mean(axis=0) - truth)[wanted] ** 2))
    assert rms < 0.75 * flat
    np.testing.assert_allclose(found.image[wanted].std(), truth[wanted].std(), rtol=0.15)


def test_known_pixels_stay_and_hidden_ones_are_never_copied():
    truth = weave()
    known, wanted = ring()
    red = np.where(known[..., None], truth, np.array([255, 0, 0], np.float32)).astype(np.float32)
    found = fill_by_example(red, known, wanted)
    np.testing.assert_array_equal(found.image[known], truth[known])
    colourful = found.image[wanted]
    assert np.abs(colourful[:, 0] - colourful[:, 1]).max() < 1.0


def test_it_says_where_pixels_come_from():
    truth = weave()
    known, wanted = ring()
    found = filled(truth, known, wanted)
    rows, columns = np.moveaxis(found.source, -1, 0)
    assert known[rows[wanted], columns[wanted]].all()
    np.testing.assert_array_equal(found.source[known], np.argwhere(known))
    copied = truth[rows, columns]
    assert np.abs(copied - found.image)[wanted].mean() < 12


def test_two_sides_keep_their_own_colours():
    """What is near goes on, not what is elsewhere."""
    truth = blur(weave(), 1.0)
    truth[:, : WIDTH // 2, 0] *= 0.4
    truth[:, WIDTH // 2 :, 2] *= 0.4
    known, wanted = ring()
    found = filled(truth, known, wanted)
    left = wanted.copy()
    left[:, WIDTH // 2 - 20 :] = False
    assert (found.image[left][:, 2] > 1.5 * found.image[left][:, 0]).mean() > 0.95


def test_the_same_picture_gives_the_same_filling():
    known, wanted = ring()
    np.testing.assert_array_equal(filled(weave(), known, wanted).image, filled(weave(), known, wanted).image)


def test_nothing_to_copy_from_is_told():
    known = np.zeros((HEIGHT, WIDTH), bool)
    known[:, :2] = True
    assert fill_by_example(weave(), known, ~known) is None

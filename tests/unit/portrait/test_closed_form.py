import numpy as np
import pytest

from likeness.portrait.closed_form import closed_form_alpha

SIDE = 90
HAIR, WALL = np.array([0.25, 0.15, 0.1]), np.array([0.6, 0.7, 0.8])


def strands():
    """A head at the left with hairs one and two pixels wide that stick out of it to the right."""
    y, x = np.mgrid[0:SIDE, 0:SIDE]
    alpha = np.clip(30.5 - x, 0, 1).astype(np.float32)
    for k, row in enumerate(range(10, 84, 8)):
        hair = np.clip(1.0 + 0.3 * (k % 3) - np.abs(y - row - 0.08 * (x - 30)), 0, 1) * (x < 62)
        alpha = np.maximum(alpha, hair.astype(np.float32) * 0.9)
    return alpha


def picture(alpha, slope=0.15):
    wall = WALL + slope * np.linspace(-1, 1, SIDE)[:, None, None]
    return (alpha[..., None] * HAIR + (1 - alpha[..., None]) * wall).astype(np.float32)


@pytest.fixture(scope="module")
def band():
    x = np.mgrid[0:SIDE, 0:SIDE][1]
    return (x > 24) & (x < 70)


def solved(band, confidence=0.0, guess=None):
    truth = strands()
    blurred = (
        np.where(np.mgrid[0:SIDE, 0:SIDE][1] < 45, 0.5, 0.1).astype(np.float32) if guess is None else guess
    )
    known = np.where(band, blurred, truth).astype(np.float32)
    return closed_form_alpha(picture(truth), known, band, np.full(band.shape, confidence, np.float32))


def test_strands_are_kept_before_a_graded_wall(band):
    alpha, truth = solved(band), strands()
    assert np.abs(alpha - truth)[band].mean() < 0.05
    hairs = band & (np.mgrid[0:SIDE, 0:SIDE][1] > 34)
    assert np.corrcoef(alpha[hairs], truth[hairs])[0, 1] > 0.95


def test_known_alpha_stays_and_the_rest_is_in_range(band):
    alpha = solved(band)
    np.testing.assert_array_equal(alpha[~band], strands()[~band])
    assert alpha.min() >= 0
    assert alpha.max() <= 1


def test_a_confident_guess_holds(band):
    guess = np.zeros((SIDE, SIDE), np.float32)
    free, held = solved(band, 0.0, guess), solved(band, 1.0, guess)
    far = band & (np.mgrid[0:SIDE, 0:SIDE][1] > 50) & (strands() > 0.5)
    assert free[far].mean() > 0.6
    assert held[far].mean() < 0.5 * free[far].mean()


def test_nothing_unknown_changes_nothing():
    truth = strands()
    none = np.zeros((SIDE, SIDE), bool)
    np.testing.assert_array_equal(closed_form_alpha(picture(truth), truth, none, truth), truth)


def test_a_flat_picture_has_a_solution():
    flat = np.full((SIDE, SIDE, 3), 0.5, np.float32)
    guess = np.zeros((SIDE, SIDE), np.float32)
    guess[:, :20], guess[:, 20:60] = 1.0, 0.5
    unknown = np.zeros((SIDE, SIDE), bool)
    unknown[:, 20:60] = True
    alpha = closed_form_alpha(flat, guess, unknown, np.zeros_like(guess))
    assert np.isfinite(alpha).all()
    assert (np.diff(alpha[45]) <= 1e-3).all()

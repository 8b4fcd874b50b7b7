import pickle

import cv2
import numpy as np
import pytest
from benchmarks.image_statistics import (
    Naturalness,
    fit_asymmetric,
    grey_of,
    normalized,
    parse_brisque,
    scene_features,
)


def scene(seed=1, side=512):
    """Noise of all sizes, as in photographs."""
    rng = np.random.default_rng(seed)
    grey = np.zeros((side, side), np.float32)
    for sigma in (1, 2, 4, 8, 16, 32):
        layer = cv2.GaussianBlur(rng.standard_normal((side, side)).astype(np.float32), None, sigma)
        grey += layer / layer.std()
    return 128 + 15 * grey


@pytest.mark.parametrize(("shape", "draw"), [(2.0, "standard_normal"), (1.0, "laplace")])
def test_known_distributions_are_recognized(shape, draw):
    values = getattr(np.random.default_rng(3), draw)(size=200_000)
    found, mean, left_sd, right_sd = fit_asymmetric(values)
    assert found == pytest.approx(shape, rel=0.03)
    assert mean == pytest.approx(0, abs=0.02)
    assert left_sd == pytest.approx(right_sd, rel=0.02)


def test_two_sides_are_told_apart():
    values = np.abs(np.random.default_rng(3).standard_normal(200_000))
    values[np.arange(len(values)) % 4 > 0] *= -3  # the wider side has more
    shape, mean, left_sd, right_sd = fit_asymmetric(values)
    assert shape == pytest.approx(2, rel=0.05)
    assert (left_sd, right_sd) == pytest.approx((3, 1), rel=0.02)
    assert mean < 0


def test_grey_of_white_is_white():
    assert grey_of(np.full((2, 2, 3), 255, np.uint8)) == pytest.approx(255, abs=0.01)


def test_normalized_pixels_know_no_contrast():
    grey = scene()
    inside = (slice(8, -8), slice(8, -8))
    assert normalized(grey * 3)[inside].std() == pytest.approx(normalized(grey)[inside].std(), rel=0.2)
    assert scene_features(grey).shape == (36,)


def test_distance_grows_with_damage():
    grey = scene()
    natural = Naturalness(grey)
    blurs = [cv2.GaussianBlur(grey, None, sigma) for sigma in (0.7, 1.5)]
    assert natural.distance(grey) == pytest.approx(0, abs=1e-6)
    assert 0 < natural.distance(blurs[0]) < natural.distance(blurs[1])


REGRESSION = """svm_type epsilon_svr
kernel_type rbf
gamma 0.05
nr_class 2
total_sv 2
rho -50
SV
10 1:0 36:0
-4 1:9 2:9 3:9
"""


def test_regression_with_two_vectors():
    features = scene_features(scene())
    ranges = pickle.dumps({"min_": (features - 1).tolist(), "max_": (features + 1).tolist()})
    brisque = parse_brisque(REGRESSION, ranges)
    # The picture's features become the zero vector: the first support vector itself, far from the second.
    assert brisque.score(scene()) == pytest.approx(60 - 4 * np.exp(-0.05 * 3 * 81), abs=1e-3)


def test_other_regressions_are_refused():
    with pytest.raises(ValueError, match="another kind"):
        parse_brisque(REGRESSION.replace("rbf", "linear"), pickle.dumps({}))


def test_ranges_run_nothing():
    with pytest.raises(pickle.UnpicklingError, match="no plain value"):
        parse_brisque(REGRESSION, pickle.dumps(print))

import numpy as np
import pytest
from training.batches import N_FRAMES, Batches
from training.corpus import Corpus
from training.curves import lip_curves

from likeness.core.speech import Phone
from likeness.speech.visemes.features import N_BANDS
from likeness.speech.visemes.inventory import CLASSES, GOAL_OF_PHONE, SILENCE, class_frames


@pytest.fixture
def corpus():
    """Two takes in which class 10 is loud in the low bands and silence is quiet."""
    rng = np.random.default_rng(1)
    n = 3000
    classes = np.where(np.arange(n) // 40 % 2, 10, SILENCE).astype(np.uint8)
    bands = rng.normal(-18, 0.5, (n, N_BANDS))
    bands[classes == 10, :24] += 16
    beds = rng.normal(-4, 1, (2000, N_BANDS)).astype(np.float16)
    curves = np.zeros((n, 4), np.uint8)
    curves[classes == 10] = 200
    return Corpus(
        bands.astype(np.float16), classes, curves, ((0, 1500, True), (1500, n, False)), beds, beds[::-1]
    )


def test_batch_has_the_shapes_of_the_network(corpus):
    batch = Batches(corpus, 6, 1).next()
    assert batch.bands.shape == (6, N_FRAMES, N_BANDS) and batch.bands.dtype == np.float32
    assert batch.classes.shape == (6, N_FRAMES) and batch.curves.shape == (6, N_FRAMES, 4)
    assert np.isfinite(batch.bands).all()


def test_same_seed_gives_the_same_batches(corpus):
    first, second, other = (Batches(corpus, 3, seed).next() for seed in (5, 5, 6))
    assert np.array_equal(first.bands, second.bands) and not np.array_equal(first.bands, other.bands)


def test_speech_is_still_where_the_classes_say(corpus):
    source = Batches(corpus, 8, 2)
    low = {True: [], False: []}
    for _ in range(10):
        batch = source.next()
        for is_speech in (True, False):
            low[is_speech].append(batch.bands[..., :20][(batch.classes == 10) == is_speech].mean())
    assert np.mean(low[True]) > np.mean(low[False]) + 0.5


def test_some_sounds_are_beds_alone_and_silent(corpus):
    source = Batches(corpus, 16, 3)
    silent = [bool((row == SILENCE).all()) for _ in range(12) for row in source.next().classes]
    assert 0.005 < np.mean(silent) < 0.2


def test_curves_reach_goals_and_close_on_closures():
    phones = [Phone("AA", "ɑː", 0.2, 0.5), Phone("B", "b", 0.5, 0.6), Phone("UW", "uː", 0.6, 1.0)]
    curves = lip_curves(phones, 130)
    truth = class_frames(phones, 130)
    assert curves.shape == (130, 4) and curves.min() >= 0 and curves.max() <= 1
    assert curves[35, 0] > 0.8 * GOAL_OF_PHONE["AA"].opening
    assert curves[54:56, 0].max() < 0.2
    assert curves[80, 2] > 0.85 and curves[5, 2] < 0.05
    assert np.array_equal(curves[:, 3] > 0.5, truth != SILENCE)
    assert CLASSES[truth[55]] == "PP"


def test_rounding_begins_before_its_sound():
    curves = lip_curves([Phone("T", "t", 0.2, 0.3), Phone("W", "w", 0.3, 0.4)], 60)
    assert curves[27, 2] > 0.3 > curves[15, 2]

import numpy as np
import pytest
from benchmarks.viseme_material import in_noise, over_music
from benchmarks.visemes import TARGETS, judge
from training.spoken import Spoken

from likeness.core.speech import Phone
from likeness.speech.visemes import VisemeTrack
from likeness.speech.visemes.inventory import CLASSES, class_frames

PHONES = (Phone("B", "b", 0.2, 0.3), Phone("AA", "ɑː", 0.3, 0.6), Phone("M", "m", 0.6, 0.7))
SPOKEN = Spoken(np.zeros(16000, np.float32), PHONES)


def hearing(classes):
    """Return ears that are sure of these classes."""
    posteriors = np.full((len(classes), len(CLASSES)), 0.001, np.float32)
    posteriors[np.arange(len(classes)), classes] = 0.989
    curve = np.zeros(len(classes), np.float32)
    return lambda _: VisemeTrack(posteriors, curve, curve, curve, curve)


def test_perfect_ears_score_full_marks():
    score = judge([SPOKEN], hearing(class_frames(PHONES, 100)))
    assert (score.accuracy, score.sounding_accuracy, score.recall, score.precision) == (1, 1, 1, 1)
    assert score.silence_share == pytest.approx(0.5) and score.seconds == pytest.approx(1.0)


def test_deaf_ears_find_the_silence_only():
    score = judge([SPOKEN], hearing(np.zeros(100, int)))
    assert (score.accuracy, score.sounding_accuracy, score.recall) == (pytest.approx(0.5), 0, 0)


@pytest.mark.parametrize(("late_frames", "recall"), [(4, 1.0), (14, 1.0), (16, 0.0)])
def test_closure_counts_when_its_end_is_near(late_frames, recall):
    late = np.roll(class_frames(PHONES, 100), late_frames)
    assert judge([SPOKEN], hearing(late)).recall == recall


@pytest.mark.parametrize("lay", [in_noise, over_music])
def test_bed_lies_10_db_below(lay):
    voice = Spoken(np.sin(np.arange(32000) / 20).astype(np.float32), ())
    bed = lay(voice, 1).samples - voice.samples
    assert 10 * np.log10(np.mean(voice.samples**2) / np.mean(bed**2)) == pytest.approx(10, abs=0.1)


def test_targets_have_their_own_names():
    names = [target.measure for target in TARGETS]
    assert len(names) == len(set(names)) and all(name.startswith("visemes.") for name in names)

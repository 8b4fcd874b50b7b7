import numpy as np
import pytest

from likeness.speech.visemes.decoding import best_path, phones_of
from likeness.speech.visemes.hearing import VisemeTrack
from likeness.speech.visemes.inventory import CLASSES, GOAL_OF_PHONE


def posteriors_of(*runs, certainty=0.9):
    """Return rows that are sure of a class, from (class name, frames)."""
    rows = []
    for name, n in runs:
        row = np.full(len(CLASSES), (1 - certainty) / (len(CLASSES) - 1), np.float32)
        row[CLASSES.index(name)] = certainty
        rows += [row] * n
    return np.array(rows)


def track_of(posteriors, goal, voicing):
    def whole(value):
        return np.full(len(posteriors), value, np.float32)

    return VisemeTrack(
        posteriors, whole(goal.opening), whole(goal.width), whole(goal.protrusion), whole(voicing)
    )


def names(path):
    return [CLASSES[i] for i in path]


def test_clear_classes_are_kept_with_their_borders():
    runs = (("sil", 7), ("PP", 6), ("AA", 12), ("SS", 9), ("sil", 5))
    assert names(best_path(posteriors_of(*runs))) == [name for name, n in runs for _ in range(n)]


@pytest.mark.parametrize(("n", "certainty"), [(1, 0.9), (2, 0.5)])
def test_flicker_is_smoothed_away(n, certainty):
    runs = (("AA", 10), ("KK", n), ("AA", 10))
    path = names(best_path(posteriors_of(*runs, certainty=certainty)))
    assert set(path) == {"AA"}


def test_nothing_is_shorter_than_three_frames():
    rng = np.random.default_rng(5)
    posteriors = rng.dirichlet(np.full(len(CLASSES), 0.2), 400).astype(np.float32)
    path = best_path(posteriors)
    lengths = np.diff(np.flatnonzero(np.diff(path, prepend=-1, append=-1)))
    assert lengths.min() >= 3
    assert len(set(path)) > 3


@pytest.mark.parametrize("n", [0, 1, 2])
def test_less_than_a_sound_is_silence(n):
    assert names(best_path(posteriors_of(("AA", 5))[:n])) == ["sil"] * n


@pytest.mark.parametrize(
    ("class_name", "like", "voicing", "expected"),
    [
        ("PP", "B", 0.9, "B"),
        ("PP", "B", 0.1, "P"),
        ("FF", "F", 0.2, "F"),
        ("SS", "Z", 0.8, "Z"),
        ("UU", "W", 1.0, "W"),
        ("UU", "AO", 1.0, "AO"),
        ("AA", "AH", 1.0, "AH"),
        ("AA", "AA", 0.0, "AA"),
        ("II", "IY", 1.0, "IY"),
        ("II", "EH", 1.0, "EH"),
    ],
)
def test_class_becomes_the_phone_with_the_same_lips(class_name, like, voicing, expected):
    posteriors = posteriors_of(("sil", 6), (class_name, 8), ("sil", 6))
    (phone,) = phones_of(track_of(posteriors, GOAL_OF_PHONE[like], voicing))
    assert phone.arpabet == expected
    assert (phone.start_s, phone.end_s) == (pytest.approx(0.06), pytest.approx(0.14))


def test_silence_has_no_phones():
    assert phones_of(track_of(posteriors_of(("sil", 50)), GOAL_OF_PHONE["SIL"], 0.0)) == ()

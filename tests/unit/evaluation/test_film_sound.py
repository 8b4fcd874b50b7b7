import numpy as np
import pytest

from likeness.core.audio import AudioClip
from likeness.evaluation.film_sound import film_sound, is_speaking, loudness, pauses

RATE_HZ = 16000


def buzz(*stretches, duration_s=4.0, quiet=0.0005):
    """A tone in stretches of time, faint noise elsewhere."""
    times_s = np.arange(round(duration_s * RATE_HZ)) / RATE_HZ
    samples = quiet * np.random.default_rng(1).standard_normal(len(times_s))
    for start_s, end_s in stretches:
        inside = (times_s >= start_s) & (times_s < end_s)
        samples[inside] += 0.3 * np.sin(2 * np.pi * 200 * times_s[inside])
    return AudioClip(samples.astype(np.float32)[:, np.newaxis], RATE_HZ)


def test_pauses_lie_between_the_sounds():
    sound = film_sound(buzz((0.5, 1.5), (1.7, 2.5), (3.0, 3.9)), 0.0)
    edges = [(p.start_s, p.end_s) for p in pauses(sound)]
    # The gap of 0.2 s and the tenth of a second at the end are too short.
    assert np.array(edges) == pytest.approx(np.array([(0.0, 0.5), (2.5, 3.0)]), abs=0.03)


def test_the_sound_may_start_later_than_the_picture():
    sound = film_sound(buzz((0.5, 1.5)), 0.25)
    assert pauses(sound)[0].start_s == pytest.approx(0.25)
    assert is_speaking(sound, np.array([0.6, 0.9, 1.6, 1.9, 9.0])).tolist() == [
        False,
        True,
        True,
        False,
        False,
    ]


def test_quiet_recordings_are_heard_like_loud_ones():
    loud, quiet = buzz((1.0, 2.0)), buzz((1.0, 2.0))
    quiet = AudioClip(quiet.samples * np.float32(0.02), RATE_HZ)
    assert pauses(film_sound(loud, 0.0)) == pauses(film_sound(quiet, 0.0))


def test_digital_silence_is_one_pause():
    sound = film_sound(AudioClip(np.zeros((2 * RATE_HZ, 1), np.float32), RATE_HZ), 0.0)
    assert [(p.start_s, p.end_s) for p in pauses(sound)] == [(0.0, 2.0)]
    assert not is_speaking(sound, np.array([0.5, 1.0])).any()


def test_loudness_follows_the_sound():
    sound = film_sound(buzz((1.0, 2.0)), 0.0)
    low, high = loudness(sound, np.array([0.5, 1.5], np.float32))
    assert high > 50 * low

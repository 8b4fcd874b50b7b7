import shutil
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from likeness.core.audio import AudioClip
from likeness.core.voice import Voice
from likeness.speech.analysis import analysis_copy
from likeness.speech.english.flite import FliteEngine
from likeness.speech.espeak.engine import EspeakEngine
from likeness.speech.utterance import EngineSettings
from likeness.speech.visemes.alignment import align_by_synthesis
from likeness.speech.visemes.inventory import class_frames

TEXT = "The mother of my brother bought a small map, because she may visit five big museums soon."
needs_flite = pytest.mark.skipif(shutil.which("flite") is None, reason="the program flite is not installed")


def spoken_by(engine, name, speed=1.0):
    voice = Voice(name, name, "en-US", "English", "male", name.partition(":")[0], 1)
    (utterance,) = engine.speak([TEXT], voice, EngineSettings(speed, 0.0))
    clip = AudioClip(utterance.samples[:, np.newaxis], utterance.sample_rate_hz)
    return analysis_copy(clip), utterance.phones


@pytest.fixture(scope="module")
def read():
    return spoken_by(EspeakEngine(), "espeak:en-us")


def start_errors_s(aligned, true):
    """Return how far each phone is from the nearest true one of its name."""
    errors = [
        min((abs(one.start_s - other.start_s) for other in true if other.arpabet == one.arpabet), default=9.0)
        for one in aligned
    ]
    return np.array(errors)


def test_a_sound_fits_itself(read):
    samples, phones = read
    aligned = align_by_synthesis(samples, samples, phones)
    assert len(aligned) >= 0.97 * len(phones)
    assert np.median(start_errors_s(aligned, phones)) <= 0.006


@pytest.mark.parametrize("speed", [0.7, 1.4])
def test_other_pace_is_followed(read, speed):
    samples, true = spoken_by(EspeakEngine(), "espeak:en-us+f3", speed)
    aligned = align_by_synthesis(samples, *read)
    assert np.median(start_errors_s(aligned, true)) < 0.03
    n = len(samples) // 160
    assert np.mean(class_frames(aligned, n) == class_frames(true, n)) > 0.7


@needs_flite
def test_other_voice_is_followed(read):
    samples, true = spoken_by(FliteEngine(), "flite:rms")
    aligned = align_by_synthesis(samples, *read)
    assert len(aligned) > 0.95 * len(read[1])
    assert np.median(start_errors_s(aligned, true)) < 0.03
    n = len(samples) // 160
    assert np.mean(class_frames(aligned, n) == class_frames(true, n)) > 0.6


def test_pause_of_the_speaker_stays_silent(read):
    samples, phones = read
    middle = phones[len(phones) // 2]
    cut = round(middle.start_s * 16000)
    paused = np.concatenate([samples[:cut], np.zeros(16000, np.float32), samples[cut:]])
    aligned = align_by_synthesis(paused, samples, phones)
    true = [
        one if one.start_s < middle.start_s else replace(one, start_s=one.start_s + 1, end_s=one.end_s + 1)
        for one in phones
    ]
    assert np.median(start_errors_s(aligned, true)) < 0.015
    inside = (middle.start_s + 0.1, middle.start_s + 0.9)
    assert not any(one.start_s < inside[1] and one.end_s > inside[0] for one in aligned)


def test_phones_keep_order_and_do_not_overlap(read):
    samples, _ = spoken_by(EspeakEngine(), "espeak:en-us+m5", 0.8)
    aligned = align_by_synthesis(samples, *read)
    assert all(one.end_s > one.start_s for one in aligned)
    assert all(one.end_s <= other.start_s + 1e-9 for one, other in pairwise(aligned))


def test_silence_aligns_with_nothing(read):
    samples, phones = read
    assert align_by_synthesis(np.zeros(32000, np.float32), samples, phones) == ()
    assert align_by_synthesis(samples, samples, ()) == ()

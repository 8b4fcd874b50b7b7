from importlib.resources import files

import numpy as np
import pytest

from likeness.core.audio import AudioClip
from likeness.core.voice import Voice
from likeness.speech.analysis import analysis_copy
from likeness.speech.espeak.engine import EspeakEngine
from likeness.speech.utterance import EngineSettings
from likeness.speech.visemes import hear_visemes, hearing, phones_of
from likeness.speech.visemes.inventory import CLASSES, class_frames

VOICE = Voice("espeak:en-us", "English", "en-US", "English", "male", "espeak", 1)
TEXT = "My mother may buy a big map. Papa saw you move two blue boxes."


@pytest.fixture(scope="module")
def spoken():
    (utterance,) = EspeakEngine().speak([TEXT], VOICE, EngineSettings(1.0, 0.0))
    clip = AudioClip(utterance.samples[:, np.newaxis], utterance.sample_rate_hz)
    return analysis_copy(clip), utterance.phones


@pytest.fixture(scope="module")
def track(spoken):
    return hear_visemes(spoken[0])


def test_one_row_per_10_ms(spoken, track):
    n = len(spoken[0]) // 160
    assert track.posteriors.shape == (n, len(CLASSES)) and track.posteriors.dtype == np.float32
    for curve in (track.opening, track.width, track.protrusion, track.voicing):
        assert curve.shape == (n,)
        assert curve.min() >= 0 and curve.max() <= 1
    assert np.allclose(track.posteriors.sum(axis=1), 1, atol=1e-4)
    assert track.times_s[0] == pytest.approx(0.005) and track.times_s[-1] == pytest.approx((n - 0.5) * 0.01)


def test_most_frames_of_a_clear_voice_are_right(spoken, track):
    truth = class_frames(spoken[1], len(track.posteriors))
    assert np.mean(track.posteriors.argmax(axis=1) == truth) > 0.6


def test_lips_open_on_vowels_and_close_on_closures(spoken, track):
    truth = class_frames(spoken[1], len(track.posteriors))
    closed, wide = (track.opening[truth == CLASSES.index(name)].mean() for name in ("PP", "AA"))
    rounded = track.protrusion[truth == CLASSES.index("UU")].mean()
    assert closed < 0.2
    assert wide > 2.5 * closed
    assert rounded > 2 * track.protrusion[truth == CLASSES.index("II")].mean()


def test_closures_are_heard_as_phones(spoken, track):
    heard = [phone for phone in phones_of(track) if phone.arpabet in ("P", "B", "M")]
    true = [phone for phone in spoken[1] if phone.arpabet in ("P", "B", "M")]
    found = [any(abs(one.start_s - other.start_s) < 0.06 for other in heard) for one in true]
    assert len(true) >= 8
    assert np.mean(found) >= 0.75


def test_level_does_not_matter(spoken, track):
    quiet = hear_visemes(0.01 * spoken[0])
    assert np.mean(quiet.posteriors.argmax(axis=1) == track.posteriors.argmax(axis=1)) > 0.97


def test_silence_and_steady_noise_are_silent():
    noise = 0.05 * np.random.default_rng(6).standard_normal(3 * 16000).astype(np.float32)
    for samples in (np.zeros(3 * 16000, np.float32), noise):
        assert np.mean(hear_visemes(samples).posteriors.argmax(axis=1) == CLASSES.index("sil")) > 0.9


@pytest.mark.parametrize("n_samples", [0, 100, 160, 480, 1600])
def test_very_short_sounds_are_heard(n_samples):
    track = hear_visemes(np.full(n_samples, 0.1, np.float32))
    assert len(track.posteriors) == len(track.voicing) == n_samples // 160


def test_pieces_of_a_long_sound_fit_together(spoken, monkeypatch):
    whole = hear_visemes(np.tile(spoken[0], 3))
    monkeypatch.setattr(hearing, "_PIECE", 500)
    parts = hear_visemes(np.tile(spoken[0], 3))
    assert np.allclose(parts.posteriors, whole.posteriors, atol=1e-3)
    assert np.allclose(parts.opening, whole.opening, atol=1e-3)


def test_future_beyond_200_ms_is_not_heard(spoken):
    bands = hearing.normalized(hearing.log_mel(spoken[0]))[:400]
    changed = bands.copy()
    changed[220:] = 0
    session = hearing._session()
    before, after = (hearing._outputs(one, session) for one in (bands, changed))
    assert np.allclose(before[:200], after[:200], atol=1e-5)
    assert not np.allclose(before[210:], after[210:], atol=1e-2)


def test_network_is_small():
    assert (files("likeness") / "assets" / hearing.MODEL_NAME).stat().st_size < 8 * 2**20

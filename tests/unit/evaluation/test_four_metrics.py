import numpy as np
import pytest

from likeness.core.audio import AudioClip
from likeness.evaluation.film_sound import film_sound
from likeness.evaluation.four_metrics import (
    HUMAN_BROW_DYNAMICS,
    HUMAN_LIP_DYNAMICS,
    HUMAN_LIP_SYNC,
    HUMAN_SILENT_STABILITY,
    FourMetrics,
    brow_dynamics,
    closeness,
    four_metrics,
    lip_dynamics,
    lip_sync,
    pooled,
    silent_stability,
)

HUMAN = FourMetrics(HUMAN_LIP_DYNAMICS, HUMAN_BROW_DYNAMICS, HUMAN_SILENT_STABILITY, HUMAN_LIP_SYNC)
WAVE = 0.15 + 0.15 * np.sin(np.linspace(0, 60, 100))


def flat(track):
    return track.landmarks_px[..., :2] * 0.5


def test_people_get_one_and_statues_little():
    assert HUMAN.score == pytest.approx(1.0)
    assert FourMetrics(0.0, 0.0, 0.0, HUMAN_LIP_SYNC).score == pytest.approx(0.25)
    assert FourMetrics(2 * HUMAN_LIP_DYNAMICS, 0.0, 0.0, 0.0).score == 0.0


def test_one_missing_no_score():
    assert FourMetrics(1.7, 0.007, None, 0.25).score is None


def test_closeness_falls_on_both_sides():
    assert closeness(1.5, 2.0) == closeness(2.5, 2.0) == 0.75
    assert closeness(9.0, 2.0) == 0.0


def test_values_are_averaged_before_they_are_scored():
    low, high = FourMetrics(1.0, 0.005, None, 0.2), FourMetrics(2.434, 0.00856, 0.0263, 0.3056)
    together = pooled([low, high])
    assert together.silent_stability == 0.0263
    assert together.lip_dynamics == pytest.approx(HUMAN_LIP_DYNAMICS)
    assert together.score == pytest.approx(1.0, abs=0.001)
    assert pooled([]).score is None


def test_lips_that_move_and_lips_that_do_not(track):
    still, moving, double = (lip_dynamics(flat(track(gap=gap))) for gap in (0 * WAVE, WAVE, 2 * WAVE))
    assert still == pytest.approx(0, abs=1e-4)
    assert moving > 0.5
    assert double > 1.6 * moving


def test_brows_per_frame(track):
    saw = np.tile([0.0, 0.02], 50)
    step = brow_dynamics(track(brow=saw).landmarks_px)
    assert 0.012 < step < 0.02
    assert brow_dynamics(track(brow=0 * saw).landmarks_px) == pytest.approx(0, abs=1e-6)
    assert brow_dynamics(track(n_frames=1).landmarks_px) is None


def test_only_pauses_count_for_stability(track):
    gap = np.where(np.arange(100) < 50, WAVE, 0.0)
    is_late = np.arange(100) >= 50
    points = flat(track(gap=gap))
    assert silent_stability(points, is_late) == pytest.approx(0, abs=1e-4)
    assert silent_stability(points, ~is_late) > 0.03
    assert silent_stability(points, np.zeros(100, bool)) is None


def test_an_opening_that_is_the_loudness_differs_by_nothing(track):
    points, spoken = track(gap=WAVE).landmarks_px, np.ones(100, bool)
    assert lip_sync(points, (3 * WAVE + 1).astype(np.float32), spoken) == pytest.approx(0, abs=1e-3)
    assert lip_sync(points, (1 - WAVE).astype(np.float32), spoken) > 0.5
    assert lip_sync(points, WAVE.astype(np.float32), np.arange(100) < 5) is None


def test_without_sound_two_are_missing(track):
    made = track(gap=WAVE)
    found = four_metrics(made.landmarks_px, made.times_s, made.size_px, None)
    assert found.lip_dynamics is not None
    assert (found.silent_stability, found.lip_sync, found.score) == (None, None, None)


def test_with_sound_all_are_there(track):
    made = track(gap=WAVE)
    tone = np.sin(np.arange(64000) / 10).astype(np.float32) * (np.arange(64000) % 32000 < 16000)
    found = four_metrics(
        made.landmarks_px, made.times_s, made.size_px, film_sound(AudioClip(tone[:, None] * 0.3, 16000), 0.0)
    )
    assert found.score is not None
    assert found.silent_stability > 0

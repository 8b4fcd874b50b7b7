"""The benchmarks of the evaluation: what they count, and that every figure has its line in the table."""

from fractions import Fraction

import numpy as np
import pytest
from benchmarks import evaluation, evaluation_probe, living
from benchmarks.evaluation import Judged, figures_of
from benchmarks.evaluation_films import truth_of, write_sound
from benchmarks.evaluation_probe import ProbeFigures, gaussian, steady
from benchmarks.targets import TARGETS

from likeness.core.direction import Direction
from likeness.core.performance import Performance, PerformanceEvent
from likeness.core.rig import EXPRESSION_NAMES
from likeness.speech import read_audio
from likeness.testing import tone_speech

KNOWN = {target.measure for target in TARGETS}


def test_every_figure_of_the_set_has_a_target():
    figures = list(figures_of([Judged("film", "script", None, "no luck")], [Judged("clip", "real", None)]))
    assert {figure.measure for figure in figures} <= KNOWN
    assert {target.measure for target in evaluation.TARGETS} == {figure.measure for figure in figures}
    score = next(figure for figure in figures if figure.measure == "evaluation.score")
    assert score.value is None
    assert "no luck" in score.note


def probe_figures():
    return ProbeFigures("film", 0.4, 0.5, 0.6, 10.0, film=0.5, by_loudness=0.2, by_phones=0.4)


def test_figures_of_the_probe():
    real = ProbeFigures("clip", 0.5, 0.6, 0.6, 0.0, is_real=True)
    failed = ProbeFigures("film of x", failure="no luck")
    figures = {one.measure: one for one in evaluation_probe.figures_of([real, probe_figures(), failed])}
    assert set(figures) == {target.measure for target in evaluation_probe.TARGETS} <= KNOWN
    assert figures["probe.films"].value == 0.5
    assert "no luck" in figures["probe.films"].note
    assert figures["probe.real"].value == 0.6
    assert figures["probe.opening_gain"].value == pytest.approx(0.1)
    assert evaluation_probe.figures_of([]) == ()


def test_gaussian_is_one_with_mirrored_and_held_ends():
    impulse = np.zeros(41)
    impulse[20] = 1.0
    found = gaussian(impulse, 2.0)
    assert found.sum() == pytest.approx(1.0)
    assert found[20] / found[22] == pytest.approx(np.exp(0.5))
    assert gaussian(np.ones((5, 3)), 4.0, axis=0) == pytest.approx(np.ones((5, 3)))
    ramp = np.arange(20.0)
    assert gaussian(ramp, 2.0)[0] > gaussian(ramp, 2.0, mode="nearest")[0] > 0
    assert gaussian(ramp[np.newaxis].repeat(2, 0), 2.0)[1] == pytest.approx(gaussian(ramp, 2.0))


def test_drift_is_removed_and_speech_stays():
    times_s = np.arange(600) / 100
    speech = np.sin(2 * np.pi * 3 * times_s)
    assert np.corrcoef(steady(speech + 2 * times_s), speech)[0, 1] > 0.95


def test_told_sound_and_truth(tmp_path):
    speech = tone_speech("one two")
    written = read_audio(write_sound(speech, tmp_path / "a" / "told.wav"))
    assert written.duration_s == pytest.approx(speech.duration_s, abs=1e-3)
    assert np.abs(written.mono() - speech.audio.mono()).max() < 1e-3
    assert [phone.arpabet for phone in truth_of(speech).phones] == ["M", "AA", "M", "AA"]


def performance(blinks_s):
    """A minute in which the head sways and the lids shut for the given starts, 0.2 s each."""
    n_frames, fps = 1500, 25
    times_s = (np.arange(n_frames) + 0.5) / fps
    expression = np.zeros((n_frames, len(EXPRESSION_NAMES)), np.float32)
    lids = [EXPRESSION_NAMES.index(f"eye_blink_{side}") for side in ("left", "right")]
    for start_s in blinks_s:
        expression[np.ix_((times_s > start_s) & (times_s < start_s + 0.2), lids)] = 1.0
    sway = np.stack([4 * np.sin(0.9 * times_s), 2 * np.sin(0.7 * times_s), np.sin(0.5 * times_s)], axis=1)
    empty = np.zeros((n_frames, 2), np.float32)
    return Performance(
        Fraction(fps), EXPRESSION_NAMES, expression, sway.astype(np.float32), empty, empty, empty[:, 0],
        empty, empty[:, 0], tuple(PerformanceEvent("blink", s, s + 0.2) for s in blinks_s),
    )  # fmt: skip


def test_a_living_minute():
    starts_s = [2.0, 4.0, 5.0, 11.0, 12.5, 20.0, 30.0, 31.0, 44.0, 50.0]
    found = living.living(performance(starts_s), "low", 0)
    assert found.blinks_per_minute == pytest.approx(10)
    assert found.blink_ms == pytest.approx(225, abs=15)
    gaps_s = np.diff(starts_s)
    assert found.gap_variation == pytest.approx(gaps_s.std(ddof=1) / gaps_s.mean())
    assert found.head.sd_deg[0] == pytest.approx(4 / np.sqrt(2), rel=0.03)
    assert found.head.strongest_line_percent > 50


def test_figures_of_the_levels_have_targets():
    found = [living.living(performance([2.0, 4.0, 9.0]), level, 0) for level in ("low", "medium", "high")]
    measures = {figure.measure for figure in living.figures_of(found)}
    costs = {"living.cpu_script", "living.cpu_audio"}
    assert measures | costs == {target.measure for target in living.TARGETS} <= KNOWN


def test_too_little_is_refused():
    with pytest.raises(ValueError, match="too short"):
        living.living(performance([2.0]), "low", 0)
    assert Direction().expressiveness.value == "medium"

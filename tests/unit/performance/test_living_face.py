"""Blinks, gaze, head, brows and breath against the statistics of people who talk."""

from fractions import Fraction

import numpy as np
import pytest

from likeness.core.direction import Direction
from likeness.performance import perform
from likeness.performance.blinks import Blink, blink_curve, plan_blinks
from likeness.performance.breath import breath_curve, plan_breaths
from likeness.performance.grid import RATE_HZ, TimeGrid
from likeness.performance.phrases import Phrase
from likeness.performance.streams import Stream, generator

FPS = Fraction(25)
PHRASES = tuple(Phrase(t, t + 2.6, 0.4, 0.4) for t in np.arange(0.5, 118.0, 3.0))


@pytest.fixture(scope="module")
def takes(talk):
    return [perform(talk, Direction(), FPS, seed) for seed in range(4)]


@pytest.mark.parametrize("seed", range(6))
def test_blinks_are_those_of_a_talker(seed):
    blinks = plan_blinks(generator(seed, Stream.BLINKS), 120.0, PHRASES, 0.04)
    gaps_s = np.diff([blink.peak_s for blink in blinks])
    assert 12 <= len(blinks) / 2 <= 35
    assert 0.45 <= gaps_s.std() / gaps_s.mean() <= 1.0
    assert gaps_s.min() > 0.2
    full = np.mean([blink.depth == 1.0 for blink in blinks])
    assert 0.3 <= full <= 0.8


def test_a_full_blink_is_shown_by_a_frame():
    blinks = plan_blinks(generator(0, Stream.BLINKS), 60.0, PHRASES, 0.04)
    curve = blink_curve(blinks, TimeGrid(60 * RATE_HZ))
    for blink in blinks:
        if blink.depth == 1.0:
            assert curve[round(blink.peak_s * RATE_HZ)] > 0.97


def test_lids_close_faster_than_they_open():
    curve = blink_curve((Blink(0.5, 1.0, 0.07, 0.02, 0.16),), TimeGrid(200))
    closed = curve > 0.38
    length_s = closed.sum() / RATE_HZ
    assert 0.08 <= length_s <= 0.2
    assert np.argmax(curve) - np.argmax(curve > 0.1) < np.flatnonzero(curve > 0.1)[-1] - np.argmax(curve)


def test_gaze_stays_on_the_camera(takes):
    for take in takes:
        held = np.stack([take.head_deg[:, 1], -take.head_deg[:, 0]], axis=1)
        off_camera_deg = np.hypot(*(take.gaze_deg - held).T)
        assert np.mean(off_camera_deg < 2.6) >= 0.85
        assert off_camera_deg.max() < 8.0


def test_head_has_no_line_and_human_bands(takes):
    for take in takes:
        power = np.abs(np.fft.rfft(take.head_deg - take.head_deg.mean(axis=0), axis=0)) ** 2
        frequencies_hz = np.fft.rfftfreq(take.n_frames, 0.04)
        share = power / power.sum(axis=0)
        assert share.max() < 0.25
        slow = share[frequencies_hz < 0.5].sum(axis=0)
        assert (slow > 0.35).all()
        assert (slow < 0.85).all()


def test_brows_move_and_stay_small(takes):
    columns = [i for i, name in enumerate(takes[0].expression_names) if name.startswith("brow_inner_up")]
    for take in takes:
        raised = take.expression[:, columns]
        assert 0.05 < raised.std() < 0.35


def test_breath_is_taken_before_phrases():
    breaths = plan_breaths(generator(1, Stream.BREATH), 120.0, PHRASES)
    per_minute = len(breaths) / 2
    assert 10 <= per_minute <= 22
    curve = breath_curve(breaths, PHRASES, TimeGrid(120 * RATE_HZ))
    assert curve.min() >= 0.0
    assert curve.max() <= 1.0
    assert np.abs(np.diff(curve)).max() < 0.05
    for breath in breaths:
        assert curve[min(round(breath.end_s * RATE_HZ), curve.size - 1)] > 0.35


def test_streams_do_not_depend_on_each_other():
    draws = {stream: generator(5, stream).random() for stream in Stream}
    assert len(set(draws.values())) == len(Stream)
    assert draws[Stream.GAZE] == generator(5, Stream.GAZE).random()
    spawned = np.random.SeedSequence(5).spawn(len(Stream))[Stream.GAZE]
    assert draws[Stream.GAZE] == np.random.default_rng(spawned).random()

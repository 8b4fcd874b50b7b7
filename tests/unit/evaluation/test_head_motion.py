import numpy as np
import pytest

from likeness.evaluation.head_motion import head_motion
from likeness.evaluation.jitter import STEADY_POINTS, jitter

TIMES_S = np.arange(64 * 25) / 25


def sine(frequency_hz, size=3.0):
    return size * np.sin(2 * np.pi * frequency_hz * TIMES_S)


def wandering(seed):
    """A head without rhythm: noise that is stronger the slower it is."""
    rng = np.random.default_rng(seed)
    frequency_hz = np.fft.rfftfreq(len(TIMES_S), 1 / 25)
    size = np.where((frequency_hz > 0.03) & (frequency_hz < 3), (0.2 + frequency_hz) ** -1.0, 0)
    phases = np.exp(2j * np.pi * rng.random(len(frequency_hz))) * rng.rayleigh(size=len(frequency_hz))
    return np.fft.irfft(size * phases, len(TIMES_S)) * 1e3


def test_a_machine_has_a_line_and_people_have_none():
    machine = head_motion(np.stack([sine(0.5), wandering(1), wandering(2)], axis=1), 25.0)
    # A Hann window spreads a line over three frequencies, two thirds of it in the middle one.
    assert machine.strongest_line_percent > 60
    assert machine.strongest_line_hz == pytest.approx(0.5, abs=0.02)
    person = head_motion(np.stack([wandering(3), wandering(1), wandering(2)], axis=1), 25.0)
    assert person.strongest_line_percent < 25


def test_size_and_speed_of_a_sine():
    found = head_motion(np.stack([sine(0.5), sine(0.5, 1.0), sine(9.0)], axis=1), 25.0)
    assert found.sd_deg[:2] == pytest.approx((3 / np.sqrt(2), 1 / np.sqrt(2)), rel=0.02)
    assert found.sd_deg[2] < 0.1
    assert found.speed_95_deg_s[0] == pytest.approx(3 * np.pi, rel=0.05)


@pytest.mark.parametrize(("frequency_hz", "band"), [(0.25, 0), (1.0, 1), (3.0, 2)])
def test_bands(frequency_hz, band):
    found = head_motion(np.stack([sine(frequency_hz)] * 3, axis=1), 25.0)
    assert found.band_percent[band] > 98


def test_a_slow_turn_is_no_line():
    slope = np.linspace(0, 20, len(TIMES_S))
    found = head_motion(np.stack([wandering(1) + slope, wandering(2), wandering(3)], axis=1), 25.0)
    assert found.strongest_line_percent < 25


def test_too_short_to_tell():
    assert head_motion(np.zeros((20, 3), np.float32), 25.0) is None


def test_jitter_is_what_is_quicker_than_a_head(track):
    tracked = track(head_deg=np.stack([sine(1.0)[:100]] * 3, axis=1))
    points, unit_px = tracked.landmarks_px, np.full(100, 90.0, np.float32)
    assert jitter(points, unit_px, 25.0) < 0.0005
    trembling = points.copy()
    trembling[:, STEADY_POINTS, 0] += 0.9 * np.sqrt(2) * np.sin(2 * np.pi * 9 * TIMES_S[:100])[:, None]
    # x trembles by 0.01 eye distances, y does not.
    assert jitter(trembling, unit_px, 25.0) == pytest.approx(0.01 / np.sqrt(2), rel=0.05)


def test_jitter_needs_frames(track):
    points = track(n_frames=50).landmarks_px
    assert jitter(points, np.ones(50, np.float32), 12.0) is None
    assert jitter(points[:5], np.ones(5, np.float32), 25.0) is None

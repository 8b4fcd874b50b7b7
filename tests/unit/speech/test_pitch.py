import numpy as np
import pytest

from likeness.speech.pitch import shift_pitch, stretch_time, track_f0


def median_f0_hz(samples: np.ndarray) -> float:
    f0_hz = track_f0(samples.astype(np.float32), 16000)
    return float(np.median(f0_hz[f0_hz > 0]))


def test_f0_of_a_buzz(buzz: np.ndarray) -> None:
    assert median_f0_hz(buzz) == pytest.approx(120, rel=0.02)


@pytest.mark.parametrize("semitones", [-10, -5, 3, 7, 12, 18])
def test_shift_is_exact_and_keeps_length_and_loudness(buzz: np.ndarray, semitones: int) -> None:
    shifted = shift_pitch(buzz.astype(np.float32), 16000, semitones)
    assert shifted.shape == buzz.shape
    assert median_f0_hz(shifted) == pytest.approx(120 * 2 ** (semitones / 12), rel=0.03)
    assert shifted.std() == pytest.approx(buzz.std(), rel=0.3)


@pytest.mark.parametrize("semitones", [-50, -24, 24, 50])
def test_extremes_stay_finite_and_audible(buzz: np.ndarray, semitones: int) -> None:
    shifted = shift_pitch(buzz.astype(np.float32), 16000, semitones)
    assert np.isfinite(shifted).all()
    assert np.abs(shifted).max() <= 1
    assert shifted.std() > 0.02


@pytest.mark.parametrize("n_samples", [0, 1, 100, 5000])
def test_silence_stays_silence(n_samples: int) -> None:
    assert not shift_pitch(np.zeros(n_samples, dtype=np.float32), 16000, 12).any()


def test_noise_survives() -> None:
    noise = np.random.default_rng(0).normal(0, 0.1, 8000).astype(np.float32)
    assert np.isfinite(shift_pitch(noise, 16000, -20)).all()


@pytest.mark.parametrize("factor", [0.5, 0.8, 1.3, 2.0])
def test_stretching_keeps_pitch_and_loudness(buzz: np.ndarray, factor: float) -> None:
    stretched = stretch_time(buzz.astype(np.float32), 16000, np.array([[0, 0], [1.0, factor]]))
    assert len(stretched) == round(len(buzz) * factor)
    assert median_f0_hz(stretched) == pytest.approx(120, rel=0.03)
    assert stretched.std() == pytest.approx(buzz.std(), rel=0.2)


def test_stretching_moves_every_sound_alike(buzz: np.ndarray) -> None:
    gap = np.concatenate([buzz, np.zeros(8000), buzz]).astype(np.float32)
    stretched = stretch_time(gap, 16000, np.array([[0, 0], [2.5, 5.0]]))
    silent = np.abs(stretched) < 1e-4
    assert silent[34000:46000].all()
    assert not silent[:30000].all() and not silent[50000:].all()


def test_a_few_high_peaks_do_not_make_the_rest_soft(buzz: np.ndarray) -> None:
    spiky = buzz.astype(np.float32) * 0.5
    spiky[4000:12000:2000] = 1.0
    shifted = shift_pitch(spiky, 16000, 12)
    assert np.abs(shifted).max() <= 1
    assert shifted[12500:].std() == pytest.approx(spiky[12500:].std(), rel=0.3)

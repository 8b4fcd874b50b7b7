import numpy as np
import pytest

from likeness.core.speech import Phone
from likeness.speech.neural.closures import with_heard_closures

RATE_HZ = 16000


def hiss(loud: list[tuple[float, float]], duration_s: float = 1.0) -> np.ndarray:
    """Noise that is loud in some stretches and nearly silent elsewhere."""
    noise = np.random.default_rng(0).normal(0, 0.2, round(duration_s * RATE_HZ)).astype(np.float32)
    gain = np.full(len(noise), 0.005, np.float32)
    for start_s, end_s in loud:
        gain[round(start_s * RATE_HZ) : round(end_s * RATE_HZ)] = 1
    return noise * gain


def starts_s(phones: list[Phone], samples: np.ndarray) -> list[float]:
    return [phone.start_s for phone in with_heard_closures(phones, samples, RATE_HZ)]


@pytest.mark.parametrize("arpabet", ["P", "G", "CH", "M"])
def test_a_start_at_the_burst_moves_to_the_closure(arpabet: str) -> None:
    phones = [Phone("AA", "a", 0.2, 0.5), Phone(arpabet, "p", 0.5, 0.55), Phone("IY", "i", 0.55, 0.8)]
    sound = hiss([(0.2, 0.45), (0.5, 0.8)])
    assert starts_s(phones, sound) == pytest.approx([0.2, 0.45, 0.55], abs=0.011)
    moved = with_heard_closures(phones, sound, RATE_HZ)
    assert moved[0].end_s == moved[1].start_s


def test_a_start_at_the_closure_stays() -> None:
    phones = [Phone("AA", "a", 0.2, 0.5), Phone("P", "p", 0.5, 0.6)]
    assert starts_s(phones, hiss([(0.2, 0.51)])) == [0.2, 0.5]


@pytest.mark.parametrize(
    "phones",
    [
        [Phone("AA", "a", 0.2, 0.5), Phone("S", "s", 0.5, 0.6)],
        [Phone("AA", "a", 0.2, 0.4), Phone("P", "p", 0.5, 0.6)],
        [Phone("P", "p", 0.5, 0.6)],
        [],
    ],
)
def test_other_sounds_and_pauses_stay(phones: list[Phone]) -> None:
    assert with_heard_closures(phones, hiss([(0.2, 0.4)]), RATE_HZ) == tuple(phones)


def test_the_sound_before_keeps_some_of_its_time() -> None:
    phones = [Phone("AA", "a", 0.44, 0.5), Phone("P", "p", 0.5, 0.6)]
    assert starts_s(phones, hiss([(0.40, 0.445)]))[1] >= 0.464 - 0.006
    phones = [Phone("AA", "a", 0.1, 0.5), Phone("P", "p", 0.5, 0.6)]
    assert starts_s(phones, hiss([(0.1, 0.2)]))[1] == pytest.approx(0.4, abs=0.006)

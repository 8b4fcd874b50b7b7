"""Small smiles at the ends of phrases, and the squint that belongs to them."""

import numpy as np

from likeness.performance.grid import Curve, TimeGrid
from likeness.performance.levels import Liveliness
from likeness.performance.noise import band_noise
from likeness.performance.phrases import Phrase
from likeness.performance.shapes import add_pulse

_SMILE_CHANCE = 0.45


def smile_curve(
    rng: np.random.Generator, phrases: tuple[Phrase, ...], level: Liveliness, grid: TimeGrid
) -> Curve:
    """Return (N,) smile coefficient: a slowly changing trace of friendliness and a hump at some phrase
    ends."""
    friendliness = 0.4 * level.smile * (1.0 + 0.5 * band_noise(rng, grid.n_samples, (0.03, 0.2), 1.0))
    curve = np.maximum(friendliness, 0.0)
    for phrase in phrases:
        chance, size, rise_s, fall_s = rng.uniform((0.0, 0.6, 0.45, 0.8), (1.0, 1.5, 0.8, 1.6))
        if chance < _SMILE_CHANCE:
            peak_s = phrase.end_s + 0.15
            add_pulse(curve, grid, (peak_s - rise_s, peak_s, peak_s + fall_s), float(size) * level.smile)
    return np.clip(curve, 0.0, 0.6)

"""Long sounds, as in songs: a held vowel breathes, and does not stand like a photograph.

Vibrato (5-7 Hz) is made in the throat and does not reach the jaw; what moves in a held vowel is slower, and
the opening sinks a little towards its end.
"""

import numpy as np

from likeness.performance.grid import Curve, TimeGrid
from likeness.performance.mouth import channel
from likeness.performance.noise import band_noise
from likeness.performance.segments import Segment, is_vowel
from likeness.performance.shapes import ease, smooth

_HELD_S = 0.4
"""A longer vowel is held."""

_SWAY, _SWAY_HZ = 0.10, (0.4, 1.6)
"""Standard deviation of the opening in a held vowel, and how fast it changes."""

_SINKING = 0.16
"""Share of the opening that is lost by the end of a held vowel, and how long that takes at most."""

_SINKING_S = 2.0


def breathe(rng: np.random.Generator, mouth: Curve, segments: tuple[Segment, ...], grid: TimeGrid) -> Curve:
    """Return the mouth curves (N, 15) with the opening of held vowels swaying and sinking slowly."""
    held = [segment for segment in segments if is_vowel(segment) and segment.duration_s > _HELD_S]
    if not held:
        return mouth
    inside, sinking = np.zeros(grid.n_samples), np.zeros(grid.n_samples)
    for segment in held:
        part = grid.window(segment.start_s + 0.12, segment.end_s - 0.08)
        inside[part] = 1.0
        sinking[part] = ease((grid.times_s[part] - segment.start_s) / max(segment.duration_s, _SINKING_S))
    noise = band_noise(rng, grid.n_samples, _SWAY_HZ, 1.0)
    scale = (
        1.0 + smooth(inside, 0.06) * np.clip(_SWAY * noise, -0.25, 0.25) - smooth(_SINKING * sinking, 0.06)
    )
    result = mouth.copy()
    for name in ("jaw_open", "lower_down", "upper_up"):
        result[:, channel(name)] *= scale
    return result

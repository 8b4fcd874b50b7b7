"""Keep peaks below a ceiling without changing how the rest sounds."""

import math

import numpy as np

from likeness.core.audio import AudioClip
from likeness.loudness.kernels import held_minimum, moving_mean, released
from likeness.loudness.measure import true_peak_db, true_peaks

_REACH_S = 0.0015
"""The gain is down this long before a peak and stays so after it: shorter is heard as a click."""

_RELEASE_S = 0.04
"""Time constant of coming back: a few periods of a voice. Longer takes loudness from what is not too loud."""


def limited(clip: AudioClip, true_peak_limit_db: float) -> AudioClip:
    """Return a clip whose true peak is at most a limit; one that has none above it is returned as it is.

    Gain falls smoothly before each peak, since all of the sound is known, and comes back at once.
    All channels get the same gain, so that nothing moves between them.

    Parameters
    ----------
    clip
        May exceed full scale.
    true_peak_limit_db
        dB of full scale, below 0 in general.
    """
    ceiling = 10 ** (true_peak_limit_db / 20)
    peaks = true_peaks(clip)
    if float(peaks.max(initial=0.0)) <= ceiling:
        return clip
    # A peak between two samples is held down by the gain of both.
    around = np.maximum(peaks, np.concatenate([np.zeros(1, np.float32), peaks[:-1]]))
    needed = np.asarray(ceiling / np.maximum(around, ceiling), np.float32)
    reach = max(1, round(_REACH_S * clip.sample_rate_hz))
    share = 1 - math.exp(-1 / (_RELEASE_S * clip.sample_rate_hz))
    gain = moving_mean(released(held_minimum(needed, reach), share), reach)
    quieter = AudioClip(np.asarray(clip.samples * gain[:, None], np.float32), clip.sample_rate_hz)
    # A gain that changes within the reach of the interpolation can leave a hair too much.
    excess_db = max(0.0, true_peak_db(quieter) - true_peak_limit_db)
    return quieter if excess_db == 0 else amplified(quieter, -excess_db)


def amplified(clip: AudioClip, gain_db: float) -> AudioClip:
    """Return a clip made louder or softer."""
    return AudioClip(np.asarray(clip.samples * np.float32(10 ** (gain_db / 20))), clip.sample_rate_hz)

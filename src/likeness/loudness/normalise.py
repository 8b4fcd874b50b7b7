"""Bring sound to a loudness that fits between other films."""

import math
from dataclasses import dataclass

from likeness.core.audio import AudioClip
from likeness.loudness.limiter import amplified, limited
from likeness.loudness.measure import integrated_lufs, true_peak_db

_MOST_GAIN_DB = 30.0
"""What would need more is noise rather than speech."""

_MOST_MAKE_UP_DB = 3.0
"""Loudness that limiting takes away is given back up to here; beyond, it would sound squeezed."""

_CLOSE_LU = 0.05
_MOST_ROUNDS = 5


@dataclass(frozen=True)
class LevelTarget:
    """How loud sound should be."""

    integrated_lufs: float
    """Of the whole, pauses left out."""

    true_peak_db: float
    """Greatest peak, dB of full scale."""


SPEECH_LEVEL = LevelTarget(integrated_lufs=-16.0, true_peak_db=-1.5)
"""Speech in films for the web. Peaks half a dB below the usual limit of -1 dB, which coding adds again."""


def normalised(clip: AudioClip, target: LevelTarget = SPEECH_LEVEL) -> AudioClip:
    """Return a clip with the loudness of the target; silence is returned as it is.

    Only the gain changes, and peaks that would be too high are limited. Sound of extreme peaks may stay
    softer than the target.

    Parameters
    ----------
    clip
        Any sound.
    target
        Loudness and greatest peak.
    """
    loudness = integrated_lufs(clip)
    if math.isinf(loudness):
        return clip
    wanted_db = min(target.integrated_lufs - loudness, _MOST_GAIN_DB)
    gain_db, result = wanted_db, clip
    for _ in range(_MOST_ROUNDS):
        result = limited(amplified(clip, gain_db), target.true_peak_db)
        missing = loudness + wanted_db - integrated_lufs(result)
        if missing <= _CLOSE_LU or gain_db >= wanted_db + _MOST_MAKE_UP_DB:
            break
        gain_db = min(gain_db + missing, wanted_db + _MOST_MAKE_UP_DB)
    return result


def raised(clip: AudioClip, target: LevelTarget = SPEECH_LEVEL) -> AudioClip:
    """Return a clip as near to the loudness of the target as its peaks allow: one gain, nothing limited.

    What is limited keeps less of the difference between loud and soft, and lips that follow the voice seem
    to follow it less (docs/evaluate.md, lip-sync). Silence is returned as it is.
    """
    loudness = integrated_lufs(clip)
    if math.isinf(loudness):
        return clip
    room_db = target.true_peak_db - true_peak_db(clip)
    return amplified(clip, min(target.integrated_lufs - loudness, room_db, _MOST_GAIN_DB))

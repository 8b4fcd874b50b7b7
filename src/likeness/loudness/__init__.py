"""How loud sound is, and bringing it to a level: ITU-R BS.1770-4, EBU R 128."""

from likeness.loudness.limiter import limited
from likeness.loudness.measure import integrated_lufs, true_peak_db
from likeness.loudness.normalise import SPEECH_LEVEL, LevelTarget, normalised, raised

__all__ = [
    "SPEECH_LEVEL",
    "LevelTarget",
    "integrated_lufs",
    "limited",
    "normalised",
    "raised",
    "true_peak_db",
]

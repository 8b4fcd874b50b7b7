"""Moving the pitch of speech without moving anything in time."""

from likeness.typing import FloatArray


def shift_pitch(samples: FloatArray, sample_rate_hz: int, semitones: float) -> FloatArray:
    """Thin version."""
    return samples

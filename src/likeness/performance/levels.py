"""What low, medium and high expressiveness mean in numbers."""

from dataclasses import dataclass

from likeness.core.direction import Expressiveness


@dataclass(frozen=True)
class Liveliness:
    """Sizes of the movements."""

    head_sd_deg: tuple[float, float, float]
    """Standard deviation of pitch, yaw, roll: the calm quarter, the median and the lively quarter of measured
    real talkers, roll about half of yaw."""

    brow_sd: float
    """Standard deviation of the slow brow movement, in coefficients."""

    brow_raise: float
    """Usual size of a brow raise on an accent, in coefficients."""

    accent_share: float
    """Part of the accents that head and brows mark."""

    mouth_scale: float
    """Scale of the mouth's opening."""

    smile: float
    """Usual size of a smile at a phrase end."""

    gaze_away_s: float
    """Shortest time between two looks away from the camera."""


def liveliness(expressiveness: Expressiveness) -> Liveliness:
    """Return the numbers of a level."""
    levels = {
        Expressiveness.LOW: Liveliness((1.3, 1.5, 0.7), 0.08, 0.20, 0.35, 1.22, 0.07, 12.0),
        Expressiveness.MEDIUM: Liveliness((3.2, 3.7, 1.9), 0.17, 0.45, 0.6, 1.48, 0.13, 8.0),
        Expressiveness.HIGH: Liveliness((6.0, 6.0, 3.0), 0.22, 0.54, 0.8, 1.68, 0.20, 6.0),
    }
    return levels[expressiveness]

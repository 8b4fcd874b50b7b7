"""How the speaker is asked to behave."""

from dataclasses import dataclass
from enum import StrEnum


class Expressiveness(StrEnum):
    """How lively head, brows and mouth are."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True)
class Direction:
    """Instructions for the performance."""

    expressiveness: Expressiveness = Expressiveness.MEDIUM
    """Level of liveliness."""

"""Phrases: what is said between two pauses. Breath, posture, blinks and smiles hang on them."""

from dataclasses import dataclass

from likeness.performance.segments import Segment

PHRASE_PAUSE_S = 0.15
"""A pause of this length ends a phrase."""


@dataclass(frozen=True)
class Phrase:
    """A stretch of speech without a pause."""

    start_s: float
    """Start of its first sound."""

    end_s: float
    """End of its last sound."""

    pause_before_s: float
    """Length of the pause before it, or of the film's start."""

    pause_after_s: float
    """Length of the pause after it, or of the film's end."""

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return self.end_s - self.start_s


def phrases_of(segments: tuple[Segment, ...], duration_s: float) -> tuple[Phrase, ...]:
    """Return the phrases in time order; none when nothing is said."""
    runs: list[tuple[float, float]] = []
    for segment in segments:
        if segment.is_pause:
            continue
        if runs and segment.start_s - runs[-1][1] < PHRASE_PAUSE_S:
            runs[-1] = (runs[-1][0], segment.end_s)
        else:
            runs.append((segment.start_s, segment.end_s))
    starts = [start for start, _ in runs] + [duration_s]
    ends = [0.0] + [end for _, end in runs]
    return tuple(
        Phrase(start, end, start - ends[i], max(starts[i + 1] - end, 0.0))
        for i, (start, end) in enumerate(runs)
    )

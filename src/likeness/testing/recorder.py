"""A listener that remembers what it was told."""

import threading
from dataclasses import dataclass


@dataclass
class RecordedStage:
    """One stage of a run."""

    name: str
    """What it was called."""

    n_steps: int
    """Steps it was said to have."""

    n_done: int = 0
    """Steps that were reported."""


class Recorder:
    """Keeps the stages of a run in order; safe between threads."""

    def __init__(self) -> None:
        """Begin with no stages."""
        self.stages: list[RecordedStage] = []
        self._lock = threading.Lock()

    def begin(self, stage: str, n_steps: int) -> None:
        """Remember a stage."""
        with self._lock:
            self.stages.append(RecordedStage(stage, n_steps))

    def advance(self, n_steps: int = 1) -> None:
        """Count steps of the present stage."""
        with self._lock:
            self.stages[-1].n_done += n_steps

"""How a long run reports and how it is stopped."""

import threading
from typing import Protocol

from likeness.errors import CancelledError


class ProgressListener(Protocol):
    """Told about each stage of a run; methods may be called from several threads."""

    def begin(self, stage: str, n_steps: int) -> None:
        """Begin a stage of `n_steps` equal steps."""

    def advance(self, n_steps: int = 1) -> None:
        """Report steps of the current stage as done."""


class SilentProgress:
    """A listener that shows nothing."""

    def begin(self, stage: str, n_steps: int) -> None:
        """Ignore."""

    def advance(self, n_steps: int = 1) -> None:
        """Ignore."""


class CancelToken:
    """Asks a run to stop; checked at least once per frame."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        """Ask to stop."""
        self._event.set()

    def raise_if_cancelled(self) -> None:
        """Raise `CancelledError` when a stop was asked for."""
        if self._event.is_set():
            raise CancelledError("The run was stopped.")

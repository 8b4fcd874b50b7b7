"""Progress of a run on the terminal."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeRemainingColumn

from likeness.core.progress import ProgressListener, SilentProgress


@contextmanager
def progress_for(*, is_json: bool) -> Iterator[ProgressListener]:
    """Give the listener for the standard error: bars on a terminal, lines elsewhere, nothing for JSON."""
    if is_json:
        yield SilentProgress()
    elif sys.stderr.isatty():
        with _bars() as progress:
            yield BarProgress(progress)
    else:
        with LineProgress() as lines:
            yield lines


def _bars() -> Progress:
    return Progress(
        TextColumn("{task.description:<20}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(elapsed_when_finished=True),
        console=Console(stderr=True),
    )


class BarProgress:
    """A bar per stage, with the time left."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task: TaskID | None = None

    def begin(self, stage: str, n_steps: int) -> None:
        """Show a new bar."""
        self._task = self._progress.add_task(stage, total=n_steps)

    def advance(self, n_steps: int = 1) -> None:
        """Lengthen the bar."""
        if self._task is not None:
            self._progress.advance(self._task, n_steps)


class LineProgress:
    """A line per finished stage, for logs."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stage = ""
        self._left = 0
        self._started_s = 0.0

    def __enter__(self) -> "LineProgress":
        return self

    def __exit__(self, *_: object) -> None:
        sys.stderr.flush()

    def begin(self, stage: str, n_steps: int) -> None:
        """Remember when the stage began."""
        with self._lock:
            self._stage, self._left, self._started_s = stage, n_steps, time.monotonic()

    def advance(self, n_steps: int = 1) -> None:
        """Write a line when the stage is done."""
        with self._lock:
            self._left -= n_steps
            if self._left == 0:
                sys.stderr.write(f"{self._stage:<20} {time.monotonic() - self._started_s:6.1f} s\n")

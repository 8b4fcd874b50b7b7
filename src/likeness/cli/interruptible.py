"""Run long work so that Ctrl-C stops it within a second."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, NoReturn, TypeVar

from likeness.cli.report import Report
from likeness.cli.stop_signals import STOP_SIGNALS
from likeness.core.progress import CancelToken
from likeness.errors import CancelledError

Result = TypeVar("Result")

_STOPPED = "The run was stopped."
_LOOK_S = 0.05
"""How often the main thread looks whether a stop was asked for."""

_PATIENCE_S = 0.6
"""How long work may take to end by itself; native code of a stage can run longer than a second."""


def run_interruptible(
    work: Callable[[CancelToken], Result], clean_up: Callable[[], None], say: Callable[[CancelledError], None]
) -> Result:
    """Run `work` in a thread; on a stop signal ask it to stop, and leave without it if it does not.

    Parameters
    ----------
    work
        Stops at the next frame once its token is set.
    clean_up
        Removes what `work` may have left behind; called only when the program leaves without it.
    say
        Tells the user; called only when the program leaves without `work`.
    """
    job, stops = _Job(work), _Stops()
    with stops.watched():
        threading.Thread(target=job.run, name="work", daemon=True).start()
        while not job.finished.wait(_LOOK_S):
            if stops.n_asked:
                return _stopped(job, stops, clean_up, say)
        # A stop can look like a fault inside of the work; the user knows better.
        if stops.n_asked and job.error is not None:
            raise CancelledError(_STOPPED) from job.error
    return job.result()


def _stopped(
    job: "_Job[Result]", stops: "_Stops", clean_up: Callable[[], None], say: Callable[[CancelledError], None]
) -> Result:
    """Ask the work to end; leave without it when it does not, or when the user asks once more."""
    job.cancel.cancel()
    # By the clock: on a busy machine each look takes longer than it should.
    n_asked, give_up_s = stops.n_asked, time.monotonic() + _PATIENCE_S
    while not job.finished.wait(_LOOK_S):
        if time.monotonic() >= give_up_s or stops.n_asked > n_asked:
            clean_up()
            say(CancelledError(_STOPPED))
            _leave_now()
    if job.error is not None:
        raise CancelledError(_STOPPED) from job.error
    return job.result()


class _Stops:
    """Counts the stops asked for. A signal raises no exception: it could come out anywhere, or nowhere."""

    def __init__(self) -> None:
        self.n_asked = 0

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Count the signals that ask for a stop."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.getsignal(number) for number in STOP_SIGNALS}
        for number, handler in before.items():
            if handler != signal.SIG_IGN:  # as set for jobs in the background
                signal.signal(number, self._count)
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _count(self, *_: object) -> None:
        self.n_asked += 1


class _Job(Generic[Result]):
    def __init__(self, work: Callable[[CancelToken], Result]) -> None:
        self._work = work
        self._result: list[Result] = []
        self.error: BaseException | None = None
        self.cancel = CancelToken()
        self.finished = threading.Event()

    def run(self) -> None:
        try:
            self._result.append(self._work(self.cancel))
        except BaseException as error:  # handed to the main thread
            self.error = error
        finally:
            self.finished.set()

    def result(self) -> Result:
        if self.error is not None:
            raise self.error
        return self._result[0]


def stoppable(work: Callable[[], Result], report: Report) -> Result:
    """Run work that looks at no token and leaves nothing behind, such as a list or a check."""
    return run_interruptible(lambda _: work(), lambda: None, report.error)


def _leave_now() -> NoReturn:
    """End the process without waiting for threads that are inside native code."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(CancelledError.exit_code)

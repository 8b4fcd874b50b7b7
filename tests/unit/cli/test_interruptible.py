import os
import signal
import sys
import threading
import time

import pytest

from likeness.cli.interruptible import run_interruptible, stoppable
from likeness.cli.report import Report
from likeness.cli.stop_signals import STOP_SIGNALS
from likeness.errors import CancelledError, VoiceEngineError


def wait_for_stop(cancel):
    """Ask this process to stop, and wait until the request has come back to the work."""
    os.kill(os.getpid(), signal.SIGTERM)
    while True:
        try:
            cancel.raise_if_cancelled()
        except CancelledError:
            return
        time.sleep(0.005)


def forbidden(*_):
    raise AssertionError("the program does not leave without its work")


def run(work):
    return run_interruptible(work, forbidden, forbidden)


def test_result_and_fault_of_the_work_pass_through():
    assert run(lambda _: 3) == 3
    assert stoppable(lambda: 4, Report(is_json=False)) == 4
    with pytest.raises(ZeroDivisionError):
        run(lambda _: 1 / 0)


def test_fault_after_a_stop_is_the_stop():
    """A child process that Ctrl-C ended looks like a broken engine to the work."""

    def work(cancel):
        wait_for_stop(cancel)
        raise VoiceEngineError("espeak-ng stopped.")

    with pytest.raises(CancelledError) as stopped:
        run(work)
    assert isinstance(stopped.value.__cause__, VoiceEngineError)


def test_work_that_ends_in_time_keeps_its_result():
    def work(cancel):
        wait_for_stop(cancel)
        return "film"

    assert run(work) == "film"


def test_handlers_are_given_back():
    before = [signal.getsignal(number) for number in STOP_SIGNALS]
    run(lambda _: None)
    assert [signal.getsignal(number) for number in STOP_SIGNALS] == before


def test_stop_on_a_busy_machine_is_as_fast(monkeypatch):
    """The work holds the interpreter for 0.2 s at a time: patience ends by the clock."""
    left, switch_s = threading.Event(), sys.getswitchinterval()

    def leave():
        left.set()
        raise SystemExit(130)

    def work(_):
        os.kill(os.getpid(), signal.SIGTERM)
        while not left.is_set():
            pass

    monkeypatch.setattr("likeness.cli.interruptible._leave_now", leave)
    sys.setswitchinterval(0.2)
    start_s = time.monotonic()
    try:
        with pytest.raises(SystemExit):
            run_interruptible(work, lambda: None, lambda _: None)
    finally:
        left.set()
        sys.setswitchinterval(switch_s)
    assert time.monotonic() - start_s < 2.0

"""The program `likeness`: nothing heavy is imported before Ctrl-C can be answered."""

import json
import os
import signal
import sys

from likeness.cli.stop_signals import STOP_SIGNALS

_STOPPED_CODE = 130
_MESSAGE = "The run was stopped."


def main() -> None:
    """Run the command line; a stop at any moment ends with one line and exit code 130."""
    for number in STOP_SIGNALS:
        if signal.getsignal(number) != signal.SIG_IGN:  # as set for jobs in the background
            signal.signal(number, _leave)
    from likeness.cli.streams import prepare_streams

    prepare_streams()
    from likeness.cli.app import run

    code = run(sys.argv[1:])
    for number in STOP_SIGNALS:  # nothing is left that could be stopped
        signal.signal(number, signal.SIG_IGN)
    sys.exit(code)


def _leave(*_: object) -> None:
    """End at once; work that has something to clean up takes the signals over while it lasts.

    No exception is raised: in the middle of an import it can come out as any other error, or as none. Nothing
    is imported for the same reason.
    """
    if "--json" in sys.argv:
        error = {"code": "cancelled", "message": _MESSAGE, "is_retryable": False}
        _write(1, json.dumps({"ok": False, "error": error}))
    else:
        _write(2, f"error [cancelled]: {_MESSAGE}")
    os._exit(_STOPPED_CODE)


def _write(descriptor: int, line: str) -> None:
    try:
        os.write(descriptor, line.encode() + b"\n")
    except OSError:
        return

"""The three standard streams, whatever they are: closed, full, or of an old encoding."""

import io
import os
import sys

from likeness.errors import OutputNotWritableError


def prepare_streams() -> None:
    """Make the standard streams usable; called once, before anything is written.

    A closed stream is opened on nothing, lest the next file takes its number. Characters that an encoding
    lacks are written as escapes. Messages get a descriptor of their own: native libraries chatter on number
    2, and while that is turned away a message would get lost.
    """
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    sys.stdout = _Results(
        io.BufferedWriter(io.FileIO(1, "w", closefd=False)),
        encoding=getattr(sys.stdout, "encoding", None) or "utf-8",
        errors="backslashreplace",
        line_buffering=os.isatty(1),
    )
    # Straight through, as text that waits in a buffer is lost when the program leaves at once.
    sys.stderr = _Messages(
        io.FileIO(os.dup(2), "w"),
        encoding=getattr(sys.stderr, "encoding", None) or "utf-8",
        errors="backslashreplace",
        write_through=True,
    )


def discard_output() -> None:
    """Let what could not be written vanish, so that it is not tried again when the program ends."""
    _turn_away(sys.stdout.fileno())
    sys.stdout.flush()


class LostOutputError(OutputNotWritableError):
    """The standard output cannot be written; nothing more is tried on it."""


class _Results(io.TextIOWrapper):
    """The standard output; a full disk behind it is an error of ours."""

    def write(self, text: str) -> int:
        try:
            return super().write(text)
        except OSError as error:
            raise _lost(error) from error

    def flush(self) -> None:
        try:
            super().flush()
        except OSError as error:
            raise _lost(error) from error


def _lost(error: OSError) -> Exception:
    _turn_away(1)
    if isinstance(error, BrokenPipeError):
        return error
    return LostOutputError(f"The standard output cannot be written: {error.strerror}. Send it elsewhere.")


def _turn_away(descriptor: int) -> None:
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, descriptor)
    os.close(nothing)


class _Messages(io.TextIOWrapper):
    """A stream that nobody has to be able to read: a full disk or a closed pipe behind it stops no film."""

    def write(self, text: str) -> int:
        try:
            return super().write(text)
        except OSError:
            return len(text)

    def flush(self) -> None:
        try:
            super().flush()
        except OSError:
            return

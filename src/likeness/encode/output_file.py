"""Output files appear whole or not at all."""

import errno
import os
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import av

from likeness.errors import DiskFullError, EncodeError, LikenessError, OutputNotWritableError

_NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}

_LONGEST_SUFFIX = 8


def partial_path(output: Path) -> Path:
    """Return the name that `output` has until it is complete; the same within one process.

    It keeps a usual ending, by which libraries choose the format. The rest of the name is not kept: with
    more around it, a name of the greatest length would be too long.
    """
    output = _target(output)
    suffix = output.suffix if len(output.suffix) <= _LONGEST_SUFFIX else ""
    number = zlib.crc32(os.fsencode(output.name))
    return output.with_name(f".likeness-{number:08x}-{os.getpid()}.part{suffix}")


def _target(output: Path) -> Path:
    """Return where a film really goes: a link stays one, and what it names is written, as `cp` does."""
    return Path(os.path.realpath(output)) if output.is_symlink() else output


def check_output(output: Path) -> None:
    """Raise an `OutputNotWritableError` now if `output` could not be written later."""
    with translated(output):
        parent = _target(output).parent
        output.is_dir()  # refuses a name that is too long
    if output.is_dir():
        raise OutputNotWritableError(f"{output} is a directory. Give the output a file name inside of it.")
    if not parent.is_dir():
        raise OutputNotWritableError(f"There is no directory {parent}. Create it or choose another output.")
    if output.exists() and not output.is_file():
        raise OutputNotWritableError(f"{output} is not a regular file. Choose another output.")
    with translated(output), tempfile.TemporaryFile(dir=parent):
        pass


@contextmanager
def atomic_output(output: Path) -> Iterator[Path]:
    """Give a temporary path beside `output`; rename it at the end, or remove it on any error.

    Of a link, `output` is what it leads to.
    """
    check_output(output)
    partial = partial_path(output)
    try:
        with translated(output):
            yield partial
            partial.replace(_target(output))
    finally:
        partial.unlink(missing_ok=True)


def remove_partials(output: Path) -> None:
    """Remove all that this process has not finished where `output` goes, when it ends at once."""
    for partial in _target(output).parent.glob(f".likeness-*-{os.getpid()}.part*"):
        partial.unlink(missing_ok=True)


@contextmanager
def growing_output(output: Path) -> Iterator[Path]:
    """Give `output` itself, to be written from its beginning while others read it; remove it on any error."""
    check_output(output)
    target = _target(output)
    try:
        with translated(output):
            target.write_bytes(b"")
            yield target
    except BaseException:
        target.unlink(missing_ok=True)
        raise


@contextmanager
def translated(output: Path) -> Iterator[None]:
    """Turn errors of the file system and of the muxer into ours; `output` is what they are about."""
    try:
        yield
    except LikenessError:
        raise
    except (OSError, av.FFmpegError) as error:
        raise _translation(error, output) from error


def _translation(error: OSError | av.FFmpegError, output: Path) -> LikenessError:
    if error.errno in _NO_SPACE:
        return DiskFullError(f"No space is left for {output}. Free some, or choose another place.")
    if isinstance(error, OSError):
        reason = error.strerror or type(error).__name__
        return OutputNotWritableError(f"{output} cannot be written: {reason}. Choose another place.")
    return EncodeError(f"The film could not be written: {error}.")

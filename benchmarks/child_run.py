"""Run a command and measure it with all the processes that it starts: time, CPU time, memory."""

import contextlib
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

MIB = 2**20
_SAMPLING_S = 0.03
LIKENESS = str(Path(sys.executable).with_name("likeness"))
"""The command, of the environment that runs the benchmark."""


@dataclass(frozen=True)
class ChildRun:
    """What a command did."""

    exit_code: int
    """Negative = killed by that signal; also when it ran into the time limit."""

    wall_s: float
    """From start to end."""

    cpu_s: float
    """User and system time of the command and of the children it waited for."""

    peak_bytes: int
    """Most memory that the command and its descendants held together."""

    stdout: str
    stderr: str


def run_measured(command: Sequence[str], timeout_s: float = 600.0, n_cores: int | None = None) -> ChildRun:
    """Run a command to its end.

    Memory is the sum over all processes of the resident pages, sampled 30 times a second, and at least the
    highest mark of the largest process. Shared pages count for each process: the sum is an upper bound.
    `ru_maxrss` is not used where /proc exists: it starts from the memory of *this* process, which
    the child shares for a moment before it becomes the command.

    Parameters
    ----------
    command
        Program and arguments.
    timeout_s
        Afterwards it is killed.
    n_cores
        Bind it to this many of the cores that this process may use (Linux); None = no limit.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        started_s = time.monotonic()
        process = subprocess.Popen(bound_to_cores(command, n_cores), stdout=out, stderr=err)
        sampler = _MemorySampler(process.pid)
        killer = threading.Timer(timeout_s, process.kill)
        sampler.start()
        killer.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall_s = time.monotonic() - started_s
        killer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        return ChildRun(
            exit_code=process.returncode,
            wall_s=wall_s,
            cpu_s=usage.ru_utime + usage.ru_stime,
            peak_bytes=sampler.stop() or usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024),
            stdout=_text_of(out),
            stderr=_text_of(err),
        )


def bound_to_cores(command: Sequence[str], n_cores: int | None) -> list[str]:
    """Return the command so that it runs on the first few cores only; unchanged where that cannot be done."""
    if n_cores is None or not hasattr(os, "sched_setaffinity"):
        return list(command)
    cores = sorted(os.sched_getaffinity(0))[:n_cores]
    start = f"import os, sys; os.sched_setaffinity(0, {cores}); os.execv(sys.argv[1], sys.argv[1:])"
    return [sys.executable, "-c", start, *command]


class _MemorySampler(threading.Thread):
    """Watches how much memory a process and its descendants hold."""

    def __init__(self, root_id: int) -> None:
        super().__init__(daemon=True)
        self._root_id = root_id
        self._end = threading.Event()
        self._peak_bytes = 0

    def run(self) -> None:
        """Sample until told to stop."""
        while not self._end.wait(_SAMPLING_S):
            sizes = [_memory_bytes(process_id) for process_id in _family(self._root_id)]
            now, marks = sum(now for now, _ in sizes), [mark for _, mark in sizes]
            self._peak_bytes = max(self._peak_bytes, now, *marks)

    def stop(self) -> int:
        """Return the highest sum seen, 0 when nothing was seen."""
        self._end.set()
        self.join()
        return self._peak_bytes


def _family(root_id: int) -> list[int]:
    """Return a process and all its descendants; only Linux tells."""
    family, waiting = [], [root_id]
    while waiting:
        process_id = waiting.pop()
        family.append(process_id)
        # A process may end while it is looked at.
        with contextlib.suppress(OSError):
            for thread in Path(f"/proc/{process_id}/task").iterdir():
                waiting += [int(child) for child in (thread / "children").read_text().split()]
    return family


def _memory_bytes(process_id: int) -> tuple[int, int]:
    """Return the resident memory of a process and its highest mark; zeros when it is gone."""
    try:
        lines = Path(f"/proc/{process_id}/status").read_text().splitlines()
    except OSError:
        return 0, 0
    sizes = {
        name: int(rest.split()[0]) * 1024
        for name, _, rest in (line.partition(":") for line in lines)
        if name in ("VmRSS", "VmHWM")
    }
    return sizes.get("VmRSS", 0), sizes.get("VmHWM", 0)


def _text_of(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode("utf-8", "replace")

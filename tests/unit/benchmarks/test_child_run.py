import os
import sys

import pytest
from benchmarks.child_run import MIB, run_measured

CHILD = "x = bytearray(80 * 2**20); import time; time.sleep(0.4)"
PARENT = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {CHILD!r}])"
linux_only = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="only Linux tells about descendants"
)


def test_exit_code_and_texts():
    code = "import sys; print('out'); print('err', file=sys.stderr); sys.exit(7)"
    run = run_measured([sys.executable, "-c", code])
    assert (run.exit_code, run.stdout, run.stderr) == (7, "out\n", "err\n")


def test_time_and_cpu_time():
    run = run_measured([sys.executable, "-c", "import time; time.sleep(0.3)"])
    assert 0.3 <= run.wall_s < 10
    assert run.cpu_s < run.wall_s + 1


@linux_only
def test_memory_counts_parent_and_child_together():
    alone = run_measured([sys.executable, "-c", CHILD]).peak_bytes
    together = run_measured([sys.executable, "-c", PARENT]).peak_bytes
    assert alone > 80 * MIB
    assert together > alone + 4 * MIB


def test_time_limit_kills():
    assert run_measured([sys.executable, "-c", "import time; time.sleep(60)"], timeout_s=0.5).exit_code < 0


@linux_only
def test_cores_are_bound():
    code = "import os; print(len(os.sched_getaffinity(0)))"
    assert run_measured([sys.executable, "-c", code], n_cores=1).stdout == "1\n"
    assert len(os.sched_getaffinity(0)) >= 1

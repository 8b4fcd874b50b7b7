"""A stop at any moment, and standard streams of every kind, with the program as it is installed."""

import json
import os
import signal
import subprocess
import sys

import pytest

from likeness.cli import app, entry
from likeness.cli.stop_signals import STOP_SIGNALS

PROGRAM = [sys.executable, "-c", "from likeness.cli.entry import main; main()"]
# While the command line is loaded, and with the handlers of the program.
WAITING = """
import sys, threading
class Importer:
    def find_spec(self, name, *_):
        if name == "likeness.cli.app":
            print("loading", flush=True)
            threading.Event().wait(60)
sys.meta_path.insert(0, Importer())
from likeness.cli.entry import main
main()
"""


def run(*arguments, environment=None, **streams):
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True} | streams
    return subprocess.run(
        [*PROGRAM, *arguments], env=os.environ | (environment or {}), check=False, **options
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("is_json", [True, False])
def test_stop_while_loading(number, is_json):
    command = [sys.executable, "-c", WAITING, *(["--json"] if is_json else [])]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "loading\n"
        process.send_signal(number)
        out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    if is_json:
        assert json.loads(out)["error"]["code"] == "cancelled"
        assert err == ""
    else:
        assert (out, err) == ("", "error [cancelled]: The run was stopped.\n")


def test_exit_code_is_passed_on(monkeypatch):
    handlers = [(number, signal.getsignal(number)) for number in STOP_SIGNALS]
    monkeypatch.setattr(app, "run", lambda _: 3)
    monkeypatch.setattr("likeness.cli.streams.prepare_streams", lambda: None)
    try:
        with pytest.raises(SystemExit) as stopped:
            entry.main()
    finally:
        for number, handler in handlers:
            signal.signal(number, handler)
    assert stopped.value.code == 3


def test_old_encoding():
    for options in (["voices", "--language", "nb"], ["voices", "--language", "nb", "--json"]):
        done = run(*options, environment={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
        assert (done.returncode, done.stderr) == (0, "")
        assert "Bokm" in done.stdout
        assert done.stdout.isascii()
    assert json.loads(done.stdout)["voices"][0]["name"] == "Norwegian Bokm\u00e5l (espeak-ng)"


def test_closed_streams():
    closed = subprocess.run(["sh", "-c", '"$@" <&- >&- 2>&-', "sh", *PROGRAM, "--version"], check=False)
    assert closed.returncode == 0


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no full device")  # noqa: PTH110
@pytest.mark.parametrize("options", [["--version"], ["--help"], ["voices"], ["voices", "--json"]])
def test_full_output(options):
    with open("/dev/full", "w") as full:  # noqa: PTH123
        done = run(*options, stdout=full)
    assert done.returncode == 3
    assert done.stderr.startswith("error [output_not_writable]: The standard output cannot be written")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no full device")  # noqa: PTH110
def test_error_goes_where_it_can_be_seen():
    with open("/dev/full", "w") as full:  # noqa: PTH123
        lost = run("dance", "--json", stdout=full)
        unseen = run("dance", stderr=full)
    assert (lost.returncode, unseen.returncode) == (2, 2)
    assert lost.stderr.startswith("error [option_invalid]")
    assert len(lost.stderr.splitlines()) == 1


def test_reader_that_leaves():
    done = subprocess.run(
        ["sh", "-c", '{ "$@"; echo $? >&2; } | true', "sh", *PROGRAM, "voices"],
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert done.stderr in ("0\n", "1\n")

import os
import subprocess
import sys

from likeness.portrait.network import quiet_loading

CHATTER = b"INFO: Created TensorFlow Lite XNNPACK delegate for CPU.\n"


def test_only_the_greeting_is_kept_away(capfd):
    with quiet_loading():
        os.write(2, CHATTER + b"a real warning\n")
    assert capfd.readouterr().err == "a real warning\n"


def test_nothing_is_said_without_need(capfd):
    with quiet_loading():
        os.write(2, CHATTER)
    os.write(2, b"after")
    assert capfd.readouterr().err == "after"


def test_closed_descriptor():
    program = "from likeness.portrait.network import quiet_loading\nwith quiet_loading(): print('loaded')"
    closed = subprocess.run(
        ["sh", "-c", '"$@" 2>&-', "sh", sys.executable, "-c", program], capture_output=True, check=False
    )
    assert (closed.returncode, closed.stdout) == (0, b"loaded\n")


def test_message_of_the_program_comes_through_while_loading():
    """The program leaves at once when it is stopped: what it says must not wait for the end of loading."""
    program = (
        "import os, sys\n"
        "from likeness.cli.streams import prepare_streams\n"
        "from likeness.portrait.network import quiet_loading\n"
        "prepare_streams()\n"
        "with quiet_loading():\n"
        "    sys.stderr.write('stopped')\n"
        "    os._exit(130)\n"
    )
    left = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert (left.returncode, left.stderr) == (130, b"stopped")

"""A stop before anything is loaded."""

import sys

import pytest

from likeness.cli import app, entry


def test_ctrl_c_ends_with_one_line(monkeypatch, capsys):
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(app, "main", interrupted)
    with pytest.raises(SystemExit) as stopped:
        entry.main()
    assert stopped.value.code == 130
    assert capsys.readouterr().err == "error [cancelled]: The run was stopped.\n"


def test_other_ends_pass_through(monkeypatch):
    monkeypatch.setattr(app, "main", lambda: sys.exit(3))
    with pytest.raises(SystemExit) as stopped:
        entry.main()
    assert stopped.value.code == 3

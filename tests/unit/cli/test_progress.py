import io

import pytest
from rich.console import Console
from rich.progress import Progress

from likeness.cli.progress import BarProgress, LineProgress, progress_for
from likeness.core.progress import SilentProgress


def test_a_line_per_finished_stage(capsys):
    with LineProgress() as progress:
        progress.begin("frames", 3)
        progress.advance()
        progress.advance(2)
        progress.begin("film", 1)
    lines = capsys.readouterr().err.splitlines()
    assert [line.split()[0] for line in lines] == ["frames"]


def test_a_bar_per_stage():
    with Progress(console=Console(file=io.StringIO())) as bars:
        progress = BarProgress(bars)
        progress.advance()
        progress.begin("frames", 4)
        progress.advance(3)
        assert [(task.description, task.completed, task.total) for task in bars.tasks] == [("frames", 3, 4)]


@pytest.mark.parametrize(("is_json", "kind"), [(True, SilentProgress), (False, LineProgress)])
def test_choice_without_a_terminal(is_json, kind):
    with progress_for(is_json=is_json) as listener:
        assert isinstance(listener, kind)


def test_choice_on_a_terminal(monkeypatch):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    with progress_for(is_json=False) as listener:
        assert isinstance(listener, BarProgress)

"""`./run` in a copy of its own, with programs that only say how they were called."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def checkout(tmp_path):
    """A repository whose environment counts as set up."""
    folder = tmp_path / "a checkout"
    programs = folder / ".venv" / "bin"
    programs.mkdir(parents=True)
    shutil.copy(ROOT / "run", folder / "run")
    for name in ("uv.lock", "pyproject.toml"):
        (folder / name).write_text(name)
    for name in ("python", "likeness"):
        (programs / name).write_text(f'#!/bin/sh\nprintf "<%s>" {name} "$@"\n')
        (programs / name).chmod(0o755)
    state = subprocess.check_output("cat uv.lock pyproject.toml | cksum", shell=True, cwd=folder)
    (folder / ".venv" / ".synced-").write_bytes(state)
    return folder


def called(program, *arguments, **options):
    done = subprocess.run([program, *arguments], capture_output=True, text=True, check=True, **options)
    return done.stdout


def test_through_links(checkout, tmp_path):
    (tmp_path / "bin").mkdir()
    (tmp_path / "first").symlink_to(checkout / "run")
    (tmp_path / "bin" / "second").symlink_to(Path("..", "first"))
    for program in (checkout / "run", tmp_path / "first", tmp_path / "bin" / "second"):
        assert called(program, "voices", "--json") == "<likeness><voices><--json>"
    assert called("./second", "voices", cwd=tmp_path / "bin") == "<likeness><voices>"


@pytest.mark.parametrize(
    ("arguments", "start", "end"),
    [
        ([], "<likeness><render><<python><-c>", "The film is"),
        (["me.png"], "<likeness><render><me.png><--script><Hello!", "The film is"),
        (["me.png", "Good day."], "<likeness><render><me.png><--script><Good day.>", "The film is"),
        (["me.png", "Hi.", "--fps", "30"], "<likeness><render><me.png><--script><Hi.>", "<--fps><30>It took"),
        (["me.png", "--fps", "30"], "<likeness><render><me.png><--script><Hello!", "<--fps><30>It took"),
        (["--seed", "3"], "<likeness><render><<python>", "<--seed><3>It took"),
        (["me.png", "Hi.", "more"], "<likeness><render><me.png><--script><Hi.>", "<more>It took"),
    ],
)
def test_demo_passes_on_what_it_is_given(checkout, arguments, start, end):
    told = called(checkout / "run", "demo", *arguments)
    assert told.startswith(start)
    assert f"demo.mp4>{end}" in told

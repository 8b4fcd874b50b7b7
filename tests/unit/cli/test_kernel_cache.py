import os
import subprocess
import sys
from pathlib import Path

import pytest

import likeness
from likeness.cli.kernel_cache import VARIABLE, keep_kernels_somewhere, kernel_folder


@pytest.fixture(autouse=True)
def without_choice(monkeypatch, tmp_path):
    monkeypatch.setenv(VARIABLE, "x")  # so that what is set is taken back
    monkeypatch.delenv(VARIABLE)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))


def refuse_writing(monkeypatch):
    def refuse(**_):
        raise PermissionError

    monkeypatch.setattr("tempfile.TemporaryFile", refuse)


def test_choice_of_the_user_stays(monkeypatch):
    monkeypatch.setenv(VARIABLE, "mine")
    keep_kernels_somewhere()
    assert os.environ[VARIABLE] == "mine"
    assert kernel_folder() == Path("mine")


def test_usual_places_need_no_help():
    keep_kernels_somewhere()
    assert VARIABLE not in os.environ
    assert kernel_folder() == Path(likeness.__file__).parent


def test_folder_of_ones_own_when_nothing_can_be_written(monkeypatch, tmp_path):
    refuse_writing(monkeypatch)
    keep_kernels_somewhere()
    folder = Path(os.environ[VARIABLE])
    assert folder.parent == tmp_path
    assert folder.stat().st_mode & 0o777 == 0o700
    del os.environ[VARIABLE]
    assert kernel_folder() == folder


@pytest.mark.parametrize("kind", ["open", "link", "file"])
def test_folder_that_others_could_fill_is_not_used(monkeypatch, tmp_path, kind):
    refuse_writing(monkeypatch)
    taken = tmp_path / f"likeness-kernels-{os.getuid()}"
    if kind == "open":
        taken.mkdir()
        taken.chmod(0o777)
    elif kind == "link":
        (tmp_path / "elsewhere").mkdir()
        taken.symlink_to(tmp_path / "elsewhere")
    else:
        taken.touch()
    folder = kernel_folder()
    assert folder != taken
    assert folder.stat().st_mode & 0o777 == 0o700


def test_numba_takes_the_folder(monkeypatch):
    """Without a folder numba refuses functions that ask for one: what the program meets is real."""
    refuse_writing(monkeypatch)
    keep_kernels_somewhere()
    program = (
        "import likeness.encode.kernels as k; print(k.__name__); import numba; print(numba.config.CACHE_DIR)"
    )
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=dict(os.environ), check=True
    )
    assert told.stdout.split() == ["likeness.encode.kernels", os.environ[VARIABLE]]

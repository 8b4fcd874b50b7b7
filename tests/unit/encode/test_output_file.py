import errno
import os
from pathlib import Path

import av
import pytest

from likeness.encode import atomic_output, check_output, partial_path
from likeness.errors import DiskFullError, EncodeError, OutputNotWritableError


def test_file_appears_when_the_block_ends(tmp_path):
    output = tmp_path / "a.txt"
    with atomic_output(output) as partial:
        partial.write_text("whole")
        assert not output.exists()
        assert partial.parent == tmp_path
        assert partial.suffix == ".txt"
    assert output.read_text() == "whole"
    assert list(tmp_path.iterdir()) == [output]


def test_older_file_survives_a_failure(tmp_path):
    output = tmp_path / "a.txt"
    output.write_text("old")
    with pytest.raises(ZeroDivisionError), atomic_output(output) as partial:
        partial.write_text("half")
        raise ZeroDivisionError
    assert output.read_text() == "old"
    assert list(tmp_path.iterdir()) == [output]


@pytest.mark.parametrize("is_there", [True, False])
def test_link_stays_and_its_target_is_written(tmp_path, is_there):
    elsewhere = tmp_path / "large-disk"
    elsewhere.mkdir()
    target, link = elsewhere / "film.txt", tmp_path / "latest.txt"
    if is_there:
        target.write_text("old")
    link.symlink_to(target)
    with atomic_output(link) as partial:
        assert partial == partial_path(link)
        assert partial.parent == elsewhere
        partial.write_text("new")
    assert link.is_symlink()
    assert target.read_text() == "new"
    assert list(elsewhere.iterdir()) == [target]


def test_link_into_nowhere(tmp_path):
    link = tmp_path / "a.mp4"
    link.symlink_to(tmp_path / "nowhere" / "a.mp4")
    with pytest.raises(OutputNotWritableError, match=r"no directory .*nowhere"):
        check_output(link)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
@pytest.mark.parametrize("kind", [OSError, av.FFmpegError])
def test_full_disk(tmp_path, number, kind):
    with pytest.raises(DiskFullError) as caught, atomic_output(tmp_path / "a.mp4") as partial:
        partial.write_text("half")
        raise kind(number, os.strerror(number))
    assert isinstance(caught.value.__cause__, kind)
    assert list(tmp_path.iterdir()) == []


def test_other_errors_of_the_muxer(tmp_path):
    with pytest.raises(EncodeError), atomic_output(tmp_path / "a.mp4"):
        raise av.FFmpegError(1, "strange")


def test_directory_as_output(tmp_path):
    with pytest.raises(OutputNotWritableError, match="is a directory"):
        check_output(tmp_path)


def test_missing_directory(tmp_path):
    with pytest.raises(OutputNotWritableError, match="no directory"):
        check_output(tmp_path / "nowhere" / "a.mp4")


def test_device_as_output():
    with pytest.raises(OutputNotWritableError, match="regular"):
        check_output(Path("/dev/null"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_directory_without_permission(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(OutputNotWritableError, match="cannot be written"):
        check_output(tmp_path / "a.mp4")


def test_refusal_of_the_file_system(tmp_path, monkeypatch):
    def refuse(**_):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr("tempfile.TemporaryFile", refuse)
    with pytest.raises(OutputNotWritableError, match="Permission denied"):
        check_output(tmp_path / "a.mp4")


@pytest.mark.parametrize("suffix", [".mp4", "." + "j" * 100])
def test_longest_name_can_be_written(tmp_path, suffix):
    output = tmp_path / ("x" * (255 - len(suffix)) + suffix)
    with atomic_output(output) as partial:
        partial.write_text("whole")
        assert len(partial.name) < 60
    assert output.read_text() == "whole"


def test_too_long_name_is_refused_at_once(tmp_path):
    with pytest.raises(OutputNotWritableError, match="too long"):
        check_output(tmp_path / ("x" * 252 + ".mp4"))


def test_two_outputs_have_two_names_until_they_are_complete(tmp_path):
    assert partial_path(tmp_path / "a.mp4") != partial_path(tmp_path / "b.mp4")
    assert partial_path(tmp_path / "a.mp4").suffix == ".mp4"

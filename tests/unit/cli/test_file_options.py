from pathlib import Path

import pytest

from likeness.cli.file_options import RenderFiles, container_of
from likeness.core.extra_files import ExtraFiles
from likeness.errors import OptionInvalidError


@pytest.mark.parametrize(("name", "container"), [("a.mp4", "mp4"), ("a.b.MOV", "mov"), ("x/a.webm", "webm")])
def test_kind_of_film_follows_the_name(name, container):
    assert container_of(Path(name)) == container


@pytest.mark.parametrize("name", ["a.avi", "a", "mp4", "a.mp4.gif"])
def test_other_names_tell_no_kind(name):
    with pytest.raises(OptionInvalidError, match=r"\.mp4, \.mov, \.webm"):
        container_of(Path(name))


def test_files_that_are_written_under_another_name_first():
    extras = ExtraFiles(thumbnail=Path("a.jpg"), watch=Path("w.mp4"))
    files = RenderFiles(Path("a.mp4"), Path("a.json"), extras, Path("parts"))
    assert files.written_whole == (Path("a.mp4"), Path("a.json"), Path("a.jpg"))

from pathlib import Path

import pytest

from likeness.core.extra_files import ExtraFiles
from likeness.errors import OptionInvalidError


def test_only_what_is_wanted_is_named():
    extras = ExtraFiles(thumbnail=Path("a.jpg"), sound=Path("a.MP3"))
    assert list(extras.named()) == [("thumbnail", Path("a.jpg")), ("sound", Path("a.MP3"))]
    assert list(ExtraFiles().named()) == []


@pytest.mark.parametrize(
    ("name", "file"),
    [("thumbnail", "a.png"), ("preview", "a.mp4"), ("sound", "a.flac"), ("watch", "a.webm"), ("sound", "a")],
)
def test_endings_that_tell_no_kind_are_refused(name, file):
    with pytest.raises(OptionInvalidError, match=f"The {name} is a"):
        ExtraFiles(**{name: Path(file)})


def test_captions_are_named_by_their_kind():
    extras = ExtraFiles(captions=(Path("a.srt"), Path("b.VTT")))
    assert list(extras.named()) == [("captions_srt", Path("a.srt")), ("captions_vtt", Path("b.VTT"))]


@pytest.mark.parametrize("files", [["a.txt"], ["a.srt", "b.srt"], ["a"]])
def test_captions_are_of_different_kinds(files):
    with pytest.raises(OptionInvalidError, match="one of each kind"):
        ExtraFiles(captions=tuple(map(Path, files)))

from pathlib import Path

import pytest

from likeness.cli.look_options import background_of, size_of, watermark_of
from likeness.core.watermarking import Watermark
from likeness.errors import OptionInvalidError


def test_watermark_takes_leading_numbers():
    assert watermark_of(None, "top_left", "") is None
    assert watermark_of(Path("a.png"), "top_left", "") == Watermark(file="a.png", position="top_left")
    assert watermark_of(Path("a.png"), "top_left", "0.5, 2") == Watermark(
        file="a.png", position="top_left", opacity=0.5, scale=2
    )
    full = watermark_of(Path("a.png"), "bottom_right", "1,1,0.1,0.2")
    assert (full.offset_x, full.offset_y) == (0.1, 0.2)


@pytest.mark.parametrize("look", ["x", "1,,2", "1,2,3,4,5", "2", "nan", "0.5,0", "1,1,-0.1"])
def test_bad_looks_are_refused(look):
    with pytest.raises(OptionInvalidError):
        watermark_of(Path("a.png"), "top_left", look)


def test_sizes():
    assert size_of("") == {}
    assert size_of("640X480") == {"width_px": 640, "height_px": 480}
    for text in ("640", "640x", "x", "640x480x3", "-640x480", "a x b"):
        with pytest.raises(OptionInvalidError, match="--size"):
            size_of(text)


@pytest.mark.parametrize(
    ("text", "around", "blur", "background"),
    [
        ("", "", 0, None),
        ("keep", "", 0, {"kind": "keep"}),
        ("remove", "", 0, {"kind": "remove"}),
        ("#A0B0C0", "", 0, {"kind": "colour", "colour": "#A0B0C0"}),
        ("wall.jpg", "", 0.5, {"kind": "image", "file": Path("wall.jpg"), "blur": 0.5}),
        ("Sea.MP4", "", 0, {"kind": "video", "file": Path("Sea.MP4")}),
    ],
)
def test_backgrounds(text, around, blur, background):
    made = background_of(text, around, blur)
    assert (None if made is None else made.model_dump(exclude_none=True)) == background


def test_around():
    made = background_of("", "#000000", 0)
    assert made.around.rgb == (0, 0, 0)


@pytest.mark.parametrize(
    ("text", "around", "blur"),
    [("#123", "", 0), ("#000000", "a.png", 0), ("", "", 0.5), ("a.mp4", "", 0.5), ("#000000", "", 0.1)],
)
def test_bad_backgrounds_are_refused(text, around, blur):
    with pytest.raises(OptionInvalidError):
        background_of(text, around, blur)

from fractions import Fraction

import pytest

from likeness.cli.options import build, parse_fps, read_script
from likeness.core.scene import Scene
from likeness.core.spec import Output, VideoSpec
from likeness.errors import OptionInvalidError


@pytest.mark.parametrize(
    ("text", "fps"),
    [
        ("25", 25),
        ("29.97", Fraction(2997, 100)),
        ("30000/1001", Fraction(30000, 1001)),
        ("23.976023976", Fraction(24000, 1001)),
    ],
)
def test_frame_rates(text, fps):
    assert parse_fps(text) == fps


@pytest.mark.parametrize("text", ["", "x", "1/0", "nan", "inf", "25 fps"])
def test_bad_frame_rates(text):
    with pytest.raises(OptionInvalidError, match="--fps"):
        parse_fps(text)


def test_script_comes_from_either_option(tmp_path):
    file = tmp_path / "s.txt"
    file.write_text("Grüße", encoding="utf-8")
    assert read_script("Hi", None) == "Hi"
    assert read_script(None, file) == "Grüße"
    assert read_script(None, None) is None
    with pytest.raises(OptionInvalidError, match="exclude"):
        read_script("Hi", file)


def test_refusals_name_the_option():
    with pytest.raises(OptionInvalidError, match="--fps"):
        build(lambda: Output(fps=Fraction(5)))
    with pytest.raises(OptionInvalidError, match="needs a script or a recording"):
        build(lambda: VideoSpec(scenes=(Scene(picture="a.png"),)))

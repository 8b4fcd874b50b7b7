from pathlib import Path

import pytest

from likeness.cli.look_options import watermark_of
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

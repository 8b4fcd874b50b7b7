from fractions import Fraction

import pytest

from likeness.encode import VideoSettings
from likeness.errors import EncodeError


@pytest.mark.parametrize(
    ("codec", "has_alpha", "pixel_format", "chunk_format"),
    [
        ("h264", False, "yuv420p", "mp4"),
        ("vp9", False, "yuv420p", "webm"),
        ("vp9", True, "yuva420p", "webm"),
        ("prores4444", False, "yuv444p10le", "mov"),
        ("prores4444", True, "yuva444p10le", "mov"),
    ],
)
def test_pixels_follow_codec_and_alpha(codec, has_alpha, pixel_format, chunk_format):
    settings = VideoSettings(64, 48, Fraction(25), codec, has_alpha=has_alpha)
    assert (settings.pixel_format, settings.chunk_format) == (pixel_format, chunk_format)


def test_h264_cannot_be_transparent():
    with pytest.raises(EncodeError, match="h264 cannot be transparent"):
        VideoSettings(64, 48, Fraction(25), has_alpha=True)

from fractions import Fraction

import numpy as np
import pytest

from likeness.encode import FilmFrame, VideoSettings
from likeness.encode.planes import FrameConverter
from likeness.errors import EncodeError

WIDTH, HEIGHT = 118, 90


def converter(codec="vp9", has_alpha=True):
    return FrameConverter(VideoSettings(WIDTH, HEIGHT, Fraction(25), codec, has_alpha=has_alpha))


def planes(frame):
    """The planes as the encoder sees them, without the ends of their lines."""
    is_wide = "10" in frame.format.name
    rows = [
        np.frombuffer(plane, np.uint16 if is_wide else np.uint8).reshape(plane.height, -1)[:, : plane.width]
        for plane in frame.planes
    ]
    return [row.astype(int) for row in rows]


def disc(index, ground=0):
    """A disc of one colour that moves to the right, over noise that nobody shall see."""
    rgb = np.random.default_rng(index).integers(0, 256, (HEIGHT, WIDTH, 3), dtype=np.uint8)
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    distance = np.hypot(x - 40 - index, y - 40)
    alpha = np.clip((20.5 - distance) * 255, ground, 255).astype(np.uint8)
    rgb[alpha > 0] = (200, 90, 40)
    return FilmFrame(rgb, None, alpha)


@pytest.mark.parametrize("codec", ["vp9", "prores4444"])
def test_only_the_subject_and_quiet_colours_are_encoded(codec):
    frame = disc(0)
    luma, blue, red, alpha = planes(converter(codec).load(frame))
    most = 255 if codec == "vp9" else 1023
    assert np.array_equal(alpha, np.round(frame.alpha / 255 * most))
    # Beside the disc its own colour goes on, for a block of the encoder's transform at least.
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    distance = np.hypot(x - 40, y - 40)
    inside = luma[40, 40]
    assert np.all(luma[distance < 36] == inside)
    # Far away it is black, without any noise.
    assert np.unique(luma[distance > 75]).tolist() == [16 if codec == "vp9" else 64]
    assert len(np.unique(blue)) == len(np.unique(red)) == 2


def test_edges_of_two_colours_stay_apart():
    rgb = np.full((HEIGHT, WIDTH, 3), (0, 0, 255), np.uint8)
    rgb[:, : WIDTH // 2] = (255, 0, 0)
    alpha = np.zeros((HEIGHT, WIDTH), np.uint8)
    alpha[40:50] = 255
    luma = planes(converter().load(FilmFrame(rgb, None, alpha)))[0]
    assert np.all(np.abs(luma[52:60, :40] - 63) <= 1)
    assert np.all(np.abs(luma[52:60, 80:] - 32) <= 1)


@pytest.mark.parametrize("codec", ["vp9", "prores4444"])
def test_converting_only_the_changes_makes_no_difference(codec):
    partly, wholly = converter(codec), converter(codec)
    for index in range(6):
        frame = disc(index)
        # The noise changes everywhere, but only where nobody sees it.
        boxed = FilmFrame(frame.rgb, (15, 15, 70, 65), frame.alpha)
        for first, second in zip(planes(partly.load(boxed)), planes(wholly.load(frame)), strict=True):
            assert np.array_equal(first, second)


def test_frames_without_alpha_are_opaque_in_a_transparent_film():
    rgb = np.full((HEIGHT, WIDTH, 3), (10, 200, 30), np.uint8)
    luma, *_, alpha = planes(converter().load(FilmFrame(rgb)))
    assert np.all(alpha == 255)
    assert len(np.unique(luma)) == 1


def test_an_unchanged_frame_is_the_one_before():
    loader = converter()
    first = planes(loader.load(disc(0)))
    again = planes(loader.load(FilmFrame(disc(3).rgb, (0, 0, 0, 0), disc(3).alpha)))
    assert all(np.array_equal(one, other) for one, other in zip(first, again, strict=True))


def test_ten_bits_agree_with_the_standard():
    rgb = np.random.default_rng(0).integers(0, 256, (HEIGHT, WIDTH, 3), dtype=np.uint8)
    luma, blue, red = planes(converter("prores4444", has_alpha=False).load(FilmFrame(rgb)))
    r, g, b = np.moveaxis(rgb / 255, 2, 0)
    y = 0.2126 * r + 0.7152 * g + 0.0722 * b
    assert np.abs(luma - (64 + 876 * y)).max() <= 0.51
    assert np.abs(blue - (512 + 896 * (b - y) / 1.8556)).max() <= 0.51
    assert np.abs(red - (512 + 896 * (r - y) / 1.5748)).max() <= 0.51


@pytest.mark.parametrize(
    ("frame", "has_alpha", "words"),
    [
        (FilmFrame(np.zeros((10, 10, 3), np.uint8)), True, "has shape"),
        (disc(0), False, "transparent in a film that is not"),
        (FilmFrame(disc(0).rgb, None, np.zeros((10, 10), np.uint8)), True, "alpha of a frame"),
    ],
)
def test_frames_that_do_not_fit_are_errors(frame, has_alpha, words):
    with pytest.raises(EncodeError, match=words):
        converter(has_alpha=has_alpha).load(frame)

import numpy as np
import pytest
from PIL import Image, ImageSequence

from likeness.encode import FilmFrame
from likeness.encode.stills import preview_frame, write_preview, write_thumbnail
from likeness.errors import EncodeError


def picture(index=0, *, is_transparent=False):
    """A ramp with a block that moves; transparent beside the block."""
    rgb = np.zeros((180, 640, 3), np.uint8)
    rgb[..., 0] = np.linspace(0, 255, 640)
    rgb[..., 2] = 255 - rgb[..., 0]
    block = slice(40, 120), slice(40 + 20 * index, 200 + 20 * index)
    rgb[block] = (30, 160, 60)
    alpha = np.zeros((180, 640), np.uint8)
    alpha[block] = 255
    # Without half transparent pixels, WebP stores the block alone and no transparency.
    alpha[38:40, 40 + 20 * index : 200 + 20 * index] = 100
    rgb[38:40, 40 + 20 * index : 200 + 20 * index] = (30, 160, 60)
    return FilmFrame(rgb, None, alpha if is_transparent else None)


def test_thumbnail_is_the_frame(tmp_path):
    write_thumbnail(picture(), tmp_path / "a.jpg")
    with Image.open(tmp_path / "a.jpg") as image:
        assert (image.format, image.size) == ("JPEG", (640, 180))
        assert "synthetic" in image.getexif()[0x010E]
        assert np.abs(np.asarray(image).astype(int) - picture().rgb).mean() < 3


def test_transparent_thumbnail_lies_on_white(tmp_path):
    write_thumbnail(picture(is_transparent=True), tmp_path / "a.jpg")
    with Image.open(tmp_path / "a.jpg") as image:
        pixels = np.asarray(image)
    assert pixels[:20].min() > 245
    assert np.abs(pixels[60:100, 60:180].astype(int) - (30, 160, 60)).max() < 6


@pytest.mark.parametrize("ending", ["gif", "webp"])
def test_preview_moves_repeats_and_says_what_it_is(tmp_path, ending):
    path = tmp_path / f"a.{ending}"
    write_preview([preview_frame(picture(index)) for index in range(5)], path)
    with Image.open(path) as image:
        assert (image.n_frames, image.size, image.info["loop"]) == (5, (320, 90), 0)
        frames = [np.asarray(frame.convert("RGB")).astype(int) for frame in ImageSequence.Iterator(image)]
        assert image.info["duration"] == 80
    assert b"synthetic" in path.read_bytes()
    for index, frame in enumerate(frames):
        expected = np.asarray(Image.fromarray(picture(index).rgb).resize((320, 90), Image.Resampling.BOX))
        assert np.abs(frame - expected).mean() < 6
    # What stands still does not crawl.
    assert np.array_equal(frames[0][70:], frames[4][70:]) or ending == "webp"


def test_gif_comment_can_be_read(tmp_path):
    write_preview([preview_frame(picture())], tmp_path / "a.gif")
    with Image.open(tmp_path / "a.gif") as image:
        assert b"synthetic" in image.info["comment"]


def test_webp_keeps_transparency_and_gif_lies_on_white(tmp_path):
    small = [preview_frame(picture(index, is_transparent=True)) for index in range(2)]
    for ending in ("gif", "webp"):
        write_preview(small, tmp_path / f"a.{ending}")
    with Image.open(tmp_path / "a.webp") as image:
        alpha = np.asarray(image.convert("RGBA"))[..., 3]
    assert alpha[:15].max() == 0
    assert alpha[25:55, 25:95].min() == 255
    with Image.open(tmp_path / "a.gif") as image:
        assert np.asarray(image.convert("RGB"))[:15].min() > 245


def test_edges_of_a_small_transparent_frame_keep_the_colour_of_the_subject():
    frame = picture(is_transparent=True)
    odd = FilmFrame(frame.rgb, None, np.roll(frame.alpha, 0, axis=1))
    odd.alpha[41:119, 199] = 0
    small = preview_frame(odd)
    edge = (small[..., 3] > 0) & (small[..., 3] < 255)
    assert edge.any()
    assert np.abs(small[edge][:, :3].astype(int) - (30, 160, 60)).max() <= 2


def test_small_films_are_not_enlarged():
    rgb = np.zeros((48, 64, 3), np.uint8)
    assert preview_frame(FilmFrame(rgb)).shape == (48, 64, 4)


def test_no_frames_are_an_error(tmp_path):
    with pytest.raises(EncodeError):
        write_preview([], tmp_path / "a.gif")

import io
import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms

from likeness.errors import ImageTooLargeError, ImageTooSmallError, ImageUnreadableError
from likeness.portrait.picture import read_picture


def _gradient(width: int = 120, height: int = 100) -> Image.Image:
    y, x = np.mgrid[:height, :width]
    pixels = np.stack([x * 2, y * 2, np.full_like(x, 90)], axis=2).astype(np.uint8)
    return Image.fromarray(pixels)


def _saved(folder: Path, image: Image.Image, name: str, **options: object) -> Path:
    path = folder / name
    image.save(path, **options)
    return path


def test_png_comes_through_unchanged(tmp_path: Path) -> None:
    picture = read_picture(_saved(tmp_path, _gradient(), "a.png"))
    assert np.array_equal(picture.rgb, np.asarray(_gradient()))
    assert picture.alpha is None


def test_name_does_not_matter(tmp_path: Path) -> None:
    path = _saved(tmp_path, _gradient(), "a.png").rename(tmp_path / "a.jpg")
    assert read_picture(path).rgb.shape == (100, 120, 3)


@pytest.mark.parametrize("name", ["a.webp", "a.gif", "a.bmp", "a.tiff", "a.jp2", "a.avif", "a.ppm", "a.jpg"])
def test_formats(tmp_path: Path, name: str) -> None:
    rgb = read_picture(_saved(tmp_path, _gradient(), name)).rgb
    assert np.abs(rgb.astype(int) - np.asarray(_gradient())).mean() < 6


def test_heic(tmp_path: Path) -> None:
    import pillow_heif

    pillow_heif.from_pillow(_gradient()).save(tmp_path / "a.heic")
    rgb = read_picture(tmp_path / "a.heic").rgb
    assert np.abs(rgb.astype(int) - np.asarray(_gradient())).mean() < 6


@pytest.mark.parametrize("orientation", [2, 3, 4, 5, 6, 7, 8])
def test_orientation_mark_is_applied(tmp_path: Path, orientation: int) -> None:
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }
    exif = Image.Exif()
    exif[0x0112] = orientation
    rgb = read_picture(_saved(tmp_path, _gradient(), "a.png", exif=exif)).rgb
    assert np.array_equal(rgb, np.asarray(_gradient().transpose(turns[orientation])))


def test_gray_and_palette(tmp_path: Path) -> None:
    gray = read_picture(_saved(tmp_path, _gradient().convert("L"), "g.png")).rgb
    assert np.array_equal(gray[..., 0], np.asarray(_gradient().convert("L")))
    palette = read_picture(_saved(tmp_path, _gradient().quantize(64), "p.png")).rgb
    assert np.abs(palette.astype(int) - np.asarray(_gradient())).mean() < 8


def test_sixteen_bit_gray_keeps_its_range(tmp_path: Path) -> None:
    values = np.linspace(0, 65535, 100 * 120).reshape(100, 120).astype(np.uint16)
    rgb = read_picture(_saved(tmp_path, Image.fromarray(values), "g.png")).rgb
    assert np.abs(rgb[..., 1].astype(int) - values / 257).max() <= 1


def test_cmyk(tmp_path: Path) -> None:
    image = Image.new("RGB", (100, 100), (200, 40, 40)).convert("CMYK")
    rgb = read_picture(_saved(tmp_path, image, "c.jpg", quality=95)).rgb
    assert np.abs(rgb[50, 50].astype(int) - (200, 40, 40)).max() < 12


def test_transparency_is_kept_beside_the_colours(tmp_path: Path) -> None:
    image = _gradient().convert("RGBA")
    alpha = Image.fromarray(np.tile(np.linspace(0, 255, 120).astype(np.uint8), (100, 1)))
    image.putalpha(alpha)
    picture = read_picture(_saved(tmp_path, image, "a.png"))
    assert np.array_equal(picture.rgb, np.asarray(_gradient()))
    assert picture.alpha is not None
    assert np.array_equal(picture.alpha, np.asarray(alpha))


def test_opaque_alpha_channel_is_no_transparency(tmp_path: Path) -> None:
    assert read_picture(_saved(tmp_path, _gradient().convert("RGBA"), "a.png")).alpha is None


def test_first_frame_of_an_animation(tmp_path: Path) -> None:
    frames = [_gradient(), Image.new("RGB", (120, 100), "white")]
    path = _saved(tmp_path, frames[0], "a.webp", save_all=True, append_images=frames[1:], lossless=True)
    assert np.array_equal(read_picture(path).rgb, np.asarray(_gradient()))


def test_srgb_profile_changes_nothing_and_a_broken_one_is_ignored(tmp_path: Path) -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for i, profile in enumerate((srgb, b"nonsense" * 30)):
        path = _saved(tmp_path, _gradient(), f"{i}.png", icc_profile=profile)
        assert np.array_equal(read_picture(path).rgb, np.asarray(_gradient()))


def test_too_many_pixels_are_refused_before_decoding(tmp_path: Path) -> None:
    path = _saved(tmp_path, Image.new("1", (8000, 6300)), "large.png")
    with pytest.raises(ImageTooLargeError, match="50 million"):
        read_picture(path)


def test_decompression_bomb_is_refused(tmp_path: Path) -> None:
    path = _saved(tmp_path, Image.new("1", (20000, 20000)), "bomb.png")
    with pytest.raises(ImageTooLargeError):
        read_picture(path)


def test_small_picture_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImageTooSmallError, match="95x200"):
        read_picture(_saved(tmp_path, _gradient(95, 200), "small.png"))


def test_truncated_file(tmp_path: Path) -> None:
    stream = io.BytesIO()
    _gradient().resize((600, 500)).save(stream, "JPEG")
    path = tmp_path / "cut.jpg"
    path.write_bytes(stream.getvalue()[: len(stream.getvalue()) // 2])
    with pytest.raises(ImageUnreadableError, match="cut short"):
        read_picture(path)


@pytest.mark.parametrize(("content", "says"), [(b"", "empty"), (b"just some text", "not a picture")])
def test_no_picture_at_all(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(content)
    with pytest.raises(ImageUnreadableError, match=says) as caught:
        read_picture(path)
    assert caught.value.__cause__ is not None


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ImageUnreadableError, match="No such file"):
        read_picture(tmp_path / "nowhere.png")


@pytest.mark.parametrize("start", range(8, 120, 7))
def test_damaged_bytes_give_a_picture_or_the_right_error(tmp_path: Path, start: int) -> None:
    content = bytearray(_saved(tmp_path, _gradient(), "a.png").read_bytes())
    content[start : start + 4] = b"\xff\x00\xfe\x01"
    path = tmp_path / "damaged.png"
    path.write_bytes(content)
    try:
        assert read_picture(path).rgb.shape[2] == 3
    except (ImageUnreadableError, ImageTooLargeError, ImageTooSmallError) as error:
        assert "\n" not in error.message


def test_pipe_is_refused_and_not_waited_for(tmp_path):
    pipe = tmp_path / "pipe.png"
    os.mkfifo(pipe)
    with pytest.raises(ImageUnreadableError, match="not a file"):
        read_picture(pipe)

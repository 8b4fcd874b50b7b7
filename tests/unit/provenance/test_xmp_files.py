import av
import numpy as np
import pytest
from PIL import Image

from likeness.provenance.xmp import find_packet, xmp_packet
from likeness.provenance.xmp_files import add_xmp, read_xmp

from .conftest import FILMS, PICTURES, SIDE_PX, noise, write_small_film, write_small_picture

ELEMENT = find_packet(xmp_packet())


def frames_of(film):
    with av.open(str(film)) as container:
        return np.stack([frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)])


def pictures_of(file):
    with Image.open(file) as image:
        pictures = []
        for index in range(getattr(image, "n_frames", 1)):
            image.seek(index)
            pictures.append(np.asarray(image.convert("RGBA")))
    return np.stack(pictures)


@pytest.mark.parametrize("suffix", [".mp4", ".mov"])
def test_films_keep_their_frames_and_their_beginning(make_file, suffix):
    film = make_file(suffix)
    before, content = frames_of(film), film.read_bytes()
    assert read_xmp(film) == b""
    assert add_xmp(film, xmp_packet())
    assert film.read_bytes().startswith(content)
    assert (frames_of(film) == before).all()
    assert read_xmp(film) == ELEMENT


@pytest.mark.parametrize("suffix", [".mp4", ".mov"])
def test_ffmpeg_finds_it(make_file, suffix):
    film = make_file(suffix)
    add_xmp(film, xmp_packet())
    with av.open(str(film), options={"export_xmp": "1"}) as container:
        assert container.metadata["xmp"].encode() == xmp_packet()


@pytest.mark.parametrize("suffix", PICTURES)
@pytest.mark.parametrize("n_pictures", [1, 3])
def test_pictures_keep_their_pixels(tmp_path, suffix, n_pictures):
    picture = write_small_picture(tmp_path / f"a{suffix}", n_pictures if suffix in (".gif", ".webp") else 1)
    before = pictures_of(picture)
    assert add_xmp(picture, xmp_packet())
    assert (pictures_of(picture) == before).all()
    assert read_xmp(picture) == ELEMENT


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp"])
def test_pillow_finds_it(make_file, suffix):
    picture = make_file(suffix)
    add_xmp(picture, xmp_packet())
    with Image.open(picture) as image:
        assert image.info["xmp"] == xmp_packet()


def test_the_marks_at_the_start_of_a_jpeg_stay_first(tmp_path):
    exif = Image.Exif()
    exif[0x010E] = "A description"
    Image.fromarray(noise(0)).save(tmp_path / "a.jpg", exif=exif)
    add_xmp(tmp_path / "a.jpg", xmp_packet())
    with Image.open(tmp_path / "a.jpg") as image:
        assert image.getexif()[0x010E] == "A description"
        assert "jfif" in image.info or "exif" in image.info
    content = (tmp_path / "a.jpg").read_bytes()
    assert content.find(b"Exif") < content.find(b"ns.adobe.com")


@pytest.mark.parametrize("lossless", [False, True])
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_simple_webp_files_are_extended(tmp_path, lossless, mode):
    path = tmp_path / "a.webp"
    alpha = np.full((SIDE_PX - 13, SIDE_PX, 1), 90, np.uint8)
    pixels = noise(0)[:-13] if mode == "RGB" else np.dstack([noise(0)[:-13], alpha])
    Image.fromarray(pixels).save(path, lossless=lossless)
    before = pictures_of(path)
    add_xmp(path, xmp_packet())
    assert path.read_bytes()[12:16] == b"VP8X"
    assert int.from_bytes(path.read_bytes()[4:8], "little") == path.stat().st_size - 8
    with Image.open(path) as image:
        assert (image.mode, image.size) == (mode, (SIDE_PX, SIDE_PX - 13))
    assert (pictures_of(path) == before).all()


def test_animations_still_repeat(tmp_path):
    pictures = [Image.fromarray(noise(index)) for index in range(2)]
    pictures[0].save(tmp_path / "a.gif", save_all=True, append_images=pictures[1:], loop=0, duration=40)
    add_xmp(tmp_path / "a.gif", xmp_packet())
    with Image.open(tmp_path / "a.gif") as image:
        assert image.info["loop"] == 0


@pytest.mark.parametrize("suffix", [".webm", ".txt"])
def test_other_files_are_left_alone(tmp_path, suffix):
    path = tmp_path / f"a{suffix}"
    if suffix in FILMS:
        write_small_film(path)
    else:
        path.write_bytes(b"some text")
    content = path.read_bytes()
    assert not add_xmp(path, xmp_packet())
    assert path.read_bytes() == content


@pytest.mark.parametrize("suffix", [".mp4", ".jpg", ".png"])
def test_a_file_that_is_cut_off_has_none(make_file, suffix):
    path = make_file(suffix)
    add_xmp(path, xmp_packet())
    content = path.read_bytes()
    for n_bytes in (0, 3, 12, 30, content.find(b"</x:xmpmeta")):
        path.write_bytes(content[:n_bytes])
        assert read_xmp(path) == b""


def test_a_box_of_a_wrong_size_ends_the_search(tmp_path):
    path = tmp_path / "a.mp4"
    for size in (0, 1, 3, 7):
        path.write_bytes(b"\0\0\0\x10ftypisom\0\0\0\0" + size.to_bytes(4, "big") + b"uuid" + bytes(40))
        assert read_xmp(path) == b""

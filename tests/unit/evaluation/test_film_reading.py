import numpy as np
import pytest
from PIL import Image

from likeness.errors import VideoTooLongError, VideoUnreadableError
from likeness.evaluation import film_reading
from likeness.evaluation.film_reading import frames_of, read_film, read_sound


def plain(n_frames, height=64, width=96):
    return [np.full((height, width, 3), 20 * i % 250, np.uint8) for i in range(n_frames)]


@pytest.mark.parametrize("fps", [10, 25, 30])
def test_frames_show_the_middle_of_their_display(tmp_path, write_film, fps):
    film = read_film(write_film(tmp_path / "f.mp4", plain(12), fps=fps))
    assert (film.width_px, film.height_px, film.fps, film.n_frames) == (96, 64, fps, 12)
    frames = list(frames_of(film))
    assert [f.time_s for f in frames] == pytest.approx([(i + 0.5) / fps for i in range(12)])
    assert frames[3].rgb.shape == (64, 96, 3)
    assert frames[3].rgb.mean() == pytest.approx(60, abs=4)


def test_sound_is_on_the_clock_of_the_picture(tmp_path, write_film):
    click = np.zeros(16000, np.float32)
    click[8000:8400] = 0.8
    audio, start_s = read_sound(read_film(write_film(tmp_path / "f.mp4", plain(25), click)))
    loudest_s = np.abs(audio.mono()).argmax() / audio.sample_rate_hz + start_s
    assert loudest_s == pytest.approx(0.51, abs=0.03)


def test_a_silent_film_has_no_sound(tmp_path, write_film):
    assert read_sound(read_film(write_film(tmp_path / "f.mp4", plain(3)))) is None


def test_what_is_no_film_is_refused(tmp_path, write_film):
    (tmp_path / "text.mp4").write_text("not a film")
    (tmp_path / "empty.mp4").touch()
    write_film(tmp_path / "sound.mp4", [], np.zeros(16000, np.float32))
    for name in ("text.mp4", "empty.mp4", "sound.mp4", "missing.mp4", "."):
        with pytest.raises(VideoUnreadableError):
            read_film(tmp_path / name)


def test_pictures_playlists_and_covers_are_no_films(tmp_path, write_film):
    film = write_film(tmp_path / "f.mp4", plain(3))
    Image.fromarray(plain(1)[0]).save(tmp_path / "picture.png")
    (tmp_path / "list.m3u8").write_text(f"#EXTM3U\n#EXTINF:1,\n{film}\n#EXT-X-ENDLIST\n")
    (tmp_path / "list.txt").write_text(f"ffconcat version 1.0\nfile {film.name}\n")
    for name in ("picture.png", "list.m3u8", "list.txt"):
        with pytest.raises(VideoUnreadableError, match=name.replace(".", r"\.")):
            read_film(tmp_path / name)


def test_a_film_cut_short_is_read_as_far_as_it_goes_or_refused(tmp_path, write_film):
    whole = write_film(tmp_path / "f.mkv", plain(50, 240, 320)).read_bytes()
    (tmp_path / "cut.mkv").write_bytes(whole[: len(whole) // 2])
    film = read_film(tmp_path / "cut.mkv")
    assert 0 < len(list(frames_of(film))) < 50


def test_long_films_are_refused(tmp_path, write_film, monkeypatch):
    path = write_film(tmp_path / "f.mp4", plain(50))
    monkeypatch.setattr(film_reading, "MAX_DURATION_S", 1.0)
    with pytest.raises(VideoTooLongError, match="2 s"):
        read_film(path)


def test_frames_stop_at_the_limit_whatever_the_file_announced(tmp_path, write_film, monkeypatch):
    film = read_film(write_film(tmp_path / "f.mp4", plain(50)))
    monkeypatch.setattr(film_reading, "MAX_DURATION_S", 1.0)
    with pytest.raises(VideoTooLongError):
        list(frames_of(film))

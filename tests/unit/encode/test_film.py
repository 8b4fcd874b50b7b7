from fractions import Fraction

import av
import numpy as np
import pytest

from likeness.core.audio import AudioClip
from likeness.core.progress import CancelToken
from likeness.encode import Film, FilmFrame, VideoSettings, encode_chunk, write_film
from likeness.errors import CancelledError, DiskFullError


def make_film(fps=Fraction(25), lengths=(20, 20, 7), audio_s=2.0, sample_rate_hz=22_050, n_channels=1):
    settings = VideoSettings(64, 48, fps)
    chunks, start = [], 0
    for length in lengths:
        chunks.append(encode_chunk((gray(index) for index in range(start, start + length)), settings))
        start += length
    times = np.arange(round(audio_s * sample_rate_hz)) / sample_rate_hz
    click = np.where((times > 0.5) & (times < 0.502), 0.9, 0.0).astype(np.float32)
    return Film(chunks, AudioClip(np.repeat(click[:, None], n_channels, axis=1), sample_rate_hz), fps)


def gray(index):
    """A frame that can be told from its neighbours."""
    return FilmFrame(np.full((48, 64, 3), 40 + 4 * (index % 50), dtype=np.uint8))


def write(film, path):
    with film:
        write_film(film, path, CancelToken())
    return path


@pytest.mark.parametrize(
    "fps", [Fraction(10), Fraction(24), Fraction(25), Fraction(30000, 1001), Fraction(60)]
)
@pytest.mark.parametrize("audio_s", [0.3, 2.0, 9.0])
def test_tracks_start_together_and_are_equally_long(tmp_path, fps, audio_s):
    path = write(make_film(fps, audio_s=audio_s), tmp_path / "a.mp4")
    with av.open(path) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        assert video.start_time == 0
        assert audio.start_time == 0
        assert video.frames == 47
        assert video.duration * video.time_base == 47 / fps
        assert abs(video.duration * video.time_base - audio.duration * audio.time_base) < Fraction(20, 1000)


@pytest.mark.parametrize("fps", [Fraction(25), Fraction(30000, 1001)])
def test_times_of_all_frames_are_exact(tmp_path, fps):
    path = write(make_film(fps), tmp_path / "a.mp4")
    with av.open(path) as container:
        frames = list(container.decode(video=0))
    assert [frame.pts * frame.time_base for frame in frames] == [index / fps for index in range(47)]
    levels = [float(frame.to_ndarray(format="gray").mean()) for frame in frames]
    expected = [16 + (40 + 4 * index) * 219 / 255 for index in range(47)]
    # PyAV widens limited range to 0-255 or keeps it, depending on its version; order and spacing tell.
    assert np.corrcoef(levels, expected)[0, 1] > 0.9999


def test_colours_are_tagged_and_survive(tmp_path):
    settings = VideoSettings(64, 48, Fraction(25))
    colour = np.zeros((48, 64, 3), dtype=np.uint8)
    colour[:] = (200, 60, 30)
    chunk = encode_chunk([FilmFrame(colour)] * 5, settings)
    silence = AudioClip(np.zeros((100, 1), dtype=np.float32), 48_000)
    path = write(Film([chunk], silence, Fraction(25)), tmp_path / "a.mp4")
    with av.open(path) as container:
        context = container.streams.video[0].codec_context
        assert context.name == "h264"
        assert context.pix_fmt == "yuv420p"
        tags = context.color_range, context.color_primaries, context.color_trc, context.colorspace
        assert tuple(int(tag) for tag in tags) == (1, 1, 1, 1)
        frame = next(container.decode(video=0)).reformat(format="rgb24", src_colorspace="ITU709")
    assert np.abs(frame.to_ndarray().astype(int) - (200, 60, 30)).max() <= 4


@pytest.mark.parametrize("n_channels", [1, 2])
def test_sound_is_where_it_was(tmp_path, n_channels):
    path = write(make_film(n_channels=n_channels), tmp_path / "a.mp4")
    with av.open(path) as container:
        frames = list(container.decode(audio=0))
    assert frames[0].sample_rate == 48_000
    assert frames[0].layout.nb_channels == n_channels
    wave = np.concatenate([frame.to_ndarray() for frame in frames], axis=1)[0]
    start_s = float(frames[0].pts * frames[0].time_base)
    assert start_s + np.abs(wave).argmax() / 48_000 == pytest.approx(0.501, abs=0.004)


def test_index_comes_first(tmp_path):
    content = write(make_film(), tmp_path / "a.mp4").read_bytes()
    assert 0 < content.find(b"moov") < content.find(b"mdat")


def test_says_that_it_was_generated(tmp_path):
    with av.open(write(make_film(), tmp_path / "a.mp4")) as container:
        assert "synthetic" in container.metadata["comment"]


def test_same_film_has_the_same_bytes(tmp_path):
    first, second = (write(make_film(), tmp_path / name).read_bytes() for name in ("a.mp4", "b.mp4"))
    assert first == second


def test_cancelling_leaves_nothing(tmp_path):
    cancel = CancelToken()
    cancel.cancel()
    with make_film() as film, pytest.raises(CancelledError):
        write_film(film, tmp_path / "a.mp4", cancel)
    assert list(tmp_path.iterdir()) == []


def test_full_disk_leaves_nothing(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("likeness.encode.film.encode_sound", full)
    with make_film() as film, pytest.raises(DiskFullError):
        write_film(film, tmp_path / "a.mp4", CancelToken())
    assert list(tmp_path.iterdir()) == []


def test_chunks_are_freed():
    film = make_film()
    with film:
        pass
    assert all(chunk.file.closed for chunk in film.chunks)

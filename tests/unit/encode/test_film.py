import io
from fractions import Fraction
from itertools import islice

import av
import numpy as np
import pytest

from likeness.core.audio import AudioClip
from likeness.core.progress import CancelToken
from likeness.encode import Film, FilmFrame, FilmWriter, VideoSettings, encode_chunk, write_film
from likeness.encode.containers import WATCHED
from likeness.errors import CancelledError, DiskFullError, EncodeError, OutputNotWritableError

LENGTHS = 20, 20, 7


def make_film(fps=Fraction(25), audio_s=2.0, sample_rate_hz=22_050, n_channels=1, container="mp4", **video):
    settings = VideoSettings(64, 48, fps, **video)
    times = np.arange(round(audio_s * sample_rate_hz)) / sample_rate_hz
    click = np.where((times > 0.5) & (times < 0.502), 0.9, 0.0).astype(np.float32)
    sound = AudioClip(np.repeat(click[:, None], n_channels, axis=1), sample_rate_hz)
    return Film(settings, sound, sum(LENGTHS), container)


def make_chunks(film, draw=None):
    start = 0
    for length in LENGTHS:
        frames = draw or gray
        yield encode_chunk((frames(index) for index in range(start, start + length)), film.video)
        start += length


def gray(index):
    """A frame that can be told from its neighbours."""
    return FilmFrame(np.full((48, 64, 3), 40 + 4 * (index % 50), dtype=np.uint8))


def write(film, path, **more):
    write_film(film, make_chunks(film), path, CancelToken(), **more)
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
    colour = np.zeros((48, 64, 3), dtype=np.uint8)
    colour[:] = (200, 60, 30)
    film, path = make_film(), tmp_path / "a.mp4"
    write_film(film, make_chunks(film, lambda _: FilmFrame(colour)), path, CancelToken())
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
    film = make_film()
    with pytest.raises(CancelledError):
        write_film(film, make_chunks(film), tmp_path / "a.mp4", cancel, tmp_path / "watch.mp4")
    assert list(tmp_path.iterdir()) == []


def test_full_disk_leaves_nothing(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("likeness.encode.film.encode_sound", full)
    with pytest.raises(DiskFullError):
        write(make_film(), tmp_path / "a.mp4", watch=tmp_path / "watch.mp4")
    assert list(tmp_path.iterdir()) == []


def test_each_chunk_is_freed_before_the_next_is_asked_for(tmp_path):
    film, made = make_film(), []

    def watched():
        for chunk in make_chunks(film):
            assert all(each.file.closed for each in made)
            made.append(chunk)
            yield chunk

    write_film(film, watched(), tmp_path / "a.mp4", CancelToken())
    assert len(made) == 3


def test_missing_chunks_are_an_error(tmp_path):
    film = make_film()
    with pytest.raises(EncodeError, match="40 frames instead of 47"):
        write_film(film, islice(make_chunks(film), 2), tmp_path / "a.mp4", CancelToken())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("container", "video", "names"),
    [
        ("mov", {}, ("h264", "yuv420p", "aac")),
        ("mov", {"codec": "prores4444"}, ("prores", "yuv444p10le", "pcm_s16le")),
        ("mov", {"codec": "prores4444", "has_alpha": True}, ("prores", "yuva444p10le", "pcm_s16le")),
        ("webm", {"codec": "vp9"}, ("vp9", "yuv420p", "opus")),
        ("webm", {"codec": "vp9", "has_alpha": True}, ("vp9", "yuv420p", "opus")),
    ],
)
@pytest.mark.parametrize("fps", [Fraction(25), Fraction(30000, 1001), Fraction(60)])
def test_other_containers_keep_time_and_tags(tmp_path, container, video, names, fps):
    path = write(make_film(fps, container=container, **video), tmp_path / f"a.{container}")
    with av.open(path) as opened:
        picture, sound = opened.streams.video[0], opened.streams.audio[0]
        context = picture.codec_context
        assert (context.name, context.pix_fmt, sound.codec_context.name) == names
        assert (picture.start_time, sound.start_time) == (0, 0)
        tags = context.color_range, context.color_primaries, context.color_trc, context.colorspace
        assert tuple(int(tag) for tag in tags) == (1, 1, 1, 1)
        assert picture.average_rate == fps
        tags_of_film = {name.lower(): value for name, value in opened.metadata.items()}
        assert "synthetic" in tags_of_film["comment"]
        times = [frame.pts * frame.time_base for frame in opened.decode(video=0)]
    # Matroska counts milliseconds.
    most = Fraction(1, 2000) if container == "webm" else 0
    assert len(times) == 47
    assert max(abs(time - index / fps) for index, time in enumerate(times)) <= most


def test_transparent_webm_says_so_and_keeps_its_alpha(tmp_path):
    def disc(index):
        alpha = np.zeros((48, 64), np.uint8)
        alpha[10:30, index : index + 16] = 255
        return FilmFrame(np.full((48, 64, 3), 150, np.uint8), alpha=alpha)

    film = make_film(container="webm", codec="vp9", has_alpha=True)
    path = tmp_path / "a.webm"
    write_film(film, make_chunks(film, disc), path, CancelToken())
    # The element AlphaMode, with the value 1.
    assert b"\x53\xc0\x81\x01" in path.read_bytes()
    alphas = decoded_alpha(path)
    assert len(alphas) == 47
    for index, alpha in enumerate(alphas):
        expected = np.zeros((48, 64))
        expected[10:30, index : index + 16] = 255
        assert np.abs(alpha - expected).mean() < 3


def decoded_alpha(path):
    """Decode with libvpx: FFmpeg's own decoder drops alpha."""
    decoder = av.CodecContext.create("libvpx-vp9", "r")
    alphas = []
    with av.open(path) as opened:
        for packet in opened.demux(video=0):
            for frame in decoder.decode(packet if packet.dts is not None else None):
                plane = frame.planes[3]
                rows = np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)
                alphas.append(rows[:, : plane.width].astype(int))
    return alphas


@pytest.mark.parametrize(("container", "codec"), [("webm", "vp9"), ("mov", "prores4444")])
def test_every_container_gives_the_same_bytes_again(tmp_path, container, codec):
    first, second = (
        write(make_film(container=container, codec=codec), tmp_path / f"{name}.{container}").read_bytes()
        for name in "ab"
    )
    assert first == second


def test_index_of_webm_comes_first(tmp_path):
    content = write(make_film(container="webm", codec="vp9"), tmp_path / "a.webm").read_bytes()
    cues, cluster = b"\x1c\x53\xbb\x6b", b"\x1f\x43\xb6\x75"
    assert 0 < content.rfind(cues) < content.find(cluster)


def test_film_can_be_watched_before_its_end(tmp_path):
    film, growing = make_film(), tmp_path / "watch.mp4"
    seen = []

    def watched():
        for chunk in make_chunks(film):
            if growing.stat().st_size:
                with av.open(growing) as opened:
                    seen.append(sum(1 for _ in opened.decode(video=0)))
            yield chunk

    write_film(film, watched(), tmp_path / "a.mp4", CancelToken(), growing)
    assert seen == [20]
    with av.open(growing) as opened:
        assert (opened.streams.video[0].start_time, opened.streams.audio[0].start_time) == (0, 0)
        times = [frame.pts * frame.time_base for frame in opened.decode(video=0)]
    assert times == [index / film.video.fps for index in range(47)]
    content = growing.read_bytes()
    assert 0 < content.find(b"moov") < content.find(b"moof") < content.find(b"mdat")


def test_fragments_go_to_any_stream():
    class Pipe:
        """Takes bytes and cannot go back."""

        def __init__(self):
            self.content = b""

        def write(self, block):
            self.content += bytes(block)
            return len(block)

    film, pipe = make_film(), Pipe()
    with FilmWriter(film, pipe, WATCHED) as writer:
        for chunk in make_chunks(film):
            with chunk.file:
                writer.add(chunk)
        writer.finish()
    with av.open(io.BytesIO(pipe.content)) as opened:
        assert sum(1 for _ in opened.decode(video=0)) == 47


def test_a_folder_that_is_gone_is_told(tmp_path):
    with pytest.raises(OutputNotWritableError):
        write(make_film(), tmp_path / "a.mp4", watch=tmp_path / "no" / "watch.mp4")
    assert list(tmp_path.iterdir()) == []

"""Every container x codec x alpha x quality that is allowed, read back; and what is not allowed, refused."""

import itertools
from fractions import Fraction

import av
import cv2
import numpy as np
import pytest

from likeness.core.audio import AudioClip
from likeness.core.film_format import ALPHA_CODECS, CODECS_OF
from likeness.core.progress import CancelToken
from likeness.core.spec import Output
from likeness.encode import ChunkPlan, Film, FilmFrame, VideoSettings, encode_in_parallel, write_film
from likeness.errors import LikenessError

WIDTH, HEIGHT, N_FRAMES = 640, 360, 50
NAMES = {"h264": "h264", "vp9": "vp9", "prores4444": "prores"}
SOUNDS = {"h264": ("aac", "fltp"), "vp9": ("opus", "fltp"), "prores4444": ("pcm_s16le", "s16")}
PIXELS = {
    ("h264", False): "yuv420p", ("vp9", False): "yuv420p", ("vp9", True): "yuv420p",
    ("prores4444", False): "yuv444p10le", ("prores4444", True): "yuva444p10le",
}  # fmt: skip
ALLOWED = [
    (container, codec, has_alpha)
    for container, codecs in CODECS_OF.items()
    for codec in codecs
    for has_alpha in (False, True)
    if not has_alpha or codec in ALPHA_CODECS
]
SKIN, WALL = (214, 160, 130), (60, 90, 140)


def drawn(index, *, has_alpha):
    """A head that sways and speaks, in front of a wall or of nothing."""
    rgb = np.full((HEIGHT, WIDTH, 3), WALL, np.uint8)
    middle = (300 + round(20 * np.sin(index / 6)), 150)
    cv2.ellipse(rgb, middle, (80, 105), 0, 0, 360, SKIN, -1, cv2.LINE_AA)
    cv2.ellipse(rgb, (300, 420), (200, 140), 0, 0, 360, (40, 40, 60), -1, cv2.LINE_AA)
    cv2.ellipse(rgb, (middle[0], 200), (28, 4 + index % 9), 0, 0, 360, (90, 20, 30), -1, cv2.LINE_AA)
    if not has_alpha:
        return FilmFrame(rgb)
    alpha = np.zeros((HEIGHT, WIDTH), np.uint8)
    cv2.ellipse(alpha, middle, (80, 105), 0, 0, 360, 255, -1, cv2.LINE_AA)
    cv2.ellipse(alpha, (300, 420), (200, 140), 0, 0, 360, 255, -1, cv2.LINE_AA)
    return FilmFrame(rgb, None, alpha)


def tone():
    times = np.arange(2 * 22_050) / 22_050
    return AudioClip((0.3 * np.sin(2 * np.pi * 220 * times))[:, None].astype(np.float32), 22_050)


def make(folder, container, codec, has_alpha, quality):
    settings = VideoSettings(WIDTH, HEIGHT, Fraction(25), codec, quality, has_alpha)
    film = Film(settings, tone(), N_FRAMES, container)
    chunks = encode_in_parallel(
        lambda frames: (drawn(index, has_alpha=has_alpha) for index in frames),
        ChunkPlan(settings, N_FRAMES), CancelToken(), 2,
    )  # fmt: skip
    path = folder / f"{codec}-{has_alpha}-{quality}.{container}"
    write_film(film, chunks, path, CancelToken())
    return path


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    """Return a maker of films that makes each only once."""
    folder, made = tmp_path_factory.mktemp("formats"), {}

    def maker(*kind):
        if kind not in made:
            made[kind] = make(folder, *kind)
        return made[kind]

    return maker


def decoded(path, codec):
    """All frames; VP9 with libvpx, since FFmpeg's own decoder drops alpha."""
    with av.open(path) as container:
        video = container.streams.video[0]
        decoder = av.CodecContext.create("libvpx-vp9", "r") if codec == "vp9" else video.codec_context
        packets = (packet if packet.dts is not None else None for packet in container.demux(video))
        return [frame for packet in packets for frame in decoder.decode(packet)]


def plane(frame, index):
    """A plane on a scale of 0-255."""
    n_bits = frame.format.components[index].bits
    raw = np.frombuffer(frame.planes[index], np.uint16 if n_bits > 8 else np.uint8)
    rows = raw.reshape(frame.planes[index].height, -1)[:, : frame.planes[index].width]
    return rows.astype(np.float64) * 255 / (2**n_bits - 1)


@pytest.mark.parametrize("quality", [20, 80, 99])
@pytest.mark.parametrize(("container", "codec", "has_alpha"), ALLOWED)
def test_film_is_what_its_format_promises(film, container, codec, has_alpha, quality):
    with av.open(film(container, codec, has_alpha, quality)) as opened:
        video, audio = opened.streams.video[0], opened.streams.audio[0]
        context = video.codec_context
        assert (context.name, context.pix_fmt) == (NAMES[codec], PIXELS[codec, has_alpha])
        assert (video.width, video.height, video.average_rate) == (WIDTH, HEIGHT, 25)
        tags = context.color_range, context.color_primaries, context.color_trc, context.colorspace
        assert tuple(int(tag) for tag in tags) == (1, 1, 1, 1)
        sound = audio.codec_context.name, audio.codec_context.format.name
        assert (sound, audio.rate, audio.channels) == (SOUNDS[codec], 48_000, 1)
        assert (video.start_time, audio.start_time) == (0, 0)
        assert abs(opened.duration / 1e6 - 2) <= 0.02
        assert "synthetic" in {name.lower(): text for name, text in opened.metadata.items()}["comment"]
        times = [frame.pts * frame.time_base for frame in opened.decode(video)]
    assert times == [Fraction(index, 25) for index in range(N_FRAMES)]


@pytest.mark.parametrize(("container", "codec", "has_alpha"), ALLOWED)
def test_index_comes_first(film, container, codec, has_alpha):
    content = film(container, codec, has_alpha, 80).read_bytes()
    index, frames = (b"\x1c\x53\xbb\x6b", b"\x1f\x43\xb6\x75") if container == "webm" else (b"moov", b"mdat")
    assert 0 < content.find(index) < content.find(frames)


@pytest.mark.parametrize(("container", "codec", "has_alpha"), [kind for kind in ALLOWED if kind[2]])
@pytest.mark.parametrize("quality", [20, 99])
def test_alpha_is_that_of_the_frames(film, container, codec, has_alpha, quality):
    frames = decoded(film(container, codec, has_alpha, quality), codec)
    assert len(frames) == N_FRAMES
    # The seam of the two chunks is among them.
    for index in (0, 24, 25, 26, 49):
        expected = drawn(index, has_alpha=True).alpha.astype(float)
        found = plane(frames[index], 3)
        assert np.abs(found - expected).mean() < (1.0 if quality == 20 else 0.2)
        assert found[expected == 0].mean() < 0.15
        assert found[expected == 255].mean() > 254.5


@pytest.mark.parametrize(("container", "codec", "has_alpha"), ALLOWED)
def test_colours_are_those_of_the_frames(film, container, codec, has_alpha):
    frame = decoded(film(container, codec, has_alpha, 99), codec)[0]
    r, g, b = np.array(SKIN) / 255
    y = 0.2126 * r + 0.7152 * g + 0.0722 * b
    expected = 16 + 219 * y, 128 + 224 * (b - y) / 1.8556, 128 + 224 * (r - y) / 1.5748
    at = (100, 300) if "444" in frame.format.name else (50, 150)
    found = plane(frame, 0)[100, 300], plane(frame, 1)[at], plane(frame, 2)[at]
    # 255/219 of a scale of 8 bits and of one of 10 or 12 are not quite the same: 940/1023 against 235/255.
    assert np.abs(np.array(found) - expected).max() < 2.5


@pytest.mark.parametrize(("container", "codec", "has_alpha"), ALLOWED)
def test_higher_quality_is_nearer_to_the_frames_and_larger(film, container, codec, has_alpha):
    sizes, errors = [], []
    for quality in (20, 80, 99):
        path = film(container, codec, has_alpha, quality)
        sizes.append(path.stat().st_size)
        luma = plane(decoded(path, codec)[30], 0)
        best = plane(decoded(film(container, codec, has_alpha, 99), codec)[30], 0)
        errors.append(np.abs(luma - best).mean())
    assert sizes[0] < sizes[1] < sizes[2]
    assert errors[0] > errors[1] > errors[2] == 0


@pytest.mark.parametrize(("container", "codec", "has_alpha"), ALLOWED)
def test_chunks_leave_no_visible_seam(film, container, codec, has_alpha):
    frames = decoded(film(container, codec, has_alpha, 80), codec)
    lumas = [plane(frame, 0) for frame in frames]
    steps = np.array([np.abs(after - before).mean() for before, after in itertools.pairwise(lumas)])
    seam = 24  # from the last frame of the first chunk to the first of the second
    around = np.concatenate([steps[seam - 8 : seam], steps[seam + 1 : seam + 9]])
    assert steps[seam] <= 1.5 * around.max()


@pytest.mark.parametrize(("container", "codec", "has_alpha"), ALLOWED)
def test_sound_has_no_clicks(film, container, codec, has_alpha):
    with av.open(film(container, codec, has_alpha, 80)) as opened:
        wave = np.concatenate(
            [frame.to_ndarray().reshape(-1).astype(float) for frame in opened.decode(audio=0)]
        )
    wave /= 32768 if codec == "prores4444" else 1
    wave = wave[2_000:-4_000]  # a tone that begins or ends at once rings in any codec
    assert np.abs(wave).max() == pytest.approx(0.3, abs=0.03)
    # A tone of 220 Hz at 48 kHz bends by at most 0.3 (2 pi 220 / 48000)^2 from sample to sample.
    assert np.abs(np.diff(wave, 2)).max() < 0.01


@pytest.mark.parametrize(
    ("container", "codec"),
    [
        (container, codec)
        for container, codec in itertools.product(CODECS_OF, NAMES)
        if codec not in CODECS_OF[container]
    ],
)
def test_codecs_that_do_not_fit_are_refused(container, codec):
    with pytest.raises(LikenessError, match="cannot hold") as refused:
        Output(container=container, codec=codec)
    assert refused.value.code == "option_invalid"


@pytest.mark.parametrize("quality", [19, 100])
def test_qualities_outside_the_range_are_refused(quality):
    with pytest.raises(LikenessError, match="quality") as refused:
        Output(quality=quality)
    assert refused.value.code == "option_invalid"


def test_transparent_frames_in_an_opaque_film_are_refused():
    with pytest.raises(LikenessError, match="transparent") as refused:
        VideoSettings(WIDTH, HEIGHT, Fraction(25), "h264", 80, True)
    assert refused.value.code == "encode_failed"

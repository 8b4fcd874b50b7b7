from fractions import Fraction

import av
import numpy as np
import pytest

from likeness.compose import mean_backdrop, read_footage
from likeness.compose.footage import FootageReader
from likeness.errors import VideoTooLongError, VideoUnreadableError
from likeness.testing.grey_video import GreyVideo, grey_of

CANVAS = (32, 24)


@pytest.fixture(scope="session")
def video(tmp_path_factory):
    return GreyVideo().write(tmp_path_factory.mktemp("video") / "video.mp4")


def grey(canvas):
    return float(canvas[:, canvas.shape[1] // 2 :].mean())


def shown(footage, times):
    with FootageReader(footage, CANVAS) as reader:
        return [round((grey(reader.at(time)) - 20) / 10) for time in times]


def test_length_and_times(video):
    footage = read_footage(video)
    assert footage.duration_s == pytest.approx(2.0, abs=1e-6)
    np.testing.assert_allclose(footage.start_s, np.arange(20) / 10, atol=1e-6)


def test_same_rate_shows_every_frame_once(video):
    footage = read_footage(video)
    assert shown(footage, [(i + 0.5) / 10 for i in range(20)]) == list(range(20))


def test_other_rates_show_what_is_on_at_the_instant(video):
    footage = read_footage(video)
    times = [(i + 0.5) / 24 for i in range(48)]
    assert shown(footage, times) == [int(time * 10) for time in times]


def test_starts_again_at_the_end(video):
    footage = read_footage(video)
    times = [1.85, 1.95, 2.05, 2.15, 41.95, 42.05]
    assert shown(footage, times) == [18, 19, 0, 1, 19, 0]


@pytest.mark.parametrize("start", [0.05, 0.65, 0.75, 1.35, 1.95, 7.25])
def test_readers_that_begin_anywhere_show_the_same(video, start):
    footage = read_footage(video)
    times = np.arange(0.05, 10, 0.1)
    whole = shown(footage, times)
    late = times[times >= start - 1e-9]
    assert shown(footage, late) == whole[-len(late) :]


def test_going_back_is_allowed(video):
    assert shown(read_footage(video), [1.55, 0.35, 1.05, 0.0]) == [15, 3, 10, 0]


def test_same_frame_is_the_same_object(video):
    with FootageReader(read_footage(video), CANVAS) as reader:
        first = reader.at(0.51)
        assert reader.at(0.59) is first
        assert reader.at(0.61) is not first


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("a.webm", {"codec": "libvpx-vp9", "options": {"crf": "20", "b": "0"}}),
        ("a.mov", {"codec": "prores_ks", "pixels": "yuv422p10le", "options": {}}),
        ("a.mkv", {"options": {"g": "250", "bf": "3", "crf": "10"}}),
        ("a.gif", {"codec": "gif", "pixels": "rgb8", "options": {}}),
        ("a.ts", {"options": {"g": "5", "crf": "10"}}),
    ],
)
def test_kinds_of_files(tmp_path, name, options):
    footage = read_footage(GreyVideo(**options).write(tmp_path / name))
    tolerance = 0.51 if name.endswith("gif") else 0.3  # its palette has few greys
    with FootageReader(footage, CANVAS) as reader:
        for index in (0, 9, 19, 4):
            seen = (grey(reader.at(index / 10 + 0.05)) - 20) / 10
            assert abs(seen - index) < tolerance + (1.5 if name.endswith("gif") else 0)


def test_uneven_frame_times(tmp_path):
    footage = read_footage(GreyVideo(times=[0, 1, 5, 6, 14]).write(tmp_path / "a.mp4"))
    assert shown(footage, [0.05, 0.15, 0.45, 0.55, 0.65, 1.35, 1.45]) == [0, 1, 1, 2, 3, 3, 4]


def test_file_whose_time_does_not_start_at_zero(tmp_path):
    footage = read_footage(GreyVideo(times=range(50, 60)).write(tmp_path / "a.mkv"))
    assert footage.duration_s == pytest.approx(1.0, abs=2e-3)
    assert shown(footage, [0.05, 0.95, 1.05]) == [0, 9, 0]


@pytest.mark.parametrize("size", [(64, 48), (48, 64), (128, 32), (16, 16)])
@pytest.mark.parametrize("canvas", [(32, 24), (24, 32), (64, 64)])
def test_every_size_covers_the_canvas(tmp_path, size, canvas):
    footage = read_footage(GreyVideo(2, size_px=size).write(tmp_path / "a.mp4"))
    with FootageReader(footage, canvas) as reader:
        frame = reader.at(0.0)
    assert frame.shape == (canvas[1], canvas[0], 3)
    assert frame.flags.c_contiguous
    assert abs(int(frame[:, -1].mean()) - grey_of(0)) <= 3


def test_colours_are_those_of_the_file(tmp_path):
    for tag, expected in ((1, "ITU709"), (6, "ITU601")):
        file = tmp_path / f"{expected}.mp4"
        with av.open(str(file), "w") as container:
            stream = container.add_stream("libx264", rate=10, options={"crf": "5"})
            stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
            stream.codec_context.colorspace = tag
            rgb = np.full((48, 64, 3), (200, 40, 90), np.uint8)
            frame = av.VideoFrame.from_ndarray(rgb, format="rgb24")
            frame = frame.reformat(format="yuv420p", dst_colorspace=expected)
            container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
        with FootageReader(read_footage(file), CANVAS) as reader:
            colour = reader.at(0.0)[12, 16].astype(int)
        assert np.abs(colour - (200, 40, 90)).max() <= 5, expected


def test_turned_video_is_upright(tmp_path):
    flat = GreyVideo(3, size_px=(64, 32), left_rgb=(255, 0, 0)).write(tmp_path / "a.mp4")
    turned = tmp_path / "turned.mp4"
    # the matrix of a quarter turn to the right, as telephones write it
    content = bytearray(flat.read_bytes())
    place = content.index(b"tkhd") + 4 + 4 + 32 + 4
    one, minus = (0x10000).to_bytes(4, "big"), (0xFFFF0000).to_bytes(4, "big")
    nothing = bytes(4)
    matrix = nothing + one + nothing + minus + nothing * 4 + (0x40000000).to_bytes(4, "big")
    content[place : place + 36] = matrix
    turned.write_bytes(content)
    with FootageReader(read_footage(turned), (32, 64)) as reader:
        frame = reader.at(0.0).astype(int)
    is_red = (frame[..., 0] > 180) & (frame[..., 1] < 80)
    assert is_red[:12].all()
    assert not is_red[20:].any()


def test_wide_pixels_are_widened(tmp_path):
    file = tmp_path / "a.mp4"
    with av.open(str(file), "w") as container:
        stream = container.add_stream("libx264", rate=10)
        stream.width, stream.height, stream.pix_fmt = 32, 32, "yuv420p"
        stream.codec_context.sample_aspect_ratio = Fraction(2, 1)
        rgb = np.zeros((32, 32, 3), np.uint8)
        rgb[:, 8:24] = 200
        frame = av.VideoFrame.from_ndarray(rgb, format="rgb24").reformat(format="yuv420p")
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    footage = read_footage(file)
    assert footage.pixel_ratio == 2.0
    with FootageReader(footage, (32, 32)) as reader:
        assert reader.at(0.0).mean() > 180  # only the middle half of the width is left


def test_mean(video):
    footage = read_footage(video)
    mean = mean_backdrop(footage, CANVAS)
    assert mean.shape == (24, 32, 3)
    assert abs(grey(mean) - (20 + 10 * 10)) < 5


def test_damage_in_the_middle_is_played_over(tmp_path, video):
    content = bytearray(video.read_bytes())
    start = content.index(b"mdat") + 300
    content[start : start + 60] = bytes(range(60))
    (tmp_path / "a.mp4").write_bytes(content)
    footage = read_footage(tmp_path / "a.mp4")
    with FootageReader(footage, CANVAS) as reader:
        for time in np.arange(0, 2.5, 0.1):
            assert reader.at(float(time)).shape == (24, 32, 3)


def test_bad_files_are_errors_of_ours(tmp_path, video):
    (tmp_path / "text.mp4").write_text("no video")
    (tmp_path / "empty.mp4").write_bytes(b"")
    (tmp_path / "cut.mp4").write_bytes(video.read_bytes()[:300])
    (tmp_path / "list.m3u8").write_text("#EXTM3U\n#EXTINF:1,\n/etc/hostname\n")
    for name in ("text.mp4", "empty.mp4", "cut.mp4", "none.mp4", "list.m3u8", ""):
        with pytest.raises(VideoUnreadableError) as refused:
            read_footage(tmp_path / name)
        assert "\n" not in refused.value.message


def test_sound_alone_is_refused(tmp_path):
    with av.open(str(tmp_path / "a.mp4"), "w") as container:
        stream = container.add_stream("aac", rate=16000, layout="mono")
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 4096), np.float32), "fltp", "mono")
        frame.sample_rate = 16000
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    with pytest.raises(VideoUnreadableError, match="no moving picture"):
        read_footage(tmp_path / "a.mp4")


def test_too_long_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("likeness.compose.footage.MAX_DURATION_S", 1.0)
    with pytest.raises(VideoTooLongError):
        read_footage(GreyVideo().write(tmp_path / "a.mp4"))


def test_too_many_pixels_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("likeness.compose.footage.MAX_PIXELS", 64 * 48 - 1)
    with pytest.raises(VideoUnreadableError, match="million pixels"):
        read_footage(GreyVideo().write(tmp_path / "a.mp4"))


def test_file_that_goes_away_is_an_error_of_ours(tmp_path):
    footage = read_footage(GreyVideo().write(tmp_path / "a.mp4"))
    (tmp_path / "a.mp4").unlink()
    with FootageReader(footage, CANVAS) as reader, pytest.raises(VideoUnreadableError):
        reader.at(0.0)

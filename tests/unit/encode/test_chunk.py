from fractions import Fraction

import av
import numpy as np
import pytest

from likeness.encode import FilmFrame, VideoSettings, encode_chunk, split_into_chunks
from likeness.errors import EncodeError

SETTINGS = VideoSettings(64, 48, Fraction(25))


def frames(n_frames):
    for index in range(n_frames):
        rgb = np.full((48, 64, 3), 60, dtype=np.uint8)
        rgb[10:20, index : index + 10] = (200, 120, 40)
        yield FilmFrame(rgb)


def encoded(film_frames):
    with encode_chunk(film_frames, SETTINGS).file as file:
        return file.read()


@pytest.mark.parametrize("n_frames", [1, 2, 24, 25, 49, 250, 251, 1500, 7499])
@pytest.mark.parametrize("fps", [Fraction(10), Fraction(25), Fraction(30000, 1001), Fraction(60)])
def test_ranges_cover_the_film_once(n_frames, fps):
    ranges = split_into_chunks(n_frames, fps)
    assert [index for frame_range in ranges for index in frame_range] == list(range(n_frames))
    assert max(len(frame_range) for frame_range in ranges) <= max(1, 4 * fps) + 1
    assert all(frame_range for frame_range in ranges)


def test_long_films_have_chunks_in_fours():
    assert [len(split_into_chunks(25 * seconds, Fraction(25))) for seconds in (1, 2, 4, 10, 20, 60)] == [
        1, 2, 4, 4, 8, 16,
    ]  # fmt: skip


def test_chunk_starts_with_the_only_key_frame():
    chunk = encode_chunk(frames(30), SETTINGS)
    assert chunk.n_frames == 30
    with chunk.file, av.open(chunk.file, "r") as source:
        packets = [packet for packet in source.demux(source.streams.video[0]) if packet.pts is not None]
        assert [packet.is_keyframe for packet in packets] == [True] + [False] * 29


def test_same_frames_give_the_same_bytes():
    first, second = (encoded(frames(10)) for _ in range(2))
    assert first == second


def test_converting_only_the_changes_makes_no_difference():
    def boxed():
        for index, frame in enumerate(frames(12)):
            yield FilmFrame(frame.rgb, (max(0, index - 1), 10, index + 10, 20))

    assert encoded(boxed()) == encoded(frames(12))


def test_a_frame_may_be_overwritten_after_it_was_taken():
    def reused():
        rgb = np.zeros((48, 64, 3), dtype=np.uint8)
        for frame in frames(12):
            rgb[:] = frame.rgb
            yield FilmFrame(rgb)

    assert encoded(reused()) == encoded(frames(12))


def test_no_frames_are_an_error():
    with pytest.raises(EncodeError):
        encode_chunk([], SETTINGS)


def test_a_frame_of_another_size_is_an_error():
    with pytest.raises(EncodeError, match="shape"):
        encode_chunk([FilmFrame(np.zeros((10, 10, 3), dtype=np.uint8))], SETTINGS)


def test_where_a_chunk_waits_makes_no_difference():
    with encode_chunk(frames(10), SETTINGS, in_memory_bytes=100).file as file:
        assert file.fileno() > 0
        assert file.read() == encoded(frames(10))

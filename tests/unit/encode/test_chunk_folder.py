from fractions import Fraction

import numpy as np
import pytest

from likeness.core.progress import CancelToken
from likeness.encode import ChunkFolder, ChunkPlan, FilmFrame, VideoSettings, encode_in_parallel

SETTINGS = VideoSettings(32, 32, Fraction(25))


def frames_of(frames):
    for index in frames:
        yield FilmFrame(np.full((32, 32, 3), index % 256, dtype=np.uint8))


def encode(folder, draw=frames_of, key="one", settings=SETTINGS):
    plan = ChunkPlan(settings, 100, ChunkFolder(folder, key))
    contents, reused = [], []
    for chunk in encode_in_parallel(draw, plan, CancelToken(), 2):
        with chunk.file as file:
            contents.append(file.read())
        reused.append(chunk.is_reused)
    return contents, reused


def test_a_second_run_draws_nothing(tmp_path):
    first, reused = encode(tmp_path / "new")
    assert reused == [False] * 4
    second, reused = encode(tmp_path / "new", lambda _: pytest.fail("drawn again"))
    assert reused == [True] * 4
    assert first == second


def test_only_what_is_missing_or_broken_is_made_again(tmp_path):
    first, _ = encode(tmp_path)
    files = sorted(tmp_path.iterdir())
    files[1].unlink()
    files[2].write_bytes(files[2].read_bytes()[:100])
    drawn = []

    def counted(frames):
        drawn.append(frames)
        return frames_of(frames)

    second, reused = encode(tmp_path, counted)
    assert reused == [True, False, False, True]
    assert sorted(frames.start for frames in drawn) == [25, 50]
    assert first == second


def test_an_interrupted_chunk_leaves_no_file(tmp_path):
    def interrupted(frames):
        for frame, index in zip(frames_of(frames), frames, strict=True):
            if index == 60:
                raise ZeroDivisionError
            yield frame

    with pytest.raises(ZeroDivisionError):
        encode(tmp_path, interrupted)
    assert all(file.suffix == ".mp4" and "part" not in file.name for file in tmp_path.iterdir())
    assert not list(tmp_path.glob("0000050*"))


def test_films_never_share_chunks(tmp_path):
    encode(tmp_path)
    assert encode(tmp_path, key="two")[1] == [False] * 4
    assert encode(tmp_path, settings=VideoSettings(32, 32, Fraction(25), quality=30))[1] == [False] * 4
    assert len(list(tmp_path.iterdir())) == 12

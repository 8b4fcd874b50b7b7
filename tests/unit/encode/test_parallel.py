import threading
from fractions import Fraction

import numpy as np
import pytest

from likeness.core.progress import CancelToken
from likeness.encode import ChunkPlan, FilmFrame, VideoSettings, encode_in_parallel
from likeness.errors import CancelledError

SETTINGS = VideoSettings(32, 32, Fraction(25))


def picture(index):
    return FilmFrame(np.full((32, 32, 3), index % 256, dtype=np.uint8))


def encode(frames_of, cancel=None, n_workers=2):
    plan = ChunkPlan(SETTINGS, 200)
    return list(encode_in_parallel(frames_of, plan, cancel or CancelToken(), n_workers))


def contents(chunk):
    with chunk.file as file:
        return file.read()


def test_number_of_workers_changes_nothing():
    def frames_of(frames):
        return (picture(index) for index in frames)

    one, three = (encode(frames_of, n_workers=n_workers) for n_workers in (1, 3))
    assert [chunk.n_frames for chunk in one] == [50] * 4
    assert [contents(chunk) for chunk in one] == [contents(chunk) for chunk in three]


def test_failure_of_one_worker_stops_the_others():
    others = threading.Event()
    drawn = []

    def frames_of(frames):
        for index in frames:
            if frames.start == 0:
                others.wait(5)
                raise ZeroDivisionError("broken renderer")
            others.set()
            drawn.append(index)
            yield picture(index)
            # Slower than the failure, however busy the machine is: waits until it is told to stop.
            if len(drawn) > 3:
                threading.Event().wait(0.05)

    with pytest.raises(ZeroDivisionError, match="broken renderer"):
        encode(frames_of)
    assert len(drawn) < 150


def test_cancelling_stops_all():
    cancel = CancelToken()
    drawn = []

    def frames_of(frames):
        for index in frames:
            drawn.append(index)
            if len(drawn) == 10:
                cancel.cancel()
            yield picture(index)

    with pytest.raises(CancelledError):
        encode(frames_of, cancel)
    assert len(drawn) < 50


def test_only_a_few_chunks_are_made_ahead():
    started = []

    def frames_of(frames):
        started.append(frames.start)
        return (picture(index) for index in frames)

    plan = ChunkPlan(SETTINGS, 25 * 100)
    chunks = encode_in_parallel(frames_of, plan, CancelToken(), 2)
    for index, chunk in enumerate(chunks):
        chunk.file.close()
        assert len(started) <= index + 4
    assert sorted(started) == [frames.start for frames in plan.ranges]


def test_leaving_early_frees_everything():
    made = []

    def frames_of(frames):
        made.append(frames)
        return (picture(index) for index in frames)

    chunks = encode_in_parallel(frames_of, ChunkPlan(SETTINGS, 25 * 100), CancelToken(), 2)
    with next(chunks).file:
        chunks.close()
    assert len(made) <= 5
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("film")]

import numpy as np
import pytest

from likeness.errors import NoFaceFoundError
from likeness.evaluation.film_reading import TimedFrame
from likeness.evaluation.tracking import track_face
from likeness.testing import drawn_portrait


@pytest.fixture(scope="module")
def picture():
    return drawn_portrait(320, 400)


def timed(frames):
    return [TimedFrame(np.ascontiguousarray(rgb), (i + 0.5) / 25) for i, rgb in enumerate(frames)]


def test_the_face_is_followed(picture, face_models):
    moved = [np.roll(picture, 3 * i, axis=1) for i in range(12)]
    track = track_face(timed(moved), face_models, 25.0)
    assert track.seen_share == 1.0
    assert track.size_px == (320, 400)
    steps = np.diff(track.landmarks_px[:, [33, 263, 1, 152], 0].mean(axis=1))
    assert steps == pytest.approx(3.0, abs=0.8)


def test_a_lost_face_is_found_again_and_bridged(picture, face_models):
    frames = [picture] * 4 + [np.zeros_like(picture)] * 3 + [np.roll(picture, 60, axis=1)] * 4
    track = track_face(timed(frames), face_models, 25.0)
    assert track.is_seen.tolist() == [True] * 4 + [False] * 3 + [True] * 4
    nose = track.landmarks_px[:, 1, 0]
    assert nose[-1] - nose[0] == pytest.approx(60, abs=3)
    # A straight line through the frames without a face.
    assert nose[3:8] == pytest.approx(np.linspace(nose[3], nose[7], 5), abs=0.01)


def test_a_face_that_comes_late(picture, face_models):
    track = track_face(timed([np.zeros_like(picture)] * 3 + [picture] * 3), face_models, 25.0)
    assert track.is_seen.tolist() == [False] * 3 + [True] * 3
    assert np.array_equal(track.landmarks_px[0], track.landmarks_px[3])


def test_no_face_is_an_error(face_models):
    wall = np.full((200, 200, 3), 120, np.uint8)
    with pytest.raises(NoFaceFoundError, match="any frame"):
        track_face(timed([wall] * 3), face_models, 25.0)
    with pytest.raises(NoFaceFoundError):
        track_face([], face_models, 25.0)

"""The whole way on films whose mouth is known, drawn by the renderer itself."""

import numpy as np
import pytest

from likeness.core.progress import CancelToken
from likeness.errors import CancelledError, NoFaceFoundError
from likeness.evaluation import evaluate, evaluation_json

N_FRAMES = 60
SHUT_S = [(0.4, 0.56), (1.0, 1.16), (1.6, 1.76)]
TIMES_S = (np.arange(N_FRAMES) + 0.5) / 25
PHONES = [("AA", 0.05, 0.35)] + [
    phone
    for start_s, end_s in SHUT_S
    for phone in (("P", start_s, end_s), ("AA", end_s + 0.05, end_s + 0.35))
]


def jaw(late_s=0.0):
    """The coefficient of a jaw that shuts for each p."""
    shut = [(start_s + late_s <= TIMES_S) & (end_s + late_s > TIMES_S) for start_s, end_s in SHUT_S]
    return np.where(np.any(shut, axis=0), 0.0, 0.4)


def tone():
    times_s = np.arange(round(N_FRAMES / 25 * 16000)) / 16000
    return (0.3 * np.sin(2 * np.pi * 200 * times_s) * (times_s < 1.6)).astype(np.float32)


@pytest.fixture(scope="module")
def good_film(tmp_path_factory, speaking_frames, write_film):
    return write_film(tmp_path_factory.mktemp("films") / "good.mp4", speaking_frames(jaw()), tone())


def values(found):
    return {measure.kind.key: measure.reading.value for measure in found.measures}


def test_a_good_film_is_good(good_film, said):
    found = evaluate(good_film, said(*PHONES))
    told = values(found)
    assert found.seen_share == 1.0
    assert told["closures.bilabial_percent"] == 100
    assert told["closures.false_percent"] == 0
    assert abs(told["closures.closing_offset_ms"]) <= 40
    assert told["mouth.gap_95"] > 0.08
    assert told["mouth.gap_5"] < 0.02
    assert told["jitter.rms"] < 0.005
    assert told["score.four_metrics"] is not None


def test_phones_at_the_wrong_time_are_seen(good_film, said):
    early = [(name, start_s + 0.3, end_s + 0.3) for name, start_s, end_s in PHONES]
    told = values(evaluate(good_film, said(*early)))
    assert told["closures.bilabial_percent"] == 0
    assert told["closures.false_percent"] > 50


def test_a_mouth_that_stays_open_is_seen(tmp_path, write_film, speaking_frames, said):
    film = write_film(tmp_path / "open.mp4", speaking_frames(np.full(40, 0.4)), tone()[:25600])
    found = evaluate(film, said(("P", 0.4, 0.56), ("AA", 0.6, 0.7)))
    told = values(found)
    assert told["closures.bilabial_percent"] == 0
    assert told["closures.closing_offset_ms"] is None
    assert told["silence.wrong_percent"] == pytest.approx(100)
    content = evaluation_json(found)
    assert [phone["arpabet"] for phone in content["missed_closures"]] == ["P"]
    assert content["wrong_openings"]


def test_without_timeline_the_reason_is_told(good_film):
    found = evaluate(good_film)
    reasons = {measure.kind.key: measure.reading.reason for measure in found.measures}
    assert reasons["closures.bilabial_percent"] == "needs --timeline"
    assert reasons["head.strongest_line_percent"] == "needs 60 s or more"
    assert values(found)["mouth.gap_95"] > 0.08
    assert evaluation_json(found)["phone_source"] is None


def test_a_silent_film_is_measured_as_far_as_it_goes(tmp_path, write_film, speaking_frames):
    found = evaluate(write_film(tmp_path / "silent.mp4", speaking_frames(jaw()[:20])))
    reasons = {measure.kind.key: measure.reading.reason for measure in found.measures}
    assert reasons["score.lip_sync"] == reasons["silence.wrong_percent"] == "the film has no sound"
    assert values(found)["score.lip_dynamics"] > 0


def test_one_frame_is_enough(tmp_path, write_film, speaking_frames):
    told = values(evaluate(write_film(tmp_path / "one.mp4", speaking_frames([0.3]))))
    assert told["mouth.gap_mean"] > 0.05
    assert told["head.yaw_sd_deg"] is None
    assert told["jitter.rms"] is None


def test_a_film_without_a_face(tmp_path, write_film):
    with pytest.raises(NoFaceFoundError):
        evaluate(write_film(tmp_path / "wall.mp4", [np.full((96, 96, 3), 90, np.uint8)] * 3))


def test_it_can_be_stopped(good_film):
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(CancelledError):
        evaluate(good_film, cancel=cancel)

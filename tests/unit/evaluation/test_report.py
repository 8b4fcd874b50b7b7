import json
import re
from pathlib import Path

import numpy as np
import pytest

from likeness.core.audio import AudioClip
from likeness.evaluation.evaluate import Evaluation
from likeness.evaluation.face_curves import face_curves
from likeness.evaluation.film_reading import Film
from likeness.evaluation.film_sound import film_sound
from likeness.evaluation.findings import find_all
from likeness.evaluation.human_values import HUMAN_VALUES
from likeness.evaluation.measures import KINDS, Reading, measures_of
from likeness.evaluation.readings import all_readings
from likeness.evaluation.report import COLUMNS, evaluation_json, rows

PAGE = Path(__file__).parents[3] / "docs/evaluate.md"


@pytest.fixture
def evaluation(track):
    def make(timeline=None, sound=None, **curves):
        tracked = track(**curves)
        seen = face_curves(tracked)
        found = find_all(tracked, seen, sound, timeline)
        film = Film(Path("film.mp4"), *tracked.size_px, tracked.fps, tracked.n_frames)
        return Evaluation(film, 1.0, seen, sound, timeline, found, measures_of(all_readings(found)))

    return make


def test_keys_stand_once_and_people_belong_to_measures():
    keys = [kind.key for kind in KINDS]
    assert len(keys) == len(set(keys))
    assert set(HUMAN_VALUES) <= set(keys)


def test_every_measure_is_on_the_page():
    page = PAGE.read_text(encoding="utf-8")
    for kind in KINDS:
        group, name = kind.key.split(".")
        stem = re.sub(r"(_5|_95)(_ms)?$", "", name)
        parts = [f"`{kind.key}`", f"`{group}.*`", f"`{group}.{stem}_ms`", f"`{group}.*_sd_deg`"]
        parts += [f"`{group}.*_speed_95`", f"`{name.removesuffix('_percent')}`"]
        assert any(part in page for part in parts), kind.key


def test_every_source_is_on_the_page():
    page = PAGE.read_text(encoding="utf-8")
    for human in HUMAN_VALUES.values():
        assert human.source.removeprefix("steady ").split(" of ")[0] in page


def test_every_field_is_on_the_page(evaluation):
    page = PAGE.read_text(encoding="utf-8")
    content = evaluation_json(evaluation())
    for name in (*content, *content["film"], *content["measures"][0]):
        assert f"`{name}`" in page or f"`{name}[]`" in page, name


def test_json_is_plain_and_whole(evaluation, said):
    content = evaluation_json(evaluation(said(("P", 0.2, 0.3))))
    assert json.loads(json.dumps(content, allow_nan=False)) == content
    assert (content["format"], content["version"]) == ("likeness.evaluation", 1)
    assert [measure["key"] for measure in content["measures"]] == [kind.key for kind in KINDS]
    for measure in content["measures"]:
        assert (measure["value"] is None) == (measure["reason"] is not None), measure


def test_rows_show_value_people_and_reason(evaluation, said):
    gap = np.where(np.arange(50) < 25, 0.1, 0.0)
    sound = film_sound(AudioClip(np.zeros((32000, 1), np.float32), 16000), 0.0)
    table = {
        row[0]: dict(zip(COLUMNS, row, strict=True))
        for row in rows(evaluation(said(("P", 1.2, 1.3)), sound, gap=gap).measures)
    }
    assert table["p b m with closed lips"]["value"] == "100.0 %"
    assert table["p b m with closed lips"]["note"] == "n = 1"
    assert table["opening of the lips, mean"]["people"] == "0.100 (0.080-0.150)"
    assert table["difference of opening and loudness"]["note"] == "too little speech"
    assert table["length of a blink below 62 %, median"]["value"] == "-"


def test_offsets_get_their_percentiles(evaluation, said):
    gap = np.full(75, 0.2)
    gap[[20, 21, 40, 41, 60, 61]] = 0.0
    found = evaluation(said(("P", 0.8, 0.88), ("B", 1.66, 1.78), ("M", 2.4, 2.48)), gap=gap)
    told = {measure.kind.key: measure.reading for measure in found.measures}
    median = told["closures.closing_offset_ms"]
    assert median.n_samples == 3
    assert median.value == pytest.approx(16, abs=3)
    assert told["closures.closing_offset_5_ms"].value < 0 < median.value
    assert told["closures.closing_offset_95_ms"].value == pytest.approx(16, abs=3)


def test_a_kind_without_reading_is_a_fault():
    with pytest.raises(KeyError):
        measures_of({"jitter.rms": Reading(0.1)})

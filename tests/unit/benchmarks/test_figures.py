import json

import pytest
from benchmarks.figures import Figure, Row, Target, show_rows, write_json

AT_LEAST = Target("share", "share of something", 90, "%", is_at_least=True)
AT_MOST = Target("seconds", "time of something", 25, "s")
TOLD = Target("told", "only told", None, "")


@pytest.mark.parametrize(
    ("target", "value", "verdict"),
    [
        (AT_LEAST, 90.0, "yes"),
        (AT_LEAST, 89.9, "no"),
        (AT_MOST, 25.0, "yes"),
        (AT_MOST, 25.1, "no"),
        (AT_MOST, None, "-"),
        (TOLD, 1.0, "-"),
    ],
)
def test_verdict(target, value, verdict):
    assert Row(target, Figure(target.measure, "here", value), "command").verdict == verdict


def test_table_shows_every_column(capsys):
    show_rows([Row(AT_MOST, Figure("seconds", "astronaut", 19.1, "a note"), "python -m benchmarks.stages")])
    shown = capsys.readouterr().out
    for text in ("time of something", "astronaut", "≤ 25 s", "19.1 s", "yes", "a note", "benchmarks.stages"):
        assert text in shown


def test_json_has_figures_and_verdicts(tmp_path):
    file = tmp_path / "new" / "rows.json"
    write_json(file, [Row(AT_LEAST, Figure("share", "here", 95.0), "command").as_json()])
    (row,) = json.loads(file.read_text(encoding="utf-8"))
    assert (row["figure"], row["is_met"], row["target"]) == (95.0, True, "≥ 90 %")

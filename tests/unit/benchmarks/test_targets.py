from pathlib import Path

import pytest
from benchmarks.figures import Figure
from benchmarks.real_clips import grid_words
from benchmarks.targets import BENCHMARKS, TARGETS, Benchmark, rows_of

ROOT = Path(__file__).parents[3]


def test_each_target_stands_once():
    measures = [target.measure for target in TARGETS]
    assert len(measures) == len(set(measures))


@pytest.mark.parametrize("benchmark", BENCHMARKS, ids=lambda one: one.name)
def test_each_command_exists(benchmark):
    assert (ROOT / "benchmarks" / f"{benchmark.name}.py").is_file()


def test_figures_meet_their_targets():
    benchmark = Benchmark("rest", lambda _: (Figure("rest.psnr", "here", 50.0),))
    (row,) = rows_of(benchmark, settings=None)
    assert row.verdict == "yes"
    assert row.command == "python -m benchmarks.rest"


def test_failing_benchmark_becomes_a_row():
    def fail(_):
        raise RuntimeError("no luck")

    (row,) = rows_of(Benchmark("rest", fail), settings=None)
    assert row.figure.value is None
    assert "no luck" in row.figure.note


def test_words_of_the_corpus():
    assert grid_words("lbax4n") == "lay blue at ex four now"

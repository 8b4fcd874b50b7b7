from pathlib import Path

import numpy as np
import pytest

from likeness.errors import VoiceUnusableError
from likeness.speech.neural.graph import summarize_graph, with_output
from likeness.speech.neural.runtime import Model
from likeness.testing.onnx_writer import TinyGraph
from likeness.testing.tiny_voices import write_piper


def doubling_model() -> bytes:
    graph = TinyGraph()
    doubled = graph.node("Mul", "x", graph.constant([2.0], "float32"))
    rounded = graph.node("Ceil", doubled, name="inner")
    graph.node("Neg", rounded, name="y")
    return graph.model({"x": ("float32", ("n",))}, {"y": ("float32", ("n",))})


def test_names_are_read(tmp_path: Path) -> None:
    summary = summarize_graph(write_piper(tmp_path, "voice").read_bytes())
    assert summary.inputs == {"input", "input_lengths", "scales"}
    assert summary.outputs == {"output"}
    assert summary.rounded_up == ("w_ceil",)


def test_an_inner_value_is_told_without_changing_the_rest() -> None:
    model = doubling_model()
    told = with_output(model, "inner")
    assert summarize_graph(told).outputs == {"y", "inner"}
    y, inner = Model(told, "test").run({"x": [0.3, 1.2]}, ["y", "inner"])
    np.testing.assert_array_equal(inner, [1.0, 3.0])
    np.testing.assert_array_equal(y, [-1.0, -3.0])
    assert Model(model, "test").outputs == ("y",)


@pytest.mark.parametrize(
    "content", [b"", b"no model", b"\x3a\xff\x01", b"\x80" * 40, bytes(range(256)), b"\x3a\x02\x0a\x00"]
)
def test_what_is_no_model_is_refused(content: bytes) -> None:
    with pytest.raises(VoiceUnusableError):
        summarize_graph(content)


def test_a_model_that_was_cut_off_is_refused() -> None:
    with pytest.raises(VoiceUnusableError):
        summarize_graph(doubling_model()[:-30])


def test_runtime_refuses_what_it_cannot_load() -> None:
    graph = TinyGraph()
    graph.node("NoSuchOperator", "x", name="y")
    with pytest.raises(VoiceUnusableError, match="test"):
        Model(graph.model({"x": ("float32", (1,))}, {"y": ("float32", (1,))}), "test")

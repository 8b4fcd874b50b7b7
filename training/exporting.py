"""The trained network as one ONNX file with half-precision weights."""

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper

from likeness.speech.visemes.features import N_BANDS
from training.network import Answers, VisemeNetwork

_SMALL = 64


def export(weights: Path, target: Path, width: int) -> None:
    """Write the network; input "bands" (1, T, 48), output "answers" (1, T, 16), T even."""
    network = VisemeNetwork(width)
    network.load_state_dict(torch.load(weights, weights_only=True))
    answers = Answers(network).eval()
    torch.onnx.export(
        answers,
        (torch.zeros(1, 200, N_BANDS),),
        str(target),
        input_names=["bands"],
        output_names=["answers"],
        dynamic_axes={"bands": {1: "frames"}, "answers": {1: "frames"}},
        opset_version=17,
        dynamo=False,
    )
    model = onnx.load(str(target))
    _halve(model)
    model.doc_string = "Likeness viseme network; docs/viseme-network.md"
    onnx.checker.check_model(model)
    onnx.save(model, str(target))


def _halve(model: onnx.ModelProto) -> None:
    """Store large weights in 16 bits and widen them on loading: the file halves, the arithmetic stays."""
    graph = model.graph
    casts = []
    for i, weight in enumerate(graph.initializer):
        values = numpy_helper.to_array(weight)
        if values.dtype == np.float32 and values.size > _SMALL:
            narrow = f"{weight.name}.half"
            casts.append(helper.make_node("Cast", [narrow], [weight.name], to=onnx.TensorProto.FLOAT))
            graph.initializer[i].CopyFrom(numpy_helper.from_array(values.astype(np.float16), narrow))
    nodes = [*casts, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)

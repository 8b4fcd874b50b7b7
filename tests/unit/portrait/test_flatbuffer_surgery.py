import numpy as np

from likeness.portrait.flatbuffer_surgery import boundary_tensors, cut_model, read_graph
from likeness.portrait.flexbuffer import read_settings
from likeness.portrait.model_files import ModelName, read_model
from likeness.portrait.network import Network


def test_attention_mesh_has_eleven_custom_nodes() -> None:
    graph = read_graph(read_model(ModelName.ATTENTION_MESH))
    names = [node.custom_name for node in graph.nodes if node.custom_name]
    assert len(graph.nodes) == 712
    assert names.count("Landmarks2TransformMatrix") == 3
    assert names.count("TransformTensorBilinear") == 3
    assert names.count("TransformLandmarks") == 5
    assert len(names) == 11


def test_settings_of_the_lips() -> None:
    graph = read_graph(read_model(ModelName.ATTENTION_MESH))
    settings = read_settings(next(node.custom_options for node in graph.nodes if node.custom_options))
    assert settings["left_rotation_idx"] == 61
    assert settings["scale_x"] == 1.5
    subset = settings["subset_idxs"]
    assert isinstance(subset, list)
    assert (len(subset), subset[:3]) == (80, [61, 146, 91])


def test_cut_of_everything_equals_the_whole() -> None:
    model = read_model(ModelName.SHORT_RANGE_DETECTOR)
    whole, cut = Network(model), Network(cut_model(model, 0, len(read_graph(model).nodes)))
    picture = np.random.default_rng(0).uniform(-1, 1, (1, 128, 128, 3)).astype(np.float32)
    expected = dict(zip(whole.output_ids, whole.run(picture), strict=True))
    for tensor_id, value in zip(cut.output_ids, cut.run(picture), strict=True):
        assert np.array_equal(value, expected[tensor_id])


def test_a_piece_has_the_tensors_at_its_borders() -> None:
    model = read_model(ModelName.ATTENTION_MESH)
    graph = read_graph(model)
    inputs, outputs = boundary_tensors(graph, 0, 192)
    assert inputs == graph.inputs
    piece = Network(cut_model(model, 0, 192))
    assert (piece.input_ids, piece.output_ids) == (inputs, outputs)
    assert len(read_graph(cut_model(model, 0, 192)).nodes) == 192

"""Cuts a piece out of a TFLite model: same tensors and weights, fewer operators, other inputs and outputs.

The attention mesh contains operators that only MediaPipe's own runtime knows. Everything between them is
ordinary, so the model is cut into ordinary pieces and the special operators are computed elsewhere.

A TFLite file is a FlatBuffer: tables whose fields are found through a vtable, vectors that begin with their
length, and offsets that count forward from where they stand. A piece is made without rewriting the file: the
operator vector is shortened where it is (offsets of the kept ones re-based to their new slots), and the two
new index vectors are appended at the end, where every forward offset can reach them.

Field numbers: TFLite schema version 3 (tensorflow/lite/schema/schema.fbs).
"""

import struct
from dataclasses import dataclass

_MODEL_OPERATOR_CODES, _MODEL_SUBGRAPHS = 1, 2
_SUBGRAPH_TENSORS, _SUBGRAPH_INPUTS, _SUBGRAPH_OUTPUTS, _SUBGRAPH_OPERATORS = 0, 1, 2, 3
_OPERATOR_CODE, _OPERATOR_INPUTS, _OPERATOR_OUTPUTS, _OPERATOR_CUSTOM_OPTIONS = 0, 1, 2, 5
_CODE_CUSTOM_NAME = 1


@dataclass(frozen=True)
class Node:
    """One operator of a model."""

    custom_name: str
    """Name of a custom operator, empty for a built-in one."""

    inputs: tuple[int, ...]
    """Indices of the tensors it reads; -1 = an optional input left out."""

    outputs: tuple[int, ...]
    """Indices of the tensors it writes."""

    custom_options: bytes
    """FlexBuffer with the settings of a custom operator, empty when it has none."""


@dataclass(frozen=True)
class Graph:
    """The operators of a model's first subgraph in their order of execution."""

    nodes: tuple[Node, ...]
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]


def read_graph(model: bytes) -> Graph:
    """Read the operators of the first subgraph of a TFLite file."""
    root = _u32(model, 0)
    codes = [_custom_name(model, code) for code in _table_vector(model, root, _MODEL_OPERATOR_CODES)]
    subgraph = _table_vector(model, root, _MODEL_SUBGRAPHS)[0]
    nodes = tuple(
        Node(
            custom_name=codes[_u32_field(model, table, _OPERATOR_CODE)],
            inputs=_int_vector(model, table, _OPERATOR_INPUTS),
            outputs=_int_vector(model, table, _OPERATOR_OUTPUTS),
            custom_options=_byte_vector(model, table, _OPERATOR_CUSTOM_OPTIONS),
        )
        for table in _table_vector(model, subgraph, _SUBGRAPH_OPERATORS)
    )
    return Graph(
        nodes,
        _int_vector(model, subgraph, _SUBGRAPH_INPUTS),
        _int_vector(model, subgraph, _SUBGRAPH_OUTPUTS),
    )


def boundary_tensors(graph: Graph, first: int, last: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the tensors that enter and leave the operators `first` to `last` - 1.

    Weights belong to neither: they come from no operator.
    """
    inside, after = graph.nodes[first:last], graph.nodes[last:]
    made_before = {tensor for node in graph.nodes[:first] for tensor in node.outputs} | set(graph.inputs)
    read_after = {tensor for node in after for tensor in node.inputs} | set(graph.outputs)
    read = {tensor for node in inside for tensor in node.inputs}
    made = {tensor for node in inside for tensor in node.outputs}
    return tuple(sorted(read & made_before)), tuple(sorted(made & read_after))


def cut_model(model: bytes, first: int, last: int) -> bytes:
    """Return a TFLite file that holds only the operators `first` to `last` - 1 of `model`.

    Tensor indices stay the same; inputs and outputs are those of `boundary_tensors`.
    """
    inputs, outputs = boundary_tensors(read_graph(model), first, last)
    piece = bytearray(model)
    subgraph = _table_vector(model, _u32(model, 0), _MODEL_SUBGRAPHS)[0]
    operators = _table_vector(model, subgraph, _SUBGRAPH_OPERATORS)[first:last]
    vector = _target(model, subgraph, _SUBGRAPH_OPERATORS)
    struct.pack_into("<I", piece, vector, len(operators))
    for i, table in enumerate(operators):
        slot = vector + 4 + 4 * i
        struct.pack_into("<I", piece, slot, table - slot)
    for field, tensors in ((_SUBGRAPH_INPUTS, inputs), (_SUBGRAPH_OUTPUTS, outputs)):
        piece += b"\0" * (-len(piece) % 4)
        place = _field_place(model, subgraph, field)
        struct.pack_into("<I", piece, place, len(piece) - place)
        piece += struct.pack(f"<I{len(tensors)}i", len(tensors), *tensors)
    return bytes(piece)


def _u32(data: bytes, place: int) -> int:
    value: int = struct.unpack_from("<I", data, place)[0]
    return value


def _field_place(data: bytes, table: int, field: int) -> int:
    """Return where a field of a table is stored, 0 when it is left out."""
    vtable = table - int(struct.unpack_from("<i", data, table)[0])
    vtable_bytes = struct.unpack_from("<H", data, vtable)[0]
    entry = 4 + 2 * field
    if entry >= vtable_bytes:
        return 0
    offset = int(struct.unpack_from("<H", data, vtable + entry)[0])
    return table + offset if offset else 0


def _target(data: bytes, table: int, field: int) -> int:
    """Follow the offset in a field; 0 when the field is left out."""
    place = _field_place(data, table, field)
    return place + _u32(data, place) if place else 0


def _u32_field(data: bytes, table: int, field: int) -> int:
    place = _field_place(data, table, field)
    return _u32(data, place) if place else 0


def _table_vector(data: bytes, table: int, field: int) -> list[int]:
    vector = _target(data, table, field)
    slots = range(vector + 4, vector + 4 + 4 * _u32(data, vector), 4)
    return [slot + _u32(data, slot) for slot in slots]


def _int_vector(data: bytes, table: int, field: int) -> tuple[int, ...]:
    vector = _target(data, table, field)
    return struct.unpack_from(f"<{_u32(data, vector)}i", data, vector + 4) if vector else ()


def _byte_vector(data: bytes, table: int, field: int) -> bytes:
    vector = _target(data, table, field)
    return data[vector + 4 : vector + 4 + _u32(data, vector)] if vector else b""


def _custom_name(data: bytes, code: int) -> str:
    return _byte_vector(data, code, _CODE_CUSTOM_NAME).decode()

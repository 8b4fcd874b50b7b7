"""Just enough of the ONNX format to look into a model file, and to have one more of its values told.

An ONNX file is one protobuf message (onnx.proto3 of the ONNX project, field numbers below). Protobuf joins
the parts of a message field that stands twice in a file, so that an output is added by appending a few bytes.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from likeness.errors import VoiceUnusableError

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_MODEL_GRAPH = 7
_GRAPH_NODE, _GRAPH_INPUT, _GRAPH_OUTPUT = 1, 11, 12
_NODE_OUTPUT, _NODE_OPERATOR = 2, 4
_VALUE_NAME = 1


@dataclass(frozen=True)
class GraphSummary:
    """The names that tell which kind of model a file is."""

    inputs: frozenset[str]
    """Names of the inputs."""

    outputs: frozenset[str]
    """Names of the outputs."""

    rounded_up: tuple[str, ...]
    """Names of the results of its `Ceil` nodes."""


def summarize_graph(model: bytes | memoryview) -> GraphSummary:
    """Read the names of a model's inputs, outputs and `Ceil` results.

    Raises
    ------
    VoiceUnusableError
        The bytes are no ONNX model.
    """
    view = memoryview(model)
    inputs, outputs, rounded_up = [], [], []
    try:
        for graph in _fields(view, _MODEL_GRAPH):
            for number, content in _messages(graph):
                if number == _GRAPH_INPUT:
                    inputs.append(_text(content, _VALUE_NAME))
                elif number == _GRAPH_OUTPUT:
                    outputs.append(_text(content, _VALUE_NAME))
                elif number == _GRAPH_NODE and _text(content, _NODE_OPERATOR) == "Ceil":
                    rounded_up.append(_text(content, _NODE_OUTPUT))
    except (IndexError, ValueError) as error:
        raise VoiceUnusableError("The file is no ONNX model, or is damaged; give another one.") from error
    if not inputs or not outputs:
        raise VoiceUnusableError("The file is no ONNX model, or is damaged; give another one.")
    return GraphSummary(frozenset(inputs), frozenset(outputs), tuple(rounded_up))


def with_output(model: bytes, name: str) -> bytes:
    """Return a model that also tells an inner value.

    Parameters
    ----------
    model
        A whole ONNX file.
    name
        Name of a result of one of its nodes; its type is left to the runtime.
    """
    value = _record(_VALUE_NAME, name.encode())
    return model + _record(_MODEL_GRAPH, _record(_GRAPH_OUTPUT, value))


def _record(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | _BYTES) + _varint(len(content)) + content


def _varint(number: int) -> bytes:
    encoded = bytearray()
    while number > 0x7F:
        encoded.append(number & 0x7F | 0x80)
        number >>= 7
    encoded.append(number)
    return bytes(encoded)


def _fields(message: memoryview, wanted: int) -> Iterator[memoryview]:
    return (content for number, content in _messages(message) if number == wanted)


def _text(message: memoryview, wanted: int) -> str:
    return next((bytes(content).decode("utf-8") for content in _fields(message, wanted)), "")


def _messages(message: memoryview) -> Iterator[tuple[int, memoryview]]:
    """Yield number and content of the fields that have a length: texts and inner messages."""
    place = 0
    while place < len(message):
        key, place = _read_varint(message, place)
        kind = key & 7
        if kind == _VARINT:
            _, place = _read_varint(message, place)
        elif kind in (_FIXED64, _FIXED32):
            place += 8 if kind == _FIXED64 else 4
        elif kind == _BYTES:
            length, place = _read_varint(message, place)
            if place + length > len(message):
                raise ValueError("a field is longer than its message")
            yield key >> 3, message[place : place + length]
            place += length
        else:
            raise ValueError(f"no field has the kind {kind}")


def _read_varint(message: memoryview, place: int) -> tuple[int, int]:
    number, shift = 0, 0
    while True:
        byte = message[place]
        place += 1
        number |= (byte & 0x7F) << shift
        if byte < 0x80:
            return number, place
        shift += 7
        if shift > 63:
            raise ValueError("a number is too long")

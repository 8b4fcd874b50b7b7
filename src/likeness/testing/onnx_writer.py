"""Just enough of the ONNX format (onnx.proto3 of the ONNX project) to write tiny models that run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[Any]

_IR_VERSION, _OPSET = 8, 17
_KINDS = {"float32": 1, "int64": 7, "bool": 9}
_INT, _FLOAT = 2, 1


@dataclass
class TinyGraph:
    """A graph in the making; every method returns the name of what it makes."""

    nodes: list[bytes] = field(default_factory=list)
    """Encoded NodeProto messages."""

    constants: list[bytes] = field(default_factory=list)
    """Encoded TensorProto messages."""

    def constant(self, value: npt.ArrayLike, kind: str) -> str:
        """Add a constant of the kind "float32" or "int64"."""
        name = f"constant_{len(self.constants)}"
        array: Array = np.asarray(value, kind)
        dimensions = b"".join(_number(1, size) for size in array.shape)
        content = _text(8, name) + _bytes(9, array.tobytes())
        self.constants.append(dimensions + _number(2, _KINDS[kind]) + content)
        return name

    def node(self, operator: str, *inputs: str, name: str = "", **attributes: int) -> str:
        """Add a node with one result and whole numbers as attributes."""
        name = name or f"{operator}_{len(self.nodes)}"
        places = b"".join(_text(1, each) for each in inputs) + _text(2, name)
        notes = b"".join(
            _bytes(5, _text(1, key) + _number(3, value) + _number(20, _INT))
            for key, value in attributes.items()
        )
        self.nodes.append(places + _text(3, name) + _text(4, operator) + notes)
        return name

    def model(
        self,
        inputs: Mapping[str, tuple[str, Sequence[int | str]]],
        outputs: Mapping[str, tuple[str, Sequence[int | str]]],
        notes: dict[str, str] | None = None,
    ) -> bytes:
        """Return the file; inputs and outputs are name: (kind, shape), where a text stands for any size."""
        graph = b"".join(_bytes(1, node) for node in self.nodes) + _text(2, "tiny")
        graph += b"".join(_bytes(5, constant) for constant in self.constants)
        graph += b"".join(_bytes(11, _value(name, *form)) for name, form in inputs.items())
        graph += b"".join(_bytes(12, _value(name, *form)) for name, form in outputs.items())
        model = _number(1, _IR_VERSION) + _bytes(7, graph) + _bytes(8, _number(2, _OPSET))
        return model + b"".join(
            _bytes(14, _text(1, key) + _text(2, value)) for key, value in (notes or {}).items()
        )


def _value(name: str, kind: str, shape: Sequence[int | str]) -> bytes:
    sizes = [_number(1, size) if isinstance(size, int) else _text(2, size) for size in shape]
    tensor = _number(1, _KINDS[kind]) + _bytes(2, b"".join(_bytes(1, size) for size in sizes))
    return _text(1, name) + _bytes(2, _bytes(1, tensor))


def _text(number: int, text: str) -> bytes:
    return _bytes(number, text.encode())


def _bytes(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _number(number: int, value: int) -> bytes:
    return _varint(number << 3) + _varint(value & (1 << 64) - 1)


def _varint(value: int) -> bytes:
    encoded = bytearray()
    while value > 0x7F:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*encoded, value])

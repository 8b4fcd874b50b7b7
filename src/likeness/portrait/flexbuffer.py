"""Reads the small FlexBuffer maps in which TFLite stores the settings of custom operators.

Format: the last byte is the width of the root value, the byte before it the type of the root; a map is a
vector of values, preceded by the offset and width of its vector of keys; offsets count backward from where
they stand. Only the types that occur in these settings are known: integers, floats, and vectors of integers.
"""

import struct

_INT, _UINT, _FLOAT = 1, 2, 3
_INDIRECT_INT, _INDIRECT_UINT, _INDIRECT_FLOAT = 6, 7, 8
_MAP, _VECTOR, _VECTOR_INT, _VECTOR_UINT = 9, 10, 11, 12

_LETTERS = {
    _INT: {1: "b", 2: "h", 4: "i", 8: "q"},
    _UINT: {1: "B", 2: "H", 4: "I", 8: "Q"},
    _FLOAT: {4: "f", 8: "d"},
}
_DIRECT_KIND = {_INDIRECT_INT: _INT, _INDIRECT_UINT: _UINT, _INDIRECT_FLOAT: _FLOAT}

Setting = int | float | list[int]


def read_settings(data: bytes) -> dict[str, Setting]:
    """Read a FlexBuffer whose root is a map from names to numbers or lists of integers.

    Raises:
        ValueError: it holds something else.

    >>> read_settings(bytes([97, 0, 1, 3, 1, 1, 1, 5, 4, 2, 36, 1]))
    {'a': 5}
    """
    width, kind = data[-1], data[-2] >> 2
    if kind != _MAP:
        raise ValueError("the root of the FlexBuffer is not a map")
    place = len(data) - 2 - width
    values, value_width = place - _number(data, place, _UINT, width), 1 << (data[-2] & 3)
    keys_place = values - 3 * value_width
    keys = keys_place - _number(data, keys_place, _UINT, value_width)
    key_width = _number(data, values - 2 * value_width, _UINT, value_width)
    count = int(_number(data, values - value_width, _UINT, value_width))
    settings: dict[str, Setting] = {}
    for i in range(count):
        key_place = int(keys + i * key_width)
        key = int(key_place - _number(data, key_place, _UINT, int(key_width)))
        name = data[key : data.index(b"\0", key)].decode()
        packed_type = data[int(values + count * value_width + i)]
        settings[name] = _value(data, int(values + i * value_width), packed_type, value_width)
    return settings


def _number(data: bytes, place: float, kind: int, width: int) -> int:
    value: int = struct.unpack_from("<" + _LETTERS[kind][width], data, int(place))[0]
    return value


def _value(data: bytes, place: int, packed_type: int, parent_width: int) -> Setting:
    kind, width = packed_type >> 2, 1 << (packed_type & 3)
    if kind in _LETTERS:
        return _number(data, place, kind, parent_width)
    target = int(place - _number(data, place, _UINT, parent_width))
    if kind in _DIRECT_KIND:
        return _number(data, target, _DIRECT_KIND[kind], width)
    if kind not in {_VECTOR, _VECTOR_INT, _VECTOR_UINT}:
        raise ValueError(f"FlexBuffer type {kind} is not expected here")
    count = _number(data, target - width, _UINT, width)
    kinds = {_VECTOR_INT: [_INT] * count, _VECTOR_UINT: [_UINT] * count}.get(kind)
    if kinds is None:
        kinds = [data[target + count * width + i] >> 2 for i in range(count)]
    return [_number(data, target + i * width, k, width) for i, k in enumerate(kinds)]

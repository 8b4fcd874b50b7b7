"""Named array types: shape, dtype and range of every array that crosses a function border.

The aliases carry no runtime check; the shape in each name's comment is the contract.
"""

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

FloatArray: TypeAlias = npt.NDArray[np.float32]
"""Any float32 array; the docstring of the user gives shape and unit."""

IntArray: TypeAlias = npt.NDArray[np.int32]
"""Any int32 array of indices."""

IndexArray: TypeAlias = npt.NDArray[np.intp]
"""Rows or columns as numpy finds them."""

BoolArray: TypeAlias = npt.NDArray[np.bool_]
"""Any mask."""

ByteArray: TypeAlias = npt.NDArray[np.uint8]
"""Any uint8 array."""

WordArray: TypeAlias = npt.NDArray[np.uint16]
"""Any uint16 array, e.g. a plane with 10 bits per sample."""

Points2: TypeAlias = npt.NDArray[np.float32]
"""(N, 2) points (x, y); x right, y down; pixel (0, 0) has its centre at (0.5, 0.5)."""

Points3: TypeAlias = npt.NDArray[np.float32]
"""(N, 3) points (x, y, z); z grows away from the camera."""

Matrix: TypeAlias = npt.NDArray[np.float64]
"""Small float64 matrix of a solver."""

RgbImage: TypeAlias = npt.NDArray[np.uint8]
"""(H, W, 3) sRGB, 0-255, origin top left."""

RgbaImage: TypeAlias = npt.NDArray[np.uint8]
"""(H, W, 4) sRGB with straight alpha, 0-255."""

AlphaImage: TypeAlias = npt.NDArray[np.uint8]
"""(H, W) coverage, 0 transparent, 255 opaque."""

Waveform: TypeAlias = npt.NDArray[np.float32]
"""(N, C) samples in [-1, 1]; C = 1 or 2 channels."""

Json: TypeAlias = dict[str, Any]
"""A JSON object."""

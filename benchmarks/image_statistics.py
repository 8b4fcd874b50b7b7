"""Statistics of natural scenes: how pictures differ from each other without a reference pixel by pixel.

Features: Mittal, Moorthy & Bovik 2012 (BRISQUE), doi:10.1109/TIP.2012.2214050, and the distance of Mittal,
Soundararajan & Bovik 2013 (NIQE), doi:10.1109/LSP.2012.2227726. Two things are made of them:

- `Naturalness`: the distance of NIQE with the photo itself in the place of the pristine pictures (NIQE with
  its own model: `benchmarks.niqe`).
- `Brisque`: the regression that was trained with people's opinions. Its 770 support vectors come from the
  package `brisque` (dependency group `quality`); only its two model files are read, because the package
  itself needs scipy and another OpenCV.
"""

import importlib.util
import io
import pickle
from dataclasses import dataclass
from functools import cache
from math import lgamma
from pathlib import Path

import cv2
import numpy as np

from likeness.typing import FloatArray, RgbImage

_WINDOW_PX, _SIGMA_PX = 7, 7 / 6
_GREY = np.array([0.2125, 0.7154, 0.0721], np.float32)
_SHAPES = np.arange(0.2, 10.0, 0.001)
_GAMMA = 0.05
"""Width of the radial basis functions, as in the model file."""


class QualityModelMissingError(RuntimeError):
    """The package `brisque` is not installed."""


def grey_of(rgb: RgbImage) -> FloatArray:
    """Return the luminance (H, W) of a picture (H, W, 3), 0-255."""
    return np.asarray(rgb.astype(np.float32) @ _GREY, np.float32)


def normalized(grey: FloatArray) -> FloatArray:
    """Return MSCN coefficients (H, W): each pixel minus its surroundings' mean over their deviation."""
    blurred = [
        cv2.GaussianBlur(values, (_WINDOW_PX, _WINDOW_PX), _SIGMA_PX, borderType=cv2.BORDER_CONSTANT)
        for values in (grey, grey * grey)
    ]
    deviation = np.sqrt(np.abs(blurred[1] - blurred[0] * blurred[0]))
    return np.asarray((grey - blurred[0]) / (deviation + 1), np.float32)


def fit_asymmetric(values: FloatArray) -> tuple[float, float, float, float]:
    """Fit an asymmetric generalized Gaussian by its moments.

    Returns
    -------
    (shape, mean, left deviation, right deviation); shape 2 is a normal distribution, 1 a Laplace one.
    """
    x = values.reshape(-1)
    left, right = x[x < 0], x[x >= 0]
    left_sd, right_sd = (max(_root_mean_square(side), 1e-6) for side in (left, right))
    flatness = float(np.abs(x).mean()) ** 2 / max(float(np.square(x).mean()), 1e-12)
    ratio = left_sd / right_sd
    flatness *= (ratio**3 + 1) * (ratio + 1) / (ratio**2 + 1) ** 2
    shape = float(np.interp(flatness, _flatness_of_shapes(), _SHAPES))
    one, two, three = (lgamma(n / shape) for n in (1, 2, 3))
    mean = (right_sd - left_sd) * float(np.exp(0.5 * (one - three) + two - one))
    return shape, mean, left_sd, right_sd


def scene_features(grey: FloatArray) -> FloatArray:
    """Return the 36 features of BRISQUE of a picture (H, W): 18 at its size and 18 at half of it."""
    half = cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_CUBIC)
    return np.array(
        [*_features(normalized(grey)), *_features(normalized(np.asarray(half, np.float32)))], np.float32
    )


def _features(coefficients: FloatArray) -> list[float]:
    shape, _, left_sd, right_sd = fit_asymmetric(coefficients)
    found = [shape, (left_sd**2 + right_sd**2) / 2]
    c = coefficients
    pairs = (c[:, :-1] * c[:, 1:], c[:-1] * c[1:], c[:-1, :-1] * c[1:, 1:], c[1:, :-1] * c[:-1, 1:])
    for pair in pairs:
        shape, mean, left_sd, right_sd = fit_asymmetric(pair)
        found += [shape, mean, left_sd**2, right_sd**2]
    return found


def _root_mean_square(values: FloatArray) -> float:
    return float(np.sqrt(np.square(values).mean())) if values.size else 0.0


@cache
def _flatness_of_shapes() -> FloatArray:
    logs = [2 * lgamma(2 / a) - lgamma(1 / a) - lgamma(3 / a) for a in _SHAPES.tolist()]
    return np.asarray(np.exp(logs), np.float32)


class Naturalness:
    """How far a picture's small patches are from those of another one, in their statistics."""

    def __init__(self, grey: FloatArray, patch_px: int = 64) -> None:
        """Learn the patches of the picture (H, W) that counts as natural."""
        self._patch_px = patch_px
        self._mean, self._covariance = self._model(grey)

    def distance(self, grey: FloatArray) -> float:
        """Return the distance of NIQE; 0 = the same patches, grows with every kind of damage."""
        mean, covariance = self._model(grey)
        step = mean - self._mean
        inverse = np.linalg.pinv((covariance + self._covariance) / 2, rcond=1e-6)
        return float(np.sqrt(max(float(step @ inverse @ step), 0.0)))

    def _model(self, grey: FloatArray) -> tuple[FloatArray, FloatArray]:
        half = np.asarray(cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA))
        rows = [
            [*_features(large), *_features(small)]
            for large, small in zip(
                _patches(normalized(grey), self._patch_px),
                _patches(normalized(np.asarray(half, np.float32)), self._patch_px // 2),
                strict=False,
            )
        ]
        table = np.array(rows, np.float64)
        return table.mean(axis=0), np.cov(table.T)


def _patches(values: FloatArray, side_px: int) -> list[FloatArray]:
    height, width = values.shape
    return [
        values[top : top + side_px, left : left + side_px]
        for top in range(0, height - side_px + 1, side_px)
        for left in range(0, width - side_px + 1, side_px)
    ]


@dataclass(frozen=True)
class Brisque:
    """The trained regression: 0 = good, 100 = bad, by people's opinions of distorted photos."""

    vectors: FloatArray
    """(770, 36) support vectors."""

    weights: FloatArray
    """(770,)."""

    offset: float
    low: FloatArray
    """(36,) features that become -1."""

    high: FloatArray
    """(36,) features that become 1."""

    def score(self, grey: FloatArray) -> float:
        """Return the score of a picture (H, W), 0-255."""
        scaled = -1 + 2 * (scene_features(grey) - self.low) / (self.high - self.low)
        nearness = np.exp(-_GAMMA * np.square(self.vectors - scaled).sum(axis=1))
        return float(self.weights @ nearness + self.offset)


def load_brisque() -> Brisque:
    """Read the model files of the package `brisque`.

    Raises
    ------
    QualityModelMissingError
        It is not installed.
    """
    found = importlib.util.find_spec("brisque")
    if found is None or not found.submodule_search_locations:
        raise QualityModelMissingError(
            "BRISQUE's model is not installed; `./run targets` installs it (group quality)"
        )
    folder = Path(found.submodule_search_locations[0]) / "models"
    return parse_brisque(
        (folder / "svm.txt").read_text(encoding="ascii"), (folder / "normalize.pickle").read_bytes()
    )


def parse_brisque(regression: str, ranges: bytes) -> Brisque:
    """Read a regression in libsvm's text format, and pickled lists of the features' ranges."""
    head, _, body = regression.partition("\nSV\n")
    settings = dict(line.split(maxsplit=1) for line in head.splitlines())
    if (settings["svm_type"], settings["kernel_type"], float(settings["gamma"])) != (
        "epsilon_svr",
        "rbf",
        _GAMMA,
    ):
        raise ValueError(f"another kind of regression: {settings}")
    rows = [line.split() for line in body.splitlines() if line.strip()]
    n_features = max(int(cell.partition(":")[0]) for row in rows for cell in row[1:])
    vectors = np.zeros((len(rows), n_features), np.float32)
    for vector, row in zip(vectors, rows, strict=True):
        for cell in row[1:]:
            column, _, value = cell.partition(":")
            vector[int(column) - 1] = float(value)
    limits = _PlainUnpickler(io.BytesIO(ranges)).load()
    return Brisque(
        vectors=vectors,
        weights=np.array([float(row[0]) for row in rows], np.float32),
        offset=-float(settings["rho"]),
        low=np.array(limits["min_"], np.float32),
        high=np.array(limits["max_"], np.float32),
    )


class _PlainUnpickler(pickle.Unpickler):
    """Reads numbers, lists and dictionaries, and runs nothing."""

    def find_class(self, module_name: str, global_name: str) -> object:
        raise pickle.UnpicklingError(f"{module_name}.{global_name} is no plain value")

"""Finds the pictures of scikit-image that tests, benchmarks and the demo may use: a portrait and a cat."""

import importlib.util
from pathlib import Path


def astronaut_path() -> Path:
    """Return the NASA portrait (public domain, 512x512) inside scikit-image, which is not imported.

    Raises:
        FileNotFoundError: scikit-image is not installed.
    """
    return _carried("astronaut.png")


def cat_path() -> Path:
    """Return the picture of a cat (CC0, 451x300) inside scikit-image.

    Raises:
        FileNotFoundError: scikit-image is not installed, or was installed before the cat was kept.
    """
    return _carried("chelsea.png")


def _carried(name: str) -> Path:
    spec = importlib.util.find_spec("skimage")
    path = Path(spec.origin).parent / "data" / name if spec and spec.origin else None
    if path is None or not path.is_file():
        raise FileNotFoundError(f"{name} comes with scikit-image: run `uv sync --group demo`.")
    return path

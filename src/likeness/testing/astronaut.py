"""Finds the one portrait that tests and the demo may use."""

import importlib.util
from pathlib import Path


def astronaut_path() -> Path:
    """Return the NASA portrait (public domain, 512x512) inside scikit-image, which is not imported.

    Raises:
        FileNotFoundError: scikit-image is not installed.
    """
    spec = importlib.util.find_spec("skimage")
    path = Path(spec.origin).parent / "data" / "astronaut.png" if spec and spec.origin else None
    if path is None or not path.is_file():
        raise FileNotFoundError("The portrait comes with scikit-image: run `uv sync --group demo`.")
    return path

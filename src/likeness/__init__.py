"""Likeness: a picture of a face and words in, a talking video out.

>>> from likeness import VideoSpec
>>> spec = VideoSpec.talking("me.jpg", "Hello, this is my likeness.")
"""

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from likeness.core.extra_files import ExtraFiles
    from likeness.core.progress import CancelToken, ProgressListener
    from likeness.core.scene import ImageScene, Scene, VideoScene
    from likeness.core.spec import Output, VideoSpec
    from likeness.errors import LikenessError
    from likeness.pipeline import render
    from likeness.result import RenderResult

# onnxruntime sends reports to its maker, and keeps a number of the machine among the temporary files, unless
# this is set before it is imported. Nothing leaves this machine; who wants it otherwise sets it to 0.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

__all__ = [
    "CancelToken",
    "ExtraFiles",
    "ImageScene",
    "LikenessError",
    "Output",
    "ProgressListener",
    "RenderResult",
    "Scene",
    "VideoScene",
    "VideoSpec",
    "render",
]

_HOMES = {
    "CancelToken": "likeness.core.progress",
    "ExtraFiles": "likeness.core.extra_files",
    "ImageScene": "likeness.core.scene",
    "LikenessError": "likeness.errors",
    "Output": "likeness.core.spec",
    "ProgressListener": "likeness.core.progress",
    "RenderResult": "likeness.result",
    "Scene": "likeness.core.scene",
    "VideoScene": "likeness.core.scene",
    "VideoSpec": "likeness.core.spec",
    "render": "likeness.pipeline",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used: the machinery behind `render` takes a second to load."""
    if name not in _HOMES:
        raise AttributeError(f"module 'likeness' has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)

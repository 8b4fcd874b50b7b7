"""What tells one film from another, so that the chunks of one are never put into the other."""

import hashlib
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from likeness.core.performance import Performance
from likeness.core.spec import VideoSpec


def film_key(spec: VideoSpec, inputs: Iterable[Path], performances: Iterable[Performance | None]) -> str:
    """Return a key of everything that the frames depend on: spec, contents of files, movement, version."""
    digest = hashlib.sha256(f"{version('likeness')} {spec.model_dump_json()}".encode())
    for file in inputs:
        with file.open("rb") as content:
            digest.update(hashlib.file_digest(content, "sha256").digest())
    for performance in performances:
        digest.update(b"" if performance is None else _curves(performance))
    return digest.hexdigest()


def _curves(performance: Performance) -> bytes:
    curves = (
        performance.expression, performance.head_deg, performance.head_shift, performance.gaze_deg,
        performance.breath, performance.tongue, performance.closed_mouth, performance.head_scale,
        performance.shoulders,
    )  # fmt: skip
    return b" ".join(b"" if curve is None else curve.tobytes() for curve in curves)

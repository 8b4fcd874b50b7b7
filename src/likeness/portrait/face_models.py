"""The loaded face networks, passed to whoever needs them."""

from dataclasses import dataclass
from pathlib import Path

from likeness.portrait.attention_mesh import AttentionMesh
from likeness.portrait.detector import FULL_RANGE, SHORT_RANGE, FaceDetector
from likeness.portrait.model_files import ModelName, read_model
from likeness.portrait.network import Network, quiet_loading


@dataclass(frozen=True)
class FaceModels:
    """All networks that look at faces. Not thread safe: load one per thread."""

    short_range: FaceDetector
    """Finds large faces."""

    full_range: FaceDetector
    """Finds small faces too."""

    mesh: AttentionMesh
    """478 landmarks."""

    segmentation: Network
    """Person or background, (1, 256, 256, 3) 0-1 -> (1, 256, 256, 1) 0-1."""


def load_face_models(model_dir: Path | None = None) -> FaceModels:
    """Read, verify and load the networks, in about 0.2 s.

    Args:
        model_dir: Folder with the model files; None = the installed carrier package.

    Raises:
        ModelMissingError: a file is not there.
        ModelCorruptError: a file has the wrong checksum.
    """
    files = {name: read_model(name, model_dir) for name in ModelName}
    with quiet_loading():
        return FaceModels(
            short_range=FaceDetector(files[ModelName.SHORT_RANGE_DETECTOR], SHORT_RANGE),
            full_range=FaceDetector(files[ModelName.FULL_RANGE_DETECTOR], FULL_RANGE),
            mesh=AttentionMesh(files[ModelName.ATTENTION_MESH]),
            segmentation=Network(files[ModelName.SELFIE_SEGMENTATION]),
        )

"""Finds the model files and makes sure that they are the ones Likeness was made with.

The files lie inside the wheel of `mediapipe` 0.10.21 (Apache-2.0), which is installed as their carrier and
never imported. A directory with the same files can take its place.
"""

import hashlib
import importlib.util
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from likeness.errors import LikenessError, ModelCorruptError, ModelMissingError

CARRIER = "mediapipe"
"""Installed package that holds the files."""


class ModelName(StrEnum):
    """The models in use, named by their file below the carrier's `modules` folder."""

    SHORT_RANGE_DETECTOR = "face_detection/face_detection_short_range.tflite"
    FULL_RANGE_DETECTOR = "face_detection/face_detection_full_range_sparse.tflite"
    ATTENTION_MESH = "face_landmark/face_landmark_with_attention.tflite"
    SELFIE_SEGMENTATION = "selfie_segmentation/selfie_segmentation.tflite"


SHA256: dict[ModelName, str] = {
    ModelName.SHORT_RANGE_DETECTOR: "bbff11cebd1eb27a1e004cae0b0e63ec8c551cbf34a4451148b4908b8db3eca8",
    ModelName.FULL_RANGE_DETECTOR: "2c3728e6da56f21e21a320433396fb06d40d9088f2247c05e5635a688d45dfe1",
    ModelName.ATTENTION_MESH: "e06a804e0144f9929eda782122916b35d60c697c3c9344013ca2bbe76a6ce2b4",
    ModelName.SELFIE_SEGMENTATION: "9ee168ec7c8f2a16c56fe8e1cfbc514974cbbb7e434051b455635f1bd1462f5c",
}
"""Checksums of the files in mediapipe 0.10.21."""


@dataclass(frozen=True)
class ModelStatus:
    """What `likeness doctor` says about one model."""

    name: ModelName
    """Which model."""

    path: Path | None
    """Where it should be; None when the carrier is not installed."""

    problem: str
    """What is wrong and what to do; empty when the file is as it should be."""

    @property
    def is_ok(self) -> bool:
        """Whether the file is there and has the right checksum."""
        return not self.problem


def read_model(name: ModelName, model_dir: Path | None = None) -> bytes:
    """Read a model file and verify its checksum.

    Args:
        name: Which model.
        model_dir: Folder that holds the files, either as below the carrier's `modules` folder or side by
            side; None = the installed carrier.

    Raises:
        ModelMissingError: the file, or the carrier, is not there.
        ModelCorruptError: the file has another checksum.
    """
    path = model_path(name, model_dir)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ModelMissingError(
            f"The model file {path} cannot be read ({error.strerror}). {_remedy(model_dir)}"
        ) from error
    if hashlib.sha256(content).hexdigest() != SHA256[name]:
        raise ModelCorruptError(f"The model file {path} is not the expected version. {_remedy(model_dir)}")
    return content


def model_path(name: ModelName, model_dir: Path | None = None) -> Path:
    """Return where a model file should be.

    Raises:
        ModelMissingError: no directory is given and the carrier is not installed.
    """
    if model_dir is not None:
        flat = model_dir / Path(name.value).name
        return flat if flat.exists() else model_dir / name.value
    # find_spec of a top-level package reads its location without running it.
    spec = importlib.util.find_spec(CARRIER)
    if spec is None or spec.origin is None:
        raise ModelMissingError(f"The face models are not installed. {_remedy(None)}")
    return Path(spec.origin).parent / "modules" / name.value


def model_statuses(model_dir: Path | None = None) -> tuple[ModelStatus, ...]:
    """Check every model; nothing is raised."""
    return tuple(_status(name, model_dir) for name in ModelName)


def _status(name: ModelName, model_dir: Path | None) -> ModelStatus:
    path = None
    try:
        path = model_path(name, model_dir)
        read_model(name, model_dir)
    except LikenessError as error:
        return ModelStatus(name, path, error.message)
    return ModelStatus(name, path, "")


def _remedy(model_dir: Path | None) -> str:
    if model_dir is not None:
        return f"Put the files of {CARRIER} 0.10.21 into {model_dir} or unset LIKENESS_MODEL_DIR."
    return "Run `uv sync --reinstall-package mediapipe`, or point LIKENESS_MODEL_DIR at the model files."

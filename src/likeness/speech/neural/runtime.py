"""Running a voice's model with onnxruntime."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from likeness.errors import VoiceEngineError, VoiceUnusableError

Tensor: TypeAlias = npt.NDArray[Any]
"""Whatever a model takes or gives."""

MAX_MODEL_BYTES = 1_500_000_000
_SEED = 20_240_229
_TYPES: dict[str, type[np.generic]] = {
    "tensor(float16)": np.float16,
    "tensor(float)": np.float32,
    "tensor(double)": np.float64,
    "tensor(int32)": np.int32,
    "tensor(int64)": np.int64,
}


class Model:
    """A model in memory, ready to run."""

    def __init__(self, model: bytes, name: str) -> None:
        """Load a model.

        Raises
        ------
        VoiceUnusableError
            onnxruntime cannot load it.
        """
        import onnxruntime

        self._name = name
        # The noise in a voice is drawn from one generator per process; with this the same script sounds the
        # same in every run.
        onnxruntime.set_seed(_SEED)
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 4
        try:
            self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        # onnxruntime's errors have no base of their own below RuntimeError, Exception and ValueError.
        except Exception as error:
            raise VoiceUnusableError(
                f"The model of {name} cannot be loaded ({_first_line(error)}); get the file anew."
            ) from error
        self.inputs = {value.name: _TYPES.get(value.type, np.float32) for value in self._session.get_inputs()}
        self.outputs = tuple(value.name for value in self._session.get_outputs())

    def metadata(self) -> Mapping[str, str]:
        """Return the notes that the model carries."""
        notes: Mapping[str, str] = self._session.get_modelmeta().custom_metadata_map
        return notes

    def run(self, values: Mapping[str, npt.ArrayLike], outputs: Sequence[str]) -> list[Tensor]:
        """Return outputs of the model.

        Raises
        ------
        VoiceEngineError
            It failed on these inputs.
        """
        feed = {name: np.asarray(value, self.inputs[name]) for name, value in values.items()}
        try:
            results: list[Tensor] = self._session.run(list(outputs), feed)
        except Exception as error:
            raise VoiceEngineError(
                f"The voice {self._name} failed ({_first_line(error)}); choose another voice."
            ) from error
        return results


def read_model(path: Path) -> bytes:
    """Read a model file.

    Raises
    ------
    VoiceUnusableError
        It cannot be read or is too large.
    """
    try:
        if path.stat().st_size > MAX_MODEL_BYTES:
            raise VoiceUnusableError(f"The model {path.name} is larger than any voice; give another file.")
        return path.read_bytes()
    except OSError as error:
        raise VoiceUnusableError(f"The model {path} cannot be read: {error.strerror}.") from error


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0][-200:]

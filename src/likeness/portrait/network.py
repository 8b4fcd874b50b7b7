"""Runs ordinary TFLite networks through LiteRT."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import ai_edge_litert.interpreter as litert
import numpy as np

from likeness.typing import FloatArray

_CHATTER = b"Created TensorFlow Lite XNNPACK delegate"


class Network:
    """A loaded TFLite model. Not thread safe: one thread at a time may call `run`."""

    def __init__(self, model: bytes) -> None:
        """Load the content of a TFLite file."""
        self._interpreter: Any = _new_interpreter(model)
        self._interpreter.allocate_tensors()
        self.input_ids = tuple(int(detail["index"]) for detail in self._interpreter.get_input_details())
        """Tensor numbers of the inputs, in the model's order."""
        self.output_ids = tuple(int(detail["index"]) for detail in self._interpreter.get_output_details())
        """Tensor numbers of the outputs, in the model's order."""

    def run(self, *inputs: FloatArray) -> tuple[FloatArray, ...]:
        """Run once; float32 arrays in the order of `input_ids`, results (copies) in that of `output_ids`."""
        for tensor_id, value in zip(self.input_ids, inputs, strict=True):
            self._interpreter.set_tensor(tensor_id, value)
        self._interpreter.invoke()
        return tuple(np.asarray(self._interpreter.get_tensor(i), np.float32) for i in self.output_ids)


def _new_interpreter(model: bytes) -> Any:
    # The runtime has no type hints. One thread: the networks are small, and several workers run side by side.
    untyped: Any = litert
    return untyped.Interpreter(model_content=model, num_threads=1)


@contextmanager
def quiet_loading() -> Iterator[None]:
    """Keep the runtime's greeting, written by native code to file descriptor 2, away from the user.

    Everything else that is written there meanwhile is passed on when loading ends. Where there is no such
    descriptor, as in some services, there is nothing to keep away.
    """
    try:
        saved = os.dup(2)
    except OSError:
        yield
        return
    if sys.stderr is not None:
        sys.stderr.flush()
    with tempfile.TemporaryFile() as caught:
        os.dup2(caught.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(saved, 2)
            os.close(saved)
            caught.seek(0)
            rest = [line for line in caught if _CHATTER not in line]
            if rest and sys.stderr is not None:
                sys.stderr.write(b"".join(rest).decode(errors="replace"))

"""The network's ears: 16 kHz sound in, mouth classes and lip curves per 10 ms out."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import Any, Protocol

import numpy as np

from likeness.speech.visemes.features import log_mel, normalized
from likeness.speech.visemes.inventory import CLASSES, HOP_S
from likeness.typing import FloatArray

MODEL_NAME = "viseme-network.onnx"
# Long sounds are heard in pieces, each with what the network remembers before it and sees ahead of it.
_PIECE, _MEMORY, _LOOK_AHEAD = 6000, 400, 40


@dataclass(frozen=True)
class VisemeTrack:
    """What the mouth of a speaker does, as heard; frame i covers the time from i to i + 1 hops."""

    posteriors: FloatArray
    """(T, 12) probability of each of `CLASSES`; rows sum to 1."""

    opening: FloatArray
    """(T,) parting of the lips, 0 closed to 1 wide open."""

    width: FloatArray
    """(T,) corners of the mouth, 0 drawn in, 0.5 at ease, 1 drawn apart."""

    protrusion: FloatArray
    """(T,) lips forward, 0 at ease to 1."""

    voicing: FloatArray
    """(T,) probability that the voice sounds."""

    hop_s: float = HOP_S
    """Time between frames."""

    @property
    def times_s(self) -> FloatArray:
        """(T,) middle of each frame in seconds."""
        times_s: FloatArray = ((np.arange(len(self.posteriors)) + 0.5) * self.hop_s).astype(np.float32)
        return times_s


class _Session(Protocol):
    """The part of an onnxruntime session that is used."""

    def run(self, output_names: None, input_feed: dict[str, FloatArray], /) -> Any:
        """Return all outputs."""


def hear_visemes(samples: FloatArray) -> VisemeTrack:
    """Hear what the mouth does.

    Parameters
    ----------
    samples
        (N,) float32 in [-1, 1], 16 kHz mono, any level, e.g. from `analysis_copy`.

    Returns
    -------
    N // 160 frames; sound shorter than one frame gives none.

    Notes
    -----
    The network hears about 1.7 s of the past and less than 0.2 s of the future of each frame; level and
    colour are taken from the whole sound.
    """
    return _track(_outputs(normalized(log_mel(samples)), _session()))


def _track(outputs: FloatArray) -> VisemeTrack:
    n = len(CLASSES)
    opening, width, protrusion, voicing = (np.ascontiguousarray(column) for column in outputs[:, n:].T)
    return VisemeTrack(np.ascontiguousarray(outputs[:, :n]), opening, width, protrusion, voicing)


def _outputs(bands: FloatArray, session: _Session) -> FloatArray:
    """Return (T, 16): posteriors, opening, width, protrusion, voicing."""
    pieces = [np.zeros((0, len(CLASSES) + 4), dtype=np.float32)]
    for first in range(0, len(bands), _PIECE):
        last = min(len(bands), first + _PIECE)
        begin = max(0, first - _MEMORY)
        seen = bands[begin : last + _LOOK_AHEAD]
        # The network works on pairs of frames.
        even = np.pad(seen, ((0, len(seen) % 2), (0, 0)), mode="edge")
        (heard,) = session.run(None, {"bands": even[np.newaxis]})
        pieces.append(heard[0, first - begin : last - begin])
    return np.concatenate(pieces)


@cache
def _session() -> _Session:
    """Load the network once; it is used from one thread at a time and takes one core."""
    # Not at the top: most films are made without hearing anything.
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    with as_file(files("likeness") / "assets" / MODEL_NAME) as path:
        session: _Session = onnxruntime.InferenceSession(
            path.read_bytes(), options, providers=["CPUExecutionProvider"]
        )
    return session

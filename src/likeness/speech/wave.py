"""The sound that speech programs write: 16-bit mono RIFF files."""

import io
import wave

import numpy as np

from likeness.errors import VoiceEngineError
from likeness.typing import FloatArray


def read_wave(file: bytes) -> tuple[FloatArray, int]:
    """Return the samples, (N,) float32 in [-1, 1], and the rate in Hz.

    Raises
    ------
    VoiceEngineError
        The program wrote something else.
    """
    try:
        with wave.open(io.BytesIO(file)) as sound:
            if sound.getsampwidth() != 2 or sound.getnchannels() != 1:
                raise VoiceEngineError("A voice wrote sound of an unknown kind; choose another voice.")
            pcm = sound.readframes(sound.getnframes())
            rate_hz = sound.getframerate()
    except (wave.Error, EOFError) as error:
        raise VoiceEngineError("A voice wrote a damaged sound file; choose another voice.") from error
    return np.frombuffer(pcm, dtype="<i2").astype(np.float32) / np.float32(32768), rate_hz

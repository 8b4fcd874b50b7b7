"""Sound that waits for its turn lies on disk: fifty scenes of three minutes are 1.7 GB of samples."""

import tempfile

import numpy as np

from likeness.core.audio import AudioClip

_LARGE_BYTES = 4 * 2**20
"""From here on, 22 s in mono at 48 kHz, a clip is put away."""


def put_away(clip: AudioClip) -> AudioClip:
    """Return the clip with its samples in a nameless file that is read as needed; small ones stay."""
    if clip.samples.nbytes < _LARGE_BYTES:
        return clip
    with tempfile.TemporaryFile() as file:  # the mapping keeps the file alive, and nothing else does
        samples = np.memmap(file, np.float32, "w+", shape=clip.samples.shape)
        samples[:] = clip.samples
        samples.flush()
    samples.setflags(write=False)
    return AudioClip(samples, clip.sample_rate_hz)

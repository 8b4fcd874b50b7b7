"""Random numbers: one independent stream per pass, so that a new pass never changes the others."""

from enum import IntEnum

import numpy as np


class Stream(IntEnum):
    """Numbers of the streams; a number is never given to another pass later on."""

    HEAD = 0
    BLINKS = 1
    GAZE = 2
    BROWS = 3
    BREATH = 4
    SMILES = 5
    MOUTH = 6
    ACCENTS = 7
    GESTURES = 8
    HELD = 9
    OWN_MOUTH = 10


def generator(seed: int, stream: Stream) -> np.random.Generator:
    """Return the generator of one pass: child number `stream` of the seed, as `SeedSequence.spawn` makes
    it."""
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(int(stream),)))

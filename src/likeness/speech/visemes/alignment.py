"""Known words laid over a recording in any language: a voice that tells its phones speaks the words, and the
recording is warped onto that.

Both sounds are compared by what the network hears in them, dynamic time warping (Sakoe & Chiba 1978,
doi:10.1109/TASSP.1978.1163055) finds the path, and the voice's phones are carried over. Pauses are taken from
the recording itself: no voice makes them where a person does.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from likeness.core.speech import Phone
from likeness.speech.analysis import find_speech
from likeness.speech.visemes.hearing import VisemeTrack, hear_visemes
from likeness.speech.visemes.inventory import HOP_S, SILENCE
from likeness.typing import BoolArray, FloatArray, IntArray

Places: TypeAlias = npt.NDArray[np.intp]
"""(N,) rising frame numbers."""

_MIN_PAUSE_FRAMES = 15
_CLOSURE_FRAMES = 6
"""Kept of each pause before the sound that ends it: a closure is silent too."""

_DETOUR = 0.8
"""Cost of standing still in one of the two sounds, against moving on in both; found on pairs of voices that
tell their phones."""

_REACH_SHARE = 0.12
_REACH_FRAMES = (300, 3000)
_SURE_SILENCE = 0.6


def align_by_synthesis(
    samples: FloatArray, synthesized: FloatArray, phones: Sequence[Phone]
) -> tuple[Phone, ...]:
    """Return the phones of a synthesized reading at the times at which a recording speaks them.

    Parameters
    ----------
    samples
        (N,) the recording, 16 kHz.
    synthesized
        (M,) the same words by a voice, 16 kHz.
    phones
        What the voice speaks, with times in `synthesized`, silences left out.

    Returns
    -------
    The same phones in the same order, without those for which no 10 ms are left; nothing when one of the
    sounds has no speech.
    """
    recorded, read = hear_visemes(samples), hear_visemes(synthesized)
    spoken = np.flatnonzero(~_pauses(samples, recorded))
    voiced = np.flatnonzero(_covered(phones, len(read.posteriors)))
    if not len(spoken) or not len(voiced):
        return ()
    first_match = _first_matches(recorded.posteriors[spoken], read.posteriors[voiced])
    aligned: list[Phone] = []
    for phone in phones:
        start, end = (
            int(np.searchsorted(voiced, round(time_s / HOP_S))) for time_s in (phone.start_s, phone.end_s)
        )
        frames = spoken[first_match[start] : first_match[end]]
        if len(frames):
            first, last = _longest_run(frames)
            aligned.append(replace(phone, start_s=first * HOP_S, end_s=last * HOP_S))
    return tuple(aligned)


def _pauses(samples: FloatArray, track: VisemeTrack) -> BoolArray:
    """Return where the recording rests for 0.15 s or more; (T,)."""
    n_frames = len(track.posteriors)
    is_quiet = np.ones(n_frames, dtype=np.bool_)
    for span in find_speech(samples):
        is_quiet[round(span.start_s / HOP_S) : round(span.end_s / HOP_S)] = False
    is_quiet |= track.posteriors[:, SILENCE] > _SURE_SILENCE
    edges = np.flatnonzero(np.diff(np.pad(is_quiet.astype(np.int8), 1)))
    pauses = np.zeros(n_frames, dtype=np.bool_)
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        if last - first >= _MIN_PAUSE_FRAMES:
            pauses[first : last - (_CLOSURE_FRAMES if last < n_frames else 0)] = True
    return pauses


def _covered(phones: Sequence[Phone], n_frames: int) -> BoolArray:
    """Return the frames in which the voice speaks; (n_frames,)."""
    is_covered = np.zeros(n_frames, dtype=np.bool_)
    for phone in phones:
        is_covered[round(phone.start_s / HOP_S) : round(phone.end_s / HOP_S)] = True
    return is_covered


def _first_matches(recorded: FloatArray, read: FloatArray) -> IntArray:
    """Return, for each frame of the reading and its end, the first frame of the recording that matches it."""
    # Not at the top: compiled code looks for its cache when it is imported, and few films need it.
    from likeness.speech.visemes.kernels import FIRST_ONLY, SECOND_ONLY, warping_steps

    n, m = len(recorded), len(read)
    reach = int(np.clip(_REACH_SHARE * m, *_REACH_FRAMES)) + m // n
    steps = warping_steps(recorded, read, reach, _DETOUR)
    matches = np.full(m + 1, n, dtype=np.int32)
    i, j = n - 1, m - 1
    while i >= 0 and j >= 0:
        matches[j] = i
        step = steps[i, j - (i * m // n - reach)]
        i -= step != SECOND_ONLY
        j -= step != FIRST_ONLY
    matches[0] = 0
    return np.minimum.accumulate(matches[::-1])[::-1].astype(np.int32)


def _longest_run(frames: Places) -> tuple[int, int]:
    """Return the longest stretch without a pause in it, as first frame and the one after the last."""
    runs = np.split(frames, np.flatnonzero(np.diff(frames) > 1) + 1)
    longest = max(runs, key=len)
    return int(longest[0]), int(longest[-1]) + 1

"""From probabilities per frame to timed sounds: the best path through the classes, without flicker."""

from itertools import pairwise

import numpy as np

from likeness.core.speech import Phone
from likeness.speech.phone_tables import IPA_OF_ARPABET
from likeness.speech.visemes.hearing import VisemeTrack
from likeness.speech.visemes.inventory import (
    CLASSES,
    GOAL_OF_PHONE,
    HOP_S,
    SILENCE,
    VOICELESS,
)
from likeness.typing import FloatArray, IntArray

_MIN_FRAMES = 3
# What a change of class costs: single doubtful frames do not pay for it.
_SWITCH_COST = 1.2
_VOICED = 0.5
_SPOKEN_FOR = {
    "PP": ("P", "B"), "FF": ("F", "V"), "TH": ("TH", "DH"), "DD": ("T", "D"), "SS": ("S", "Z"),
    "CH": ("SH", "ZH"), "KK": ("K", "G"), "RR": ("R",), "UU": ("W", "UW", "OW", "UH", "AO"),
    "AA": ("AA", "AE", "AH"), "II": ("IY", "IH", "EH"),
}  # fmt: skip


def phones_of(track: VisemeTrack) -> tuple[Phone, ...]:
    """Return the sounds of a track, silences left out.

    Each stands for its class: the one of P and B, F and V ... that fits the voicing, and of the vowels the
    one whose lips are nearest to the lips heard.
    """
    path = best_path(track.posteriors)
    cuts = np.flatnonzero(np.diff(path, prepend=-1, append=-1))
    phones = []
    for first, last in pairwise(cuts):
        if path[first] != SILENCE:
            arpabet = _nearest_phone(track, int(path[first]), slice(int(first), int(last)))
            ipa = IPA_OF_ARPABET[arpabet]
            phones.append(Phone(arpabet, ipa, float(first) * HOP_S, float(last) * HOP_S))
    return tuple(phones)


def best_path(posteriors: FloatArray) -> IntArray:
    """Return the likeliest class per frame when each lasts at least 30 ms; (T,).

    Viterbi search over segments: a segment begins with three frames at once and then grows frame by frame.

    Parameters
    ----------
    posteriors
        (T, 12); rows sum to 1.
    """
    n_frames, n_classes = posteriors.shape
    if n_frames < _MIN_FRAMES:
        return np.full(n_frames, SILENCE, dtype=np.int32)
    evidence = np.log(np.maximum(posteriors, 1e-4).astype(np.float64))
    sums = np.concatenate([np.zeros((1, n_classes)), np.cumsum(evidence, axis=0)])
    # scores[t, c]: best way to explain the first t frames, the last of them in class c.
    scores = np.full((n_frames + 1, n_classes), -np.inf)
    begins = np.zeros((n_frames + 1, n_classes), dtype=np.int32)
    origins = np.full((n_frames + 1, n_classes), -1, dtype=np.int32)
    for end in range(_MIN_FRAMES, n_frames + 1):
        start = end - _MIN_FRAMES
        entered, origin = _entries(scores[start]) if start else (np.zeros(n_classes), origins[0])
        fresh = entered + sums[end] - sums[start]
        grown = scores[end - 1] + evidence[end - 1]
        is_fresh = fresh > grown
        scores[end] = np.where(is_fresh, fresh, grown)
        begins[end] = np.where(is_fresh, start, begins[end - 1])
        origins[end] = np.where(is_fresh, origin, origins[end - 1])
    return _traced(scores[-1], begins, origins)


def _entries(scores: FloatArray) -> tuple[FloatArray, IntArray]:
    """Return, for each class, the best score of coming from another one, and which."""
    first, second = np.argsort(scores)[::-1][:2]
    origin = np.full(len(CLASSES), first, dtype=np.int32)
    origin[first] = second
    return scores[origin] - _SWITCH_COST, origin


def _traced(last_scores: FloatArray, begins: IntArray, origins: IntArray) -> IntArray:
    path = np.zeros(len(begins) - 1, dtype=np.int32)
    end, here = len(path), int(np.argmax(last_scores))
    while end > 0:
        start = int(begins[end, here])
        path[start:end] = here
        end, here = start, int(origins[end, here])
    return path


def _nearest_phone(track: VisemeTrack, index: int, frames: slice) -> str:
    is_voiced = bool(track.voicing[frames].mean() >= _VOICED)
    lips = np.array([curve[frames].mean() for curve in (track.opening, track.width, track.protrusion)])
    names = _SPOKEN_FOR[CLASSES[index]]
    fitting = [name for name in names if (name not in VOICELESS) == is_voiced] or list(names)

    def distance(name: str) -> float:
        goal = GOAL_OF_PHONE[name]
        return float(np.abs(lips - np.array([goal.opening, goal.width, goal.protrusion])).sum())

    return min(fitting, key=distance)

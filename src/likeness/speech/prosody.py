"""Rate, pitch and loudness of stretches of a text, done to the finished sound.

A voice that was told of them could only begin a new sentence at each tag; this way its melody runs through.
"""

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from likeness.speech.markup import Prosody
from likeness.speech.pitch import shift_pitch, stretch_time
from likeness.speech.script import SpokenText
from likeness.speech.utterance import Utterance
from likeness.typing import FloatArray

_HOP_S = 0.01
_RAMP_S = 0.02


@dataclass(frozen=True)
class _Stretch:
    """Words of one prosody."""

    start_s: float
    end_s: float
    prosody: Prosody


def whole_rate(part: SpokenText) -> float:
    """Return the rate of a text whose every word has the same, else 1: such a text the engine speaks so."""
    rates = {
        manner.prosody.rate
        for manner, character in zip(part.manners, part.text, strict=False)
        if character.isalnum()
    }
    return rates.pop() if len(rates) == 1 else 1.0


def with_prosody(utterance: Utterance, part: SpokenText) -> Utterance:
    """Return an utterance of a text with the prosody that its tags want.

    Parameters
    ----------
    utterance
        Spoken with the text's `whole_rate`; the `char_start` of its words counts in the text.
    part
        The text.
    """
    whole = whole_rate(part)
    stretches = [
        replace(each, prosody=replace(each.prosody, rate=each.prosody.rate / whole))
        for each in _stretches(utterance, part)
    ]
    if all(each.prosody == Prosody() for each in stretches):
        return utterance
    samples = _with_pitch(utterance, stretches)
    samples = _with_volume(samples, utterance.sample_rate_hz, stretches)
    return _with_rates(replace(utterance, samples=samples), stretches)


def at_rate(utterance: Utterance, rate: float) -> Utterance:
    """Return an utterance at another rate; every sound keeps its pitch."""
    knots_s = np.array([[0.0, 0.0], [utterance.duration_s, utterance.duration_s / rate]])
    return utterance if abs(rate - 1) < 0.005 else _moved(utterance, knots_s)


def _stretches(utterance: Utterance, part: SpokenText) -> list[_Stretch]:
    """Divide the sound among the prosodies of its words; a pause belongs to the words before it."""
    stretches: list[_Stretch] = []
    for word in utterance.words:
        prosody = part.manners[word.char_start].prosody if part.manners else Prosody()
        if stretches and stretches[-1].prosody == prosody:
            continue
        if stretches:
            stretches[-1] = replace(stretches[-1], end_s=word.start_s)
        stretches.append(_Stretch(word.start_s if stretches else 0.0, utterance.duration_s, prosody))
    return [each for each in stretches if each.end_s > each.start_s]


def _with_pitch(utterance: Utterance, stretches: list[_Stretch]) -> FloatArray:
    if not any(each.prosody.pitch_semitones for each in stretches):
        return utterance.samples
    times_s = np.arange(0, utterance.duration_s + _HOP_S, _HOP_S)
    semitones = _curve(times_s, stretches, [each.prosody.pitch_semitones for each in stretches])
    return shift_pitch(utterance.samples, utterance.sample_rate_hz, semitones)


def _with_volume(samples: FloatArray, rate_hz: int, stretches: list[_Stretch]) -> FloatArray:
    if not any(each.prosody.volume_db for each in stretches):
        return samples
    times_s = np.arange(len(samples)) / rate_hz
    gains_db = _curve(times_s, stretches, [each.prosody.volume_db for each in stretches])
    louder = (samples * 10 ** (gains_db / 20)).astype(np.float32)
    return louder / np.float32(max(1.0, float(np.abs(louder).max(initial=0))))


def _curve(
    times_s: npt.NDArray[np.floating[Any]], stretches: list[_Stretch], values: list[float]
) -> npt.NDArray[np.float64]:
    """Return the value at each time, with short ramps between stretches."""
    knots_s, levels = [0.0], [values[0]]
    for (_, after), (old, new) in zip(pairwise(stretches), pairwise(values), strict=True):
        knots_s += [max(knots_s[-1], after.start_s - _RAMP_S / 2), after.start_s + _RAMP_S / 2]
        levels += [old, new]
    curve: npt.NDArray[np.float64] = np.interp(times_s, knots_s, levels)
    return curve


def _with_rates(utterance: Utterance, stretches: list[_Stretch]) -> Utterance:
    if all(abs(each.prosody.rate - 1) < 0.005 for each in stretches):
        return utterance
    knots_s = [(0.0, 0.0)]
    for each in stretches:
        length_s = (each.end_s - knots_s[-1][0]) / each.prosody.rate
        knots_s.append((each.end_s, knots_s[-1][1] + length_s))
    return _moved(utterance, np.array(knots_s))


def _moved(utterance: Utterance, knots_s: npt.NDArray[np.float64]) -> Utterance:
    def moved(time_s: float) -> float:
        return float(np.interp(time_s, knots_s[:, 0], knots_s[:, 1]))

    return replace(
        utterance,
        samples=stretch_time(utterance.samples, utterance.sample_rate_hz, knots_s),
        phones=tuple(
            replace(phone, start_s=moved(phone.start_s), end_s=moved(phone.end_s))
            for phone in utterance.phones
        ),
        words=tuple(
            replace(word, start_s=moved(word.start_s), end_s=moved(word.end_s)) for word in utterance.words
        ),
    )

"""A plan and a speech brought together: every directed action gets its times."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from likeness.core.direction import Action, DirectedAction, MotionPlan, Place, Side
from likeness.performance.cues import Cues, Sentence, SpokenWord
from likeness.performance.mood_recipes import MOODS
from likeness.performance.recipes import POSES, STROKES, Pose, Stroke

Span = tuple[float, float]

_START_S, _END_S = (1.5, 4.0), (1.2, 3.0)
"""Shortest and longest state at the start and at the end."""

_SPACING_S = {Place.SOMETIMES: 3.6, Place.OFTEN: 1.6, Place.EMPHASIS: 1.1}
"""Time between two movements that happen by habit."""

_STRONG = 0.6
"""Accents above this rank carry emphasis."""

_TAIL = 0.2
"""Part of a movement that the end of the film may cut off."""

_SETTLING_S = 0.85
"""Part of a movement after which the next one of a row may begin."""


@dataclass(frozen=True)
class TimedAction:
    """One thing the face does at one time."""

    action: Action
    """What."""

    start_s: float
    """Start of the move."""

    end_s: float
    """A movement: its end; a state: when it begins to fade."""

    degree: float
    """Factor of the size."""

    tempo: float
    """Factor of the speed."""

    is_mirrored: bool
    """To the right of the picture."""

    is_negated: bool = False
    """It does not happen; `degree` is the share that is left."""


def pose_of(action: Action) -> Pose | None:
    """Return the state that an action is, None if it is a movement."""
    return POSES.get(action) or MOODS.get(action)


def place_actions(rng: np.random.Generator, plan: MotionPlan, cues: Cues) -> tuple[TimedAction, ...]:
    """Return everything that the plan asks for, in time order."""
    result: list[TimedAction] = []
    for directed in plan.actions:
        side = directed.side
        if side is Side.NONE:
            side = Side.RIGHT if rng.random() < 0.5 else Side.LEFT
        pose = pose_of(directed.action)
        if directed.is_negated or pose is not None:
            spans = _held_spans(directed, pose, cues, plan.n_steps)
        else:
            spans = _stroke_spans(directed, STROKES[directed.action], cues, plan.n_steps)
        result += [
            TimedAction(
                directed.action, start_s, end_s, directed.degree, directed.tempo, side is Side.RIGHT,
                directed.is_negated,
            )
            for start_s, end_s in spans
        ]  # fmt: skip
    return tuple(sorted(result, key=lambda timed: (timed.start_s, timed.action.value)))


def _stroke_spans(directed: DirectedAction, stroke: Stroke, cues: Cues, n_steps: int) -> list[Span]:
    """Spans of a movement: its beat falls on the anchors, all of it inside the film."""
    length_s, beat_s = stroke.length_s / directed.tempo, stroke.beat_s / directed.tempo
    place = directed.when.place
    if place is Place.UNSAID:
        place = Place.START if directed.when.step else stroke.habit
    window_s = _step_window(directed, cues, n_steps)
    if place is Place.UNSAID or (directed.when.step and directed.when.place is Place.UNSAID):
        anchors_s = [_first_accent(cues, *window_s)]
    else:
        anchors_s = _anchors(place, directed, cues)
    spans: list[Span] = []
    for anchor_s in anchors_s:
        row_s = length_s * (1.0 + _SETTLING_S * (directed.repeats - 1))
        start_s = min(anchor_s - beat_s, cues.duration_s - row_s + _TAIL * length_s)
        if directed.when.start_s is not None and place is Place.TIME:
            start_s = max(start_s, anchor_s - 0.02)
        start_s = max(start_s, 0.0)
        if spans and start_s < spans[-1][0] + _SETTLING_S * length_s:
            continue
        spans += [
            (start_s + i * _SETTLING_S * length_s, start_s + i * _SETTLING_S * length_s + length_s)
            for i in range(directed.repeats)
        ]
    return spans


def _anchors(place: Place, directed: DirectedAction, cues: Cues) -> list[float]:
    """Instants for the beat of a movement."""
    start_s, end_s = cues.speech_s
    finders: dict[Place, Callable[[], list[float]]] = {
        Place.START: lambda: [_first_accent(cues, start_s, start_s + 1.2)],
        Place.MIDDLE: lambda: [_first_accent(cues, 0.45 * (start_s + end_s), end_s)],
        Place.END: lambda: [_last_accent(cues, end_s - 1.0, end_s)],
        Place.EVERY_SENTENCE: lambda: [_first_accent(cues, s.start_s, s.end_s) for s in cues.sentences],
        Place.SENTENCE_ENDS: lambda: [s.end_s - 0.05 for s in cues.sentences],
        Place.QUESTIONS: lambda: [_last_accent(cues, s.start_s, s.end_s) for s in _marked(cues, "?")],
        Place.EXCLAMATIONS: lambda: [_first_accent(cues, s.start_s, s.end_s) for s in _marked(cues, "!")],
        Place.EMPHASIS: lambda: _spaced(
            [a.vowel_s for a in cues.accents if a.strength >= _STRONG], _SPACING_S[Place.EMPHASIS]
        ),
        Place.PAUSES: lambda: [0.5 * (a + b) for a, b in cues.pauses_s],
        Place.LISTENING: lambda: _in_silences(cues),
        Place.WORDS: lambda: [0.5 * (word.start_s + min(word.end_s, word.start_s + 0.3))
                              for word, _ in _said(cues, directed.when.words)],
        Place.TIME: lambda: [_instant(directed, cues)],
        Place.INTERVALS: lambda: _at_intervals(directed.when.start_s or 1.0, cues),
        Place.OFTEN: lambda: _habitual(cues, _SPACING_S[Place.OFTEN]),
        Place.THROUGHOUT: lambda: _habitual(cues, _SPACING_S[Place.OFTEN]),
    }  # fmt: skip
    return finders.get(place, lambda: _habitual(cues, _SPACING_S[Place.SOMETIMES]))()


def _held_spans(directed: DirectedAction, pose: Pose | None, cues: Cues, n_steps: int) -> list[Span]:
    """Spans of a state."""
    when = directed.when
    place = when.place
    if place is Place.UNSAID and when.step:
        start_s, end_s = _step_window(directed, cues, n_steps)
        return [(start_s, min(end_s, start_s + when.duration_s) if when.duration_s else end_s)]
    if place is Place.UNSAID:
        habit = Place.THROUGHOUT if pose is None or directed.is_negated else pose.habit
        place = Place.START if when.duration_s and habit is Place.THROUGHOUT else habit
    spans = _states(place, directed, cues, pose.hold_s if pose else 2.0)
    if when.duration_s is not None and place not in (Place.TIME, Place.THROUGHOUT):
        spans = [(start_s, start_s + when.duration_s) for start_s, _ in spans]
    return _merged([(max(a, 0.0), min(b, cues.duration_s)) for a, b in spans])


def _states(place: Place, directed: DirectedAction, cues: Cues, hold_s: float) -> list[Span]:
    """Spans of a state at a place, before they are cut to the film."""
    start_s, end_s = cues.speech_s
    first, last = cues.sentences[0], cues.sentences[-1]
    finders: dict[Place, Callable[[], list[Span]]] = {
        Place.THROUGHOUT: lambda: [(-1.0, cues.duration_s + 1.0)],
        Place.START: lambda: [(-0.2, start_s + float(np.clip(first.end_s - first.start_s, *_START_S)))],
        Place.MIDDLE: lambda: [(0.45 * (start_s + end_s), 0.45 * (start_s + end_s) + hold_s)],
        Place.END: lambda: [
            (end_s - float(np.clip(last.end_s - last.start_s, *_END_S)), cues.duration_s + 1.0)
        ],
        Place.EVERY_SENTENCE: lambda: [
            (s.start_s - 0.15, min(s.start_s + hold_s, s.end_s)) for s in cues.sentences
        ],
        Place.SENTENCE_ENDS: lambda: [
            (s.end_s - 0.5, s.end_s + max(hold_s - 1.0, 0.3)) for s in cues.sentences
        ],
        Place.QUESTIONS: lambda: [_latter_part(s) for s in _marked(cues, "?")],
        Place.EXCLAMATIONS: lambda: [(s.start_s - 0.1, s.end_s) for s in _marked(cues, "!")],
        Place.PAUSES: lambda: [(a - 0.05, b - 0.12) for a, b in cues.pauses_s],
        Place.LISTENING: lambda: [(a, b) for a, b in cues.listening_s],
        Place.WORDS: lambda: [_around_words(words, hold_s) for words in _said(cues, directed.when.words)],
        Place.TIME: lambda: [_from_instant(directed, cues, hold_s)],
    }  # fmt: skip
    if place in finders:
        return finders[place]()
    return [(a - 0.2, a - 0.2 + hold_s) for a in _anchors(place, directed, cues)]


def _step_window(directed: DirectedAction, cues: Cues, n_steps: int) -> Span:
    """The part of the film that belongs to a step; steps change at accents or pauses nearby."""
    start_s, end_s = cues.speech_s
    step = max(directed.when.step, 1)
    length_s = (end_s - start_s) / max(n_steps, 1)
    first_s = 0.0 if step == 1 else _near_boundary(cues, start_s + (step - 1) * length_s)
    last_s = cues.duration_s + 1.0 if step >= n_steps else _near_boundary(cues, start_s + step * length_s)
    return first_s, max(last_s, first_s + 0.3)


def _near_boundary(cues: Cues, time_s: float) -> float:
    """The start of a sentence or the end of a pause within half a second, else the instant itself."""
    boundaries = [s.start_s for s in cues.sentences] + [b for _, b in cues.pauses_s]
    near = [b - 0.15 for b in boundaries if abs(b - time_s) < 0.6]
    return min(near, key=lambda b: abs(b - time_s)) if near else time_s


def _first_accent(cues: Cues, start_s: float, end_s: float) -> float:
    inside = [a.vowel_s for a in cues.accents if start_s <= a.vowel_s <= end_s]
    return inside[0] if inside else min(max(start_s, 0.0) + 0.3, cues.duration_s)


def _last_accent(cues: Cues, start_s: float, end_s: float) -> float:
    inside = [a.vowel_s for a in cues.accents if start_s <= a.vowel_s <= end_s]
    return inside[-1] if inside else max(end_s - 0.1, 0.0)


def _habitual(cues: Cues, spacing_s: float) -> list[float]:
    """Accents near the ends of sentences and else where nothing has happened for a while."""
    found = sorted([a.vowel_s for a in cues.accents if a.strength > 0.3] or [sum(cues.speech_s) / 2])
    return _spaced(found, spacing_s)


def _spaced(times_s: list[float], spacing_s: float) -> list[float]:
    kept: list[float] = []
    for time_s in times_s:
        if not kept or time_s - kept[-1] >= spacing_s:
            kept.append(time_s)
    return kept


def _in_silences(cues: Cues) -> list[float]:
    """Instants while listening: one in each long silence, and one every two seconds of it."""
    return [float(t) for a, b in cues.listening_s for t in np.arange(a + 0.35, b - 0.1, 2.2)]


def _at_intervals(interval_s: float, cues: Cues) -> list[float]:
    return [float(time_s) for time_s in np.arange(interval_s, cues.duration_s, interval_s)]


def _marked(cues: Cues, mark: str) -> list[Sentence]:
    return [sentence for sentence in cues.sentences if sentence.mark == mark]


def _latter_part(sentence: Sentence) -> Span:
    length_s = sentence.end_s - sentence.start_s
    return sentence.start_s + 0.45 * length_s - 0.1, sentence.end_s + 0.25


def _said(cues: Cues, phrases: tuple[str, ...]) -> list[tuple[SpokenWord, SpokenWord]]:
    """First and last word of every place where one of the phrases is said."""
    texts = [word.text for word in cues.words]
    found: list[tuple[int, int]] = []
    for phrase in phrases:
        wanted = phrase.split()
        found += [
            (i, i + len(wanted) - 1)
            for i in range(len(texts) - len(wanted) + 1)
            if wanted and texts[i : i + len(wanted)] == wanted
        ]
    return [(cues.words[i], cues.words[j]) for i, j in sorted(set(found))]


def _around_words(words: tuple[SpokenWord, SpokenWord], hold_s: float) -> Span:
    first, last = words
    return first.start_s - 0.2, max(last.end_s + 0.1, first.start_s + 0.5 * hold_s)


def _instant(directed: DirectedAction, cues: Cues) -> float:
    start_s = directed.when.start_s or 0.0
    return max(start_s if start_s >= 0.0 else cues.duration_s + start_s, 0.0)


def _from_instant(directed: DirectedAction, cues: Cues, hold_s: float) -> Span:
    start_s = _instant(directed, cues)
    lasts = pose_of(directed.action)
    if directed.when.duration_s is not None:
        return start_s, start_s + directed.when.duration_s
    if lasts is not None and lasts.habit is Place.THROUGHOUT:
        return start_s, cues.duration_s + 1.0
    return start_s, start_s + hold_s


def _merged(spans: list[Span]) -> list[Span]:
    """Spans that touch become one."""
    result: list[Span] = []
    for start_s, end_s in sorted(spans):
        if end_s <= start_s:
            continue
        if result and start_s <= result[-1][1] + 0.05:
            result[-1] = (result[-1][0], max(end_s, result[-1][1]))
        else:
            result.append((start_s, end_s))
    return result

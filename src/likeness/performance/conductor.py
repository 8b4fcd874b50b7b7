"""The performance as a list of named passes, each a pure function in its own file."""

from dataclasses import replace
from fractions import Fraction

import numpy as np

from likeness.core.direction import Direction, MouthStyle
from likeness.core.performance import Performance, PerformanceEvent
from likeness.core.rig import EXPRESSION_NAMES
from likeness.core.speech import PhoneSource, Speech
from likeness.performance import (
    articulation,
    blending,
    blinks,
    breath,
    brows,
    expression,
    gaze,
    hard_rules,
    head,
    held,
    limits,
    own_mouth,
    silence,
)
from likeness.performance.breath import Inhalation
from likeness.performance.grid import Curve
from likeness.performance.mouth import N_TONGUE
from likeness.performance.resample import frame_times_s, sample
from likeness.performance.score import Score, score_of
from likeness.performance.smiles import smile_curve
from likeness.performance.staging import Staging, stage
from likeness.performance.streams import Stream, generator

Events = tuple[PerformanceEvent, ...]


def perform(speech: Speech, direction: Direction, fps: Fraction, seed: int) -> Performance:
    """Return the curves of face and head for a speech, one row per frame of the film.

    Row i holds the state at (i + 0.5) / fps; the number of rows is `n_frames_for(speech.duration_s, fps)`.
    The same arguments give identical arrays; another seed gives another take: other head, brows, blinks,
    gaze, smiles, and nearly the same articulation.
    """
    score = score_of(speech, direction, fps)
    staging = stage(speech, direction, score, generator(seed, Stream.GESTURES))
    score = replace(score, level=staging.level(score.level), style=_style(score, staging))
    inhalations = breath.plan_breaths(generator(seed, Stream.BREATH), score.duration_s, score.phrases)
    mouth = _mouth(score, inhalations, seed)
    head_deg, head_shift, head_events = _head(score, staging, seed)
    lids, lid_events = _lids(score, staging, seed)
    gaze_deg, gaze_events = _gaze(score, staging, head_deg, seed)
    brow_parts, brow_events = _brows(score, staging, seed)
    face = _face(score, staging, expression.assemble(mouth, lids, brow_parts, gaze_deg), seed)
    fullness = breath.breath_curve(inhalations, score.phrases, score.grid)

    times_s = frame_times_s(score.duration_s, fps)
    closures = articulation.closure_events(score.closures)
    breaths = breath.breath_events(inhalations, score.duration_s)
    events = (*closures, *breaths, *head_events, *lid_events, *gaze_events, *brow_events)
    events = (*events, *staging.events(score.duration_s))
    # Without speech the picture keeps the mouth it has; with speech every sound starts from closed lips.
    closed = _own_mouth(score, mouth, seed)
    closed *= 0.0 if speech.source is PhoneSource.NONE else 1.0
    return Performance(
        fps=fps,
        expression_names=EXPRESSION_NAMES,
        expression=sample(face, times_s),
        head_deg=sample(head_deg, times_s),
        head_shift=sample(head_shift, times_s),
        gaze_deg=sample(gaze_deg, times_s),
        breath=sample(fullness, times_s),
        tongue=sample(mouth[:, -N_TONGUE:], times_s),
        closed_mouth=sample(closed, times_s),
        events=tuple(sorted(events, key=lambda event: (event.start_s, event.kind))),
        head_scale=sample(staging.head_scale(), times_s),
        shoulders=sample(staging.shoulders(), times_s),
    )


def _mouth(score: Score, inhalations: tuple[Inhalation, ...], seed: int) -> Curve:
    """(N, 15) mouth curves: articulation, breath, life in the pauses, contact."""
    mouth = articulation.articulate(_utterance(score), score.grid, score.style, score.level.mouth_scale)
    rng = generator(seed, Stream.MOUTH)
    mouth = held.breathe(generator(seed, Stream.HELD), mouth, score.segments, score.grid)
    mouth = silence.leave_parted(rng, mouth, score.segments, score.grid)
    mouth = silence.part_for_breath(mouth, inhalations, score.segments, score.grid)
    mouth = silence.stir(rng, mouth, score.segments, score.grid)
    shown_s = frame_times_s(score.duration_s, score.fps)
    mouth = hard_rules.show_vowels(mouth, score.segments, score.closures, shown_s, score.grid)
    return limits.limit_ranges(limits.ensure_contact(mouth, score.closures, score.grid))


def _own_mouth(score: Score, mouth: Curve, seed: int) -> Curve:
    """(N,) how far the mouth is shut that the picture shows open."""
    rng = generator(seed, Stream.OWN_MOUTH)
    return own_mouth.closed_mouth_curve(rng, mouth, score.closures, score.segments, score.grid)


def _utterance(score: Score) -> articulation.Utterance:
    return articulation.Utterance(score.segments, score.closures, score.source, score.lips)


def _style(score: Score, staging: Staging) -> MouthStyle:
    """The style of articulation as the mood wants it."""
    size = staging.manner.mean("mouth")
    return score.style.scaled(size, size * staging.manner.mean("lips"))


def _head(score: Score, staging: Staging, seed: int) -> tuple[Curve, Curve, Events]:
    """Turn (N, 3) and shift (N, 2) of the head: postures, nods, wandering, melody, directed movements."""
    rng = generator(seed, Stream.HEAD)
    nods = staging.nods(head.plan_nods(generator(seed, Stream.ACCENTS), score.accents, score.level))
    postures = head.plan_postures(rng, score.phrases, score.level)
    moved = head.posture_curve(postures, score.grid) + head.nod_curve(nods, score.grid)
    moved += head.wander(rng, articulation.speaking_curve(score.segments, score.grid), score.level)
    living_deg = head.head_curve(rng, staging.stirred(moved), score.prosody.pitch_norm, score.level)
    head_deg = staging.head(living_deg)
    shift = head.head_shift_curve(rng, head_deg, score.level, staging.manner.curve("head"))
    return head_deg, shift + staging.layer.head_shift, head.head_events(nods, postures)


def _lids(score: Score, staging: Staging, seed: int) -> tuple[Curve, Events]:
    """(N,) closing of the lids."""
    rng = generator(seed, Stream.BLINKS)
    frame_s, rate = float(1 / score.fps), staging.manner.blink_rate
    planned = staging.blinks(blinks.plan_blinks(rng, score.duration_s, score.phrases, frame_s, rate))
    return blinks.blink_curve(planned, score.grid), blinks.blink_events(planned)


def _gaze(score: Score, staging: Staging, head_deg: Curve, seed: int) -> tuple[Curve, Events]:
    """(N, 2) turn of the eyes in the head."""
    rng = generator(seed, Stream.GAZE)
    planned = gaze.plan_gaze(rng, score.duration_s, score.phrases, score.level.gaze_away_s)
    fixations = staging.fixations(planned)
    living_deg = gaze.gaze_curve(rng, fixations, head_deg, score.grid)
    return staging.gaze(living_deg), gaze.gaze_events(fixations)


def _brows(score: Score, staging: Staging, seed: int) -> tuple[Curve, Events]:
    """(N, 3) inner raise, outer raise, lowering."""
    rng = generator(seed, Stream.BROWS)
    raises = staging.raises(brows.plan_brows(rng, score.accents, score.level))
    curves = brows.brow_curves(rng, raises, score.prosody.pitch_norm, score.level)
    return np.clip(curves * staging.manner.curve("brows")[:, None], 0.0, 1.0), brows.brow_events(raises)


def _face(score: Score, staging: Staging, face: Curve, seed: int) -> Curve:
    """(N, 53) the assembled face with its smiles, feelings and directed expressions, and its own
    unevenness."""
    rng = generator(seed, Stream.SMILES)
    smile = staging.smile(smile_curve(rng, score.phrases, score.level, score.grid))
    speaking = articulation.speaking_curve(score.segments, score.grid)
    layer = staging.face_layer(score.level)
    face = blending.blend_face(expression.add_smile(face, smile), layer, speaking, score.closures, score.grid)
    return expression.make_uneven(face, rng)

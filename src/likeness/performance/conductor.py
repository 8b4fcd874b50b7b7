"""The performance as a list of named passes, each a pure function in its own file."""

from fractions import Fraction

import numpy as np

from likeness.core.direction import Direction
from likeness.core.performance import Performance
from likeness.core.rig import EXPRESSION_NAMES
from likeness.core.speech import PhoneSource, Speech
from likeness.performance import articulation, blinks, breath, brows, expression, gaze, head, limits, silence
from likeness.performance.emphasis import emphasise
from likeness.performance.grid import grid_for
from likeness.performance.levels import liveliness
from likeness.performance.loudness import loudness_db
from likeness.performance.mouth import N_TONGUE
from likeness.performance.phrases import phrases_of
from likeness.performance.pitch import pitch_norm
from likeness.performance.prosody import Prosody, accents_of
from likeness.performance.resample import frame_times_s, sample
from likeness.performance.segments import segments_of
from likeness.performance.smiles import smile_curve
from likeness.performance.streams import Stream, generator


def perform(speech: Speech, direction: Direction, fps: Fraction, seed: int) -> Performance:
    """Return the curves of face and head for a speech, one row per frame of the film.

    Row i holds the state at (i + 0.5) / fps; the number of rows is `n_frames_for(speech.duration_s, fps)`.
    The same arguments give identical arrays; another seed gives another take: other head, brows, blinks,
    gaze, smiles, and nearly the same articulation.
    """
    level = liveliness(direction.expressiveness)
    duration_s = speech.duration_s
    grid = grid_for(duration_s, fps)

    # What is said, and how it sounds.
    segments = segments_of(speech.phones, duration_s)
    prosody = Prosody(loudness_db(speech.audio, grid), pitch_norm(speech.audio, grid))
    segments = emphasise(segments, speech, prosody.level_db, grid, level.mouth_scale)
    phrases = phrases_of(segments, duration_s)
    accents = accents_of(segments, speech, prosody, grid)

    # Mouth.
    closures = articulation.plan_closures(segments, fps)
    inhalations = breath.plan_breaths(generator(seed, Stream.BREATH), duration_s, phrases)
    mouth = articulation.articulate(segments, closures, speech.source, grid)
    mouth = silence.part_for_breath(mouth, inhalations, segments, grid)
    mouth = silence.stir(generator(seed, Stream.MOUTH), mouth, segments, grid)
    mouth = limits.limit_ranges(limits.ensure_contact(mouth, closures, grid))

    # Head and breath.
    rng_head = generator(seed, Stream.HEAD)
    nods = head.plan_nods(generator(seed, Stream.ACCENTS), accents, level)
    postures = head.plan_postures(rng_head, phrases, level)
    moved = head.posture_curve(postures, grid) + head.nod_curve(nods, grid)
    moved += head.wander(rng_head, articulation.speaking_curve(segments, grid), level)
    head_deg = head.head_curve(rng_head, moved, prosody.pitch_norm, level)
    head_shift = head.head_shift_curve(rng_head, head_deg, level)
    fullness = breath.breath_curve(inhalations, phrases, grid)

    # Eyes and brows.
    rng_gaze, rng_brows = generator(seed, Stream.GAZE), generator(seed, Stream.BROWS)
    lids = blinks.plan_blinks(generator(seed, Stream.BLINKS), duration_s, phrases, float(1 / fps))
    fixations = gaze.plan_gaze(rng_gaze, duration_s, phrases, level.gaze_away_s)
    gaze_deg = gaze.gaze_curve(rng_gaze, fixations, head_deg, grid)
    raises = brows.plan_brows(rng_brows, accents, level)
    brow_parts = brows.brow_curves(rng_brows, raises, prosody.pitch_norm, level)

    # One face, at the frames of the film.
    rng_smiles = generator(seed, Stream.SMILES)
    face = expression.assemble(mouth, blinks.blink_curve(lids, grid), brow_parts, gaze_deg)
    face = expression.add_smile(face, smile_curve(rng_smiles, phrases, level, grid))
    face = expression.make_uneven(face, rng_smiles)
    times_s = frame_times_s(duration_s, fps)
    events = (
        *articulation.closure_events(closures),
        *blinks.blink_events(lids),
        *gaze.gaze_events(fixations),
        *head.head_events(nods, postures),
        *brows.brow_events(raises),
        *breath.breath_events(inhalations, duration_s),
    )
    has_speech = speech.source is not PhoneSource.NONE
    return Performance(
        fps=fps,
        expression_names=EXPRESSION_NAMES,
        expression=sample(face, times_s),
        head_deg=sample(head_deg, times_s),
        head_shift=sample(head_shift, times_s),
        gaze_deg=sample(gaze_deg, times_s),
        breath=sample(fullness, times_s),
        tongue=sample(mouth[:, -N_TONGUE:], times_s),
        closed_mouth=np.full(times_s.shape, 1.0 if has_speech else 0.0, dtype=np.float32),
        events=tuple(sorted(events, key=lambda event: (event.start_s, event.kind))),
    )

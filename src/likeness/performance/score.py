"""The score: everything that the passes read of a speech, worked out once."""

from dataclasses import dataclass
from fractions import Fraction

from likeness.core.direction import Direction, MouthStyle
from likeness.core.speech import LipCurves, PhoneSource, Speech
from likeness.performance.closures import Closure, closures_of
from likeness.performance.emphasis import emphasise
from likeness.performance.grid import TimeGrid, grid_for
from likeness.performance.levels import Liveliness, liveliness
from likeness.performance.loudness import loudness_db
from likeness.performance.phrases import Phrase, phrases_of
from likeness.performance.pitch import pitch_norm
from likeness.performance.prosody import Accent, Prosody, accents_of
from likeness.performance.segments import Segment, segments_of


@dataclass(frozen=True)
class Score:
    """What is said, how it sounds, and how lively the speaker is asked to be."""

    fps: Fraction
    """Frames per second of the film."""

    duration_s: float
    """Length of the sound."""

    grid: TimeGrid
    """The internal clock."""

    level: Liveliness
    """Sizes of the movements."""

    style: MouthStyle
    """How clearly the mouth speaks."""

    source: PhoneSource
    """Where the phones come from."""

    lips: LipCurves | None
    """The lips heard in a recording."""

    segments: tuple[Segment, ...]
    """Mouth shapes with their amplitudes."""

    closures: tuple[Closure, ...]
    """When the lips touch."""

    phrases: tuple[Phrase, ...]
    """Speech between pauses."""

    accents: tuple[Accent, ...]
    """Syllables that stand out."""

    prosody: Prosody
    """Loudness and pitch over time."""


def score_of(speech: Speech, direction: Direction, fps: Fraction) -> Score:
    """Return the score of a speech."""
    level = liveliness(direction.expressiveness)
    grid = grid_for(speech.duration_s, fps)
    prosody = Prosody(loudness_db(speech.audio, grid), pitch_norm(speech.audio, grid))
    segments = segments_of(speech.phones, speech.duration_s)
    segments = emphasise(segments, speech, prosody.level_db, grid, level.mouth_scale)
    return Score(
        fps=fps,
        duration_s=speech.duration_s,
        grid=grid,
        level=level,
        style=direction.style,
        source=speech.source,
        lips=speech.lips,
        segments=segments,
        closures=closures_of(segments, fps),
        phrases=phrases_of(segments, speech.duration_s),
        accents=accents_of(segments, speech, prosody, grid),
        prosody=prosody,
    )

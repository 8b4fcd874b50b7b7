"""All measures over one tracked film; pure."""

from dataclasses import dataclass

from likeness.evaluation.blinks import Blinking, blinking
from likeness.evaluation.face_curves import FaceCurves, evenly
from likeness.evaluation.film_sound import FilmSound, pauses
from likeness.evaluation.four_metrics import FourMetrics, four_metrics
from likeness.evaluation.head_motion import HeadMotion, head_motion
from likeness.evaluation.jitter import jitter
from likeness.evaluation.lip_closures import (
    GapCurve,
    LipContact,
    LipPhone,
    bilabials,
    contacts,
    open_vowels,
)
from likeness.evaluation.mouth_motion import MouthMotion, SilentMouth, mouth_motion, silences, silent_mouth
from likeness.evaluation.signals import resampled
from likeness.evaluation.timeline_reading import SpokenTimeline
from likeness.evaluation.tracking import FaceTrack


@dataclass(frozen=True)
class Findings:
    """Everything that is found in a film, before it becomes lines of a report."""

    duration_s: float
    """Length of the film."""

    bilabials: tuple[LipPhone, ...] | None
    """The p, b, m; None without a timeline."""

    vowels: tuple[LipPhone, ...] | None
    """The open vowels; None without a timeline."""

    contacts: tuple[LipContact, ...] | None
    """Seen contacts of p, b, m; None without a timeline."""

    mouth: MouthMotion
    """Size and pace of the mouth's movements."""

    silent: SilentMouth | None
    """The mouth in silences; None when there are none."""

    has_sound: bool
    """The film can be heard."""

    four: FourMetrics
    """The four measures of THEval."""

    brow_sd: float
    """Standard deviation of the brows' height, eye distances."""

    blinking: Blinking
    """Blinks."""

    head: HeadMotion | None
    """Movement of the head; None for less than a second."""

    jitter: float | None
    """Trembling; None for few frames a second."""


def find_all(
    track: FaceTrack, curves: FaceCurves, sound: FilmSound | None, timeline: SpokenTimeline | None
) -> Findings:
    """Measure a tracked film; pure."""
    even = evenly(curves)
    points = resampled(track.landmarks_px, track.times_s, even.times_s)
    own_gap = GapCurve(curves.times_s, curves.inner_gap, curves.rate_hz)
    even_gap = GapCurve(even.times_s, even.inner_gap, even.rate_hz)
    duration_s = track.n_frames / track.fps
    silent = None
    if timeline is not None and timeline.phones:
        silent = silent_mouth(own_gap, silences(timeline.phones, duration_s))
    elif sound is not None:
        silent = silent_mouth(own_gap, pauses(sound))
    return Findings(
        duration_s=duration_s,
        bilabials=None if timeline is None else bilabials(own_gap, timeline.phones),
        vowels=None if timeline is None else open_vowels(own_gap, timeline.phones),
        contacts=None if timeline is None else contacts(own_gap, timeline.phones),
        mouth=mouth_motion(even_gap, even.mouth_width),
        silent=silent,
        has_sound=sound is not None,
        four=four_metrics(points, even.times_s, track.size_px, sound),
        brow_sd=float(even.brow_height.std(axis=0).mean()),
        blinking=blinking(curves.times_s, curves.eye_opening, curves.rate_hz),
        head=head_motion(even.head_deg, even.rate_hz),
        jitter=jitter(points, even.unit_px, even.rate_hz),
    )

"""The evaluation of a film on one screen: track, read the curves, measure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from likeness.core.progress import CancelToken, ProgressListener, SilentProgress
from likeness.evaluation.face_curves import FaceCurves, face_curves
from likeness.evaluation.film_reading import Film, TimedFrame, frames_of, read_film, read_sound
from likeness.evaluation.film_sound import FilmSound, film_sound
from likeness.evaluation.findings import Findings, find_all
from likeness.evaluation.measures import Measure, measures_of
from likeness.evaluation.readings import all_readings
from likeness.evaluation.timeline_reading import SpokenTimeline
from likeness.evaluation.tracking import track_face
from likeness.portrait import load_face_models


@dataclass(frozen=True)
class Evaluation:
    """An evaluated film."""

    film: Film
    """The file."""

    seen_share: float
    """Part of the frames in which the face was found, 0-1."""

    curves: FaceCurves
    """Movements at the rate of the film."""

    sound: FilmSound | None
    """The sound; None for a silent film."""

    timeline: SpokenTimeline | None
    """What was said; None when nobody told."""

    findings: Findings
    """What was found."""

    measures: tuple[Measure, ...]
    """The report."""


def evaluate(
    path: Path,
    timeline: SpokenTimeline | None = None,
    *,
    listener: ProgressListener | None = None,
    cancel: CancelToken | None = None,
) -> Evaluation:
    """Track the face of a film and measure how it speaks and moves.

    Args:
        path: Video file.
        timeline: What is said in it; without one, measures that need phones have no value.
        listener: Told about the progress.
        cancel: Stops the run at the next frame.

    Raises:
        VideoUnreadableError: the file holds no moving picture.
        VideoTooLongError: it is longer than the limit.
        NoFaceFoundError: no frame shows a face.
    """
    listener, cancel = listener or SilentProgress(), cancel or CancelToken()
    film = read_film(path)
    listener.begin("tracking", max(1, film.n_frames))
    track = track_face(_watched(frames_of(film), listener, cancel), load_face_models(), film.fps)
    listener.begin("measuring", 1)
    heard = read_sound(film)
    sound = None if heard is None else film_sound(*heard)
    curves = face_curves(track)
    found = find_all(track, curves, sound, timeline)
    listener.advance()
    return Evaluation(
        film=film,
        seen_share=track.seen_share,
        curves=curves,
        sound=sound,
        timeline=timeline,
        findings=found,
        measures=measures_of(all_readings(found)),
    )


def _watched(
    frames: Iterable[TimedFrame], listener: ProgressListener, cancel: CancelToken
) -> Iterator[TimedFrame]:
    for frame in frames:
        cancel.raise_if_cancelled()
        yield frame
        listener.advance()

"""What is made beside a film: stills, previews, sound, captions."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from likeness.captioned import film_cues
from likeness.captions import SUBTITLE_FORMATS, subtitle_bytes
from likeness.core.extra_files import ExtraFiles
from likeness.core.progress import CancelToken
from likeness.encode import Film, FilmFrame, atomic_output
from likeness.encode.instants import best_still, preview_frames
from likeness.encode.sound_file import write_sound
from likeness.encode.stills import PREVIEW_FPS, PREVIEW_S, preview_frame, write_preview, write_thumbnail
from likeness.provenance.marking import Marking, marked_output
from likeness.takes import Overlays, Reel


@dataclass(frozen=True)
class Drawing:
    """How the frames of a film come about."""

    film: Film
    """What is written."""

    reel: Reel
    """What draws its frames."""

    overlays: Overlays
    """What lies over them."""


@contextmanager
def extra_files(extras: ExtraFiles, mark: Marking, drawing: Drawing, cancel: CancelToken) -> Iterator[None]:
    """Make the extra files before some work; they appear when the work has succeeded."""
    film, reel, overlays = drawing.film, drawing.reel, drawing.overlays

    def draw(frame_indices: Iterable[int]) -> Iterator[FilmFrame]:
        for index in frame_indices:
            cancel.raise_if_cancelled()
            yield from reel.frames(range(index, index + 1), overlays)

    def thumbnail(path: Path) -> None:
        write_thumbnail(next(draw((_best_still(reel),))), path)

    def preview(path: Path) -> None:
        indices = preview_frames(film.n_frames, film.video.fps, PREVIEW_S, PREVIEW_FPS)
        write_preview([preview_frame(frame) for frame in draw(indices)], path)

    def sound(path: Path) -> None:
        write_sound(film.sound, film.duration_s, path, cancel)

    def captions(path: Path) -> None:
        path.write_bytes(subtitle_bytes(film_cues(reel.scenes), path.suffix))

    makers = {"thumbnail": thumbnail, "preview": preview, "sound": sound}
    makers |= {f"captions_{suffix[1:]}": captions for suffix in SUBTITLE_FORMATS}
    with ExitStack() as stack:
        for name, file in extras.named():
            if name in makers:
                # Sound by itself has no picture that was altered, and may be a recording as it was given.
                is_picture = name != "sound"
                writing = marked_output(file, mark, cancel) if is_picture else atomic_output(file)
                makers[name](stack.enter_context(writing))
        yield


def _best_still(reel: Reel) -> int:
    """Return the frame for a thumbnail: of the first face that speaks; without any, in the middle."""
    for take, span in zip(reel.takes, reel.spans, strict=True):
        if take.report.performance is not None:
            return span.start + best_still(take.report.performance)
    return reel.n_frames // 2

"""The whole path of a video on one screen: one call per stage."""

import datetime as dt
import os
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import cv2

from likeness.captioned import caption_film, file_warnings
from likeness.compose import Overlay, canvas_size_px
from likeness.core.extra_files import ExtraFiles
from likeness.core.progress import CancelToken, ProgressListener, SilentProgress
from likeness.core.spec import VideoSpec
from likeness.encode import (
    ChunkFolder,
    ChunkPlan,
    EncodedChunk,
    Film,
    FilmFrame,
    VideoSettings,
    check_space,
    encode_in_parallel,
    write_film,
)
from likeness.engines import chosen_engine
from likeness.errors import OptionInvalidError
from likeness.extras import Drawing, extra_files
from likeness.film_key import film_key
from likeness.output_checks import check_outputs, inputs_of
from likeness.provenance import container_tags, origin_of
from likeness.provenance.marking import marked_output, marking_of
from likeness.result import RenderResult
from likeness.scenery import read_scenery
from likeness.takes import Overlays, Reel, Working, plan_take
from likeness.timeline import Part, timeline_file
from likeness.timeline import timeline as timeline_of
from likeness.typing import Json


def render(  # noqa: PLR0913 - all but two by name, all optional
    spec: VideoSpec,
    output: str | Path,
    *,
    listener: ProgressListener | None = None,
    cancel: CancelToken | None = None,
    timeline: str | Path | None = None,
    extras: ExtraFiles | None = None,
    work_folder: str | Path | None = None,
) -> RenderResult:
    """Make the film that `spec` describes.

    Parameters
    ----------
    spec
        The video.
    output
        File to write, with the ending of its container; an older one is replaced, and only when the new one
        is complete.
    listener
        Told about the progress.
    cancel
        Stops the run at the next frame.
    timeline
        JSON file for words, phones and curves.
    extras
        Files to make beside the film.
    work_folder
        Folder in which finished chunks are kept, so that the same film, begun again, goes on where it was
        interrupted; whoever gives it removes it. None = nothing is kept.

    Raises
    ------
    LikenessError
        One of the tree in `likeness.errors`; no file remains then.
    """
    started_s = time.monotonic()
    if not isinstance(spec, VideoSpec):
        raise OptionInvalidError(f"A film is described by a VideoSpec, not by {type(spec).__name__}.")
    film_file, timeline_path = Path(output), None if timeline is None else Path(timeline)
    extras = extras or ExtraFiles()
    mark = marking_of(origin_of(spec, dt.datetime.now(dt.UTC)), is_signed=spec.output.c2pa)
    beside = {"timeline": timeline_path, "manifest": mark.sidecar_of(film_file), **dict(extras.named())}
    check_outputs({"film": film_file, **beside}, spec)
    scenery = read_scenery(spec)
    is_alone = len(spec.scenes) == 1
    working = Working(
        chosen_engine(), spec.output, listener or SilentProgress(), cancel or CancelToken(), is_alone
    )
    takes = [plan_take(scene, index, spec.seed, working) for index, scene in enumerate(spec.scenes)]
    canvas_px = canvas_size_px(takes[0].size_px, spec.output)
    reel = Reel(takes, canvas_px, spec.output.fps, spec.output.crossfade_s)
    settings = _settings(spec, canvas_px)
    film = Film(settings, reel.sound, reel.n_frames, spec.output.container, container_tags())
    for folder, n_copies in mark.copies(film_file).items():
        check_space(film, folder, n_copies)
    captioned, about_captions = caption_film(reel, spec.output.captions.burned_in, canvas_px, spec.output.fps)
    overlays = _together(scenery.overlays(canvas_px), captioned.overlays)
    plan = ChunkPlan(film.video, film.n_frames, _kept_chunks(work_folder, spec, reel))
    with (
        timeline_file(_timeline(reel), timeline_path),
        extra_files(extras, mark, Drawing(film, reel, overlays), working.cancel),
        marked_output(film_file, mark, working.cancel) as unmarked,
        closing(_shoot(reel, plan, overlays, working)) as chunks,
    ):
        write_film(film, chunks, unmarked, working.cancel, extras.watch)
    working.listener.advance()
    return RenderResult(
        output=film_file,
        width_px=canvas_px[0],
        height_px=canvas_px[1],
        fps=spec.output.fps,
        n_frames=film.n_frames,
        duration_s=float(film.duration_s),
        elapsed_s=time.monotonic() - started_s,
        scenes=reel.scenes,
        timeline=timeline_path,
        extras=extras,
        manifest=mark.manifest_of(film_file),
        remarks=(*mark.warnings, *(about_captions or file_warnings(reel.scenes, extras.captions))),
    )


def _together(still: Sequence[Overlay], others: Overlays) -> Overlays:
    """Return overlays that never change with others over them."""
    return lambda frame_index: (*still, *others(frame_index))


def _kept_chunks(work_folder: str | Path | None, spec: VideoSpec, reel: Reel) -> ChunkFolder | None:
    if work_folder is None:
        return None
    performances = [take.report.performance for take in reel.takes]
    return ChunkFolder(Path(work_folder), film_key(spec, inputs_of(spec), performances))


def _shoot(
    reel: Reel, plan: ChunkPlan, overlays: Overlays, working: Working
) -> Generator[EncodedChunk, None, None]:
    """Draw and encode all frames; when the last chunk was taken, the film waits to be completed."""
    working.listener.begin("canvas", 1)
    reel.set_up()
    working.done()
    working.listener.begin("frames", plan.n_frames)

    def frames(frame_indices: range) -> Iterator[FilmFrame]:
        for frame in reel.frames(frame_indices, overlays):
            yield frame
            working.listener.advance()

    with (
        _one_opencv_thread(),
        closing(encode_in_parallel(frames, plan, working.cancel, _n_workers())) as chunks,
    ):
        for chunk in chunks:
            if chunk.is_reused:
                working.listener.advance(chunk.n_frames)
            yield chunk
    working.listener.begin("film", 1)


def _timeline(reel: Reel) -> Json:
    return timeline_of(
        [
            Part(scene.start_s, scene.end_s, scene.report.speech, scene.report.performance)
            for scene in reel.scenes
        ]
    )


def _settings(spec: VideoSpec, canvas_px: tuple[int, int]) -> VideoSettings:
    """How the pictures of a film are encoded."""
    output = spec.output
    return VideoSettings(*canvas_px, output.fps, output.video_codec, output.quality, spec.is_transparent)


@contextmanager
def _one_opencv_thread() -> Iterator[None]:
    """Keep OpenCV from starting threads of its own: each core already has a worker."""
    before = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        yield
    finally:
        cv2.setNumThreads(before)


def _n_workers() -> int:
    """Return the number of cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1

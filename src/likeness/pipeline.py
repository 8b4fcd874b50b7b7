"""The whole path of a video on one screen: one call per stage."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2

from likeness.compose import canvas_size_px
from likeness.core.progress import CancelToken, ProgressListener, SilentProgress
from likeness.core.spec import VideoSpec
from likeness.encode import (
    ChunkPlan,
    EncodedChunk,
    Film,
    FilmFrame,
    VideoSettings,
    encode_in_parallel,
    write_film,
)
from likeness.engines import chosen_engine
from likeness.errors import OptionInvalidError
from likeness.output_checks import check_outputs
from likeness.result import RenderResult
from likeness.scenery import read_scenery
from likeness.takes import Overlays, Reel, Working, plan_take
from likeness.timeline import Part, timeline_file
from likeness.timeline import timeline as timeline_of
from likeness.typing import Json


def render(
    spec: VideoSpec,
    output: str | Path,
    *,
    listener: ProgressListener | None = None,
    cancel: CancelToken | None = None,
    timeline: str | Path | None = None,
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

    Raises
    ------
    LikenessError
        One of the tree in `likeness.errors`; no file remains then.
    """
    started_s = time.monotonic()
    if not isinstance(spec, VideoSpec):
        raise OptionInvalidError(f"A film is described by a VideoSpec, not by {type(spec).__name__}.")
    film_file, timeline_path = Path(output), None if timeline is None else Path(timeline)
    check_outputs(film_file, timeline_path, spec)
    scenery = read_scenery(spec)
    working = Working(chosen_engine(), spec.output, listener or SilentProgress(), cancel or CancelToken())
    takes = [plan_take(scene, index, spec.seed, working) for index, scene in enumerate(spec.scenes)]
    canvas_px = canvas_size_px(takes[0].size_px, spec.output)
    reel = Reel(takes, canvas_px, spec.output.fps, spec.output.crossfade_s)
    film = Film(_settings(spec, canvas_px), reel.sound, reel.n_frames, spec.output.container)
    overlays = scenery.overlays(canvas_px)
    with timeline_file(_timeline(reel), timeline_path):
        write_film(film, _shoot(reel, film, lambda _: overlays, working), film_file, working.cancel)
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
    )


def _shoot(reel: Reel, film: Film, overlays: Overlays, working: Working) -> Iterator[EncodedChunk]:
    """Draw and encode all frames; when the last chunk was taken, the film waits to be completed."""
    working.listener.begin("canvas", 1)
    reel.set_up()
    working.done()
    working.listener.begin("frames", film.n_frames)

    def frames(frame_indices: range) -> Iterator[FilmFrame]:
        for frame in reel.frames(frame_indices, overlays):
            yield frame
            working.listener.advance()

    with _one_opencv_thread():
        plan = ChunkPlan(film.video, film.n_frames)
        yield from encode_in_parallel(frames, plan, working.cancel, _n_workers())
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

"""The whole path of a video on one screen: one call per stage."""

import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import cv2

from likeness import direction as direction_stage
from likeness import speech as speech_stage
from likeness.compose import Compositor, Overlay, backdrop, layout
from likeness.core.canvas import Placement
from likeness.core.direction import IgnoredReason, IgnoredWords
from likeness.core.performance import Performance
from likeness.core.progress import CancelToken, ProgressListener, SilentProgress
from likeness.core.scene import Scene
from likeness.core.spec import VideoSpec
from likeness.core.speech import Speech
from likeness.core.voice import Voice, VoiceSettings
from likeness.encode import (
    ChunkPlan,
    EncodedChunk,
    Film,
    FilmFrame,
    VideoSettings,
    check_output,
    encode_in_parallel,
    write_film,
)
from likeness.engines import Engine, FrameRenderer, PictureOptions, PreparedPicture, chosen_engine
from likeness.errors import OptionInvalidError
from likeness.scenery import Scenery, read_scenery
from likeness.speech.recording import Recording, read_recording
from likeness.speech.voices import unread_letters
from likeness.timeline import timeline as timeline_of
from likeness.timeline import timeline_file

_MOST_SHOWN_LETTERS = 20


@dataclass(frozen=True)
class RenderResult:
    """A finished film."""

    output: Path
    """The file."""

    width_px: int
    """Width of the picture."""

    height_px: int
    """Height of the picture."""

    fps: Fraction
    """Frames per second."""

    n_frames: int
    """Number of frames."""

    duration_s: float
    """Length of the film, = n_frames / fps."""

    elapsed_s: float
    """How long the making took."""

    speech: Speech
    """What was said."""

    timeline: Path | None = None
    """The timeline file, when one was asked for."""

    warnings: tuple[str, ...] = ()
    """One line for each thing that is other than one may think, e.g. letters that the voice cannot read, or
    words of the motion prompt without effect."""

    motion_prompt: str = ""
    """The motion prompt that was followed: the given one, or the fuller one made from it."""

    ignored: tuple[IgnoredWords, ...] = ()
    """Words of the motion prompt without effect."""

    additions: tuple[direction_stage.Reason, ...] = ()
    """What was added to the motion prompt, and why."""


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
    run = _Run(listener or SilentProgress(), cancel or CancelToken())
    if not isinstance(spec, VideoSpec):
        raise OptionInvalidError(f"A film is described by a VideoSpec, not by {type(spec).__name__}.")
    film_file, scene, engine = Path(output), spec.scenes[0], chosen_engine()
    timeline_path = None if timeline is None else Path(timeline)
    _check_outputs(film_file, timeline_path, spec)
    direction_stage.check(_wish(scene))
    scenery = read_scenery(spec)

    prepared, (speech, warnings) = run.prepare_and_speak(engine, scene)
    directed = direction_stage.direct(_wish(scene), speech)
    performance = run.perform(engine, speech, directed, spec)
    placement = layout(prepared.size_px, prepared.head_box, spec.output)
    shot = run.set_up(engine, prepared, _Set(placement, scenery), performance)
    film = Film(_settings(spec, placement), speech.audio, performance.n_frames, spec.output.container)
    with timeline_file(timeline_of(speech, performance), timeline_path):
        write_film(film, run.shoot(shot, film), film_file, run.cancel)
    run.listener.advance()
    return RenderResult(
        output=film_file,
        width_px=placement.canvas_width_px,
        height_px=placement.canvas_height_px,
        fps=performance.fps,
        n_frames=film.n_frames,
        duration_s=float(film.duration_s),
        elapsed_s=time.monotonic() - started_s,
        speech=speech,
        timeline=timeline_path,
        warnings=(*warnings, *(_without_effect(ignored) for ignored in directed.direction.plan.ignored)),
        motion_prompt=directed.direction.plan.prompt,
        ignored=directed.direction.plan.ignored,
        additions=directed.reasons,
    )


@dataclass(frozen=True)
class _Set:
    """Where the picture lies on the canvas, and what lies around it."""

    placement: Placement
    scenery: Scenery


@dataclass(frozen=True)
class _Shot:
    """All that is needed to draw any frame of a film; shared by the threads."""

    renderer: FrameRenderer
    compositor: Compositor
    performance: Performance
    placement: Placement
    overlays: tuple[Overlay, ...]
    listener: ProgressListener

    def frames(self, frame_indices: range) -> Iterator[FilmFrame]:
        """Draw a range of frames."""
        canvas = self.compositor.canvas()
        for index in frame_indices:
            rgb = canvas.draw(self.renderer.render(self.performance.state(index)), self.overlays)
            yield FilmFrame(rgb, canvas.changed_px)
            self.listener.advance()


@dataclass(frozen=True)
class _Run:
    """The stages with their progress and their points of no return."""

    listener: ProgressListener
    cancel: CancelToken

    def prepare_and_speak(
        self, engine: Engine, scene: Scene
    ) -> tuple[PreparedPicture, tuple[Speech, tuple[str, ...]]]:
        """Look at the picture and listen to the words, side by side: neither needs the other."""
        self.listener.begin("picture and speech", 2)
        with ThreadPoolExecutor(1, thread_name_prefix="speech") as pool:
            speaking = pool.submit(_speak, scene)
            prepared = engine.prepare(scene.picture, PictureOptions(scene.face, scene.face_points))
            self.listener.advance()
            speech = speaking.result()
            self.listener.advance()
        self.cancel.raise_if_cancelled()
        return prepared, speech

    def perform(
        self, engine: Engine, speech: Speech, directed: direction_stage.Directed, spec: VideoSpec
    ) -> Performance:
        """Turn words into movement."""
        self.listener.begin("performance", 1)
        performance = engine.perform(speech, directed.direction, spec.output.fps, spec.seed)
        self.listener.advance()
        self.cancel.raise_if_cancelled()
        return performance

    def set_up(
        self, engine: Engine, prepared: PreparedPicture, stage: _Set, performance: Performance
    ) -> _Shot:
        """Bring picture and background to the size of the canvas."""
        self.listener.begin("canvas", 2)
        placement = stage.placement
        behind = backdrop(prepared.plate_rgb, placement)
        self.listener.advance()
        compositor = Compositor(behind, placement, prepared.size_px)
        renderer = engine.renderer(prepared, placement)
        self.listener.advance()
        self.cancel.raise_if_cancelled()
        overlays = stage.scenery.overlays(placement)
        return _Shot(renderer, compositor, performance, placement, overlays, self.listener)

    def shoot(self, shot: _Shot, film: Film) -> Iterator[EncodedChunk]:
        """Draw and encode all frames; when the last chunk was taken, the film waits to be completed."""
        self.listener.begin("frames", film.n_frames)
        plan = ChunkPlan(film.video, film.n_frames)
        with _one_opencv_thread():
            yield from encode_in_parallel(shot.frames, plan, self.cancel, _n_workers())
        self.listener.begin("film", 1)


def _speak(scene: Scene) -> tuple[Speech, tuple[str, ...]]:
    """Return the speech, and one line for each thing about it that should be known."""
    if scene.audio is not None:
        recording = read_recording(scene.audio)
        speech = speech_stage.listen(recording.audio, scene.script, scene.language, scene.guess_words)
        return speech, _missing(recording, scene.audio)
    script = scene.script or ""
    voice = speech_stage.find_voice(scene.voice, scene.language)
    speech = speech_stage.synthesize(script, voice, VoiceSettings(scene.speed, scene.pitch))
    return speech, _unread(script, voice)


def _missing(recording: Recording, file: Path) -> tuple[str, ...]:
    if not recording.missing_s:
        return ()
    return (
        f"The recording {file.name} is cut short or damaged: {recording.missing_s:.1f} s of its "
        f"{recording.stated_s:.1f} s are missing; copy or download it again.",
    )


def _unread(script: str, voice: Voice) -> tuple[str, ...]:
    letters = unread_letters(script, voice)
    if not letters:
        return ()
    shown = letters[:_MOST_SHOWN_LETTERS] + ("..." if len(letters) > _MOST_SHOWN_LETTERS else "")
    return (
        f"The voice {voice.id} cannot read {shown} and leaves such words out; write them in other letters, "
        "or choose a voice of their language.",
    )


def _settings(spec: VideoSpec, placement: Placement) -> VideoSettings:
    """How the pictures of a film are encoded."""
    output, size = spec.output, (placement.canvas_width_px, placement.canvas_height_px)
    return VideoSettings(*size, output.fps, output.video_codec, output.quality)


def _wish(scene: Scene) -> direction_stage.Wish:
    return direction_stage.Wish(
        scene.expressiveness, scene.motion_prompt, scene.enhance, scene.emotion, scene.articulation
    )


def _without_effect(ignored: IgnoredWords) -> str:
    """One line about words of the motion prompt that do nothing."""
    reasons = {
        IgnoredReason.CANNOT: "a talking head cannot do that",
        IgnoredReason.UNKNOWN: "not understood",
        IgnoredReason.NOT_SAID: "the words at which it should happen are not said",
    }
    return (
        f'The motion prompt\'s "{" ".join(ignored.text.split())}" has no effect: {reasons[ignored.reason]}.'
    )


def _inputs(spec: VideoSpec) -> list[Path]:
    scene, mark = spec.scenes[0], spec.output.watermark
    files = (scene.picture, scene.audio, scene.face_points, None if mark is None else mark.file)
    return [file for file in files if file is not None]


def _check_outputs(film: Path, timeline: Path | None, spec: VideoSpec) -> None:
    """Find out now, not after minutes of work, that a file cannot be written."""
    container, inputs = spec.output.container, _inputs(spec)
    if film.suffix.lower() != f".{container}":
        raise OptionInvalidError(
            f"The film is a {container} file: give the output a name that ends in .{container}, "
            f"not {film.name}, or choose another container."
        )
    for output in (film, timeline):
        if output is not None and any(file.resolve() == output.resolve() for file in inputs):
            raise OptionInvalidError(f"{output} is an input of this film. Give the output another name.")
    check_output(film)
    if timeline is not None:
        check_output(timeline)
        if timeline.resolve() == film.resolve():
            raise OptionInvalidError(f"Film and timeline are both {film}. Give the timeline another name.")


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

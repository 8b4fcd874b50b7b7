"""`likeness render`: make a film."""

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from likeness.cli.interruptible import run_interruptible
from likeness.cli.kernel_cache import keep_kernels_somewhere
from likeness.cli.look_options import (
    WatermarkLookOption,
    WatermarkOption,
    WatermarkPositionOption,
    watermark_of,
)
from likeness.cli.options import (
    ArticulationOption,
    CodecOption,
    EmotionOption,
    EnhanceOption,
    FaceOption,
    FacePointsOption,
    GuessWordsOption,
    JsonOption,
    MotionPromptOption,
    OutputOption,
    PictureArgument,
    QualityOption,
    build,
    check_picture,
    container_of,
    parse_fps,
    read_script,
)
from likeness.cli.progress import progress_for
from likeness.cli.report import Report
from likeness.core.direction import Articulation, Expressiveness
from likeness.core.film_format import DEFAULT_QUALITY
from likeness.core.progress import CancelToken
from likeness.core.scene import Scene
from likeness.core.spec import Aspect, Fit, Output, Resolution, VideoSpec
from likeness.errors import OptionInvalidError
from likeness.typing import Json

if TYPE_CHECKING:
    from likeness.pipeline import RenderResult


def render(
    picture: PictureArgument,
    output: OutputOption,
    script: Annotated[str | None, typer.Option(help="What to say; with --audio, its transcript.")] = None,
    script_file: Annotated[Path | None, typer.Option(help="UTF-8 text file with what to say.")] = None,
    audio: Annotated[
        Path | None, typer.Option(help="Recording to speak with, or a video with sound.")
    ] = None,
    guess_words: GuessWordsOption = False,
    voice: Annotated[str | None, typer.Option(help="Voice id, see `likeness voices`.")] = None,
    language: Annotated[str | None, typer.Option(help="Language of the words, e.g. en-GB, de.")] = None,
    speed: Annotated[float, typer.Option(help="Rate of speech, 0.5 to 1.5.")] = 1.0,
    pitch: Annotated[float, typer.Option(help="Height of the voice in semitones, -50 to 50.")] = 0.0,
    resolution: Annotated[Resolution, typer.Option(help="Length of the short edge.")] = "1080p",
    aspect: Annotated[Aspect, typer.Option(help="Ratio of the film; auto = the picture's own.")] = "16:9",
    fit: Annotated[Fit | None, typer.Option(help="Crop the picture, or show all of it.")] = None,
    fps: Annotated[str, typer.Option(help="Frames per second, 10 to 60.")] = "25",
    watermark: WatermarkOption = None,
    watermark_position: WatermarkPositionOption = "bottom_right",
    watermark_look: WatermarkLookOption = "",
    codec: CodecOption = None,
    quality: QualityOption = DEFAULT_QUALITY,
    expressiveness: Annotated[Expressiveness, typer.Option(help="Liveliness.")] = Expressiveness.MEDIUM,
    articulation: ArticulationOption = Articulation.NATURAL,
    motion_prompt: MotionPromptOption = "",
    is_enhanced: EnhanceOption = False,
    emotion: EmotionOption = None,
    seed: Annotated[int, typer.Option(help="Another number gives another take.")] = 0,
    timeline: Annotated[Path | None, typer.Option(help="Write words, phones and curves as JSON.")] = None,
    face: FaceOption = 1,
    face_points: FacePointsOption = None,
    is_json: JsonOption = False,
) -> None:
    """Turn a picture and a script, or a recording, into a talking video."""
    check_picture(picture)
    text = read_script(script, script_file)
    if text is None and audio is None:
        raise OptionInvalidError("There is nothing to say. Give --script, --script-file or --audio.")
    spec = build(
        lambda: VideoSpec(
            scenes=(
                Scene(
                    picture=picture, script=text, audio=audio, guess_words=guess_words, voice=voice,
                    language=language, speed=speed,
                    pitch=pitch, expressiveness=expressiveness, articulation=articulation,
                    motion_prompt=motion_prompt, enhance=is_enhanced, emotion=emotion, face=face,
                    face_points=face_points,
                ),
            ),
            output=Output(
                resolution=resolution, aspect=aspect, fit=fit, fps=parse_fps(fps),
                watermark=watermark_of(watermark, watermark_position, watermark_look),
                container=container_of(output), codec=codec, quality=quality,
            ),
            seed=seed,
        )
    )  # fmt: skip
    report = Report(is_json=is_json)
    result = _run(spec, output, timeline, report, is_json=is_json)
    report.warnings(result.warnings)
    report.result(_content(result), _lines(result))


def _run(
    spec: VideoSpec, output: Path, timeline: Path | None, report: Report, *, is_json: bool
) -> "RenderResult":
    def work(cancel: CancelToken) -> "RenderResult":
        keep_kernels_somewhere()
        # Loading numba, OpenCV and the encoder takes a second that `--help` should not cost.
        from likeness.pipeline import render as render_film

        return render_film(spec, output, listener=listener, cancel=cancel, timeline=timeline)

    def clean_up() -> None:
        from likeness.encode.output_file import partial_path
        from likeness.speech.english.programs import WORK_FOLDER_PREFIX

        for file in (output, timeline):
            if file is not None:
                partial_path(file).unlink(missing_ok=True)
        for folder in Path(tempfile.gettempdir()).glob(f"{WORK_FOLDER_PREFIX}{os.getpid()}-*"):
            shutil.rmtree(folder, ignore_errors=True)

    with progress_for(is_json=is_json) as listener:
        return run_interruptible(work, clean_up, report.error)


def _content(result: "RenderResult") -> Json:
    return {
        "output": str(result.output),
        "timeline": None if result.timeline is None else str(result.timeline),
        "width_px": result.width_px,
        "height_px": result.height_px,
        "fps": str(result.fps),
        "n_frames": result.n_frames,
        "duration_s": round(result.duration_s, 3),
        "elapsed_s": round(result.elapsed_s, 3),
        "voice": result.speech.voice_id,
        "language": result.speech.language,
        "phone_source": result.speech.source.value,
        "warnings": list(result.warnings),
        "motion": _motion(result),
    }


def _motion(result: "RenderResult") -> Json:
    return {
        "prompt": result.motion_prompt,
        "ignored": [
            {"text": words.text, "start": words.span[0], "end": words.span[1], "reason": words.reason.value}
            for words in result.ignored
        ],
        "additions": [{"text": added.addition, "why": added.why} for added in result.additions],
    }


def _lines(result: "RenderResult") -> tuple[str, ...]:
    size = f"{result.width_px}x{result.height_px}, {float(result.fps):g} frames per second"
    added = (f"added to the motion prompt: {a.addition} ({a.why})" for a in result.additions)
    return (*added, f"{result.output}: {result.duration_s:.1f} s, {size}, made in {result.elapsed_s:.1f} s")

"""Run a render from the command line, and tell what came out."""

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from likeness.cli.file_options import RenderFiles
from likeness.cli.interruptible import run_interruptible
from likeness.cli.kernel_cache import keep_kernels_somewhere
from likeness.cli.progress import progress_for
from likeness.cli.report import Report
from likeness.core.progress import CancelToken
from likeness.core.spec import VideoSpec
from likeness.typing import Json

if TYPE_CHECKING:
    from likeness.core.speech import Speech
    from likeness.result import RenderResult
    from likeness.takes import SceneResult, TakeReport


def make_film(spec: VideoSpec, files: RenderFiles, *, is_json: bool) -> None:
    """Make a film with a progress bar and print what there is to say about it."""
    report = Report(is_json=is_json)
    result = _run(spec, files, report, is_json=is_json)
    report.warnings(result.warnings)
    report.result(_content(result), _lines(result))


def _run(spec: VideoSpec, files: RenderFiles, report: Report, *, is_json: bool) -> "RenderResult":
    def work(cancel: CancelToken) -> "RenderResult":
        keep_kernels_somewhere()
        # Loading numba, OpenCV and the encoder takes a second that `--help` should not cost.
        from likeness.pipeline import render as render_film

        return render_film(
            spec, files.output, listener=listener, cancel=cancel, timeline=files.timeline,
            extras=files.extras, work_folder=files.work_folder,
        )  # fmt: skip

    def clean_up() -> None:
        from likeness.encode.output_file import remove_partials
        from likeness.speech.english.programs import WORK_FOLDER_PREFIX

        for file in files.written_whole:
            remove_partials(file)
        for folder in Path(tempfile.gettempdir()).glob(f"{WORK_FOLDER_PREFIX}{os.getpid()}-*"):
            shutil.rmtree(folder, ignore_errors=True)

    with progress_for(is_json=is_json) as listener:
        return run_interruptible(work, clean_up, report.error)


def _content(result: "RenderResult") -> Json:
    return {
        "output": str(result.output),
        "timeline": None if result.timeline is None else str(result.timeline),
        "manifest": None if result.manifest is None else str(result.manifest),
        "extras": {name: str(file) for name, file in result.extras.named()},
        "width_px": result.width_px,
        "height_px": result.height_px,
        "fps": str(result.fps),
        "n_frames": result.n_frames,
        "duration_s": round(result.duration_s, 3),
        "elapsed_s": round(result.elapsed_s, 3),
        "avatar_s": round(result.avatar_s, 3),
        "speech_s": round(result.speech_s, 3),
        **_spoken(result.speech),
        "warnings": list(result.warnings),
        "motion": _motion(result.scenes[0].report),
        "scenes": [_scene(scene) for scene in result.scenes],
    }


def _scene(scene: "SceneResult") -> Json:
    return {
        "start_s": round(scene.start_s, 3),
        "end_s": round(scene.end_s, 3),
        **_spoken(scene.report.speech),
        "motion": _motion(scene.report),
    }


def _spoken(speech: "Speech | None") -> Json:
    if speech is None:
        return {"voice": None, "language": None, "phone_source": None}
    return {
        "voice": speech.voice_id,
        "language": speech.language,
        "phone_source": speech.source.value,
    }


def _motion(report: "TakeReport") -> Json:
    return {
        "prompt": report.motion_prompt,
        "ignored": [
            {"text": words.text, "start": words.span[0], "end": words.span[1], "reason": words.reason.value}
            for words in report.ignored
        ],
        "additions": [{"text": added.addition, "why": added.why} for added in report.additions],
    }


def _lines(result: "RenderResult") -> tuple[str, ...]:
    size = f"{result.width_px}x{result.height_px}, {float(result.fps):g} frames per second"
    additions = [added for scene in result.scenes for added in scene.report.additions]
    added = (f"added to the motion prompt: {a.addition} ({a.why})" for a in additions)
    return (*added, f"{result.output}: {result.duration_s:.1f} s, {size}, made in {result.elapsed_s:.1f} s")

"""`likeness inspect`: show what is found in a picture."""

from pathlib import Path
from typing import Annotated

import typer

from likeness.cli.interruptible import run_interruptible
from likeness.cli.kernel_cache import keep_kernels_somewhere
from likeness.cli.options import FaceOption, FacePointsOption, JsonOption, PictureArgument, check_picture
from likeness.cli.report import Report
from likeness.core.progress import CancelToken
from likeness.errors import OptionInvalidError


def inspect(
    picture: PictureArgument,
    output: Annotated[Path, typer.Option("--output", "-o", help="PNG file to write.", show_default=False)],
    face: FaceOption = 1,
    face_points: FacePointsOption = None,
    is_json: JsonOption = False,
) -> None:
    """Draw what is found in a picture over it, and say whether it will do."""
    check_picture(picture)
    if output.resolve() in {file.resolve() for file in (picture, face_points) if file is not None}:
        raise OptionInvalidError(f"{output} is the input. Give the output another name.")

    def work(_: CancelToken) -> tuple[str, ...]:
        keep_kernels_somewhere()
        from likeness.encode.output_file import atomic_output
        from likeness.engines import PictureOptions, chosen_engine

        with atomic_output(output) as partial:
            return chosen_engine().inspect(picture, PictureOptions(face, face_points), partial)

    def clean_up() -> None:
        from likeness.encode.output_file import partial_path

        partial_path(output).unlink(missing_ok=True)

    report = Report(is_json=is_json)
    verdict = run_interruptible(work, clean_up, report.error)
    report.result({"output": str(output), "verdict": list(verdict)}, (*verdict, str(output)))

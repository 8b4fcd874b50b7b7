"""`likeness inspect`: show what is found in a picture."""

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from likeness.cli.interruptible import run_interruptible
from likeness.cli.kernel_cache import keep_kernels_somewhere
from likeness.cli.options import FaceOption, FacePointsOption, JsonOption, PictureArgument, check_picture
from likeness.cli.report import Report
from likeness.core.progress import CancelToken
from likeness.errors import OptionInvalidError
from likeness.typing import Json


def inspect(
    picture: PictureArgument,
    output: Annotated[Path, typer.Option("--output", "-o", help="PNG file to write.", show_default=False)],
    face: FaceOption = 1,
    face_points: FacePointsOption = None,
    face_points_out: Annotated[
        Path | None,
        typer.Option(
            help="JSON file to write: the face points, found or guessed, to edit.", show_default=False
        ),
    ] = None,
    is_json: JsonOption = False,
) -> None:
    """Draw what is found in a picture and what will move, and say whether it will do."""
    check_picture(picture)
    outputs = [file for file in (output, face_points_out) if file is not None]
    _check_names(outputs, [file for file in (picture, face_points) if file is not None])

    def work(_: CancelToken) -> tuple[str, ...]:
        keep_kernels_somewhere()
        from likeness.encode.output_file import atomic_output
        from likeness.engines import PictureOptions, chosen_engine

        options = PictureOptions(face, face_points)
        with ExitStack() as stack:
            partial = [stack.enter_context(atomic_output(file)) for file in outputs]
            verdict = chosen_engine().inspect(picture, options, *partial)
            for file in partial[1:]:
                if not file.exists():
                    raise OptionInvalidError("This engine has no face points. Leave --face-points-out away.")
        return verdict

    def clean_up() -> None:
        from likeness.encode.output_file import partial_path

        for file in outputs:
            partial_path(file).unlink(missing_ok=True)

    report = Report(is_json=is_json)
    verdict = run_interruptible(work, clean_up, report.error)
    told: Json = {"output": str(output), "verdict": list(verdict)}
    if face_points_out is not None:
        told["face_points"] = str(face_points_out)
    report.result(told, (*verdict, *map(str, outputs)))


def _check_names(outputs: list[Path], inputs: list[Path]) -> None:
    taken = {file.resolve() for file in inputs}
    for file in outputs:
        if file.resolve() in taken:
            raise OptionInvalidError(f"{file} is the input, or another output. Give it another name.")
        taken.add(file.resolve())

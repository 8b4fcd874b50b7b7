"""`likeness inspect`: show what is found in a picture."""

from pathlib import Path
from typing import Annotated

import typer

from likeness.cli.options import FaceOption, FacePointsOption, JsonOption, PictureArgument
from likeness.cli.report import Report
from likeness.errors import OptionInvalidError


def inspect(
    picture: PictureArgument,
    output: Annotated[Path, typer.Option("--output", "-o", help="PNG file to write.", show_default=False)],
    face: FaceOption = 1,
    face_points: FacePointsOption = None,
    is_json: JsonOption = False,
) -> None:
    """Draw what is found in a picture over it, and say whether it will do."""
    from likeness.encode.output_file import atomic_output
    from likeness.engines import PictureOptions, chosen_engine

    if output.resolve() in {file.resolve() for file in (picture, face_points) if file is not None}:
        raise OptionInvalidError(f"{output} is the input. Give the output another name.")
    options = PictureOptions(face, face_points)
    with atomic_output(output) as partial:
        verdict = chosen_engine().inspect(picture, options, partial)
    Report(is_json=is_json).result({"output": str(output), "verdict": list(verdict)}, (*verdict, str(output)))

"""`likeness film`: make a film of several scenes."""

from pathlib import Path
from typing import Annotated

import typer

from likeness.cli.film_run import make_film
from likeness.cli.options import JsonOption
from likeness.cli.spec_file import read_spec


def film(
    description: Annotated[
        Path,
        typer.Argument(help="JSON file that describes the scenes; see docs/scenes.md.", show_default=False),
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="File to write.", show_default=False)],
    timeline: Annotated[Path | None, typer.Option(help="Write words, phones and curves as JSON.")] = None,
    is_json: JsonOption = False,
) -> None:
    """Make a film of one to fifty scenes: talking pictures and still ones."""
    make_film(read_spec(description), output, timeline, is_json=is_json)

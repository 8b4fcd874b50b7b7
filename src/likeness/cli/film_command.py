"""`likeness film`: make a film of several scenes."""

from pathlib import Path
from typing import Annotated

import typer

from likeness.cli.file_options import (
    CaptionsOption,
    OutputOption,
    PreviewOption,
    RenderFiles,
    SoundOption,
    ThumbnailOption,
    TimelineOption,
    WatchOption,
    WorkFolderOption,
)
from likeness.cli.film_run import make_film
from likeness.cli.options import JsonOption
from likeness.cli.spec_file import read_spec
from likeness.core.extra_files import ExtraFiles


def film(
    description: Annotated[
        Path,
        typer.Argument(help="JSON file that describes the scenes; see docs/scenes.md.", show_default=False),
    ],
    output: OutputOption,
    timeline: TimelineOption = None,
    thumbnail: ThumbnailOption = None,
    preview: PreviewOption = None,
    sound: SoundOption = None,
    captions: CaptionsOption = None,
    watch: WatchOption = None,
    work_folder: WorkFolderOption = None,
    is_json: JsonOption = False,
) -> None:
    """Make a film of one to fifty scenes: talking pictures, still ones and videos."""
    extras = ExtraFiles(thumbnail, preview, sound, watch, tuple(captions or ()))
    files = RenderFiles(output, timeline, extras, work_folder)
    make_film(read_spec(description), files, is_json=is_json)

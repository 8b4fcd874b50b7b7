"""Options for the files that `likeness render` writes."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from likeness.core.extra_files import ExtraFiles
from likeness.core.film_format import FILM_SUFFIXES, Codec, Container
from likeness.errors import OptionInvalidError

OutputOption = Annotated[
    Path,
    typer.Option("--output", "-o", help="Film to write: .mp4, .mov or .webm.", show_default=False),
]
CodecOption = Annotated[
    Codec | None, typer.Option(help="Encoding of the pictures; none = that of the kind of file.")
]
QualityOption = Annotated[int, typer.Option(help="20 to 99; higher is better and larger.")]
TimelineOption = Annotated[Path | None, typer.Option(help="Write words, phones and curves as JSON.")]
ThumbnailOption = Annotated[Path | None, typer.Option(help="Write one good frame: .jpg.")]
PreviewOption = Annotated[
    Path | None, typer.Option(help="Write the first seconds, small and silent: .gif or .webp.")
]
SoundOption = Annotated[Path | None, typer.Option(help="Write the sound alone: .wav, .m4a, .mp3 or .opus.")]
CaptionsOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--captions",
        metavar="FILE",
        help="Write captions: .srt, .vtt or .ass; may be given for each kind.",
        show_default=False,
    ),
]
WatchOption = Annotated[
    Path | None, typer.Option(help="Write an MP4 that can be watched while the film is made.")
]
WorkFolderOption = Annotated[
    Path | None, typer.Option(help="Keep finished parts here; the same command goes on where it stopped.")
]


@dataclass(frozen=True)
class RenderFiles:
    """Everything that a run writes."""

    output: Path
    """The film."""

    timeline: Path | None
    """Words, phones and curves."""

    extras: ExtraFiles
    """Files beside the film."""

    work_folder: Path | None
    """Where chunks are kept."""

    @property
    def written_whole(self) -> tuple[Path, ...]:
        """The files that have another name until they are complete."""
        others = [file for name, file in self.extras.named() if name != "watch"]
        return (self.output, *([] if self.timeline is None else [self.timeline]), *others)


def container_of(output: Path) -> Container:
    """Return the kind of film that the ending of a file's name asks for.

    >>> container_of(Path("me.WEBM"))
    'webm'
    """
    container = FILM_SUFFIXES.get(output.suffix.lower())
    if container is None:
        raise OptionInvalidError(
            f"The ending of {output.name} tells no kind of film. Give the output a name that ends in "
            f"{', '.join(FILM_SUFFIXES)}."
        )
    return container

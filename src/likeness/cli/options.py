"""Options that several commands share, and how option values become a `VideoSpec`."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from pydantic import ValidationError

from likeness.core.direction import Articulation
from likeness.core.frozen_model import refusal
from likeness.errors import ImageUnreadableError, OptionInvalidError

JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of text.")]
PictureArgument = Annotated[
    Path, typer.Argument(help="Picture of a face, any common format.", show_default=False)
]
FaceOption = Annotated[int, typer.Option("--face", min=1, help="Which face of several; 1 = the largest.")]
ArticulationOption = Annotated[
    Articulation, typer.Option(help="How clearly the mouth speaks, whatever the voice does.")
]
AudioOption = Annotated[Path | None, typer.Option(help="Recording to speak with, or a video with sound.")]
LevelAudioOption = Annotated[
    bool, typer.Option("--level-audio", help="Bring the recording to the loudness of films, -16 LUFS.")
]
GuessWordsOption = Annotated[
    bool, typer.Option(help="Recognize English words in a recording without --script.")
]
MotionPromptOption = Annotated[
    str, typer.Option(help="What the speaker does, in plain English.", show_default=False)
]
EnhanceOption = Annotated[
    bool, typer.Option("--enhance", help="Make the motion prompt fuller from the script.")
]
EmotionOption = Annotated[
    str | None, typer.Option(help="Excited, Friendly, Serious, Soothing, Broadcaster, or a mood such as sad.")
]
FacePointsOption = Annotated[
    Path | None,
    typer.Option("--face-points", help="JSON file with the points of a face that no detector knows."),
]
C2paOption = Annotated[
    bool, typer.Option(help="Sign the film: who made it, with what and when; see `likeness verify`.")
]


Built = TypeVar("Built")

_MOST_FRACTIONAL = 1001
"""Largest denominator of a frame rate, that of 30000/1001."""


def parse_fps(text: str) -> Fraction:
    """Read a frame rate.

    >>> parse_fps("30000/1001")
    Fraction(30000, 1001)
    """
    try:
        return Fraction(text).limit_denominator(_MOST_FRACTIONAL)
    except (ValueError, ZeroDivisionError, OverflowError) as error:
        raise OptionInvalidError(f"--fps {text} is not a frame rate. Give a number such as 25.") from error


def read_script(script: str | None, script_file: Path | None) -> str | None:
    """Return the text of either option."""
    if script_file is None:
        if script is not None and not _is_text(script):
            raise OptionInvalidError(
                "--script is not text in the encoding of this terminal. Use --script-file."
            )
        return script
    if script is not None:
        raise OptionInvalidError("--script and --script-file exclude each other. Give one of them.")
    if script_file.exists() and not script_file.is_file():
        raise OptionInvalidError(f"The script {script_file} is not a file. Give a text file.")
    try:
        return script_file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise OptionInvalidError(f"The script {script_file} is not UTF-8 text. Save it as UTF-8.") from error
    except OSError as error:
        reason = error.strerror or "unreadable"
        raise OptionInvalidError(f"The script {script_file} cannot be read: {reason}.") from error


def _is_text(argument: str) -> bool:
    """Tell text from bytes that the encoding of the command line could not decode."""
    return not any("\ud800" <= character <= "\udfff" for character in argument)


def build(make: Callable[[], Built]) -> Built:
    """Make a value of the spec; what it refuses becomes an error that names the option."""
    try:
        return make()
    except OptionInvalidError as error:
        if isinstance(error.__cause__, ValidationError):
            raise OptionInvalidError(refusal(error.__cause__, prefix="--")) from error
        raise


def check_picture(picture: Path) -> None:
    """Find out before anything is loaded that there is no such picture."""
    if not picture.exists():
        raise ImageUnreadableError(f"There is no picture {picture}. Check the path.")
    if picture.is_dir():
        raise ImageUnreadableError(f"{picture} is a directory. Give one picture of it.")

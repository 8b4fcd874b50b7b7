"""`likeness voices`: list the voices, hear them, add and remove one's own."""

import shutil
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from likeness.cli.interruptible import stoppable
from likeness.cli.options import JsonOption
from likeness.cli.report import Report
from likeness.core.voice import QUALITY_NAMES, Voice
from likeness.errors import OptionInvalidError
from likeness.typing import Json

voices_app = typer.Typer(invoke_without_command=True)
_GENDERS = ("female", "male", "unknown")


@voices_app.callback()
def voices(
    context: typer.Context,
    language: Annotated[
        str | None, typer.Option(help="Only voices of this language, e.g. en, pt-BR.")
    ] = None,
    engine: Annotated[
        str | None, typer.Option(help="Only voices of this engine, e.g. piper, espeak.")
    ] = None,
    gender: Annotated[str | None, typer.Option(help="Only female, male or unknown.")] = None,
    is_all: Annotated[
        bool, typer.Option("--all", help="The speakers of espeak-ng too: thousands of voices.")
    ] = False,
    is_json: JsonOption = False,
) -> None:
    """List the installed voices."""
    if context.invoked_subcommand is not None:
        return
    report = Report(is_json=is_json)
    found = stoppable(lambda: _found(language, is_all), report)
    _check(gender, _GENDERS, "--gender")
    if engine is not None:
        _check(engine, _engine_names(), "--engine")
    chosen = [voice for voice in found if engine in (None, voice.engine) and gender in (None, voice.gender)]
    report.table(
        {"voices": [_as_json(voice) for voice in chosen]},
        ("id", "name", "language", "gender", "kind"),
        (
            (
                voice.id,
                voice.name,
                f"{voice.language} {voice.language_name}",
                voice.gender,
                QUALITY_NAMES.get(voice.quality, ""),
            )
            for voice in chosen
        ),
    )


@voices_app.command("add")
def add(
    place: Annotated[
        str, typer.Argument(metavar="PATH_OR_URL", help="A Piper or Kokoro .onnx, or Kokoro's voices.")
    ],
    is_json: JsonOption = False,
) -> None:
    """Add a neural voice: copy or download it into the folder of voices."""
    from likeness.speech.neural.adding import add_voice

    report = Report(is_json=is_json)
    added = stoppable(lambda: add_voice(place), report)
    report.result(
        {
            "files": [{"path": str(file.path), "sha256": file.sha256} for file in added.files],
            "voices": [_as_json(voice) for voice in added.voices],
            "note": added.note,
        },
        [
            *(f"{file.path}  sha256 {file.sha256}" for file in added.files),
            *(f"voice {voice.id}" for voice in added.voices),
            *([added.note] if added.note else []),
        ],
    )


@voices_app.command("remove")
def remove(
    voice: Annotated[str, typer.Argument(metavar="ID", help="A voice that was added.")],
    is_json: JsonOption = False,
) -> None:
    """Delete the files of a voice that was added."""
    from likeness.speech.neural.adding import remove_voice

    report = Report(is_json=is_json)
    paths = stoppable(lambda: remove_voice(voice), report)
    report.result({"removed": [str(path) for path in paths]}, [f"removed {path}" for path in paths])


@voices_app.command("preview")
def preview(
    voice: Annotated[str, typer.Argument(metavar="ID", help="See `likeness voices`.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="WAV file to write.", show_default=False)],
    is_json: JsonOption = False,
) -> None:
    """Write a short sample of a voice."""
    report = Report(is_json=is_json)
    stoppable(lambda: _preview(voice, output), report)
    report.result({"output": str(output), "voice": voice}, [str(output)])


def _preview(voice_id: str, output: Path) -> None:
    from likeness.encode.output_file import atomic_output
    from likeness.speech.previews import preview as preview_of
    from likeness.speech.voices import find_voice

    if output.suffix.lower() != ".wav":
        raise OptionInvalidError(f"The preview is a WAV file; give {output} a name that ends in .wav.")
    sample = preview_of(find_voice(voice_id, None))
    with atomic_output(output) as partial:
        shutil.copyfile(sample, partial)


def _found(language: str | None, is_all: bool) -> tuple[Voice, ...]:
    from likeness.speech.voices import list_variants, list_voices, voices_of

    found = list_voices() if language is None else voices_of(language)
    if not is_all:
        return found
    bases = {voice.id for voice in found}
    return (*found, *(voice for voice in list_variants() if voice.id.partition("+")[0] in bases))


def _engine_names() -> tuple[str, ...]:
    from likeness.speech.voices import engines

    return tuple(engines())


def _check(value: str | None, known: tuple[str, ...], option: str) -> None:
    if value is not None and value not in known:
        raise OptionInvalidError(f"{option} {value} is not one of {', '.join(known)}.")


def _as_json(voice: Voice) -> Json:
    return {**asdict(voice), "kind": QUALITY_NAMES.get(voice.quality, "")}
